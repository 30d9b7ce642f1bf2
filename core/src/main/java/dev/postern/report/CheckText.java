package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.check.AssertionResult;
import dev.postern.check.CheckFinding;
import dev.postern.check.CheckFinding.Status;
import dev.postern.check.CheckReport;
import dev.postern.check.FailOn;
import dev.postern.check.IgnoreEntry;
import dev.postern.check.Terms;
import dev.postern.model.Basis;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import dev.postern.path.AttackPath;
import dev.postern.path.SingleEdit;
import dev.postern.path.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The outcome of a check as text: a line for each assertion, then what speaks against each, then the sum. */
public final class CheckText {
    /** Findings of one assertion that are printed with their evidence; of further ones there is a line. */
    private static final int IN_FULL = 3;

    /** Diagnostics beyond this many are counted, not printed. */
    private static final int DIAGNOSTICS = 5;

    /** Warnings about input that is probably read otherwise than it was meant. */
    private static final Set<String> MISREAD = Set.of("namespace-mismatch", "misplaced-service-account");

    private final Places places;
    private final Style style;
    private final Set<CheckFinding> failing;
    private final StringBuilder out = new StringBuilder();

    private CheckText(Places places, Style style, List<CheckFinding> failing) {
        this.places = places;
        this.style = style;
        this.failing = new HashSet<>(failing);
    }

    /** Renders a report; what makes it fail, and what is undecided, is printed with its evidence. */
    public static String render(Analysis analysis, CheckReport report, Set<FailOn> failOn, boolean colour) {
        CheckText text = new CheckText(
                Places.of(analysis, cited(report)), colour ? Style.ANSI : Style.PLAIN, report.failing(failOn));
        text.summary(report);
        report.results().forEach(text::result);
        text.outdated(report);
        text.sum(analysis, report, failOn);
        return text.out.toString();
    }

    /** {@code failed}, {@code undecided} or {@code passed}. */
    static String outcome(CheckReport report, Set<FailOn> failOn) {
        return report.fails(failOn) ? "failed" : report.isUndecided() ? "undecided" : "passed";
    }

    static Stream<Evidence> cited(CheckReport report) {
        return report.results().stream()
                .flatMap(result -> Stream.concat(
                        result.findings().stream().flatMap(CheckText::cited),
                        result.singleEdits().stream().map(SingleEdit::fact)));
    }

    private static Stream<Evidence> cited(CheckFinding finding) {
        return Stream.concat(
                finding.path().stream()
                        .flatMap(path -> path.steps().stream())
                        .flatMap(step -> step.evidence().stream()),
                finding.decision().stream().flatMap(decision -> decision.evidence().stream()));
    }

    private void summary(CheckReport report) {
        line("");
        Table table = new Table();
        for (AssertionResult result : report.results()) {
            table.row(
                    verdict(result, failing),
                    Printable.of(result.assertion().terms().id()),
                    counts(result.findings()),
                    Printable.of(result.assertion().describe()));
        }
        table.lines("  ").forEach(this::line);
    }

    /** {@code FAIL}, {@code open}, {@code ok} or {@code known}. */
    static String verdict(AssertionResult result, Set<CheckFinding> failing) {
        if (result.findings().stream().anyMatch(failing::contains)) {
            return "FAIL";
        }
        if (result.findings().stream().anyMatch(finding -> finding.status() == Status.UNKNOWN)) {
            return "open";
        }
        return result.holds() ? "ok" : "known";
    }

    /** {@code 1 new, 2 known}. */
    static String counts(List<CheckFinding> findings) {
        List<String> counts = new ArrayList<>();
        for (Status status : Status.values()) {
            long count = findings.stream()
                    .filter(finding -> finding.status() == status)
                    .count();
            if (count > 0) {
                counts.add(count + " " + status.name().toLowerCase(Locale.ROOT));
            }
        }
        return String.join(", ", counts);
    }

    private void result(AssertionResult result) {
        if (result.findings().isEmpty() && result.notes().isEmpty()) {
            return;
        }
        Terms terms = result.assertion().terms();
        line("");
        line(style.title(
                "== " + Printable.of(terms.id() + ": " + result.assertion().describe())));
        String owner = terms.owner().isEmpty() ? "" : " (owner " + terms.owner() + ")";
        line("   " + Printable.of(terms.reason() + owner) + place(terms.place()));
        result.notes().forEach(note -> line("   note: " + Printable.of(note)));
        int inFull = 0;
        boolean wasFull = true;
        for (CheckFinding finding : result.findings()) {
            boolean full = (failing.contains(finding) || finding.status() == Status.UNKNOWN) && inFull++ < IN_FULL;
            if (full || wasFull) {
                line("");
            }
            wasFull = full;
            finding(finding, full);
        }
        if (inFull > 0 && !result.singleEdits().isEmpty()) {
            line("");
            line("   Each of these edits alone leaves none of the paths:");
            for (SingleEdit edit : result.singleEdits()) {
                line("     - " + Printable.of(edit.description()) + place(places.of(edit.fact())));
            }
        }
    }

