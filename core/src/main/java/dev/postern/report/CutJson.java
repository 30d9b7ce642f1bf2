package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.Analysis;
import dev.postern.attack.Vertex;
import dev.postern.edit.Patch;
import dev.postern.edit.PatchOperation;
import dev.postern.model.Evidence;
import dev.postern.path.AttackPath;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.path.Step;
import dev.postern.remediation.Remediation;
import dev.postern.remediation.Remediation.Infeasible;
import dev.postern.remediation.Remediation.PlannedEdit;
import dev.postern.remediation.Remediation.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A cut as JSON. Keys come in a fixed order and lists in canonical order, so equal input gives equal bytes.
 */
public final class CutJson {
    /** The version of the shape; it changes only when a field changes its meaning or goes away. */
    public static final String SCHEMA_VERSION = "1";

    private final Places places;
    private final JsonGenerator json;

    private CutJson(Places places, JsonGenerator json) {
        this.places = places;
        this.json = json;
    }

    /** Renders a cut of one analysis; ends with a line feed. */
    public static String render(Analysis analysis, Remediation cut) {
        Places places = CutPlaces.of(analysis, cut);
        return JsonDocument.of(json -> new CutJson(places, json).document(analysis, cut));
    }

    private void document(Analysis analysis, Remediation cut) throws IOException {
        json.writeStartObject();
        json.writeStringField("schemaVersion", SCHEMA_VERSION);
        json.writeArrayFieldStart("questions");
        for (PathQuery question : cut.query().questions()) {
            json.writeStartObject();
            JsonDocument.strings(
                    json, "from", question.from().stream().map(Place::notation).toList());
            json.writeStringField("to", question.to().notation());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("edits");
        for (PlannedEdit edit : cut.edits()) {
            edit(edit);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("patches");
        for (Patch patch : cut.patches()) {
            json.writeStartObject();
            patch(patch);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("cost", cut.cost());
        json.writeNumberField("lowerBound", cut.lowerBound());
        json.writeBooleanField("optimal", cut.optimal());
        json.writeObjectFieldStart("proof");
        json.writeBooleanField("holds", cut.proof().holds());
        json.writeNumberField("plans", cut.proof().plans());
        json.writeNumberField("analyses", cut.proof().analyses());
        json.writeNumberField("partialAnalyses", cut.proof().partial());
        JsonDocument.strings(json, "files", cut.proof().fromDisk());
        json.writeBooleanField("holdsFromDisk", cut.proof().holdsFromDisk());
        json.writeEndObject();
        json.writeArrayFieldStart("remaining");
        for (AttackPath path : cut.remaining()) {
            path(path);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("infeasible");
        for (Infeasible infeasible : cut.infeasible()) {
            infeasible(infeasible);
        }
        json.writeEndArray();
        JsonDocument.strings(json, "notes", cut.notes());
        JsonDocument.diagnostics(json, analysis.diagnostics());
        JsonDocument.inventory(json, analysis.snapshot());
        json.writeEndObject();
    }

    private void edit(PlannedEdit edit) throws IOException {
        json.writeStartObject();
        json.writeStringField("object", edit.edit().object().toString());
        json.writeStringField("kind", edit.edit().kind().notation());
        json.writeStringField("change", edit.edit().describe());
        json.writeNumberField("cost", edit.cost());
        json.writeObjectFieldStart("patch");
        patch(edit.patch());
        json.writeEndObject();
        facts("cuts", edit.cuts());
        JsonDocument.strings(json, "mayBreak", edit.mayBreak());
        json.writeEndObject();
    }

    private void patch(Patch patch) throws IOException {
        json.writeStringField("object", patch.object().toString());
        json.writeStringField("form", patch.form().notation());
        json.writeStringField("command", patch.command());
        json.writeArrayFieldStart("operations");
        for (PatchOperation operation : patch.operations()) {
            json.writeStartObject();
            json.writeStringField("op", operation.op());
            json.writeStringField("path", operation.path());
            if (operation.value().isPresent()) {
                json.writeFieldName("value");
                value(operation.value().get());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("manifest", patch.manifest());
    }

    private void value(Object value) throws IOException {
        if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                value(item);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeStringField(
                        entry.getKey().toString(), entry.getValue().toString());
            }
            json.writeEndObject();
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else {
            json.writeString(value.toString());
        }
    }

    private void infeasible(Infeasible infeasible) throws IOException {
        json.writeStartObject();
        json.writeFieldName("path");
        path(infeasible.path());
        json.writeArrayFieldStart("reasons");
        for (Reason reason : infeasible.reasons()) {
            json.writeStartObject();
            JsonDocument.evidence(json, reason.fact(), places.of(reason.fact()));
            json.writeStringField("why", reason.why());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void path(AttackPath path) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", path.id());
        json.writeNumberField("effort", path.effort());
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
            facts("evidence", step.evidence());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void facts(String name, List<Evidence> facts) throws IOException {
        json.writeArrayFieldStart(name);
        for (Evidence fact : facts) {
            json.writeStartObject();
            JsonDocument.evidence(json, fact, places.of(fact));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
