package dev.postern.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableList;
import dev.postern.Analysis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * What every SARIF 2.1.0 document of this program has: one run with its rules, its results, and what there is to say beside
 * them.
 *
 * @param rules the ids of the rules in the order in which {@code writeRules} writes them
 */
record SarifDocument(
        Analysis analysis,
        SarifNotifications notifications,
        ImmutableList<String> rules,
        JsonDocument.Content writeRules,
        List<? extends Result> results,
        JsonDocument.Content writeProperties) {
    /** One result of the run. */
    interface Result {
        /** Writes it as an object; {@code ruleIndex} gives the place of a rule among the rules. */
        void write(JsonGenerator json, ToIntFunction<String> ruleIndex) throws IOException;
    }

    /** As many of the results as a document may have; the first ones. */
    static <R extends Result> List<R> fitting(List<R> all, SarifReport.Limits limits) {
        List<R> kept = new ArrayList<>();
        CompressedSize size = new CompressedSize();
        for (R result : all) {
            if (kept.size() == limits.results()
                    || size.with(JsonDocument.of(json -> result.write(json, id -> 0))) > limits.compressedBytes()) {
                break;
            }
            kept.add(result);
        }
        size.end();
        return kept;
    }

    String render() {
        return JsonDocument.of(this::document);
    }

    private void document(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.writeStringField("version", "2.1.0");
        json.writeArrayFieldStart("runs");
        json.writeStartObject();
        tool(json);
        json.writeObjectFieldStart("originalUriBaseIds");
        json.writeObjectFieldStart(SourceUris.ROOT_ID);
        json.writeObjectFieldStart("description");
        json.writeStringField("text", "The folder in which postern ran.");
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        json.writeArrayFieldStart("invocations");
        json.writeStartObject();
        json.writeBooleanField("executionSuccessful", !analysis.snapshot().isIncomplete());
        notifications.write(json);
        json.writeEndObject();
        json.writeEndArray();
        json.writeStringField("columnKind", "unicodeCodePoints");
        json.writeArrayFieldStart("results");
        for (Result result : results) {
            result.write(json, rules::indexOf);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("properties");
        writeProperties.write(json);
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void tool(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "Postern");
        Optional<String> version =
                Optional.ofNullable(SarifDocument.class.getPackage().getImplementationVersion());
        if (version.isPresent()) {
            json.writeStringField("semanticVersion", version.get());
        }
        writeRules.write(json);
        notifications.descriptors(json);
        json.writeEndObject();
        json.writeEndObject();
    }
}
