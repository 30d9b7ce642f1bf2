package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.model.Basis;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.Printable;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import dev.postern.path.SingleEdit;
import dev.postern.path.Step;
import dev.postern.path.Zone;
import dev.postern.path.ZoneCrossing;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers as text that a person grasps at a glance: the question and its outcome, then numbered steps, each with its
 * evidence, then the single edits that would close it.
 */
public final class TextReport {
    /** Diagnostics beyond this many of one kind are counted, not printed. */
    private static final int DIAGNOSTICS_OF_A_KIND = 5;

    private final Analysis analysis;
    private final Places places;
    private final Style style;
    private final StringBuilder out = new StringBuilder();

    private TextReport(Analysis analysis, Places places, Style style) {
        this.analysis = analysis;
        this.places = places;
        this.style = style;
    }

    /** Renders answers to questions about one analysis. */
    public static String render(Analysis analysis, List<AttackPaths> answers, boolean colour) {
        TextReport report = new TextReport(analysis, Places.of(analysis, answers), colour ? Style.ANSI : Style.PLAIN);
        report.summary(answers);
        answers.forEach(report::answer);
        report.input();
        return report.out.toString();
    }

    private void summary(List<AttackPaths> answers) {
        line("");
        for (AttackPaths answer : answers) {
            String count = Wording.count(answer);
            String outcome = answer.paths().isEmpty()
                    ? answer.truncated() ? style.warn(count) : style.good(count)
                    : style.bad(count);
            line("  " + pad(Wording.question(answer), 36) + outcome + Wording.furthermore(answer));
        }
    }

    private void answer(AttackPaths answer) {
        if (answer.paths().isEmpty() && answer.notes().isEmpty()) {
            return;
        }
        line("");
        line(style.title("== " + Wording.question(answer)));
        answer.notes().forEach(note -> line("   note: " + Printable.of(note)));
        int number = 1;
        for (AttackPath path : answer.paths()) {
            path(number++, path);
        }
        if (answer.truncated()) {
            answer.notSearched().forEach(text -> line("   not searched: " + Printable.of(text)));
        }
        if (!answer.paths().isEmpty()) {
            singleEdits(answer);
        }
    }

    private void path(int number, AttackPath path) {
        line("");
        line(style.title("Path " + number) + "  " + Wording.effort(path) + "  " + path.confidence() + "  "
                + style.dim("id " + path.id()));
        crossings(path);
        int stepNumber = 1;
        for (Step step : path.steps()) {
            line(pad("  " + stepNumber++ + ". " + style.technique(step.type().id()), 30)
                    + Printable.of(step.describe())
                    + style.dim("  [effort " + step.effort() + ", " + step.confidence() + "]"));
            for (Evidence evidence : step.evidence()) {
                evidence(evidence);
            }
            if (step.otherGrounds() > 0) {
                line(style.dim("       and " + step.otherGrounds() + " further ground"
                        + (step.otherGrounds() == 1 ? "" : "s") + " for the same step"));
            }
        }
    }

    private void crossings(AttackPath path) {
        List<ZoneCrossing> crossings = path.crossings();
        if (!crossings.isEmpty()) {
            StringBuilder names = new StringBuilder(crossings.size() + (crossings.size() == 1 ? " zone" : " zones")
                    + " entered: " + crossings.get(0).from().map(Zone::describe).orElse("outside"));
            crossings.forEach(
                    crossing -> names.append(" → ").append(crossing.to().describe()));
            line("  " + style.dim(Printable.of(names.toString())));
        }
    }

    private void evidence(Evidence evidence) {
        String place = place(evidence);
        line("       " + Printable.of(evidence.object().toString()) + "  " + Wording.fact(evidence)
                + (evidence.basis() == Basis.STATED ? "" : style.dim("  (" + Wording.basis(evidence.basis()) + ")"))
                + (place.isEmpty() ? "" : "  " + style.dim(Printable.of(place))));
    }

    private void singleEdits(AttackPaths answer) {
        line("");
        if (answer.singleEdits().isEmpty()) {
            line("   No single edit closes all of these.");
            return;
        }
        line("   Each of these edits alone leaves no path:");
        for (SingleEdit edit : answer.singleEdits()) {
            String place = place(edit.fact());
            line("     - " + Printable.of(edit.description())
                    + (place.isEmpty() ? "" : "  " + style.dim(Printable.of(place))));
        }
    }

    private void input() {
        line("");
        line(style.title("== Input"));
        line("   " + InventoryLine.of(analysis.snapshot()));
        Map<String, Integer> other = analysis.snapshot().cluster().otherKinds();
        if (!other.isEmpty()) {
            line("   not analysed: " + InventoryLine.counts(other));
        }
        Map<String, Integer> printed = new TreeMap<>();
        for (Diagnostic diagnostic : analysis.diagnostics()) {
            if (diagnostic.severity() == Diagnostic.Severity.INFO) {
                continue;
            }
            if (printed.merge(diagnostic.code(), 1, Integer::sum) <= DIAGNOSTICS_OF_A_KIND) {
                String source = diagnostic.source().toString();
                line("   "
                        + (diagnostic.severity() == Diagnostic.Severity.ERROR
                                ? style.bad("error")
                                : style.warn("warning"))
                        + "  " + (source.isEmpty() ? "" : Printable.of(source) + "  ")
                        + Printable.of(diagnostic.message()));
            }
        }
        printed.forEach((code, count) -> {
            if (count > DIAGNOSTICS_OF_A_KIND) {
                line("   … and " + (count - DIAGNOSTICS_OF_A_KIND) + " more " + code + " (-o json lists all)");
            }
        });
    }

    private String place(Evidence evidence) {
        return places.of(evidence).toString();
    }

    /** Pads to a width of visible characters; text that is already wider is followed by two spaces. */
    private static String pad(String text, int width) {
        int visible = text.replaceAll("\u001b\\[[0-9;]*m", "").length();
        return text + " ".repeat(Math.max(2, width - visible));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
