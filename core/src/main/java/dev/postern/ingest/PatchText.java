package dev.postern.ingest;

import dev.postern.model.JsonValue;
import dev.postern.patch.PatchException;
import java.io.StringReader;

/** Reads a patch: one document of YAML, of which JSON is a part. */
final class PatchText {
    private PatchText() {}

    static JsonValue parse(String text) {
        try {
            YamlEvents events = new YamlEvents(new StringReader(text), 1);
            if (!events.start()) {
                throw new ChangeException("the patch is empty");
            }
            JsonValue value = TreeReader.value(new YamlCursor(events));
            events.end();
            return value;
        } catch (MalformedInput e) {
            throw new ChangeException(
                    "the patch cannot be read: " + e.text() + (e.line() > 0 ? " (line " + e.line() + ")" : ""));
        } catch (PatchException e) {
            throw new ChangeException(String.valueOf(e.getMessage()));
        }
    }
}
