package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.edit.Patch;
import dev.postern.model.Evidence;
import dev.postern.path.AttackPath;
import dev.postern.path.PathQuery;
import dev.postern.remediation.Remediation;
import dev.postern.remediation.Remediation.Infeasible;
import dev.postern.remediation.Remediation.PlannedEdit;
import java.util.stream.Stream;

/**
 * A cut as GitHub flavoured Markdown, for a pull request: the edits with what they take away and may break, each with its
 * command and patch, what stays, and the proof.
 */
public final class CutMarkdown {
    private final MarkdownPage page;

    private CutMarkdown(MarkdownPage page) {
        this.page = page;
    }

    /** Renders a cut of one analysis; ends with a line feed. */
    public static String render(Analysis analysis, Remediation cut) {
        MarkdownPage page = new MarkdownPage(analysis, CutPlaces.of(analysis, cut));
        CutMarkdown text = new CutMarkdown(page);
        page.line("# Cut: " + CutText.outcome(cut, Style.PLAIN));
        page.head("Question");
        for (PathQuery question : cut.query().questions()) {
            page.row(MarkdownText.cell(CutText.question(question)));
        }
        for (String note : cut.notes()) {
            page.line("");
            page.line("> Note: " + MarkdownText.code(note));
        }
        int number = 1;
        for (PlannedEdit edit : cut.edits()) {
            text.edit(number++, edit);
        }
        cut.infeasible().forEach(text::infeasible);
        text.proof(cut);
        page.techniques(Stream.concat(cut.infeasible().stream().map(Infeasible::path), cut.remaining().stream()));
        page.input();
        return page.toString();
    }

    private void edit(int number, PlannedEdit edit) {
        page.line("");
        page.line("## " + number + ". " + MarkdownText.code(edit.edit().describe()) + ", cost " + edit.cost());
        page.line("");
        for (Evidence fact : edit.cuts()) {
            page.line("- takes away " + MarkdownText.code(fact.object() + "  " + Wording.fact(fact)) + page.at(fact));
        }
        edit.mayBreak().forEach(effect -> page.line("- may break: " + MarkdownText.code(effect)));
        page.line("- command: " + MarkdownText.code(edit.patch().command()));
        if (edit.patch().form() != Patch.Form.DELETE) {
            page.line("");
            page.line(MarkdownText.block("yaml", edit.patch().yaml()));
        }
    }

    private void infeasible(Infeasible infeasible) {
        AttackPath path = infeasible.path();
        page.line("");
        page.line("## No permitted edit touches path " + path.id());
        page.steps(path);
        page.line("");
        infeasible
                .reasons()
                .forEach(reason -> page.line("- stays: "
                        + MarkdownText.code(reason.fact().object() + "  " + Wording.fact(reason.fact())) + ": "
                        + MarkdownText.code(reason.why())));
    }

    private void proof(Remediation cut) {
        if (cut.proof().analyses() > 0) {
            page.line("");
            page.line("## Proof");
            CutText.proof(cut, Style.PLAIN).forEach(sentence -> {
                page.line("");
                page.line(sentence);
            });
        }
    }
}
