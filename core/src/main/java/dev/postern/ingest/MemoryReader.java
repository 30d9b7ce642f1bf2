package dev.postern.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;

/**
 * Reads fabric8's objects by way of the JSON they stand for, so that they mean what the same objects mean in a file. The
 * tokens never become text.
 */
final class MemoryReader {
    private final ObjectMapper mapper = new ObjectMapper(Json.factory());
    private final Collector collector;

    MemoryReader(Collector collector) {
        this.collector = collector;
    }

    void read(HasMetadata object, String namespace) {
        DocumentReader documents = new DocumentReader("", namespace, collector);
        try (TokenBuffer tokens = new TokenBuffer(mapper, false)) {
            mapper.writeValue(tokens, object);
            try (JsonParser parser = tokens.asParser()) {
                JacksonCursor cursor = new JacksonCursor(parser);
                documents.begin();
                if (parser.nextToken() == JsonToken.START_OBJECT) {
                    documents.read(cursor);
                }
            }
        } catch (IOException | MalformedInput e) {
            // The cause may quote the object, and so a secret.
            throw new IllegalArgumentException(
                    "an object of class " + object.getClass().getName() + " cannot be turned into JSON: "
                            + e.getClass().getSimpleName());
        }
    }
}
