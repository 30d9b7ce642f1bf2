package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.Analysis;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Support;
import dev.postern.network.CniProfile;
import dev.postern.network.Endpoint;
import dev.postern.network.FlowChange;
import dev.postern.network.FlowExplanation;
import dev.postern.network.FlowPorts;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;

/** Answers to questions about packets as JSON. */
public final class FlowJson {
    /** The version of the shape; it changes only when a field changes its meaning or goes away. */
    public static final String SCHEMA_VERSION = "1";

    private FlowJson() {}

    /** On which ports packets pass between two endpoints. */
    public static String render(Analysis analysis, Endpoint source, Endpoint destination, FlowPorts ports) {
        return JsonDocument.of(json -> {
            head(json, analysis.profile(), source, destination);
            json.writeStringField("answer", FlowText.outcome(ports).name().toLowerCase(Locale.ROOT));
            ConnectionsJson.ports(json, "ports", ports.ports());
            ConnectionsJson.ports(json, "unknown", ports.unknown());
            JsonDocument.diagnostics(json, analysis.networkDiagnostics());
            json.writeEndObject();
        });
    }

    /** Whether a packet passes, with everything that either side rests on. */
    public static String render(Analysis analysis, FlowExplanation answer) {
        Stream<Evidence> facts = Stream.of(answer.decision(), answer.egress(), answer.ingress())
                .flatMap(decision -> decision.evidence().stream());
        Stream<Evidence> behind = answer.behind().stream().flatMap(way -> way.facts().stream());
        Places places = Places.of(analysis, Stream.concat(facts, behind));
        return JsonDocument.of(json -> {
            head(json, analysis.profile(), answer.flow().source(), answer.flow().destination());
            json.writeStringField("protocol", answer.flow().protocol().name());
            json.writeNumberField("port", answer.flow().port());
            decision(json, answer.decision(), places);
            if (answer.behind().isPresent()) {
                FlowExplanation.Behind way = answer.behind().get();
                json.writeObjectFieldStart("behind");
                json.writeStringField("end", answer.destination());
                json.writeNumberField("port", way.port());
                NetlintJson.evidence(json, "facts", way.facts(), places);
                json.writeEndObject();
            }
            side(json, "egress", answer.source(), answer.egress(), places);
            side(json, "ingress", answer.destination(), answer.ingress(), places);
            json.writeArrayFieldStart("changes");
            for (FlowChange change : answer.changes()) {
                json.writeStartObject();
                json.writeStringField("object", change.policy().toString());
                json.writeStringField("field", change.field());
                json.writeStringField("add", change.rule().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            JsonDocument.diagnostics(json, analysis.networkDiagnostics());
            json.writeEndObject();
        });
    }

    private static void head(JsonGenerator json, CniProfile profile, Endpoint source, Endpoint destination)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("schemaVersion", SCHEMA_VERSION);
        json.writeStringField("profile", profile.id());
        json.writeStringField("from", source.describe());
        json.writeStringField("to", destination.describe());
    }

    private static void side(JsonGenerator json, String field, String end, Decision side, Places places)
            throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("end", end);
        decision(json, side, places);
        json.writeEndObject();
    }

    private static void decision(JsonGenerator json, Decision decision, Places places) throws IOException {
        json.writeStringField("answer", decision.outcome().name().toLowerCase(Locale.ROOT));
        json.writeStringField("missing", decision.missing());
        json.writeArrayFieldStart("supports");
        for (Support support : decision.supports()) {
            json.writeStartArray();
            for (Evidence evidence : support.facts()) {
                json.writeStartObject();
                JsonDocument.evidence(json, evidence, places.of(evidence));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }
}
