package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectRef;
import dev.postern.network.CniProfile;
import dev.postern.network.Connection;
import dev.postern.network.ConnectionEnd;
import dev.postern.network.Exposure;
import dev.postern.network.Exposures;
import dev.postern.network.PortSet;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;

/** Connections as JSON. */
public final class ConnectionsJson {
    /** The version of the shape; it changes only when a field changes its meaning or goes away. */
    public static final String SCHEMA_VERSION = "1";

    private ConnectionsJson() {}

    /** Writes each connection as it comes, and what workloads are exposed to, if that is given; ends with a line feed. */
    public static void write(
            CniProfile profile, Iterable<Connection> connections, Optional<Exposures> exposures, Writer out)
            throws IOException {
        JsonDocument.write(out, json -> {
            json.writeStartObject();
            json.writeStringField("schemaVersion", SCHEMA_VERSION);
            json.writeStringField("profile", profile.id());
            json.writeArrayFieldStart("connections");
            for (Connection connection : connections) {
                json.writeStartObject();
                end(json, "source", connection.source());
                end(json, "destination", connection.destination());
                ports(json, "ports", connection.ports());
                ports(json, "unknown", connection.unknown());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (exposures.isPresent()) {
                exposures(json, exposures.get());
            }
            json.writeEndObject();
        });
    }

    private static void exposures(JsonGenerator json, Exposures exposures) throws IOException {
        json.writeArrayFieldStart("exposures");
        for (Exposure exposure : exposures.exposures()) {
            json.writeStartObject();
            end(json, "workload", exposure.workload());
            json.writeStringField("direction", direction(exposure.ingress()));
            end(json, "other", exposure.other());
            ports(json, "ports", exposure.ports());
            json.writeArrayFieldStart("namedPorts");
            for (Exposure.PortName name : exposure.names()) {
                json.writeStartObject();
                json.writeStringField("protocol", name.protocol().name());
                json.writeStringField("name", name.name());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("unprotected");
        for (Exposures.Unprotected open : exposures.unprotected()) {
            json.writeStartObject();
            end(json, "workload", open.workload());
            json.writeStringField("direction", direction(open.ingress()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String direction(boolean ingress) {
        return ingress ? "ingress" : "egress";
    }

    static void end(JsonGenerator json, String field, ConnectionEnd end) throws IOException {
        json.writeObjectFieldStart(field);
        if (end instanceof ConnectionEnd.OfWorkload workload) {
            ObjectRef object = workload.workload();
            json.writeStringField("type", "workload");
            json.writeStringField("kind", object.kind());
            json.writeStringField("namespace", object.namespace());
            json.writeStringField("name", object.name());
        } else if (end instanceof ConnectionEnd.OfRange range) {
            json.writeStringField("type", "range");
            json.writeStringField("first", range.first());
            json.writeStringField("last", range.last());
        } else if (end instanceof ConnectionEnd.OfSelectors selectors) {
            json.writeStringField("type", "pods");
            if (selectors.namespace().isEmpty()) {
                json.writeStringField("namespaceSelector", notation(selectors.namespaces()));
            } else {
                json.writeStringField("namespace", selectors.namespace());
            }
            json.writeStringField("podSelector", notation(selectors.pods()));
        } else {
            json.writeStringField(
                    "type", end instanceof ConnectionEnd.EntireCluster ? "cluster" : "ingress-controller");
        }
        json.writeEndObject();
    }

    private static String notation(LabelSelector selector) {
        return selector.selectsEverything() ? "" : selector.notation();
    }

    static void ports(JsonGenerator json, String field, PortSet ports) throws IOException {
        json.writeArrayFieldStart(field);
        for (PortSet.Range range : ports.ranges()) {
            json.writeStartObject();
            json.writeStringField("protocol", range.protocol().name());
            json.writeNumberField("first", range.first());
            json.writeNumberField("last", range.last());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
