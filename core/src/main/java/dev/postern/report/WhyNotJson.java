package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.Analysis;
import dev.postern.model.Evidence;
import dev.postern.path.AttackPath;
import dev.postern.path.MissingFact;
import dev.postern.path.NearestMiss;
import dev.postern.path.WhyNot;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Why there is no path, as JSON for programs. */
public final class WhyNotJson {
    private WhyNotJson() {}

    /** Renders answers; ends with a line feed. */
    public static String render(Analysis analysis, List<WhyNot> answers) {
        Places places = Places.of(analysis, answers.stream().flatMap(WhyNotJson::cited));
        return JsonDocument.of(json -> {
            json.writeStartObject();
            json.writeStringField("schemaVersion", JsonReport.SCHEMA_VERSION);
            json.writeArrayFieldStart("questions");
            for (WhyNot answer : answers) {
                question(new PathJson(places, json), json, answer);
            }
            json.writeEndArray();
            json.writeBooleanField("truncated", answers.stream().anyMatch(WhyNot::truncated));
            JsonDocument.diagnostics(json, analysis.diagnostics());
            json.writeEndObject();
        });
    }

    static Stream<Evidence> cited(WhyNot answer) {
        Stream<AttackPath> paths =
                Stream.concat(answer.paths().stream(), answer.misses().stream().map(NearestMiss::path));
        Stream<Evidence> ofSteps =
                paths.flatMap(path -> path.steps().stream()).flatMap(step -> step.evidence().stream());
        Stream<Evidence> guards = answer.misses().stream()
                .flatMap(miss -> miss.missing().stream())
                .flatMap(missing -> missing.guards().stream());
        return Stream.of(answer.open().stream(), guards, ofSteps).flatMap(facts -> facts);
    }

    private static void question(PathJson paths, JsonGenerator json, WhyNot answer) throws IOException {
        json.writeStartObject();
        paths.question(answer.query());
        json.writeStringField("outcome", answer.outcome().name().toLowerCase(Locale.ROOT));
        json.writeArrayFieldStart("paths");
        for (AttackPath path : answer.paths()) {
            json.writeStartObject();
            paths.path(path);
            json.writeEndObject();
        }
        json.writeEndArray();
        paths.facts("open", answer.open());
        json.writeArrayFieldStart("misses");
        for (NearestMiss miss : answer.misses()) {
            miss(paths, json, miss);
        }
        json.writeEndArray();
        json.writeBooleanField("truncated", answer.truncated());
        JsonDocument.strings(json, "notes", answer.notes());
        json.writeEndObject();
    }

    private static void miss(PathJson paths, JsonGenerator json, NearestMiss miss) throws IOException {
        json.writeStartObject();
        json.writeNumberField("price", miss.price());
        json.writeArrayFieldStart("missing");
        for (MissingFact missing : miss.missing()) {
            json.writeStartObject();
            json.writeStringField("kind", missing.kind().name().toLowerCase(Locale.ROOT));
            json.writeStringField("object", missing.object().toString());
            json.writeStringField("description", missing.description());
            json.writeNumberField("price", missing.kind().price());
            paths.facts("guards", missing.guards());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("path");
        paths.path(miss.path());
        json.writeEndObject();
        json.writeEndObject();
    }
}
