package dev.postern.benchmarks;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Kind, namespace and name of every item of a {@code v1 List}. */
final class Items {
    private Items() {}

    static List<List<String>> of(JsonParser parser) throws IOException {
        List<List<String>> items = new ArrayList<>();
        while (!(parser.nextToken() == JsonToken.START_ARRAY && "items".equals(parser.currentName()))) {
            assert parser.currentToken() != null : "no items";
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            items.add(item(parser));
        }
        return items;
    }

    private static List<String> item(JsonParser parser) throws IOException {
        String[] item = {"", "", ""};
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equals("kind")) {
                item[0] = parser.getText();
            } else if (field.equals("metadata")) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    parser.nextToken();
                    if (key.equals("namespace")) {
                        item[1] = parser.getText();
                    } else if (key.equals("name")) {
                        item[2] = parser.getText();
                    }
                    parser.skipChildren();
                }
            } else {
                parser.skipChildren();
            }
        }
        return List.of(item);
    }
}
