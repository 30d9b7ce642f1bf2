package dev.postern.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.postern.ingest.FieldTree.Budget;
import dev.postern.ingest.FieldTree.Place;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Places of JSON: of one value, or of the values and {@code items} of a file that are wanted. */
final class FieldTreeJson {
    private static final int MAX_DEPTH = 200;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            // Keys of labels and managedFields would fill the table of the whole process.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final JsonParser parser;
    private final int lineShift;
    private final int columnShift;

    /** Line and column shift apply to text that was cut out of a file: the column's to its first line only. */
    private FieldTreeJson(JsonParser parser, int lineShift, int columnShift) {
        this.parser = parser;
        this.lineShift = lineShift;
        this.columnShift = columnShift;
    }

    /** The places of one object that was cut out, or null when it is none. */
    static @Nullable FieldTree cut(FieldSlices.Slice slice, Budget budget) throws IOException {
        try (JsonParser parser = FACTORY.createParser(slice.text())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            return new FieldTreeJson(parser, slice.line() - 1, slice.column() - 1).value(budget, 0);
        }
    }

    /** Reads on until every wanted object has been handed over. Reads no further than it must. */
    static void scan(InputStream in, Wanted wanted) throws IOException {
        try (JsonParser parser = FACTORY.createParser(in)) {
            FieldTreeJson reader = new FieldTreeJson(parser, 0, 0);
            for (int document = 0; !wanted.isDone() && parser.nextToken() != null; document++) {
                reader.document(document, wanted);
            }
        }
    }

    private void document(int document, Wanted wanted) throws IOException {
        if (wanted.wants(document, -1)) {
            wanted.found(document, -1, value(wanted.budget(), 0));
        } else if (parser.currentToken() == JsonToken.START_ARRAY && wanted.wantsAny(document)) {
            items(document, wanted);
        } else if (parser.currentToken() == JsonToken.START_OBJECT && wanted.wantsAny(document)) {
            while (!wanted.isDone() && parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean items = parser.currentName().equals("items");
                if (parser.nextToken() == JsonToken.START_ARRAY && items) {
                    items(document, wanted);
                } else {
                    parser.skipChildren();
                }
            }
        } else {
            parser.skipChildren();
        }
    }

    private void items(int document, Wanted wanted) throws IOException {
        for (int item = 0; !wanted.isDone() && isElement(parser.nextToken()); item++) {
            if (wanted.wants(document, item)) {
                wanted.found(document, item, value(wanted.budget(), 0));
            } else {
                parser.skipChildren();
            }
        }
    }

    private static boolean isElement(@Nullable JsonToken token) {
        return token != null && token != JsonToken.END_ARRAY;
    }

    private FieldTree value(Budget budget, int depth) throws IOException {
        boolean object = parser.currentToken() == JsonToken.START_OBJECT;
        if (!object && parser.currentToken() != JsonToken.START_ARRAY) {
            return FieldTree.LEAF;
        }
        if (depth > MAX_DEPTH || budget.left() == 0) {
            parser.skipChildren();
            return FieldTree.LEAF;
        }
        FieldTree tree = new FieldTree();
        while (true) {
            JsonToken token = parser.nextToken();
            if (token == null || token.isStructEnd()) {
                return tree;
            }
            JsonLocation place = parser.currentTokenLocation();
            String key = object ? parser.currentName() : "";
            if (object) {
                parser.nextToken();
            }
            FieldTree content = value(budget, depth + 1);
            if (budget.take()) {
                note(tree, object, key, place, content);
            }
        }
    }

    private void note(FieldTree tree, boolean object, String key, JsonLocation at, FieldTree content) {
        int column = at.getLineNr() == 1 ? at.getColumnNr() + columnShift : at.getColumnNr();
        Place place = new Place(at.getLineNr() + lineShift, column, content);
        if (object) {
            tree.put(key, place);
        } else {
            tree.add(place);
        }
    }
}
