package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.model.Basis;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.Evidence;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import dev.postern.network.Enforcement;
import dev.postern.network.NetworkFinding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Findings about network policies as text: by kind, the gravest first, each with its facts. */
public final class NetlintText {
    /** Facts of one finding beyond the one that it is about. */
    private static final int FACTS = 4;

    private final Places places;
    private final Style style;
    private final StringBuilder out = new StringBuilder();

    private NetlintText(Places places, Style style) {
        this.places = places;
        this.style = style;
    }

    /** Renders the findings of an analysis, in the order given; ends with a line feed. */
    public static String render(Analysis analysis, List<NetworkFinding> findings, boolean colour) {
        Enforcement enforcement = analysis.enforcement();
        Places places = Places.of(
                analysis,
                Stream.concat(
                        enforcement.evidence().stream(),
                        findings.stream()
                                .flatMap(finding ->
                                        Stream.concat(Stream.of(finding.fact()), finding.because().stream()))));
        NetlintText text = new NetlintText(places, colour ? Style.ANSI : Style.PLAIN);
        text.head(findings);
        text.enforcement(enforcement);
        Optional<NetworkFinding> before = Optional.empty();
        for (NetworkFinding finding : findings) {
            if (before.filter(last -> last.kind() == finding.kind() && last.severity() == finding.severity())
                    .isEmpty()) {
                text.title(finding);
            }
            text.finding(finding);
            before = Optional.of(finding);
        }
        return text.out.toString();
    }

    private void head(List<NetworkFinding> findings) {
        long warnings = findings.stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .count();
        long notes = findings.size() - warnings;
        String counted = count(warnings, "warning") + ", " + count(notes, "note");
        line("");
        line("  " + (findings.isEmpty() ? style.good("nothing found") : warnings > 0 ? style.bad(counted) : counted));
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private void enforcement(Enforcement enforcement) {
        String plugin = Printable.of(enforcement.plugin());
        switch (enforcement.status()) {
            case ENFORCED -> line("  " + plugin + " enforces policies");
            case NOT_ENFORCED -> line("  " + style.warn(plugin + " does not enforce policies"));
            case UNPROVEN ->
                line("  " + style.warn("enforcement of policies unproven")
                        + (plugin.isEmpty() ? ": no network plugin recognised in the input" : ": " + plugin));
        }
        enforcement.evidence().forEach(fact -> fact("       ", fact));
    }

    private void title(NetworkFinding finding) {
        String severity = finding.severity() == Severity.INFO
                ? style.dim("note")
                : style.warn(finding.severity().name().toLowerCase(Locale.ROOT));
        line("");
        line(style.title("== " + finding.kind().title()) + "  " + severity
                + style.dim(
                        "  [" + finding.kind().code() + "]  " + finding.kind().remedy()));
    }

    private void finding(NetworkFinding finding) {
        line("");
        line("   " + Printable.of(finding.message()));
        fact("       ", finding.fact());
        finding.because().stream().limit(FACTS).forEach(fact -> fact("         ", fact));
        int more = finding.because().size() - FACTS;
        if (more > 0) {
            line("         " + style.dim("and " + more + " more (-o json has all)"));
        }
    }

    private void fact(String indent, Evidence evidence) {
        SourceRef place = places.of(evidence);
        String field = evidence.field().isEmpty()
                ? evidence.value()
                : evidence.field() + (evidence.value().isEmpty() ? "" : " = " + evidence.value());
        line(indent + Printable.of(evidence.object().toString()) + "  " + Printable.of(field)
                + (evidence.basis() == Basis.STATED
                        ? ""
                        : style.dim("  (" + evidence.basis().name().toLowerCase(Locale.ROOT) + ")"))
                + (place.toString().isEmpty() ? "" : "  " + style.dim(Printable.of(place.toString()))));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
