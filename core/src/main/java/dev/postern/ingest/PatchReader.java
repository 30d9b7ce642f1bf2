package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Change;
import dev.postern.model.JsonValue;
import dev.postern.model.ObjectRef;
import dev.postern.model.Printable;
import dev.postern.patch.DocumentPatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads patches as people keep them: text on a command line, and files whose documents name what they patch. */
public final class PatchReader {
    private PatchReader() {}

    /**
     * A patch of that object: a list is a JSON patch, a map is strategic for Kubernetes' own kinds, else a merge patch.
     *
     * @throws ChangeException if the text is no YAML and no JSON
     */
    public static Change patch(ObjectRef object, String text) {
        return Change.patch(object, DocumentPatch.formatOf(object.kind(), PatchText.parse(text)), text);
    }

    /**
     * The patches of a file: each document is the part of an object that is to be changed, with kind and metadata.name, as
     * kustomize has them; with {@code $patch: delete} at its top the object is deleted.
     *
     * @param namespace where objects are that do not say
     * @throws ChangeException if a document cannot be read, or names no object
     */
    public static ImmutableList<Change> patches(String text, String namespace) {
        ImmutableList.Builder<Change> changes = ImmutableList.builder();
        YamlDocuments documents = new YamlDocuments(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1);
        try {
            while (documents.next()) {
                int line = documents.firstLine();
                String document;
                try (InputStream in = documents.text()) {
                    document = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
                PatchText.parseIfAny(document, line)
                        .filter(tree -> tree != JsonValue.Null.NULL)
                        .ifPresent(tree -> changes.add(change(tree, line, namespace)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
        ImmutableList<Change> all = changes.build();
        if (all.isEmpty()) {
            throw new ChangeException("there is no patch in the file");
        }
        return all;
    }

    private static Change change(JsonValue tree, int line, String namespace) {
        if (!(tree instanceof JsonValue.Obj patch)
                || !(patch.get("metadata").orElse(JsonValue.Null.NULL) instanceof JsonValue.Obj metadata)
                || patch.text("kind").isEmpty()
                || metadata.text("name").isEmpty()) {
            throw new ChangeException("the patch at line " + line + " does not say what it patches: give it kind and"
                    + " metadata.name, or write it as KIND/NAMESPACE/NAME=PATCH");
        }
        ObjectRef object = object(patch, metadata, namespace);
        if (patch.text("$patch").equals("delete")) {
            return Change.delete(object);
        }
        JsonValue.Obj rest = metadata.without("name").without("namespace");
        JsonValue.Obj fields = patch.without("kind").without("apiVersion").without("metadata");
        JsonValue.Obj changed = rest.fields().isEmpty() ? fields : fields.with("metadata", rest);
        return Change.patch(object, DocumentPatch.formatOf(object.kind(), changed), changed.toString());
    }

    private static ObjectRef object(JsonValue.Obj patch, JsonValue.Obj metadata, String namespace) {
        String kind = patch.text("kind");
        Optional<Kinds.Kind> known = Kinds.find(patch.text("apiVersion"), kind);
        if (known.isEmpty()) {
            throw new ChangeException("objects of kind " + Printable.of(kind, Limits.SHOWN)
                    + " are not analysed, so a patch of one changes nothing; leave it out");
        }
        String stated = metadata.text("namespace");
        String name = known.get().name();
        return known.get().namespaced()
                ? ObjectRef.of(name, stated.isEmpty() ? namespace : stated, metadata.text("name"))
                : ObjectRef.cluster(name, metadata.text("name"));
    }
}
