package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.Analysis;
import dev.postern.model.Evidence;
import dev.postern.network.Enforcement;
import dev.postern.network.NetworkFinding;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Findings about network policies as JSON. */
public final class NetlintJson {
    /** The version of the shape; it changes only when a field changes its meaning or goes away. */
    public static final String SCHEMA_VERSION = "1";

    private NetlintJson() {}

    /** Renders the findings of an analysis, in the order given; ends with a line feed. */
    public static String render(Analysis analysis, List<NetworkFinding> findings) {
        Enforcement enforcement = analysis.enforcement();
        Places places = Places.of(
                analysis,
                Stream.concat(
                        enforcement.evidence().stream(),
                        findings.stream()
                                .flatMap(finding ->
                                        Stream.concat(Stream.of(finding.fact()), finding.because().stream()))));
        return JsonDocument.of(json -> {
            json.writeStartObject();
            json.writeStringField("schemaVersion", SCHEMA_VERSION);
            json.writeObjectFieldStart("enforcement");
            json.writeStringField(
                    "status",
                    enforcement.status().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            json.writeStringField("plugin", enforcement.plugin());
            evidence(json, "evidence", enforcement.evidence(), places);
            json.writeEndObject();
            json.writeArrayFieldStart("findings");
            for (NetworkFinding finding : findings) {
                json.writeStartObject();
                json.writeStringField("code", finding.kind().code());
                json.writeStringField("severity", finding.severity().name().toLowerCase(Locale.ROOT));
                json.writeStringField("message", finding.message());
                json.writeStringField("remedy", finding.kind().remedy());
                json.writeObjectFieldStart("fact");
                JsonDocument.evidence(json, finding.fact(), places.of(finding.fact()));
                json.writeEndObject();
                evidence(json, "because", finding.because(), places);
                json.writeEndObject();
            }
            json.writeEndArray();
            JsonDocument.diagnostics(json, analysis.networkDiagnostics());
            json.writeEndObject();
        });
    }

    static void evidence(JsonGenerator json, String name, List<Evidence> facts, Places places) throws IOException {
        json.writeArrayFieldStart(name);
        for (Evidence fact : facts) {
            json.writeStartObject();
            JsonDocument.evidence(json, fact, places.of(fact));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
