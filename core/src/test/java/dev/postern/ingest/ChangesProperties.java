package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.postern.model.Change;
import dev.postern.model.Change.Format;
import dev.postern.model.JsonValue;
import dev.postern.model.JsonValue.Null;
import dev.postern.model.JsonValue.Obj;
import dev.postern.model.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A patch, applied in memory, gives the cluster that editing the file by hand and reading it again gives. */
class ChangesProperties {
    private static final ObjectRef CART = ObjectRef.of("Deployment", "shop", "cart");
    private static final String OTHERS =
            "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"shop\"}}\n---\n";

    @Property(tries = 150)
    void patchingIsEditing(@ForAll("deployments") Obj before, @ForAll("deployments") Obj after) throws IOException {
        Path file = Files.createTempFile("changes", ".yaml");
        Path other = Files.createTempFile("edited", ".yaml");
        try {
            ClusterSnapshot read = ClusterSnapshot.read(Files.writeString(file, OTHERS + before));
            ClusterSnapshot edited = ClusterSnapshot.read(Files.writeString(other, OTHERS + after));
            assertSame(
                    read.with(List.of(Change.patch(
                            CART, Format.MERGE, merge(before, after).toString()))),
                    edited,
                    after);
            assertSame(read.with(List.of(Change.patch(CART, Format.JSON, operations(before, after)))), edited, after);
            assertSame(read.with(List.of(Change.put(after.toString()))), edited, after);
            assertSame(read.with(edited), edited, after);
            assertSame(read.with(List.of(Change.delete(CART), Change.put(after.toString()))), edited, after);
        } finally {
            Files.delete(file);
            Files.delete(other);
        }
    }

    private static void assertSame(ClusterSnapshot changed, ClusterSnapshot edited, Obj document) {
        assertThat(Snapshots.facts(changed.cluster())).isEqualTo(Snapshots.facts(edited.cluster()));
        assertThat(changed.inventory().kinds()).isEqualTo(edited.inventory().kinds());
        assertThat(changed.document(CART)).contains(document);
    }

    /** The merge patch that leads from one to the other: for values without null there is always one. */
    private static JsonValue merge(JsonValue before, JsonValue after) {
        if (!(before instanceof Obj left) || !(after instanceof Obj right)) {
            return after;
        }
        Map<String, JsonValue> patch = new LinkedHashMap<>();
        left.fields().keySet().stream()
                .filter(key -> right.get(key).isEmpty())
                .forEach(key -> patch.put(key, Null.NULL));
        right.fields().forEach((key, value) -> {
            if (!left.get(key).equals(right.get(key))) {
                patch.put(key, left.get(key).map(old -> merge(old, value)).orElse(value));
            }
        });
        return JsonValue.object(patch);
    }

    private static String operations(Obj before, Obj after) {
        List<JsonValue> operations = new ArrayList<>();
        operations(before, after, "", operations);
        return JsonValue.array(operations).toString();
    }

    private static void operations(Obj before, Obj after, String at, List<JsonValue> operations) {
        before.fields().forEach((key, old) -> {
            JsonValue now = after.get(key).orElse(Null.NULL);
            String path = at + "/" + key;
            operations.add(operation("test", path, old));
            if (after.get(key).isEmpty()) {
                operations.add(operation("remove", path, Null.NULL));
            } else if (old instanceof Obj left && now instanceof Obj right) {
                operations(left, right, path, operations);
            } else if (!old.equals(now)) {
                operations.add(operation("replace", path, now));
            }
        });
        after.fields().forEach((key, now) -> {
            if (before.get(key).isEmpty()) {
                operations.add(operation("add", at + "/" + key, now));
            }
        });
    }

    private static JsonValue operation(String name, String path, JsonValue value) {
        return JsonValue.object(
                ImmutableMap.of("op", JsonValue.text(name), "path", JsonValue.text(path), "value", value));
    }

    @Provide
    Arbitrary<Obj> deployments() {
        Arbitrary<JsonValue> labels = Arbitraries.of("a", "b", "<b>\n\u202e", "~", "007", "yes")
                .map(JsonValue::text)
                .map(value -> (JsonValue) JsonValue.object(ImmutableMap.of("app", value)));
        Arbitrary<JsonValue> flags = Arbitraries.of(true, false).map(JsonValue.Bool::new);
        Arbitrary<JsonValue> containers = Combinators.combine(
                        Arbitraries.of("c", "d"),
                        flags,
                        Arbitraries.of(0L, 65534L, 4294967296L),
                        Arbitraries.of("a:1", "b"))
                .as((name, privileged, user, image) -> (JsonValue) JsonValue.object(ImmutableMap.of(
                        "name",
                        JsonValue.text(name),
                        "image",
                        JsonValue.text(image),
                        "securityContext",
                        JsonValue.object(
                                ImmutableMap.of("privileged", privileged, "runAsUser", JsonValue.Num.of(user))))))
                .list()
                .uniqueElements(container -> ((Obj) container).text("name"))
                .ofMinSize(1)
                .ofMaxSize(2)
                .map(JsonValue::array);
        Arbitrary<Obj> spec = Combinators.combine(flags.optional(), flags.optional(), labels.optional(), containers)
                .as((pid, automount, selector, list) -> {
                    Map<String, JsonValue> fields = new LinkedHashMap<>();
                    pid.ifPresent(value -> fields.put("hostPID", value));
                    automount.ifPresent(value -> fields.put("automountServiceAccountToken", value));
                    selector.ifPresent(value -> fields.put("nodeSelector", value));
                    fields.put("containers", list);
                    return JsonValue.object(fields);
                });
        return Combinators.combine(
                        labels, labels.optional(), spec, Arbitraries.integers().between(0, 5))
                .as((app, meta, pod, replicas) -> {
                    Map<String, JsonValue> metadata = new LinkedHashMap<>();
                    metadata.put("name", JsonValue.text("cart"));
                    metadata.put("namespace", JsonValue.text("shop"));
                    meta.ifPresent(value -> metadata.put("labels", value));
                    return JsonValue.object(ImmutableMap.of(
                            "apiVersion",
                            JsonValue.text("apps/v1"),
                            "kind",
                            JsonValue.text("Deployment"),
                            "metadata",
                            JsonValue.object(metadata),
                            "spec",
                            JsonValue.object(ImmutableMap.of(
                                    "replicas",
                                    JsonValue.Num.of(replicas),
                                    "template",
                                    JsonValue.object(ImmutableMap.of(
                                            "metadata",
                                            JsonValue.object(ImmutableMap.of("labels", app)),
                                            "spec",
                                            pod))))));
                });
    }
}
