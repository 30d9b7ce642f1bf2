package dev.postern.patch;

import com.google.common.collect.ImmutableList;
import dev.postern.model.JsonValue;
import dev.postern.model.Printable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The strategic merge patch of Kubernetes (k8s.io/apimachinery, {@code pkg/util/strategicpatch}): as RFC 7396, but lists with
 * a merge key are merged element by element ({@link MergeKeyedList}), and directives say what merging cannot: {@code $patch},
 * {@code $retainKeys}, {@code $deleteFromPrimitiveList/FIELD}, {@code $setElementOrder/FIELD}.
 */
final class StrategicMergePatch {
    static final String DIRECTIVE = "$patch";
    private static final String RETAIN = "$retainKeys";
    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";
    private static final String ORDER = "$setElementOrder/";

    private StrategicMergePatch() {}

    static JsonValue apply(JsonValue.Obj document, JsonValue.Obj patch) {
        String kind = document.text("kind");
        MergeKeys keys = MergeKeys.ofKind(kind)
                .orElseThrow(() -> new PatchException("the API server takes no strategic merge patch of a "
                        + Printable.of(kind, 120)
                        + ", which is not of Kubernetes' own kinds; make it a patch of type merge or"
                        + " json"));
        return map(document, patch, keys, "");
    }

    /** A map merged with its patch; {@code at} is its path, for messages. */
    static JsonValue.Obj map(JsonValue.Obj original, JsonValue.Obj patch, MergeKeys keys, String at) {
        Optional<String> directive = directive(patch, at);
        if (directive.isPresent()) {
            return directive.get().equals("delete") ? JsonValue.Obj.EMPTY : patch.without(DIRECTIVE);
        }
        Map<String, JsonValue> result = new LinkedHashMap<>(original.fields());
        retain(result, patch, at);
        patch.fields().forEach((key, value) -> {
            if (!key.startsWith("$")) {
                field(result, key, value, order(patch, key, at), keys.field(key), at + "/" + key);
            }
        });
        patch.fields().forEach((key, value) -> {
            if (key.startsWith(DELETE_FROM)) {
                deleteFrom(result, key.substring(DELETE_FROM.length()), value, at);
            } else if (key.startsWith(ORDER)) {
                String list = key.substring(ORDER.length());
                if (!patch.fields().containsKey(list)) {
                    field(result, list, NOTHING, order(patch, list, at), keys.field(list), at + "/" + list);
                }
            } else if (key.startsWith("$") && !key.equals(RETAIN)) {
                throw new PatchException(shown(at + "/" + key) + " is no directive; there are " + DIRECTIVE + ", "
                        + RETAIN + ", " + DELETE_FROM + "FIELD and " + ORDER + "FIELD");
            }
        });
        return JsonValue.object(result);
    }

    /** Patches a list with nothing. */
    private static final JsonValue.Arr NOTHING = JsonValue.array(List.of());

    private static void field(
            Map<String, JsonValue> result,
            String key,
            JsonValue value,
            Optional<JsonValue.Arr> order,
            MergeKeys.Field below,
            String at) {
        JsonValue old = result.getOrDefault(key, JsonValue.Null.NULL);
        if (value == JsonValue.Null.NULL) {
            result.remove(key);
        } else if (value instanceof JsonValue.Obj changes) {
            JsonValue.Obj target = old instanceof JsonValue.Obj object ? object : JsonValue.Obj.EMPTY;
            result.put(key, map(target, changes, below.below(), at));
        } else if (value instanceof JsonValue.Arr changes && below.key().isPresent()) {
            if (old instanceof JsonValue.Arr || !changes.elements().isEmpty()) {
                JsonValue.Arr target = old instanceof JsonValue.Arr list ? list : NOTHING;
                result.put(
                        key, new MergeKeyedList(below.key().get(), below.below(), at).merged(target, changes, order));
            } else if (order.isEmpty()) {
                result.put(key, changes);
            }
        } else if (value != NOTHING) {
            result.put(key, value);
        }
    }

    /** {@code replace} or {@code delete}; merging needs no directive. */
    static Optional<String> directive(JsonValue.Obj patch, String at) {
        Optional<JsonValue> found = patch.get(DIRECTIVE);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String text = patch.text(DIRECTIVE);
        if (!text.equals("replace") && !text.equals("delete")) {
            throw new PatchException(shown(at + "/" + DIRECTIVE) + " must be replace or delete");
        }
        return Optional.of(text);
    }

    private static void retain(Map<String, JsonValue> result, JsonValue.Obj patch, String at) {
        JsonValue directive = patch.get(RETAIN).orElse(JsonValue.Null.NULL);
        if (directive == JsonValue.Null.NULL) {
            return;
        }
        Set<String> retained = new HashSet<>();
        for (JsonValue key : list(directive, at + "/" + RETAIN).elements()) {
            if (key instanceof JsonValue.Text text) {
                retained.add(text.value());
            }
        }
        patch.fields().forEach((key, value) -> {
            if (!key.startsWith("$") && value != JsonValue.Null.NULL && !retained.contains(key)) {
                throw new PatchException(shown(at + "/" + RETAIN) + " does not name " + shown(key)
                        + ", which the patch sets; name it, or leave it out");
            }
        });
        result.keySet().retainAll(retained);
    }

    private static void deleteFrom(Map<String, JsonValue> result, String field, JsonValue values, String at) {
        Set<JsonValue> gone =
                new LinkedHashSet<>(list(values, at + "/" + DELETE_FROM + field).elements());
        if (result.get(field) instanceof JsonValue.Arr old) {
            List<JsonValue> rest = new ArrayList<>(old.elements());
            rest.removeAll(gone);
            result.put(field, new JsonValue.Arr(ImmutableList.copyOf(rest)));
        }
    }

    private static Optional<JsonValue.Arr> order(JsonValue.Obj patch, String field, String at) {
        return patch.get(ORDER + field).map(order -> list(order, at + "/" + ORDER + field));
    }

    private static JsonValue.Arr list(JsonValue value, String at) {
        if (value instanceof JsonValue.Arr list) {
            return list;
        }
        throw new PatchException(shown(at) + " must be a list, and it is " + value.words());
    }

    static String shown(String text) {
        return "\"" + Printable.of(text, 160) + "\"";
    }
}
