package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.Analysis;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.network.EntryPoint;
import java.io.IOException;
import java.util.List;

/** Every way in from the internet as JSON. */
public final class ExposureJson {
    /** The version of the shape; it changes only when a field changes its meaning or goes away. */
    public static final String SCHEMA_VERSION = "1";

    private ExposureJson() {}

    /** Renders entry points of an analysis, in the order given; ends with a line feed. */
    public static String render(Analysis analysis, List<EntryPoint> entries) {
        List<ExposureRows> rows = ExposureRows.of(entries);
        Places places = Places.of(
                analysis,
                rows.stream().flatMap(row -> row.first().supports().stream()).flatMap(way -> way.facts().stream()));
        return JsonDocument.of(json -> {
            json.writeStartObject();
            json.writeStringField("schemaVersion", SCHEMA_VERSION);
            json.writeArrayFieldStart("exposures");
            for (ExposureRows row : rows) {
                row(json, row, places);
            }
            json.writeEndArray();
            JsonDocument.diagnostics(json, analysis.networkDiagnostics());
            json.writeEndObject();
        });
    }

    private static void row(JsonGenerator json, ExposureRows row, Places places) throws IOException {
        EntryPoint entry = row.first();
        json.writeStartObject();
        json.writeStringField("from", "internet");
        json.writeStringField("how", entry.how());
        json.writeStringField("via", entry.via().toString());
        json.writeStringField("workload", row.workload().toString());
        JsonDocument.strings(
                json, "pods", row.pods().stream().map(ObjectRef::toString).toList());
        json.writeStringField("protocol", entry.protocol().name());
        json.writeNumberField("port", entry.port());
        json.writeStringField("confidence", entry.confidence().name());
        json.writeArrayFieldStart("chains");
        for (Support way : entry.supports()) {
            json.writeStartObject();
            NetlintJson.evidence(json, "evidence", way.facts(), places);
            json.writeEndObject();
        }
        json.writeEndArray();
        NetlintJson.evidence(json, "gates", row.gates(), places);
        json.writeEndObject();
    }
}
