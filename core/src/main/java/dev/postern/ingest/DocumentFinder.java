package dev.postern.ingest;

import dev.postern.ingest.Documents.Document;
import dev.postern.model.ClusterFacts;
import dev.postern.model.JsonValue;
import dev.postern.model.ObjectRef;
import dev.postern.model.Origin;
import dev.postern.model.Printable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads one object's document again, where it was read before: cut out of its file where its place is known exactly, else by
 * going through the file as it was gone through first. What is found must still be that object.
 */
final class DocumentFinder {
    private DocumentFinder() {}

    /**
     * The document of an object; empty when it is in no file, and of facts, which are nothing that a cluster could change. O(what stands before it in its file).
     *
     * @throws IngestException if the file is gone, or there is something else in that place now
     */
    static Optional<JsonValue.Obj> find(ObjectRef object, Origin origin) {
        boolean fact = object.kind().equals(ClusterFacts.KIND);
        if (fact || !origin.isFile() || origin.file().equals(Input.STDIN)) {
            return Optional.empty();
        }
        Optional<JsonValue.Obj> document = cut(object, origin).or(() -> scanned(object, origin));
        if (document.isEmpty()) {
            throw new IngestException(
                    Printable.of(object.toString(), Limits.SHOWN) + " is no longer where it was read, at "
                            + Printable.of(origin.file(), Limits.SHOWN) + (origin.line() > 0 ? ":" + origin.line() : "")
                            + ": the file has changed or is gone; read the input again");
        }
        return document;
    }

    private static Optional<JsonValue.Obj> cut(ObjectRef object, Origin origin) {
        boolean json = FieldLocator.form(origin.file()) == FieldLocator.Form.JSON;
        if (json ? origin.offset() < 0 : origin.line() <= 0) {
            return Optional.empty();
        }
        Documents documents = Documents.at(origin);
        try (InputStream in = FieldLocator.text(origin.file())) {
            FieldSlices slices = new FieldSlices(in);
            FieldSlices.Slice slice = json ? slices.object(origin.offset()) : slices.mapping(origin.line());
            if (slice != null) {
                read(slice.text(), json, object, origin, documents);
            }
        } catch (IOException | UncheckedIOException | MalformedInput | YAMLException e) {
            return Optional.empty(); // not to be had alone: an alias of something before it, perhaps
        }
        return found(object, documents);
    }

    private static void read(
            ByteArrayInputStream text, boolean json, ObjectRef object, Origin origin, Documents documents)
            throws IOException {
        DocumentReader reader = new DocumentReader(origin.file(), namespace(object), Collector.keeping(documents));
        if (json) {
            try (JsonCursor cursor = new JsonCursor(text)) {
                if (cursor.nextDocument()) {
                    reader.read(cursor, origin);
                }
            }
        } else {
            YamlEvents events = new YamlEvents(new InputStreamReader(text, StandardCharsets.UTF_8), origin.line());
            if (events.start()) {
                reader.read(new YamlCursor(events), origin);
                events.end();
            }
        }
    }

    private static Optional<JsonValue.Obj> scanned(ObjectRef object, Origin origin) {
        Documents documents = Documents.at(origin);
        InputReader reader = new InputReader(Collector.keeping(documents));
        try {
            reader.again(origin.file(), namespace(object));
        } catch (IOException e) {
            return Optional.empty();
        }
        return found(object, documents);
    }

    private static Optional<JsonValue.Obj> found(ObjectRef object, Documents documents) {
        Document document = documents.found().get(object);
        return document == null ? Optional.empty() : Optional.of(document.tree());
    }

    /** Where an object is that does not say: where it was taken to be. */
    private static String namespace(ObjectRef object) {
        return object.namespace().isEmpty() ? "default" : object.namespace();
    }
}
