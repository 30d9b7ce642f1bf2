package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.attack.EdgeType;
import dev.postern.attack.EdgeType.OtherName;
import java.io.IOException;
import java.util.List;

/** What is known of techniques, as JSON. */
public final class TechniqueJson {
    /** The version of the shape; it changes only when a field changes its meaning or goes away. */
    public static final String SCHEMA_VERSION = "1";

    private TechniqueJson() {}

    /** Renders techniques; ends with a line feed. */
    public static String render(List<EdgeType> types) {
        return JsonDocument.of(json -> {
            json.writeStartObject();
            json.writeStringField("schemaVersion", SCHEMA_VERSION);
            json.writeArrayFieldStart("techniques");
            for (EdgeType type : types) {
                technique(json, type);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void technique(JsonGenerator json, EdgeType type) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", type.id());
        json.writeStringField("title", type.title());
        json.writeStringField("sentence", type.sentence());
        json.writeStringField("needs", type.needs());
        json.writeNumberField("effort", type.effort());
        json.writeStringField("effortReason", type.effortReason());
        json.writeStringField("stop", type.stop());
        json.writeStringField("audit", type.audit());
        JsonDocument.strings(json, "attack", type.listings().attack());
        JsonDocument.strings(json, "microsoft", type.listings().microsoft());
        JsonDocument.strings(json, "owasp", type.listings().owasp());
        JsonDocument.strings(json, "cis", type.listings().cis());
        JsonDocument.strings(json, "nsa", type.listings().nsa());
        json.writeArrayFieldStart("alsoKnownAs");
        for (OtherName other : type.alsoKnownAs()) {
            json.writeStartObject();
            json.writeStringField("program", other.program());
            json.writeStringField("name", other.name());
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonDocument.strings(json, "references", type.references());
        json.writeEndObject();
    }
}
