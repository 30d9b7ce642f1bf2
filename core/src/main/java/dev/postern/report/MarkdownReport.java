package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import java.util.List;

/**
 * Answers as GitHub flavoured Markdown, for a pull request, a job's summary or a wiki: tables of the questions and of each
 * path's steps, the evidence folded away, the single edits, and how to stop each technique.
 */
public final class MarkdownReport {
    private final MarkdownPage page;

    private MarkdownReport(MarkdownPage page) {
        this.page = page;
    }

    /** Renders answers to questions about one analysis; ends with a line feed. */
    public static String render(Analysis analysis, List<AttackPaths> answers) {
        MarkdownPage page = new MarkdownPage(analysis, Places.of(analysis, answers));
        MarkdownReport report = new MarkdownReport(page);
        page.line("# Attack paths");
        report.summary(answers);
        answers.forEach(report::answer);
        page.techniques(answers.stream().flatMap(answer -> answer.paths().stream()));
        page.input();
        return page.toString();
    }

    private void summary(List<AttackPaths> answers) {
        page.head("Question", "Answer", "Cheapest", "Steps on defaults");
        for (AttackPaths answer : answers) {
            boolean none = answer.paths().isEmpty();
            AttackPath first = none ? null : answer.paths().get(0);
            page.row(
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
        page.line("");
        page.line("## " + MarkdownText.code(Wording.question(answer)));
        for (String note : answer.notes()) {
            page.line("");
            page.line("> Note: " + MarkdownText.code(note));
        }
        int number = 1;
        for (AttackPath path : answer.paths()) {
            page.line("");
            page.line("### Path " + number++ + ": " + Wording.effort(path) + ", " + path.confidence());
            page.steps(path);
            page.evidence(path);
        }
        if (answer.truncated()) {
            page.line("");
            page.line("The search was cut short: there may be further paths.");
        }
        if (!answer.paths().isEmpty()) {
            page.line("");
            if (answer.singleEdits().isEmpty()) {
                page.line("No single edit closes all of these.");
            } else {
                page.singleEdits(answer.singleEdits());
            }
        }
    }
}
