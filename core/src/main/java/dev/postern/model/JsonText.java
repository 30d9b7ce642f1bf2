package dev.postern.model;

import java.util.Map;

/** Writes {@link JsonValue}s as compact JSON of ASCII characters alone. */
final class JsonText {
    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    static String of(JsonValue value) {
        JsonText text = new JsonText();
        text.value(value);
        return text.out.toString();
    }

    private void value(JsonValue value) {
        if (value instanceof JsonValue.Obj object) {
            char separator = '{';
            for (Map.Entry<String, JsonValue> field : object.fields().entrySet()) {
                out.append(separator);
                string(field.getKey());
                out.append(':');
                value(field.getValue());
                separator = ',';
            }
            out.append(separator == '{' ? "{}" : "}");
        } else if (value instanceof JsonValue.Arr array) {
            char separator = '[';
            for (JsonValue element : array.elements()) {
                out.append(separator);
                value(element);
                separator = ',';
            }
            out.append(separator == '[' ? "[]" : "]");
        } else if (value instanceof JsonValue.Text text) {
            string(text.value());
        } else {
            out.append(value);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(Character.forDigit(c >> shift & 0xf, 16));
                }
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
