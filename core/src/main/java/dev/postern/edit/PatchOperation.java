package dev.postern.edit;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation of a JSON patch (RFC 6902).
 *
 * @param op {@code test}, {@code add}, {@code replace} or {@code remove}
 * @param path a JSON pointer (RFC 6901)
 * @param value text, a truth value, a list of texts or a map of texts; empty for {@code remove}
 */
public record PatchOperation(String op, String path, Optional<Object> value) {
    static PatchOperation test(String path, Object value) {
        return new PatchOperation("test", path, Optional.of(value));
    }

    static PatchOperation add(String path, Object value) {
        return new PatchOperation("add", path, Optional.of(value));
    }

    static PatchOperation replace(String path, Object value) {
        return new PatchOperation("replace", path, Optional.of(value));
    }

    static PatchOperation remove(String path) {
        return new PatchOperation("remove", path, Optional.empty());
    }

    /** As an item of a YAML list; ends with a line feed. */
    String yaml() {
        StringBuilder text = new StringBuilder()
                .append("- op: ")
                .append(op)
                .append("\n  path: ")
                .append(Yaml.quoted(path))
                .append('\n');
        value.ifPresent(given -> text.append("  value: ").append(flow(given)).append('\n'));
        return text.toString();
    }

    private static String flow(Object value) {
        if (value instanceof List<?> list) {
            return "["
                    + String.join(", ", list.stream().map(PatchOperation::flow).toList()) + "]";
        }
        if (value instanceof Map<?, ?> map) {
            return "{"
                    + String.join(
                            ", ",
                            map.entrySet().stream()
                                    .map(entry -> flow(entry.getKey()) + ": " + flow(entry.getValue()))
                                    .toList())
                    + "}";
        }
        return value instanceof String text ? Yaml.quoted(text) : value.toString();
    }

    static ImmutableList<Object> list(List<String> items) {
        return ImmutableList.copyOf(items);
    }

    static ImmutableMap<Object, Object> map(Map<String, String> items) {
        return ImmutableMap.copyOf(items);
    }
}
