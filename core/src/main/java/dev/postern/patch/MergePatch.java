package dev.postern.patch;

import dev.postern.model.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON Merge Patch, RFC 7396: maps are merged, null removes, all else replaces. */
final class MergePatch {
    private MergePatch() {}

    static JsonValue apply(JsonValue target, JsonValue patch) {
        if (!(patch instanceof JsonValue.Obj changes)) {
            return patch;
        }
        Map<String, JsonValue> result =
                new LinkedHashMap<>(target instanceof JsonValue.Obj object ? object.fields() : Map.of());
        changes.fields().forEach((key, value) -> {
            if (value == JsonValue.Null.NULL) {
                result.remove(key);
            } else {
                result.put(key, apply(result.getOrDefault(key, JsonValue.Null.NULL), value));
            }
        });
        return JsonValue.object(result);
    }
}
