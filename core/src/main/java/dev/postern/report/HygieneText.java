package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.model.Basis;
import dev.postern.model.Evidence;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import dev.postern.rbac.HygieneFinding;
import dev.postern.rbac.HygieneKind;
import dev.postern.rbac.RunsAs;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rights that are not as they should be, as text: a line for each kind with the first objects, or every finding with its
 * facts.
 */
public final class HygieneText {
    /** Objects of one kind, and workloads of one finding, beyond this many are counted. */
    private static final int SHOWN = 2;

    /** Facts of one finding. */
    private static final int FACTS = 6;

    private final Places places;
    private final Style style;
    private final StringBuilder out = new StringBuilder();

    private HygieneText(Places places, Style style) {
        this.places = places;
        this.style = style;
    }

    /** Renders findings of one analysis; nothing for none. {@code full} prints each with its facts. */
    public static String render(Analysis analysis, List<HygieneFinding> findings, boolean full, boolean colour) {
        if (findings.isEmpty()) {
            return "";
        }
        Places places = Places.of(analysis, findings.stream().flatMap(finding -> finding.evidence().stream()));
        HygieneText text = new HygieneText(places, colour ? Style.ANSI : Style.PLAIN);
        text.line("");
        text.line(text.style.title("== Hygiene: leads nowhere, but is not as it should be"));
        Map<HygieneKind, List<HygieneFinding>> byKind = findings.stream()
                .collect(Collectors.groupingBy(
                        HygieneFinding::kind, () -> new EnumMap<>(HygieneKind.class), Collectors.toList()));
        if (full) {
            byKind.forEach(text::all);
        } else {
            text.summary(byKind);
        }
        return text.out.toString();
    }

    private void summary(Map<HygieneKind, List<HygieneFinding>> byKind) {
        Table table = new Table();
        byKind.forEach((kind, some) -> {
            List<String> objects = some.stream()
                    .map(finding -> finding.object().toString())
                    .distinct()
                    .toList();
            int more = objects.size() - SHOWN;
            table.row(
                    kind.severity().notation(),
                    kind.title(),
                    String.valueOf(some.size()),
                    Printable.of(String.join(", ", objects.subList(0, Math.min(SHOWN, objects.size()))))
                            + (more > 0 ? " and " + more + " more" : ""));
        });
        table.lines("  ").forEach(this::line);
        line(style.dim("Each with its facts: --hygiene, or -o json."));
    }

    private void all(HygieneKind kind, List<HygieneFinding> findings) {
        line("  " + style.bad(kind.title()) + style.dim("  [" + kind.severity().notation() + "]  " + kind.remedy()));
        for (HygieneFinding finding : findings) {
            line("    " + Printable.of(finding.object() + " " + finding.detail()));
            String behind = behind(finding);
            if (!behind.isEmpty()) {
                line("         " + style.dim(Printable.of(behind)));
            }
            finding.evidence().stream().limit(FACTS).forEach(this::fact);
            int more = finding.evidence().size() - FACTS;
            if (more > 0) {
                line(style.dim("         and " + more + " further fact" + (more == 1 ? "" : "s")));
            }
        }
    }

    /** Who really holds what everybody is given. */
    private static String behind(HygieneFinding finding) {
        int members = finding.members().size();
        if (members == 0) {
            return "";
        }
        List<RunsAs> runs = finding.runsAs();
        String workloads = runs.stream()
                .limit(SHOWN)
                .map(run -> ", pods of " + run.workload())
                .collect(Collectors.joining());
        int more = runs.size() - SHOWN;
        return members + " known member" + (members == 1 ? "" : "s") + workloads
                + (more > 0 ? " and " + more + " more" : "");
    }

    private void fact(Evidence evidence) {
        SourceRef place = places.of(evidence);
        String field = evidence.field().isEmpty() ? evidence.value() : evidence.field() + " = " + evidence.value();
        line("         " + Printable.of(evidence.object().toString()) + "  " + Printable.of(field)
                + (evidence.basis() == Basis.STATED ? "" : style.dim("  (assumed)"))
                + (place.toString().isEmpty() ? "" : "  " + style.dim(Printable.of(place.toString()))));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
