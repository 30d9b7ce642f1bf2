package dev.postern.network;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;

/** Reads loosely typed trees; what is absent is empty. */
final class Fields {
    private Fields() {}

    @SuppressWarnings("unchecked") // documents of maps with string keys
    static Map<String, Object> map(Object value) {
        return value instanceof Map ? (Map<String, Object>) value : Map.of();
    }

    @SuppressWarnings("unchecked") // lists of anything
    static List<Object> list(Object value) {
        return value instanceof List ? (List<Object>) value : List.of();
    }

    static Map<String, Object> child(Map<String, Object> fields, String name) {
        return map(fields.getOrDefault(name, Map.of()));
    }

    static List<Map<String, Object>> maps(Map<String, Object> fields, String name) {
        return list(fields.getOrDefault(name, List.of())).stream()
                .map(Fields::map)
                .collect(ImmutableList.toImmutableList());
    }

    static ImmutableList<String> strings(Map<String, Object> fields, String name) {
        return list(fields.getOrDefault(name, List.of())).stream()
                .map(String::valueOf)
                .collect(ImmutableList.toImmutableList());
    }

    static String text(Map<String, Object> fields, String name) {
        return text(fields, name, "");
    }

    static String text(Map<String, Object> fields, String name, String absent) {
        return fields.containsKey(name) ? String.valueOf(fields.get(name)) : absent;
    }

    static int number(Map<String, Object> fields, String name, int absent) {
        return fields.containsKey(name) ? ((Number) fields.get(name)).intValue() : absent;
    }
}
