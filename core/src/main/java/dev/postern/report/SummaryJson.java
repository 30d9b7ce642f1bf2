package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.Analysis;
import dev.postern.Summary;
import dev.postern.path.AttackPath;
import dev.postern.path.NamespaceMatrix;
import dev.postern.path.Place;
import dev.postern.path.Step;
import dev.postern.remediation.Remediation;
import dev.postern.remediation.Remediation.PlannedEdit;
import java.io.IOException;
import java.util.Locale;

/** What to know first about a cluster, as JSON. Paths and edits in full: {@code paths} and {@code cut}. */
public final class SummaryJson {
    /** The version of the shape; it changes only when a field changes its meaning or goes away. */
    public static final String SCHEMA_VERSION = "1";

    private SummaryJson() {}

    /** Renders the summary of an analysis; ends with a line feed. */
    public static String render(Analysis analysis, Summary summary) {
        return JsonDocument.of(json -> {
            json.writeStartObject();
            json.writeStringField("schemaVersion", SCHEMA_VERSION);
            json.writeArrayFieldStart("questions");
            for (Summary.Question question : summary.questions()) {
                question(json, question);
            }
            json.writeEndArray();
            namespaces(json, summary.namespaces());
            cut(json, summary.cut());
            JsonDocument.diagnostics(json, analysis.diagnostics());
            JsonDocument.inventory(json, analysis.snapshot());
            json.writeEndObject();
        });
    }

    private static void question(JsonGenerator json, Summary.Question question) throws IOException {
        json.writeStartObject();
        JsonDocument.strings(
                json,
                "from",
                question.answer().query().from().stream().map(Place::notation).toList());
        json.writeStringField("to", question.answer().query().to().notation());
        json.writeNumberField("starts", question.points().starts());
        json.writeNumberField("reaching", question.points().reaching());
        json.writeArrayFieldStart("paths");
        for (AttackPath path : question.answer().paths()) {
            json.writeStartObject();
            json.writeStringField("id", path.id());
            json.writeNumberField("effort", path.effort());
            json.writeStringField("confidence", path.confidence().name());
            JsonDocument.strings(
                    json, "steps", path.steps().stream().map(Step::describe).toList());
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonDocument.strings(
                json,
                "chokePoints",
                question.points().onEvery().stream()
                        .map(point -> point.vertex().id())
                        .toList());
        json.writeBooleanField("truncated", question.answer().truncated());
        json.writeEndObject();
    }

    private static void namespaces(JsonGenerator json, NamespaceMatrix matrix) throws IOException {
        json.writeObjectFieldStart("namespaces");
        JsonDocument.strings(json, "names", matrix.namespaces());
        json.writeArrayFieldStart("pairs");
        for (NamespaceMatrix.Pair pair : matrix.open()) {
            json.writeStartObject();
            json.writeStringField("from", pair.from());
            json.writeStringField("to", pair.to());
            json.writeStringField("network", pair.cell().network().name().toLowerCase(Locale.ROOT));
            json.writeNumberField("controlling", pair.cell().controlling());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void cut(JsonGenerator json, Remediation cut) throws IOException {
        json.writeObjectFieldStart("cut");
        json.writeArrayFieldStart("edits");
        for (PlannedEdit edit : cut.edits()) {
            json.writeStartObject();
            json.writeStringField("object", edit.edit().object().toString());
            json.writeStringField("change", edit.edit().describe());
            json.writeNumberField("cost", edit.cost());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("cost", cut.cost());
        json.writeNumberField("lowerBound", cut.lowerBound());
        json.writeBooleanField("optimal", cut.optimal());
        json.writeBooleanField("proved", cut.proof().holds());
        json.writeNumberField("infeasible", cut.infeasible().size());
        json.writeEndObject();
    }
}
