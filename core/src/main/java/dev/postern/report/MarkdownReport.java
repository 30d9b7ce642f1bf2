package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.attack.EdgeType;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import dev.postern.path.SingleEdit;
import dev.postern.path.Step;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers as GitHub flavoured Markdown, for a pull request, a job's summary or a wiki: tables of the questions and of each
 * path's steps, the evidence folded away, the single edits, and how to stop each technique.
 */
public final class MarkdownReport {
    /** Diagnostics beyond this many of one kind are counted, not listed. */
    private static final int DIAGNOSTICS_OF_A_KIND = 20;

    private final Analysis analysis;
    private final Places places;
    private final StringBuilder out = new StringBuilder();

    private MarkdownReport(Analysis analysis, Places places) {
        this.analysis = analysis;
        this.places = places;
    }

    /** Renders answers to questions about one analysis; ends with a line feed. */
    public static String render(Analysis analysis, List<AttackPaths> answers) {
        MarkdownReport report = new MarkdownReport(analysis, Places.of(analysis, answers));
        report.line("# Attack paths");
        report.summary(answers);
        answers.forEach(report::answer);
        report.techniques(answers);
        report.input();
        return report.out.toString();
    }

    private void summary(List<AttackPaths> answers) {
        line("");
        row("Question", "Answer", "Cheapest", "Steps on defaults");
        line("|---|---|---|---|");
        for (AttackPaths answer : answers) {
            boolean none = answer.paths().isEmpty();
            AttackPath first = none ? null : answer.paths().get(0);
            row(
                    MarkdownText.cell(Wording.question(answer)),
                    Wording.count(answer),
                    first == null ? "" : "effort " + first.effort() + ", " + first.confidence(),
                    none ? "" : answer.stepsOnDefaults() + " of " + answer.steps());
        }
    }

    private void answer(AttackPaths answer) {
        if (answer.paths().isEmpty() && answer.notes().isEmpty()) {
            return;
        }
        line("");
        line("## " + MarkdownText.code(Wording.question(answer)));
        for (String note : answer.notes()) {
            line("");
            line("> Note: " + MarkdownText.code(note));
        }
        int number = 1;
        for (AttackPath path : answer.paths()) {
            path(number++, path);
        }
        if (answer.truncated()) {
            line("");
            line("The search was cut short: there may be further plans.");
        }
        if (!answer.paths().isEmpty()) {
            singleEdits(answer);
        }
    }

    private void path(int number, AttackPath path) {
        line("");
        line("### Path " + number + ": " + Wording.effort(path) + ", " + path.confidence());
        line("");
        row("#", "Technique", "Step", "Effort", "Confidence");
        line("|---|---|---|---|---|");
        int step = 1;
        for (Step taken : path.steps()) {
            row(
                    Integer.toString(step++),
                    taken.type().id(),
                    taken.describe(vertex -> MarkdownText.cell(vertex.describe())),
                    Integer.toString(taken.effort()),
                    taken.confidence().name());
        }
        evidence(path);
    }

    private void evidence(AttackPath path) {
        int facts =
                path.steps().stream().mapToInt(step -> step.evidence().size()).sum();
        line("");
        line("<details>");
        line("<summary>Evidence: " + facts + (facts == 1 ? " fact" : " facts") + ", path " + path.id() + "</summary>");
        line("");
        row("Step", "Object", "Fact", "Basis", "Place");
        line("|---|---|---|---|---|");
        int number = 1;
        for (Step step : path.steps()) {
            for (Evidence fact : step.evidence()) {
                row(
                        Integer.toString(number),
                        MarkdownText.cell(fact.object().toString()),
                        MarkdownText.cell(Wording.fact(fact)),
                        Wording.basis(fact.basis()),
                        MarkdownText.cell(places.of(fact).toString()));
            }
            if (step.otherGrounds() > 0) {
                row(Integer.toString(number), "", "and " + step.otherGrounds() + " further ground(s)", "", "");
            }
            number++;
        }
        line("");
        line("</details>");
    }

    private void singleEdits(AttackPaths answer) {
        line("");
        if (answer.singleEdits().isEmpty()) {
            line("No single edit closes all of these.");
            return;
        }
        line("Each of these edits alone leaves no path:");
        line("");
        for (SingleEdit edit : answer.singleEdits()) {
            String place = MarkdownText.code(places.of(edit.fact()).toString());
            line("- " + MarkdownText.code(edit.description()) + (place.isEmpty() ? "" : " at " + place));
        }
    }

    private void techniques(List<AttackPaths> answers) {
        Map<String, EdgeType> used = new TreeMap<>();
        for (AttackPaths answer : answers) {
            for (AttackPath path : answer.paths()) {
                path.steps().forEach(step -> used.put(step.type().id(), step.type()));
            }
        }
        if (used.isEmpty()) {
            return;
        }
        line("");
        line("## Techniques");
        line("");
        row("Technique", "What", "How to stop it");
        line("|---|---|---|");
        // The catalogue's own words, but a bar is a bar.
        used.forEach((id, type) ->
                row(id, type.title().replace("|", "\\|"), type.stop().replace("|", "\\|")));
    }

    private void input() {
        line("");
        line("## Input");
        line("");
        line(MarkdownText.code(InventoryLine.of(analysis.snapshot())));
        Map<String, Integer> other = analysis.snapshot().cluster().otherKinds();
        if (!other.isEmpty()) {
            line("");
            line("Not analysed: " + MarkdownText.code(InventoryLine.counts(other)));
        }
        List<Diagnostic> told = analysis.diagnostics().stream()
                .filter(diagnostic -> diagnostic.severity() != Diagnostic.Severity.INFO)
                .toList();
        if (told.isEmpty()) {
            return;
        }
        line("");
        row("Severity", "Code", "Place", "Message");
        line("|---|---|---|---|");
        Map<String, Integer> counts = new TreeMap<>();
        for (Diagnostic diagnostic : told) {
            if (counts.merge(diagnostic.code(), 1, Integer::sum) <= DIAGNOSTICS_OF_A_KIND) {
                row(
                        diagnostic.severity().name().toLowerCase(Locale.ROOT),
                        diagnostic.code(),
                        MarkdownText.cell(diagnostic.source().toString()),
                        MarkdownText.cell(diagnostic.message()));
            }
        }
        counts.forEach((code, count) -> {
            if (count > DIAGNOSTICS_OF_A_KIND) {
                row("", code, "", "and " + (count - DIAGNOSTICS_OF_A_KIND) + " more of these");
            }
        });
    }

    private void row(String... cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
