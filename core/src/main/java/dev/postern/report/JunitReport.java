package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.Printable;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import dev.postern.path.SingleEdit;
import dev.postern.path.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers as JUnit XML, the form in which build servers take results: each question is a test case that fails when there is
 * a path, and the failure's text is the path with its evidence. What cannot be decided is an error, never a pass.
 */
public final class JunitReport {
    /** What became of a case. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** Not decided. */
        ERROR,
        /** Not asked, or not counted. */
        SKIPPED
    }

    /**
     * One case.
     *
     * @param name what was asked
     * @param message the answer in a line; not written for a case that passed
     * @param text the answer in full, several lines; of a case that passed, what must be known about it, or nothing
     */
    public record Case(String name, Outcome outcome, String message, String text) {}

    private final Places places;

    private JunitReport(Places places) {
        this.places = places;
    }

    /** Renders answers to questions about one analysis, and a case {@code input} for the input itself. */
    public static String render(Analysis analysis, List<AttackPaths> answers) {
        JunitReport report = new JunitReport(Places.of(analysis, answers));
        List<Case> cases = new ArrayList<>();
        cases.add(input(analysis));
        answers.forEach(answer -> cases.add(report.question(answer)));
        return render("postern.paths", cases);
    }

    /** Renders cases of one suite, in the order given; ends with a line feed. */
    public static String render(String suite, List<Case> cases) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        String counts = " name=\"" + XmlText.of(suite) + "\" tests=\"" + cases.size() + "\" failures=\""
                + count(cases, Outcome.FAILED) + "\" errors=\"" + count(cases, Outcome.ERROR) + "\" skipped=\""
                + count(cases, Outcome.SKIPPED) + "\"";
        xml.append("<testsuites")
                .append(counts)
                .append(">\n  <testsuite")
                .append(counts)
                .append(">\n");
        for (Case tested : cases) {
            xml.append("    <testcase classname=\"")
                    .append(XmlText.of(suite))
                    .append("\" name=\"")
                    .append(XmlText.of(tested.name()))
                    .append('"');
            if (tested.outcome() == Outcome.PASSED) {
                xml.append(
                        tested.text().isEmpty()
                                ? "/>\n"
                                : ">\n      <system-out>" + XmlText.lines(tested.text())
                                        + "</system-out>\n    </testcase>\n");
                continue;
            }
            String tag = tag(tested.outcome());
            xml.append(">\n      <").append(tag).append(" message=\"").append(XmlText.of(tested.message()));
            xml.append(tested.outcome() == Outcome.SKIPPED ? "\">" : "\" type=\"" + XmlText.of(suite) + "\">")
                    .append(XmlText.lines(tested.text()))
                    .append("</")
                    .append(tag)
                    .append(">\n    </testcase>\n");
        }
        return xml.append("  </testsuite>\n</testsuites>\n").toString();
    }

    private static long count(List<Case> cases, Outcome outcome) {
        return cases.stream().filter(tested -> tested.outcome() == outcome).count();
    }

    private static String tag(Outcome outcome) {
        switch (outcome) {
            case FAILED:
                return "failure";
            case ERROR:
                return "error";
            default:
                return "skipped";
        }
    }

    /** Answers about an input of which a part is missing may be wrong: that must not look like a pass. */
    static Case input(Analysis analysis) {
        if (!analysis.snapshot().isIncomplete()) {
            return new Case("input", Outcome.PASSED, "", "");
        }
        StringBuilder text = new StringBuilder();
        for (Diagnostic diagnostic : analysis.diagnostics()) {
            if (diagnostic.severity() == Diagnostic.Severity.ERROR) {
                text.append(one(diagnostic.source().toString()))
                        .append(' ')
                        .append(one(diagnostic.message()))
                        .append('\n');
            }
        }
        return new Case("input", Outcome.ERROR, "a part of the input was not understood", text.toString());
    }

    private Case question(AttackPaths answer) {
        StringBuilder text = new StringBuilder();
        answer.notes().forEach(note -> text.append("note: ").append(one(note)).append('\n'));
        int number = 1;
        for (AttackPath path : answer.paths()) {
            path(text, number++, path);
        }
        if (answer.truncated()) {
            text.append("The search was cut short: there may be further paths.\n");
        }
        if (!answer.singleEdits().isEmpty()) {
            text.append("Each of these edits alone leaves no path:\n");
        }
        for (SingleEdit edit : answer.singleEdits()) {
            text.append("  - ")
                    .append(one(edit.description()))
                    .append(place(edit.fact()))
                    .append('\n');
        }
        String message = Wording.count(answer) + Wording.furthermore(answer);
        return new Case(Wording.question(answer), outcome(answer), message, text.toString());
    }

    private static Outcome outcome(AttackPaths answer) {
        // The cheapest way to where one is already is to stay there.
        if (!answer.paths().isEmpty()
                || answer.query().from().contains(answer.query().to())) {
            return Outcome.FAILED;
        }
        // Nothing starts from a name that is not there: that is no proof of anything.
        return answer.truncated() || answer.starts() == 0 ? Outcome.ERROR : Outcome.PASSED;
    }

    private void path(StringBuilder text, int number, AttackPath path) {
        text.append("Path ")
                .append(number)
                .append(": ")
                .append(Wording.effort(path))
                .append(", ");
        text.append(path.confidence()).append(", id ").append(path.id()).append('\n');
        steps(text, places, path);
    }

    /** The steps of a path with their facts, a line each. */
    static void steps(StringBuilder text, Places places, AttackPath path) {
        int count = 1;
        for (Step step : path.steps()) {
            text.append("  ")
                    .append(count++)
                    .append(". ")
                    .append(step.type().id())
                    .append(": ");
            text.append(one(step.describe())).append('\n');
            step.evidence().forEach(fact -> fact(text, places, fact));
        }
    }

    static void fact(StringBuilder text, Places places, Evidence fact) {
        String place = places.of(fact).toString();
        text.append("     ").append(one(fact.object().toString())).append("  ");
        text.append(Wording.fact(fact))
                .append(" (")
                .append(Wording.basis(fact.basis()))
                .append(')')
                .append(place.isEmpty() ? "" : "  " + one(place))
                .append('\n');
    }

    private String place(Evidence fact) {
        String place = places.of(fact).toString();
        return place.isEmpty() ? "" : "  " + one(place);
    }

    /** On one line: what follows a line feed in a name would look like a line of ours. */
    private static String one(String text) {
        return Printable.of(text);
    }
}
