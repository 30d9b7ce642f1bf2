package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.check.AssertionResult;
import dev.postern.check.CheckFinding;
import dev.postern.check.CheckFinding.Status;
import dev.postern.check.CheckReport;
import dev.postern.check.FailOn;
import dev.postern.check.IgnoreEntry;
import dev.postern.check.Terms;
import dev.postern.model.SourceRef;
import dev.postern.path.AttackPath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The outcome of a check as GitHub flavoured Markdown, for a pull request or a job's summary: a table of the assertions,
 * then what speaks against each, with the paths of what fails or is undecided.
 */
public final class CheckMarkdown {
    private final MarkdownPage page;
    private final Places places;
    private final Set<CheckFinding> failing;

    private CheckMarkdown(MarkdownPage page, Places places, List<CheckFinding> failing) {
        this.page = page;
        this.places = places;
        this.failing = new HashSet<>(failing);
    }

    /** Renders a report; ends with a line feed. */
    public static String render(Analysis analysis, CheckReport report, Set<FailOn> failOn) {
        Places places = Places.of(analysis, CheckText.cited(report));
        MarkdownPage page = new MarkdownPage(analysis, places);
        CheckMarkdown text = new CheckMarkdown(page, places, report.failing(failOn));
        page.line("# Check: " + CheckText.outcome(report, failOn));
        text.assertions(report);
        report.results().forEach(text::result);
        text.outdated(report);
        page.techniques(report.findings().stream().filter(text::isShown).flatMap(finding -> finding.path().stream()));
        page.input();
        return page.toString();
    }

    private void assertions(CheckReport report) {
        page.head("Verdict", "Assertion", "Findings", "What");
        for (AssertionResult result : report.results()) {
            page.row(
                    CheckText.verdict(result, failing),
                    MarkdownText.cell(result.assertion().terms().id()),
                    CheckText.counts(result.findings()),
                    MarkdownText.cell(result.assertion().describe()));
        }
    }

    private void result(AssertionResult result) {
        if (result.findings().isEmpty() && result.notes().isEmpty()) {
            return;
        }
        Terms terms = result.assertion().terms();
        page.line("");
        page.line(
                "## " + MarkdownText.code(terms.id() + ": " + result.assertion().describe()));
        if (!terms.reason().isEmpty()) {
            page.line("");
            String owner = terms.owner().isEmpty() ? "" : ", owner " + MarkdownText.code(terms.owner());
            page.line("Why: " + MarkdownText.code(terms.reason()) + owner + at(terms.place()));
        }
        for (String note : result.notes()) {
            page.line("");
            page.line("> Note: " + MarkdownText.code(note));
        }
        result.findings().forEach(this::finding);
        if (result.findings().stream().anyMatch(failing::contains)
                && !result.singleEdits().isEmpty()) {
            page.line("");
            page.singleEdits(result.singleEdits());
        }
    }

    private boolean isShown(CheckFinding finding) {
        return failing.contains(finding) || finding.status() == Status.UNKNOWN;
    }

    private void finding(CheckFinding finding) {
        boolean shown = isShown(finding);
        String measure = finding.path().map(CheckMarkdown::measure).orElse("");
        page.line("");
        page.line((shown ? "### " : "- ") + finding.status().name() + " " + MarkdownText.code(finding.title()) + measure
                + ", id " + finding.id());
        if (!finding.note().isEmpty()) {
            page.line("");
            page.line((shown ? "" : "  ") + MarkdownText.code(finding.note()));
        }
        if (!shown) {
            return;
        }
        finding.path().ifPresent(path -> {
            page.steps(path);
            page.evidence(path);
        });
        finding.decision().filter(decision -> !decision.evidence().isEmpty()).ifPresent(decision -> {
            page.head("Object", "Fact", "Basis", "Place");
            decision.evidence()
                    .forEach(fact -> page.row(
                            MarkdownText.cell(fact.object().toString()),
                            MarkdownText.cell(Wording.fact(fact)),
                            Wording.basis(fact.basis()),
                            MarkdownText.cell(places.of(fact).toString())));
        });
    }

    private static String measure(AttackPath path) {
        return ", " + Wording.effort(path) + ", " + path.confidence();
    }

    private void outdated(CheckReport report) {
        if (report.outdated().isEmpty() && report.unusedIgnores().isEmpty()) {
            return;
        }
        page.line("");
        page.line("## Out of date");
        page.line("");
        for (CheckFinding finding : report.outdated()) {
            page.line("- " + finding.status().name() + " " + MarkdownText.code(finding.title())
                    + (finding.note().isEmpty() ? "" : ": " + MarkdownText.code(finding.note()))
                    + at(finding.place()));
        }
        for (IgnoreEntry entry : report.unusedIgnores()) {
            page.line("- unused: the entry that ignores " + MarkdownText.code(entry.finding())
                    + " accepts nothing: take it out" + at(entry.place()));
        }
    }

    private static String at(SourceRef source) {
        return source.toString().isEmpty() ? "" : " at " + MarkdownText.code(source.toString());
    }
}
