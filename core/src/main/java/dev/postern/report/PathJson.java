package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.attack.Vertex;
import dev.postern.model.Evidence;
import dev.postern.path.AttackPath;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.path.Step;
import java.io.IOException;
import java.util.List;

/** A question and a path as fields of an object that is open, named as {@link JsonReport} names them. */
final class PathJson {
    private final Places places;
    private final JsonGenerator json;

    PathJson(Places places, JsonGenerator json) {
        this.places = places;
        this.json = json;
    }

    void question(PathQuery query) throws IOException {
        JsonDocument.strings(
                json, "from", query.from().stream().map(Place::notation).toList());
        json.writeStringField("to", query.to().notation());
    }

    /** What identifies and ranks a path, without its steps. */
    void head(AttackPath path) throws IOException {
        json.writeStringField("id", path.id());
        json.writeNumberField("effort", path.effort());
        json.writeNumberField("distinctEffort", path.distinctEffort());
        json.writeStringField("confidence", path.confidence().name());
        JsonDocument.strings(json, "start", ids(path.start()));
        json.writeStringField("target", path.target().id());
    }

    void path(AttackPath path) throws IOException {
        head(path);
        json.writeArrayFieldStart("steps");
        for (Step step : path.steps()) {
            json.writeStartObject();
            step(step);
            facts("evidence", step.evidence());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** A step without its evidence. */
    void step(Step step) throws IOException {
        json.writeStringField("technique", step.type().id());
        JsonDocument.strings(json, "from", ids(step.from()));
        json.writeStringField("to", step.to().id());
        json.writeStringField("description", step.describe());
        json.writeNumberField("effort", step.effort());
        json.writeStringField("confidence", step.confidence().name());
        json.writeBooleanField("onDefaults", step.onDefaults());
    }

    void facts(String name, Iterable<Evidence> facts) throws IOException {
        json.writeArrayFieldStart(name);
        list(facts);
        json.writeEndArray();
    }

    /** Facts into an array that is open. */
    void list(Iterable<Evidence> facts) throws IOException {
        for (Evidence fact : facts) {
            json.writeStartObject();
            JsonDocument.evidence(json, fact, places.of(fact));
            json.writeEndObject();
        }
    }

    private static List<String> ids(List<? extends Vertex> vertices) {
        return vertices.stream().map(Vertex::id).toList();
    }
}
