package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableList;
import dev.postern.Analysis;
import dev.postern.check.Assertion;
import dev.postern.check.AssertionResult;
import dev.postern.check.CheckFinding;
import dev.postern.check.CheckFinding.Status;
import dev.postern.check.CheckReport;
import dev.postern.check.FailOn;
import dev.postern.check.Terms;
import dev.postern.model.Diagnostic.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The outcome of a check as SARIF 2.1.0, for code scanning: a rule for each assertion, a result for each finding that makes
 * the check fail. What is undecided and does not fail is a notification. {@code docs/formats.md} says how each field is to
 * be understood.
 */
public final class CheckSarif {
    /** The rule of what belongs to no assertion: ignore entries past their date. */
    static final String OUT_OF_DATE = "postern.out-of-date";

    private final CheckReport report;
    private final Set<CheckFinding> failing;

    private CheckSarif(CheckReport report, Set<FailOn> failOn) {
        this.report = report;
        this.failing = new HashSet<>(report.failing(failOn));
    }

    /**
     * Renders a report; ends with a line feed.
     *
     * @param root as {@link SarifReport#render} takes it
     */
    public static String render(Analysis analysis, CheckReport report, Set<FailOn> failOn, Path root) {
        return new CheckSarif(report, failOn).render(analysis, root);
    }

    private String render(Analysis analysis, Path root) {
        SarifLocations locations =
                new SarifLocations(Places.of(analysis, CheckText.cited(report)), new SourceUris(root));
        List<SarifFinding> all = report.findings().stream()
                .filter(failing::contains)
                .map(finding -> new SarifFinding(finding, locations))
                .toList();
        List<SarifFinding> results = SarifDocument.fitting(all, SarifReport.Limits.CODE_SCANNING);
        SarifNotifications notifications = new SarifNotifications(locations);
        notifications.input(analysis.diagnostics());
        report.results().forEach(result -> tell(notifications, result));
        notifications.omitted(all.size() - results.size(), all.size());
        return new SarifDocument(analysis, notifications, rules(), this::writeRules, results, this::assertions)
                .render();
    }

    private void tell(SarifNotifications notifications, AssertionResult result) {
        String id = result.assertion().terms().id() + ": ";
        result.notes().forEach(note -> notifications.say(Severity.INFO, "answer-note", id + note));
        for (CheckFinding finding : result.findings()) {
            if (finding.status() == Status.UNKNOWN && !failing.contains(finding)) {
                notifications.say(Severity.WARNING, "undecided", id + finding.title() + ": " + finding.note());
            }
        }
    }

    private ImmutableList<String> rules() {
        List<String> ids = new ArrayList<>();
        report.results().forEach(result -> ids.add(id(result.assertion().terms().id())));
        ids.add(OUT_OF_DATE);
        return ImmutableList.copyOf(ids);
    }

    /** The id of an assertion's rule. */
    static String id(String assertion) {
        return assertion.isEmpty() ? OUT_OF_DATE : SarifText.id(assertion);
    }

    private void writeRules(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("rules");
        for (AssertionResult result : report.results()) {
            Assertion assertion = result.assertion();
            Terms terms = assertion.terms();
            String owner = terms.owner().isEmpty() ? "" : " (owner " + terms.owner() + ")";
            rule(json, id(terms.id()), assertion.describe(), terms.reason() + owner);
        }
        rule(
                json,
                OUT_OF_DATE,
                "an entry of the policy is past its date",
                "What an entry accepted counts again after its last day.");
        json.writeEndArray();
    }

    private static void rule(JsonGenerator json, String id, String title, String help) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id);
        SarifRules.text(json, "shortDescription", title);
        SarifRules.text(json, "fullDescription", title);
        SarifRules.text(json, "help", help.isEmpty() ? title : help);
        json.writeObjectFieldStart("properties");
        JsonDocument.strings(json, "tags", List.of("security", "kubernetes"));
        json.writeEndObject();
        json.writeEndObject();
    }

    /** What was asserted and what became of it, so that "no result" can be told from "not asserted". */
    private void assertions(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("assertions");
        for (AssertionResult result : report.results()) {
            json.writeStartObject();
            json.writeStringField("id", result.assertion().terms().id());
            json.writeStringField("assertion", result.assertion().describe());
            json.writeStringField("verdict", CheckText.verdict(result, failing));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
