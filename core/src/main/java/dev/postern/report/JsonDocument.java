package dev.postern.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.SourceRef;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * A JSON document as all of them are printed: indented by two blanks, lines ended by a line feed, the last one too. And
 * the parts that several of them have.
 */
final class JsonDocument {
    /** What a document consists of. */
    @FunctionalInterface
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private JsonDocument() {}

    static String of(Content content) {
        StringWriter text = new StringWriter();
        try {
            write(text, content);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    /** Writes a document while it is made; leaves {@code out} open. */
    static void write(Writer out, Content content) throws IOException {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        try (JsonGenerator json = new JsonFactory()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .setPrettyPrinter(
                        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter))) {
            content.write(json);
        }
        out.write('\n');
    }

    static void strings(JsonGenerator json, String name, Iterable<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    static void counts(JsonGenerator json, String name, Map<String, Integer> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    /** The fields of a fact, inside of an object that is open. */
    static void evidence(JsonGenerator json, Evidence evidence, SourceRef source) throws IOException {
        json.writeStringField("object", evidence.object().toString());
        json.writeStringField("field", evidence.field());
        json.writeStringField("value", evidence.value());
        json.writeStringField("file", source.file());
        json.writeNumberField("line", source.line());
        json.writeStringField("basis", evidence.basis().name().toLowerCase(Locale.ROOT));
    }

    static void diagnostics(JsonGenerator json, Collection<Diagnostic> diagnostics) throws IOException {
        json.writeArrayFieldStart("diagnostics");
        for (Diagnostic diagnostic : diagnostics) {
            json.writeStartObject();
            json.writeStringField("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
            json.writeStringField("code", diagnostic.code());
            json.writeStringField("message", diagnostic.message());
            json.writeStringField("file", diagnostic.source().file());
            json.writeNumberField("line", diagnostic.source().line());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void inventory(JsonGenerator json, ClusterSnapshot snapshot) throws IOException {
        json.writeObjectFieldStart("inventory");
        counts(json, "kinds", snapshot.inventory().kinds());
        counts(json, "notAnalysed", snapshot.cluster().otherKinds());
        json.writeNumberField("files", snapshot.inventory().files());
        json.writeNumberField("skippedDocuments", snapshot.inventory().skipped());
        json.writeEndObject();
    }
}
