package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.Analysis;
import dev.postern.model.Evidence;
import dev.postern.model.Support;
import dev.postern.path.Hop;
import dev.postern.path.Why;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Why there is a path, as JSON for programs; {@code grounds} is a list of what is needed, each of alternatives. */
public final class WhyJson {
    private WhyJson() {}

    /** Renders answers; ends with a line feed. */
    public static String render(Analysis analysis, List<Why> answers) {
        Places places = Places.of(analysis, answers.stream().flatMap(WhyJson::cited));
        return JsonDocument.of(json -> {
            json.writeStartObject();
            json.writeStringField("schemaVersion", JsonReport.SCHEMA_VERSION);
            json.writeArrayFieldStart("questions");
            for (Why answer : answers) {
                question(new PathJson(places, json), json, answer);
            }
            json.writeEndArray();
            JsonDocument.diagnostics(json, analysis.diagnostics());
            json.writeEndObject();
        });
    }

    static Stream<Evidence> cited(Why answer) {
        return answer.hops().stream()
                .flatMap(hop -> hop.grounds().stream())
                .flatMap(List::stream)
                .flatMap(support -> support.facts().stream());
    }

    private static void question(PathJson paths, JsonGenerator json, Why answer) throws IOException {
        json.writeStartObject();
        paths.question(answer.query());
        if (answer.path().isPresent()) {
            json.writeObjectFieldStart("path");
            paths.head(answer.path().get());
            json.writeEndObject();
        } else {
            json.writeNullField("path");
        }
        json.writeArrayFieldStart("hops");
        for (Hop hop : answer.hops()) {
            hop(paths, json, hop);
        }
        json.writeEndArray();
        JsonDocument.strings(json, "notes", answer.notes());
        json.writeEndObject();
    }

    private static void hop(PathJson paths, JsonGenerator json, Hop hop) throws IOException {
        json.writeStartObject();
        paths.step(hop.step());
        json.writeArrayFieldStart("grounds");
        for (List<Support> alternatives : hop.grounds()) {
            json.writeStartArray();
            for (Support alternative : alternatives) {
                json.writeStartArray();
                paths.list(alternative.facts());
                json.writeEndArray();
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        if (hop.otherwise().isPresent()) {
            json.writeObjectFieldStart("otherwise");
            paths.head(hop.otherwise().get());
            json.writeEndObject();
        } else {
            json.writeNullField("otherwise");
        }
        json.writeEndObject();
    }
}
