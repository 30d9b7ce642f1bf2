package dev.postern.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.postern.Analysis;
import dev.postern.attack.Vertex;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.SourceRef;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import dev.postern.path.SingleEdit;
import dev.postern.path.Place;
import dev.postern.path.Step;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
        StringWriter text = new StringWriter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        try (JsonGenerator json = new JsonFactory()
                .createGenerator(text)
                .setPrettyPrinter(
                        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter))) {
            new JsonReport(analysis, Places.of(analysis, answers), json).document(answers);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.append('\n').toString();
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
        json.writeArrayFieldStart("diagnostics");
        for (Diagnostic diagnostic : analysis.diagnostics()) {
            diagnostic(diagnostic);
        }
        json.writeEndArray();
        inventory();
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
        strings("notes", answer.notes());
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
            evidenceFields(edit.fact());
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
            evidenceFields(evidence);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("otherGrounds", step.otherGrounds());
        json.writeBooleanField("onDefaults", step.onDefaults());
        json.writeEndObject();
    }

    private void evidenceFields(Evidence evidence) throws IOException {
        SourceRef source = places.of(evidence);
        json.writeStringField("object", evidence.object().toString());
        json.writeStringField("field", evidence.field());
        json.writeStringField("value", evidence.value());
        json.writeStringField("file", source.file());
        json.writeNumberField("line", source.line());
        json.writeStringField("basis", evidence.basis().name().toLowerCase(Locale.ROOT));
    }

    private void diagnostic(Diagnostic diagnostic) throws IOException {
        json.writeStartObject();
        json.writeStringField("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
        json.writeStringField("code", diagnostic.code());
        json.writeStringField("message", diagnostic.message());
        json.writeStringField("file", diagnostic.source().file());
        json.writeNumberField("line", diagnostic.source().line());
        json.writeEndObject();
    }

    private void inventory() throws IOException {
        json.writeObjectFieldStart("inventory");
        counts("kinds", analysis.snapshot().inventory().kinds());
        counts("notAnalysed", analysis.snapshot().cluster().otherKinds());
        json.writeNumberField("files", analysis.snapshot().inventory().files());
        json.writeNumberField(
                "skippedDocuments", analysis.snapshot().inventory().skipped());
        json.writeEndObject();
    }

    private void counts(String name, Map<String, Integer> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    private void vertices(String name, List<? extends Vertex> vertices) throws IOException {
        json.writeArrayFieldStart(name);
        for (Vertex vertex : vertices) {
            json.writeString(vertex.id());
        }
        json.writeEndArray();
    }

    private void strings(String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
