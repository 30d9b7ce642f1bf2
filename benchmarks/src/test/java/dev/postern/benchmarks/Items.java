package dev.postern.benchmarks;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Kind, namespace and name of every item of a {@code v1 List}. */
final class Items {
    private Items() {}

    static List<String[]> of(JsonParser parser) throws IOException {
        List<String[]> items = new ArrayList<>();
        String[] item = new String[3];
        String path = "";
        List<String> open = new ArrayList<>();
        while (parser.nextToken() != null) {
            JsonToken token = parser.currentToken();
            if (token.isStructStart()) {
                open.add(parser.currentName() == null ? "" : parser.currentName());
                path = String.join("/", open);
                if (path.equals("/items/")) {
                    item = new String[3];
                }
            } else if (token.isStructEnd()) {
                if (path.equals("/items/")) {
                    items.add(item);
                }
                open.remove(open.size() - 1);
                path = String.join("/", open);
            } else if (token == JsonToken.VALUE_STRING) {
                note(item, path, parser.currentName(), parser.getText());
            }
        }
        return items;
    }

    private static void note(String[] item, String path, String key, String value) {
        if (path.equals("/items/") && "kind".equals(key)) {
            item[0] = value;
        } else if (path.equals("/items//metadata") && "namespace".equals(key)) {
            item[1] = value;
        } else if (path.equals("/items//metadata") && "name".equals(key)) {
            item[2] = value;
        }
    }
}
