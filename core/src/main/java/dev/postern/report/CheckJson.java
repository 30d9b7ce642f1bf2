package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.Analysis;
import dev.postern.attack.Vertex;
import dev.postern.check.AssertionResult;
import dev.postern.check.CheckFinding;
import dev.postern.check.CheckFinding.Status;
import dev.postern.check.CheckReport;
import dev.postern.check.FailOn;
import dev.postern.check.IgnoreEntry;
import dev.postern.check.Terms;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.SourceRef;
import dev.postern.path.AttackPath;
import dev.postern.path.SingleEdit;
import dev.postern.path.Step;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The outcome of a check for programs. */
public final class CheckJson {
    /** The version of the shape; it changes only when a field changes its meaning or goes away. */
    public static final String SCHEMA_VERSION = "1";

    private final Places places;
    private final JsonGenerator json;

    private CheckJson(Places places, JsonGenerator json) {
        this.places = places;
        this.json = json;
    }

    /** Renders a report; ends with a line feed. */
    public static String render(Analysis analysis, CheckReport report, Set<FailOn> failOn) {
        Places places = Places.of(analysis, CheckText.cited(report));
        return JsonDocument.of(json -> new CheckJson(places, json).document(analysis, report, failOn));
    }

    private void document(Analysis analysis, CheckReport report, Set<FailOn> failOn) throws IOException {
        json.writeStartObject();
        json.writeStringField("schemaVersion", SCHEMA_VERSION);
        json.writeStringField("outcome", CheckText.outcome(report, failOn));
        JsonDocument.strings(
                json, "failOn", failOn.stream().map(FailOn::notation).sorted().toList());
        json.writeObjectFieldStart("counts");
        for (Status status : Status.values()) {
            json.writeNumberField(word(status), report.count(status));
        }
        json.writeEndObject();
        json.writeArrayFieldStart("assertions");
        for (AssertionResult result : report.results()) {
            result(result, report.failing(failOn));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("outdated");
        for (CheckFinding finding : report.outdated()) {
            finding(finding, report.failing(failOn));
        }
        json.writeEndArray();
        unusedIgnores(report.unusedIgnores());
        json.writeBooleanField("incomplete", report.incomplete());
        JsonDocument.diagnostics(json, analysis.diagnostics());
        json.writeEndObject();
    }

    private void result(AssertionResult result, List<CheckFinding> failing) throws IOException {
        Terms terms = result.assertion().terms();
        json.writeStartObject();
        json.writeStringField("id", terms.id());
        json.writeStringField("kind", result.assertion().kind());
        json.writeStringField("description", result.assertion().describe());
        json.writeStringField("reason", terms.reason());
        json.writeStringField("owner", terms.owner());
        json.writeStringField("expires", terms.expires().map(Object::toString).orElse(""));
        place(terms.place());
        json.writeBooleanField("holds", result.holds());
        json.writeArrayFieldStart("findings");
        for (CheckFinding finding : result.findings()) {
            finding(finding, failing);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("singleEdits");
        for (SingleEdit edit : result.singleEdits()) {
            json.writeStartObject();
            json.writeStringField("description", edit.description());
            JsonDocument.evidence(json, edit.fact(), places.of(edit.fact()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeBooleanField("complete", result.cutAtEffort().isEmpty());
        JsonDocument.strings(json, "notes", result.notes());
        json.writeEndObject();
    }

    private void finding(CheckFinding finding, List<CheckFinding> failing) throws IOException {
        json.writeStartObject();
        json.writeStringField("assertion", finding.assertion());
        json.writeStringField("id", finding.id());
        json.writeStringField("status", word(finding.status()));
        json.writeBooleanField("fails", failing.contains(finding));
        json.writeStringField("title", finding.title());
        json.writeStringField("note", finding.note());
        place(finding.place());
        if (finding.path().isPresent()) {
            path(finding.path().get());
        }
        if (finding.decision().isPresent()) {
            decision(finding.decision().get());
        }
        json.writeEndObject();
    }

    private void path(AttackPath path) throws IOException {
        json.writeObjectFieldStart("path");
        json.writeNumberField("effort", path.effort());
        json.writeNumberField("distinctEffort", path.distinctEffort());
        json.writeStringField("confidence", path.confidence().name());
        JsonDocument.strings(
                json, "start", path.start().stream().map(Vertex::id).toList());
        json.writeStringField("target", path.target().id());
        json.writeArrayFieldStart("steps");
        for (Step step : path.steps()) {
            json.writeStartObject();
            json.writeStringField("technique", step.type().id());
            JsonDocument.strings(
                    json, "from", step.from().stream().map(Vertex::id).toList());
            json.writeStringField("to", step.to().id());
            json.writeStringField("description", step.describe());
            json.writeNumberField("effort", step.effort());
            json.writeStringField("confidence", step.confidence().name());
            evidence(step.evidence());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void decision(Decision decision) throws IOException {
        json.writeObjectFieldStart("decision");
        json.writeStringField("outcome", decision.outcome().name());
        json.writeStringField("missing", decision.missing());
        evidence(decision.evidence());
        json.writeEndObject();
    }

    private void evidence(List<Evidence> facts) throws IOException {
        json.writeArrayFieldStart("evidence");
        for (Evidence fact : facts) {
            json.writeStartObject();
            JsonDocument.evidence(json, fact, places.of(fact));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void unusedIgnores(List<IgnoreEntry> entries) throws IOException {
        json.writeArrayFieldStart("unusedIgnores");
        for (IgnoreEntry entry : entries) {
            json.writeStartObject();
            json.writeStringField("finding", entry.finding());
            json.writeStringField("assertion", entry.assertion().orElse(""));
            json.writeStringField("reason", entry.reason());
            place(entry.place());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void place(SourceRef place) throws IOException {
        json.writeStringField("file", place.file());
        json.writeNumberField("line", place.line());
    }

    private static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
