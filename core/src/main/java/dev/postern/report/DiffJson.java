package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.Analysis;
import dev.postern.attack.Vertex;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectChange;
import dev.postern.path.AnalysisDiff;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import dev.postern.path.PathChange;
import dev.postern.path.PathsDiff;
import dev.postern.path.Step;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A comparison of two clusters as JSON for programs; keys in a fixed order, lists in canonical order. */
public final class DiffJson {
    private final Analysis newer;
    private final DiffPlaces places;
    private final JsonGenerator json;

    private DiffJson(Analysis newer, DiffPlaces places, JsonGenerator json) {
        this.newer = newer;
        this.places = places;
        this.json = json;
    }

    /** Renders what {@code older.diff(newer, ...)} found; ends with a line feed. */
    public static String render(Analysis older, Analysis newer, AnalysisDiff diff) {
        DiffPlaces places = DiffPlaces.of(older, newer, diff);
        return JsonDocument.of(json -> new DiffJson(newer, places, json).document(diff));
    }

    private void document(AnalysisDiff diff) throws IOException {
        json.writeStartObject();
        json.writeStringField("schemaVersion", JsonReport.SCHEMA_VERSION);
        objects("objects", diff.objects());
        json.writeArrayFieldStart("questions");
        for (PathsDiff answer : diff.answers()) {
            question(answer);
        }
        json.writeEndArray();
        JsonDocument.diagnostics(json, newer.diagnostics());
        JsonDocument.inventory(json, newer.snapshot());
        json.writeEndObject();
    }

    private void objects(String name, List<ObjectChange> changes) throws IOException {
        json.writeArrayFieldStart(name);
        for (ObjectChange change : changes) {
            json.writeStartObject();
            json.writeStringField("object", change.object().toString());
            json.writeStringField("change", lower(change.kind()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void question(PathsDiff answer) throws IOException {
        json.writeStartObject();
        JsonDocument.strings(
                json,
                "from",
                answer.query().from().stream().map(place -> place.notation()).toList());
        json.writeStringField("to", answer.query().to().notation());
        outcome("before", answer.before());
        outcome("after", answer.after());
        json.writeArrayFieldStart("changes");
        for (PathChange change : answer.changes()) {
            change(change);
        }
        json.writeEndArray();
        Set<String> changed =
                answer.changes().stream().map(change -> change.path().id()).collect(Collectors.toSet());
        json.writeArrayFieldStart("remaining");
        for (AttackPath path : answer.after().paths()) {
            if (!changed.contains(path.id())) {
                json.writeStartObject();
                summary(path);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeNumberField("movedUp", answer.movedUp());
        json.writeNumberField("movedDown", answer.movedDown());
        json.writeEndObject();
    }

    private void outcome(String name, AttackPaths answer) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("paths", answer.paths().size());
        if (!answer.paths().isEmpty()) {
            json.writeNumberField("effort", answer.paths().get(0).effort());
        }
        json.writeBooleanField("truncated", answer.truncated());
        JsonDocument.strings(json, "notes", answer.notes());
        json.writeEndObject();
    }

    private void summary(AttackPath path) throws IOException {
        json.writeStringField("id", path.id());
        json.writeNumberField("effort", path.effort());
        json.writeStringField("confidence", path.confidence().name());
    }

    private void change(PathChange change) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", lower(change.kind()));
        summary(change.path());
        if (change.before().isPresent()) {
            json.writeNumberField("effortBefore", change.before().get().effort());
            json.writeStringField(
                    "confidenceBefore", change.before().get().confidence().name());
        }
        JsonDocument.strings(json, "start", ids(change.path().start()));
        json.writeStringField("target", change.path().target().id());
        json.writeArrayFieldStart("steps");
        for (Step step : change.path().steps()) {
            json.writeStartObject();
            json.writeStringField("technique", step.type().id());
            JsonDocument.strings(json, "from", ids(step.from()));
            json.writeStringField("to", step.to().id());
            json.writeStringField("description", step.describe());
            json.writeEndObject();
        }
        json.writeEndArray();
        objects("causes", change.causes());
        json.writeBooleanField("cited", change.cited());
        json.writeArrayFieldStart("facts");
        for (Evidence fact : change.facts()) {
            json.writeStartObject();
            JsonDocument.evidence(json, fact, places.of(change, fact));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static List<String> ids(List<? extends Vertex> vertices) {
        return vertices.stream().map(Vertex::id).toList();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