    private void finding(CheckFinding finding, boolean full) {
        String status = finding.status().name();
        line("   " + (failing.contains(finding) ? style.bad(status) : style.warn(status)) + "  id " + finding.id()
                + "  "
                + Printable.of(finding.title())
                + finding.path().map(CheckText::measure).orElse(""));
        if (!finding.note().isEmpty()) {
            line("       " + Printable.of(finding.note()));
        }
        if (full) {
            finding.path().ifPresent(this::path);
            finding.decision().ifPresent(decision -> decision.evidence().forEach(this::fact));
        }
    }

    private static String measure(AttackPath path) {
        return "  [effort " + path.effort() + ", " + path.confidence() + "]";
    }

    private void path(AttackPath path) {
        int number = 1;
        for (Step step : path.steps()) {
            line("     " + number++ + ". " + style.technique(step.type().id()) + "  " + Printable.of(step.describe()));
            step.evidence().forEach(this::fact);
        }
    }

    private void fact(Evidence fact) {
        String value = fact.value().isEmpty() || fact.field().isEmpty() ? fact.value() : " = " + fact.value();
        String basis = fact.basis() == Basis.DEFAULT ? "default" : "assumed";
        line("          " + Printable.of(fact.object() + "  " + fact.field() + value)
                + (fact.basis() == Basis.STATED ? "" : style.dim("  (" + basis + ")"))
                + place(places.of(fact)));
    }

    private String place(SourceRef source) {
        return source.toString().isEmpty() ? "" : "  " + style.dim(Printable.of(source.toString()));
    }

    private void outdated(CheckReport report) {
        if (report.outdated().isEmpty() && report.unusedIgnores().isEmpty()) {
            return;
        }
        line("");
        line(style.title("== Out of date"));
        for (CheckFinding finding : report.outdated()) {
            String assertion = finding.assertion().isEmpty() ? "" : Printable.of(finding.assertion()) + "  ";
            line("   "
                    + (failing.contains(finding)
                            ? style.bad(finding.status().name())
                            : finding.status().name()) + "  " + assertion + Printable.of(finding.title())
                    + place(finding.place()));
            line("       " + Printable.of(finding.note()));
        }
        for (IgnoreEntry entry : report.unusedIgnores()) {
            line("   unused  the entry that ignores " + entry.finding() + " accepts nothing: take it out"
                    + place(entry.place()));
        }
    }

    private void sum(Analysis analysis, CheckReport report, Set<FailOn> failOn) {
        line("");
        line(style.title("== Result"));
        String counts = counts(report.findings());
        line("   " + report.results().size() + (report.results().size() == 1 ? " assertion: " : " assertions: ")
                + (counts.isEmpty() ? "nothing found" : counts));
        String on = failOn.stream().map(FailOn::notation).sorted().collect(Collectors.joining(","));
        if (report.fails(failOn)) {
            line("   " + style.bad("failed") + " (fails on " + on + ", and on what expired)");
        } else if (report.isUndecided()) {
            line("   " + style.warn("undecided") + ": nothing fails (on " + on
                    + "), but not everything could be decided");
        } else {
            line("   " + style.good("passed") + " (fails on " + on + ", and on what expired)");
        }
        if (report.count(Status.VANISHED) > 0) {
            line("   The baseline holds what is not there any more: write it again, so that it shrinks.");
        }
        if (report.incomplete()) {
            line("   " + style.warn("incomplete")
                    + ": a part of the input was not understood, so findings may be missing");
        }
        input(analysis.diagnostics());
    }

    /** What may well be why nothing was found. */
    private void input(List<Diagnostic> diagnostics) {
        List<Diagnostic> grave = diagnostics.stream()
                .filter(diagnostic ->
                        diagnostic.severity() == Diagnostic.Severity.ERROR || MISREAD.contains(diagnostic.code()))
                .toList();
        for (Diagnostic diagnostic : grave.subList(0, Math.min(DIAGNOSTICS, grave.size()))) {
            String word =
                    diagnostic.severity() == Diagnostic.Severity.ERROR ? style.bad("error") : style.warn("warning");
            line("   " + word + "  " + Printable.of(diagnostic.message()) + place(diagnostic.source()));
        }
        if (grave.size() > DIAGNOSTICS) {
            line("   … and " + (grave.size() - DIAGNOSTICS) + " more (-o json lists all)");
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
