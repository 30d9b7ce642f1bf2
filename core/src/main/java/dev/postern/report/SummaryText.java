package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.Summary;
import dev.postern.model.Diagnostic;
import dev.postern.model.Outcome;
import dev.postern.model.Printable;
import dev.postern.path.AttackPath;
import dev.postern.path.NamespaceMatrix;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.path.Step;
import dev.postern.remediation.Remediation;
import dev.postern.remediation.Remediation.PlannedEdit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What to know first about a cluster, on one page. */
public final class SummaryText {
    private static final int SHOWN = 5;

    private final Style style;
    private final StringBuilder out = new StringBuilder();

    private SummaryText(Style style) {
        this.style = style;
    }

    /** Renders the summary of an analysis. */
    public static String render(Analysis analysis, Summary summary, boolean colour) {
        SummaryText text = new SummaryText(colour ? Style.ANSI : Style.PLAIN);
        text.line("");
        text.line("  " + InventoryLine.of(analysis.snapshot()));
        text.answers(summary);
        text.worst(summary);
        text.chokePoints(summary);
        text.first(summary.cut());
        text.input(analysis);
        return text.out.toString();
    }

    private void answers(Summary summary) {
        line("");
        Table table = new Table();
        for (Summary.Question question : summary.questions()) {
            table.row(title(question.answer().query()), outcome(question));
        }
        table.row("namespace → namespace", namespaces(summary.namespaces()));
        table.lines("  ").forEach(this::line);
    }

    private static String title(PathQuery query) {
        return Printable.of(query.from().stream().map(Place::notation).collect(Collectors.joining(" + ")) + " → "
                + query.to().notation());
    }

    private static String outcome(Summary.Question question) {
        if (question.answer().paths().isEmpty()) {
            return question.answer().truncated() ? "none found, search cut short" : "no path";
        }
        AttackPath first = question.answer().paths().get(0);
        int starts = question.points().starts();
        return (starts > 1 ? question.points().reaching() + " of " + starts + " get there" : "there is a path")
                + ", cheapest effort " + first.effort() + ", " + first.confidence();
    }

    private static String namespaces(NamespaceMatrix matrix) {
        long controlled = matrix.open().stream()
                .filter(pair -> pair.cell().controlling() > 0)
                .count();
        long open = matrix.open().stream()
                .filter(pair -> pair.cell().network() != Outcome.DENIED)
                .count();
        int count = matrix.namespaces().size();
        int pairs = count * (count - 1);
        return pairs == 0
                ? "there is one namespace only"
                : "of " + pairs + " pairs " + controlled + " give control, " + open + " let packets pass";
    }

    private void worst(Summary summary) {
        List<Summary.Question> open = summary.questions().stream()
                .filter(question -> !question.answer().paths().isEmpty())
                .sorted(Comparator.comparing(
                        question -> question.answer().paths().get(0).effort()))
                .toList();
        if (open.isEmpty()) {
            return;
        }
        title("Worst paths");
        for (Summary.Question question : open) {
            AttackPath path = question.answer().paths().get(0);
            line("");
            line("  " + title(question.answer().query()) + "  effort " + path.effort() + ", " + path.confidence()
                    + style.dim("  id " + path.id()));
            for (Step step : path.steps()) {
                line("    " + style.technique(step.type().id()) + "  " + Printable.of(step.describe()));
            }
        }
    }

    private void chokePoints(Summary summary) {
        Map<String, List<String>> byPoint = new LinkedHashMap<>();
        for (Summary.Question question : summary.questions()) {
            question.points()
                    .onEvery()
                    .forEach(point -> byPoint.computeIfAbsent(
                                    Printable.of(point.vertex().describe()), any -> new ArrayList<>())
                            .add(title(question.answer().query())));
        }
        if (byPoint.isEmpty()) {
            return;
        }
        title("Choke points: on every path of the question behind them");
        Table table = new Table();
        byPoint.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getValue().size()))
                .forEach(entry -> table.row(entry.getKey(), String.join("; ", entry.getValue())));
        table.lines("  ").stream().limit(SHOWN).forEach(this::line);
        more(byPoint.size(), "postern choke-points");
    }

    private void first(Remediation cut) {
        if (cut.edits().isEmpty() && cut.infeasible().isEmpty()) {
            return;
        }
        title("What to do first");
        List<PlannedEdit> edits = cut.edits().stream()
                .sorted(Comparator.comparing((PlannedEdit edit) -> -edit.cuts().size())
                        .thenComparing(PlannedEdit::cost))
                .toList();
        int number = 1;
        for (PlannedEdit edit : edits.subList(0, Math.min(SHOWN, edits.size()))) {
            line("  " + number++ + ". " + Printable.of(edit.edit().describe()) + style.dim("  cost " + edit.cost()));
        }
        more(edits.size(), "postern cut");
        line("  " + outcome(cut));
    }

    private static String outcome(Remediation cut) {
        if (cut.edits().isEmpty()) {
            return "No edit that is known here closes these paths; postern cut says why.";
        }
        String which = cut.edits().size() == 1 ? "This" : "Together these";
        if (!cut.proof().holds()) {
            return which + " closes only a part, or the search was cut short; postern cut goes on.";
        }
        return which + (cut.edits().size() == 1 ? " leaves" : " leave")
                + (cut.infeasible().isEmpty() ? " no path" : " no path that can be closed")
                + " for any of these questions (cost " + cut.cost()
                + (cut.optimal() ? ", none is cheaper" : "") + "): the changed cluster was analysed anew."
                + " Patches: postern cut --write DIR.";
    }

    private void input(Analysis analysis) {
        long errors = count(analysis, Diagnostic.Severity.ERROR);
        long warnings = count(analysis, Diagnostic.Severity.WARNING);
        int others = analysis.snapshot().inventory().others();
        if (errors + warnings + others == 0) {
            return;
        }
        title("Input");
        if (errors + warnings > 0) {
            line("  " + errors + (errors == 1 ? " error, " : " errors, ") + warnings
                    + (warnings == 1 ? " warning" : " warnings") + ": postern inventory lists them");
        }
        if (others > 0) {
            line("  not analysed: "
                    + InventoryLine.counts(analysis.snapshot().cluster().otherKinds()));
        }
    }

    private static long count(Analysis analysis, Diagnostic.Severity severity) {
        return analysis.diagnostics().stream()
                .filter(diagnostic -> diagnostic.severity() == severity)
                .count();
    }

    private void more(int count, String command) {
        if (count > SHOWN) {
            line("  and " + (count - SHOWN) + " more: " + command);
        }
    }

    private void title(String text) {
        line("");
        line(style.title("== " + text));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
