package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.check.AssertionResult;
import dev.postern.check.CheckFinding;
import dev.postern.check.CheckFinding.Status;
import dev.postern.check.CheckReport;
import dev.postern.check.FailOn;
import dev.postern.model.Evidence;
import dev.postern.model.Printable;
import dev.postern.report.JunitReport.Case;
import dev.postern.report.JunitReport.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The outcome of a check as JUnit XML: each assertion is a test case that fails when one of its findings makes the check
 * fail, and is an error when it is undecided. Two more are the input, and what is out of date in the policy.
 */
public final class CheckJunit {
    private static final String SUITE = "postern.check";

    private final Places places;
    private final Set<CheckFinding> failing;

    private CheckJunit(Places places, List<CheckFinding> failing) {
        this.places = places;
        this.failing = new HashSet<>(failing);
    }

    /** Renders a report; ends with a line feed. */
    public static String render(Analysis analysis, CheckReport report, Set<FailOn> failOn) {
        CheckJunit cases = new CheckJunit(Places.of(analysis, CheckText.cited(report)), report.failing(failOn));
        List<Case> all = new ArrayList<>();
        all.add(JunitReport.input(analysis));
        report.results().forEach(result -> all.add(cases.assertion(result)));
        all.add(cases.of("policy and baseline", report.outdated(), ""));
        return JunitReport.render(SUITE, all);
    }

    private Case assertion(AssertionResult result) {
        StringBuilder edits = new StringBuilder();
        if (!result.singleEdits().isEmpty()) {
            edits.append("Each of these edits alone leaves no path:\n");
            result.singleEdits()
                    .forEach(edit -> edits.append("  - ")
                            .append(Printable.of(edit.description()))
                            .append(place(edit.fact()))
                            .append('\n'));
        }
        return of(
                result.assertion().terms().id() + ": " + result.assertion().describe(),
                result.findings(),
                edits.toString());
    }

    private Case of(String name, List<CheckFinding> findings, String ending) {
        StringBuilder text = new StringBuilder();
        findings.forEach(finding -> finding(text, finding));
        return new Case(name, outcome(findings), CheckText.counts(findings), text + ending);
    }

    private Outcome outcome(List<CheckFinding> findings) {
        if (findings.stream().anyMatch(failing::contains)) {
            return Outcome.FAILED;
        }
        boolean open = findings.stream().anyMatch(finding -> finding.status() == Status.UNKNOWN);
        return open ? Outcome.ERROR : Outcome.PASSED;
    }

    private void finding(StringBuilder text, CheckFinding finding) {
        text.append(finding.status())
                .append(": ")
                .append(Printable.of(finding.title()))
                .append(", id ")
                .append(Printable.of(finding.id()))
                .append('\n');
        if (!finding.note().isEmpty()) {
            text.append("  ").append(Printable.of(finding.note())).append('\n');
        }
        if (failing.contains(finding) || finding.status() == Status.UNKNOWN) {
            finding.path().ifPresent(path -> JunitReport.steps(text, places, path));
            finding.decision()
                    .ifPresent(decision -> decision.evidence().forEach(fact -> JunitReport.fact(text, places, fact)));
        }
    }

    private String place(Evidence fact) {
        String place = places.of(fact).toString();
        return place.isEmpty() ? "" : "  " + Printable.of(place);
    }
}
