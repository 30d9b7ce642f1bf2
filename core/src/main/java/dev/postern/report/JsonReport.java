package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.Analysis;
import dev.postern.attack.Vertex;
import dev.postern.model.Evidence;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import dev.postern.path.Place;
import dev.postern.path.SingleEdit;
import dev.postern.path.Step;
import dev.postern.path.Zone;
import dev.postern.path.ZoneCrossing;
import java.io.IOException;
import java.util.List;

/**
 * Answers as JSON for programs. Keys come in a fixed order and lists in canonical order, so equal input gives equal
 * bytes. {@code schemaVersion} changes only when a field changes its meaning or goes away.
 */
public final class JsonReport {
    /** The version of the shape. */
    public static final String SCHEMA_VERSION = "1";

    private final Analysis analysis;
    private final Places places;
    private final JsonGenerator json;

    private JsonReport(Analysis analysis, Places places, JsonGenerator json) {
        this.analysis = analysis;
        this.places = places;
        this.json = json;
    }

    /** Renders answers to questions about one analysis; ends with a line feed. */
    public static String render(Analysis analysis, List<AttackPaths> answers) {
        Places places = Places.of(analysis, answers);
        return JsonDocument.of(json -> new JsonReport(analysis, places, json).document(answers));
    }

    private void document(List<AttackPaths> answers) throws IOException {
        json.writeStartObject();
        json.writeStringField("schemaVersion", SCHEMA_VERSION);
        json.writeArrayFieldStart("questions");
        for (AttackPaths answer : answers) {
            question(answer);
        }
        json.writeEndArray();
        if (answers.size() == 1) {
            paths(answers.get(0));
            singleEdits(answers.get(0));
        }
        boolean truncated = answers.stream().anyMatch(AttackPaths::truncated);
        json.writeBooleanField("truncated", truncated);
        JsonDocument.diagnostics(json, analysis.diagnostics());
        JsonDocument.inventory(json, analysis.snapshot());
        json.writeEndObject();
    }

    private void question(AttackPaths answer) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("from");
        for (Place place : answer.query().from()) {
            json.writeString(place.notation());
        }
        json.writeEndArray();
        json.writeStringField("to", answer.query().to().notation());
        json.writeNumberField("starts", answer.starts());
        json.writeNumberField("steps", answer.steps());
        json.writeNumberField("stepsOnDefaults", answer.stepsOnDefaults());
        paths(answer);
        singleEdits(answer);
        json.writeBooleanField("truncated", answer.truncated());
        JsonDocument.strings(json, "notSearched", answer.notSearched());
        JsonDocument.strings(json, "notes", answer.notes());
        json.writeEndObject();
    }

    private void paths(AttackPaths answer) throws IOException {
        json.writeArrayFieldStart("paths");
        for (AttackPath path : answer.paths()) {
            json.writeStartObject();
            json.writeStringField("id", path.id());
            json.writeNumberField("effort", path.effort());
            json.writeNumberField("distinctEffort", path.distinctEffort());
            json.writeStringField("confidence", path.confidence().name());
            vertices("start", path.start());
            json.writeStringField("target", path.target().id());
            json.writeArrayFieldStart("zoneCrossings");
            for (ZoneCrossing crossing : path.crossings()) {
                json.writeStartObject();
                json.writeNumberField("step", crossing.step());
                json.writeStringField(
                        "from", crossing.from().map(Zone::notation).orElse(""));
                json.writeStringField("to", crossing.to().notation());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("steps");
            for (Step step : path.steps()) {
                step(step);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void singleEdits(AttackPaths answer) throws IOException {
        json.writeArrayFieldStart("singleEdits");
        for (SingleEdit edit : answer.singleEdits()) {
            json.writeStartObject();
            json.writeStringField("description", edit.description());
            JsonDocument.evidence(json, edit.fact(), places.of(edit.fact()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void step(Step step) throws IOException {
        json.writeStartObject();
        json.writeStringField("technique", step.type().id());
        vertices("from", step.from());
        json.writeStringField("to", step.to().id());
        json.writeStringField("description", step.describe());
        json.writeNumberField("effort", step.effort());
        json.writeStringField("confidence", step.confidence().name());
        json.writeArrayFieldStart("evidence");
        for (Evidence evidence : step.evidence()) {
            json.writeStartObject();
            JsonDocument.evidence(json, evidence, places.of(evidence));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("otherGrounds", step.otherGrounds());
        json.writeBooleanField("onDefaults", step.onDefaults());
        json.writeEndObject();
    }

    private void vertices(String name, List<? extends Vertex> vertices) throws IOException {
        json.writeArrayFieldStart(name);
        for (Vertex vertex : vertices) {
            json.writeString(vertex.id());
        }
        json.writeEndArray();
    }
}
