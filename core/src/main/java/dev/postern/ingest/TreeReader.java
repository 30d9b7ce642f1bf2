package dev.postern.ingest;

import dev.postern.model.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes a document in as a tree. Values of a Secret are passed over without becoming strings, and so is what {@code kubectl
 * apply} copied into its annotation, which may repeat them.
 */
final class TreeReader {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final JsonValue BLANK = JsonValue.text("");

    private TreeReader() {}

    /** The object that the header stands on, with the apiVersion and kind that it is read as. */
    static JsonValue.Obj object(HeaderCursor in) {
        boolean secret = in.kindName().equals("Secret");
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        fields.put("apiVersion", JsonValue.text(in.apiVersion()));
        fields.put("kind", JsonValue.text(in.kindName()));
        in.enterObject();
        while (in.nextKey()) {
            String key = in.key();
            if (secret && (key.equals("data") || key.equals("stringData"))) {
                fields.put(key, blanked(in));
            } else if (key.equals("metadata") && in.kind() == Cursor.Kind.OBJECT) {
                fields.put(key, metadata(in));
            } else {
                fields.put(key, value(in));
            }
        }
        return JsonValue.object(fields);
    }

    /** Any value. */
    static JsonValue value(Cursor in) {
        switch (in.kind()) {
            case OBJECT:
                Map<String, JsonValue> fields = new LinkedHashMap<>();
                in.enterObject();
                while (in.nextKey()) {
                    String key = in.key();
                    fields.put(key, value(in));
                }
                return JsonValue.object(fields);
            case ARRAY:
                List<JsonValue> elements = new ArrayList<>();
                in.enterArray();
                while (in.nextElement()) {
                    elements.add(value(in));
                }
                return JsonValue.array(elements);
            case INTEGER:
                return JsonValue.Num.of(in.integer());
            case FRACTION:
                return fraction(in.text());
            case BOOLEAN:
                return new JsonValue.Bool(in.bool());
            case NULL:
                return JsonValue.Null.NULL;
            default:
                return JsonValue.text(in.text());
        }
    }

    /** YAML has numbers that JSON has not, and no field of Kubernetes wants them. */
    private static JsonValue fraction(String text) {
        try {
            return new JsonValue.Num(text);
        } catch (NumberFormatException e) {
            return JsonValue.text(text);
        }
    }

    private static JsonValue metadata(Cursor in) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        in.enterObject();
        while (in.nextKey()) {
            String key = in.key();
            fields.put(key, key.equals("annotations") && in.kind() == Cursor.Kind.OBJECT ? annotations(in) : value(in));
        }
        return JsonValue.object(fields);
    }

    private static JsonValue annotations(Cursor in) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        in.enterObject();
        while (in.nextKey()) {
            String key = in.key();
            if (key.equals(LAST_APPLIED)) {
                in.skip();
            } else {
                fields.put(key, value(in));
            }
        }
        return JsonValue.object(fields);
    }

    private static JsonValue blanked(Cursor in) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        if (in.kind() != Cursor.Kind.OBJECT) {
            in.skip();
            return JsonValue.Null.NULL;
        }
        in.enterObject();
        while (in.nextKey()) {
            fields.put(in.key(), BLANK);
            in.skip();
        }
        return JsonValue.object(fields);
    }

    /** What a patch may have put into a Secret is blanked as what stood there was. */
    static JsonValue.Obj blanked(JsonValue.Obj document) {
        JsonValue.Obj result = document;
        if (document.text("kind").equals("Secret")) {
            for (String field : List.of("data", "stringData")) {
                if (result.get(field).orElse(JsonValue.Null.NULL) instanceof JsonValue.Obj data) {
                    Map<String, JsonValue> blank = new LinkedHashMap<>();
                    data.fields().keySet().forEach(key -> blank.put(key, BLANK));
                    result = result.with(field, JsonValue.object(blank));
                } else if (result.get(field).isPresent()) {
                    result = result.with(field, JsonValue.Null.NULL);
                }
            }
        }
        if (result.get("metadata").orElse(JsonValue.Null.NULL) instanceof JsonValue.Obj metadata
                && metadata.get("annotations").orElse(JsonValue.Null.NULL) instanceof JsonValue.Obj annotations) {
            result = result.with("metadata", metadata.with("annotations", annotations.without(LAST_APPLIED)));
        }
        return result;
    }
}
