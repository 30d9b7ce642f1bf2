package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.model.ObjectChange;
import dev.postern.network.ConnectionChange;
import dev.postern.network.ConnectionsDiff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Locale;

/** Differences between connections as JSON. */
public final class NetdiffJson {
    /** The version of the shape; it changes only when a field changes its meaning or goes away. */
    public static final String SCHEMA_VERSION = "1";

    private NetdiffJson() {}

    /** Writes each difference as it is found; ends with a line feed. */
    public static void write(ConnectionsDiff diff, Writer out) throws IOException {
        JsonDocument.write(out, json -> {
            json.writeStartObject();
            json.writeStringField("schemaVersion", SCHEMA_VERSION);
            json.writeArrayFieldStart("changes");
            try {
                diff.each(change -> {
                    try {
                        json.writeStartObject();
                        json.writeStringField("kind", change.kind().name().toLowerCase(Locale.ROOT));
                        ConnectionsJson.end(json, "source", change.source());
                        ConnectionsJson.end(json, "destination", change.destination());
                        ports(json, change);
                        json.writeArrayFieldStart("causes");
                        for (ObjectChange cause : change.causes()) {
                            json.writeStartObject();
                            json.writeStringField("object", cause.object().toString());
                            json.writeStringField("kind", cause.kind().name().toLowerCase(Locale.ROOT));
                            json.writeEndObject();
                        }
                        json.writeEndArray();
                        json.writeEndObject();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void ports(JsonGenerator json, ConnectionChange change) throws IOException {
        ConnectionsJson.ports(json, "before", change.before());
        ConnectionsJson.ports(json, "unknownBefore", change.unknownBefore());
        ConnectionsJson.ports(json, "after", change.after());
        ConnectionsJson.ports(json, "unknownAfter", change.unknownAfter());
    }
}
