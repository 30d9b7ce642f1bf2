package dev.postern.ingest;

import com.google.common.collect.ImmutableMap;
import dev.postern.ingest.Documents.Document;
import dev.postern.model.Change;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.JsonValue;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.model.Origin;
import dev.postern.model.Pod;
import dev.postern.model.Printable;
import dev.postern.patch.DocumentPatch;
import dev.postern.patch.PatchException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes changes of a snapshot, one after the other, as documents; what they come to is then read as everything is. */
final class Changes {
    private final ClusterSnapshot snapshot;
    private final Map<ObjectRef, Document> documents = new LinkedHashMap<>();
    private final Set<ObjectRef> gone = new LinkedHashSet<>();
    private final Map<String, Integer> otherKinds = new TreeMap<>();

    private Changes(ClusterSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    static ClusterSnapshot make(ClusterSnapshot snapshot, Collection<Change> changes) {
        Changes all = new Changes(snapshot);
        changes.forEach(all::make);
        return all.made();
    }

    private void make(Change change) {
        if (change instanceof Change.Put put) {
            put(put);
        } else if (change instanceof Change.Delete delete) {
            delete(delete.object());
        } else {
            patch((Change.Patch) change);
        }
    }

    private void put(Change.Put put) {
        Documents kept = Documents.all();
        Collector collector = Collector.keeping(kept);
        byte[] text = put.manifest().getBytes(StandardCharsets.UTF_8);
        new FileReader("", put.namespace(), collector).readOnce(new ByteArrayInputStream(text));
        Collector.Found found = collector.found();
        for (Diagnostic diagnostic : collector.report().diagnostics()) {
            if (diagnostic.severity() == Diagnostic.Severity.ERROR) {
                throw new ChangeException("the manifest to put in cannot be used: " + diagnostic.message()
                        + (diagnostic.source().line() > 0
                                ? " (line " + diagnostic.source().line() + ")"
                                : ""));
            }
        }
        if (found.objects().isEmpty() && found.otherKinds().isEmpty()) {
            throw new ChangeException("the manifest to put in holds no object of Kubernetes");
        }
        found.otherKinds().forEach((kind, count) -> otherKinds.merge(kind, count, Integer::sum));
        kept.found().forEach((object, document) -> put(object, document.tree(), Origin.NONE));
    }

    private void put(ObjectRef object, JsonValue.Obj document, Origin origin) {
        documents.put(object, new Document(TreeReader.blanked(document), origin));
        gone.remove(object);
    }

    private void delete(ObjectRef object) {
        require(object);
        documents.remove(object);
        if (snapshot.cluster().contains(object)) {
            gone.add(object);
        }
    }

    private void require(ObjectRef object) {
        if (!documents.containsKey(object)
                && (gone.contains(object) || !snapshot.cluster().contains(object))) {
            throw new ChangeException(
                    shown(object) + " is not in the input" + (gone.contains(object) ? " any more" : "")
                            + ", so it cannot be changed; name it as KIND/NAMESPACE/NAME (KIND/NAME where it has no namespace), as the"
                            + " input has it");
        }
    }

    private void patch(Change.Patch patch) {
        ObjectRef object = patch.object();
        require(object);
        Document known = documents.get(object);
        JsonValue.Obj document = known != null
                ? known.tree()
                : snapshot.document(object)
                        .orElseThrow(() -> new ChangeException(shown(object)
                                + " was not read from a file, and a patch needs its document: give the input as files, or put"
                                + " the whole object in"));
        JsonValue.Obj patched;
        try {
            patched = DocumentPatch.apply(document, patch.format(), PatchText.parse(patch.patch()));
        } catch (PatchException e) {
            throw new ChangeException("the patch of " + shown(object) + " does not apply: " + e.getMessage());
        }
        if (!sameName(document, patched)) {
            throw new ChangeException(
                    "the patch of " + shown(object) + " would make another object of it: kind, apiVersion,"
                            + " metadata.name and metadata.namespace stay as they are. Delete the object and put in another instead");
        }
        put(
                object,
                patched,
                known != null ? known.origin() : snapshot.origin(object).orElse(Origin.NONE));
    }

    private static boolean sameName(JsonValue.Obj before, JsonValue.Obj after) {
        return before.get("kind").equals(after.get("kind"))
                && before.get("apiVersion").equals(after.get("apiVersion"))
                && name(before).equals(name(after));
    }

    private static List<String> name(JsonValue.Obj document) {
        JsonValue.Obj metadata = document.get("metadata").orElse(JsonValue.Null.NULL) instanceof JsonValue.Obj fields
                ? fields
                : JsonValue.Obj.EMPTY;
        return List.of(metadata.text("name"), metadata.text("generateName"), metadata.text("namespace"));
    }

    private static String shown(ObjectRef object) {
        return Printable.of(object.toString(), Limits.SHOWN);
    }

    private ClusterSnapshot made() {
        Collector collector = new Collector();
        documents.forEach((object, document) -> {
            Origin at = document.origin();
            String namespace = object.namespace().isEmpty() ? "default" : object.namespace();
            DocumentReader reader = new DocumentReader(at.file(), namespace, collector);
            try {
                reader.read(new TreeCursor(document.tree(), at.line(), at.offset()), at);
            } catch (MalformedInput e) {
                throw new ChangeException(shown(object) + " cannot be read as it would be: " + e.text());
            }
        });
        Collector.Found found = collector.found();
        for (ObjectRef object : documents.keySet()) {
            if (found.objects().stream().noneMatch(read -> Duplicates.ref(read).equals(object))) {
                throw new ChangeException(
                        shown(object) + " could not be read any more as it would be after the changes");
            }
        }
        Cluster.Builder cluster = Cluster.builder();
        for (Record object : found.objects()) {
            if (object instanceof Pod pod) {
                cluster.add(pod);
            } else if (object instanceof KubernetesObject other) {
                cluster.add(other);
            }
        }
        otherKinds.forEach(cluster::addOther);
        ImmutableMap.Builder<ObjectRef, JsonValue.Obj> trees = ImmutableMap.builder();
        documents.forEach((object, document) -> trees.put(object, document.tree()));
        return Overlay.of(snapshot)
                .documents(trees.buildOrThrow())
                .diagnostics(collector.report().diagnostics())
                .lay(cluster.build(), gone);
    }
}
