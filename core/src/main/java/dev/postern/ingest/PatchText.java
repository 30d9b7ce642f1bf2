package dev.postern.ingest;

import dev.postern.model.JsonValue;
import java.io.StringReader;
import java.util.Optional;

/** Reads a patch: one document of YAML, of which JSON is a part. */
final class PatchText {
    private PatchText() {}

    static JsonValue parse(String text) {
        return parseIfAny(text, 1).orElseThrow(() -> new ChangeException("the patch is empty"));
    }

    /** Empty where there are only comments; {@code line}: that of the text's beginning. */
    static Optional<JsonValue> parseIfAny(String text, int line) {
        try {
            YamlEvents events = new YamlEvents(new StringReader(text), line);
            if (!events.start()) {
                return Optional.empty();
            }
            JsonValue value = TreeReader.value(new YamlCursor(events));
            events.end();
            return Optional.of(value);
        } catch (MalformedInput e) {
            throw new ChangeException(
                    "the patch cannot be read: " + e.text() + (e.line() > 0 ? " (line " + e.line() + ")" : ""));
        }
    }
}
