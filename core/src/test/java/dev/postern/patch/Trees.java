package dev.postern.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.postern.model.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes trees of text, by another reader than the library's. */
final class Trees {
    private static final YAMLMapper MAPPER = new YAMLMapper();

    private Trees() {}

    static JsonValue of(String text) {
        try {
            return of(MAPPER.readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonValue of(JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonValue> fields = new LinkedHashMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), of(field.getValue())));
            return JsonValue.object(fields);
        } else if (node.isArray()) {
            List<JsonValue> elements = new ArrayList<>();
            node.forEach(element -> elements.add(of(element)));
            return JsonValue.array(elements);
        } else if (node.isNumber()) {
            return new JsonValue.Num(node.asText());
        } else if (node.isBoolean()) {
            return new JsonValue.Bool(node.booleanValue());
        }
        return node.isNull() ? JsonValue.Null.NULL : JsonValue.text(node.asText());
    }
}
