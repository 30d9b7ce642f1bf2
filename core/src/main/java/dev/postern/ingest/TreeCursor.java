package dev.postern.ingest;

import dev.postern.model.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;

/** A cursor over a tree, so that a document that was changed in memory goes through the readers of every other one. */
final class TreeCursor implements Cursor {
    private final int line;
    private final long offset;
    private final Deque<Iterator<?>> open = new ArrayDeque<>();
    private JsonValue current;
    private String key = "";

    /** {@code line}, {@code offset}: of the object that the tree stands for, which all its values are said to be at. */
    TreeCursor(JsonValue tree, int line, long offset) {
        this.current = tree;
        this.line = line;
        this.offset = offset;
    }

    @Override
    public Kind kind() {
        if (current instanceof JsonValue.Obj) {
            return Kind.OBJECT;
        } else if (current instanceof JsonValue.Arr) {
            return Kind.ARRAY;
        } else if (current instanceof JsonValue.Text) {
            return Kind.STRING;
        } else if (current instanceof JsonValue.Num number) {
            return number.isLong() ? Kind.INTEGER : Kind.FRACTION;
        }
        return current instanceof JsonValue.Bool ? Kind.BOOLEAN : Kind.NULL;
    }

    @Override
    public void enterObject() {
        deeper(((JsonValue.Obj) current).fields().entrySet().iterator());
    }

    @Override
    public boolean nextKey() {
        Iterator<?> fields = open.element();
        if (!fields.hasNext()) {
            open.pop();
            return false;
        }
        Map.Entry<?, ?> field = (Map.Entry<?, ?>) fields.next();
        key = (String) field.getKey();
        current = (JsonValue) field.getValue();
        return true;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public void enterArray() {
        deeper(((JsonValue.Arr) current).elements().iterator());
    }

    @Override
    public boolean nextElement() {
        Iterator<?> elements = open.element();
        if (!elements.hasNext()) {
            open.pop();
            return false;
        }
        current = (JsonValue) elements.next();
        return true;
    }

    private void deeper(Iterator<?> children) {
        if (open.size() >= Limits.DEPTH) {
            throw new MalformedInput(
                    "too-deep", "objects and lists are nested more than " + Limits.DEPTH + " deep", line, 1);
        }
        open.push(children);
    }

    @Override
    public String text() {
        return current instanceof JsonValue.Text text ? text.value() : current.toString();
    }

    @Override
    public long integer() {
        return current instanceof JsonValue.Num number ? Long.parseLong(number.literal()) : 0;
    }

    @Override
    public boolean bool() {
        return current instanceof JsonValue.Bool bool && bool.value();
    }

    @Override
    public void skip() {}

    @Override
    public int line() {
        return line;
    }

    @Override
    public int column() {
        return line == 0 ? 0 : 1;
    }

    @Override
    public long offset() {
        return offset;
    }
}
