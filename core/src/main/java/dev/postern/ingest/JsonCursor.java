package dev.postern.ingest;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A cursor over JSON text that works on its bytes, and recalls what it has read from equal text before. */
final class JsonCursor implements Cursor, AutoCloseable {
    private final JsonBytes in;
    private final JsonScanner scanner;
    private final Symbols symbols = new Symbols();
    private final Recollection recollection;
    private Kind kind = Kind.NULL;
    private String key = "";

    /** Whether the object or array was entered only now. */
    private boolean first;

    private int depth;
    private int line;
    private int column;
    private long offset;
    private boolean isYaml;

    JsonCursor(InputStream text) {
        in = new JsonBytes(text);
        scanner = new JsonScanner(in);
        recollection = new Recollection(in);
        if (in.has(3) && in.bytes[0] == (byte) 0xef && in.bytes[1] == (byte) 0xbb && in.bytes[2] == (byte) 0xbf) {
            in.at = 3;
        }
    }

    /**
     * Moves to the next top-level value, past lines of {@code ---} and comments, which YAML has between documents; false at
     * the end of the input, or of what is JSON.
     */
    boolean nextDocument() {
        in.start = JsonBytes.NOWHERE;
        boolean separated = separators();
        if (in.next() == 0 && in.isEnd()) {
            return false;
        }
        if (separated && scanner.startsYaml()) {
            isYaml = true;
            return false;
        }
        in.start = JsonBytes.NOWHERE;
        value();
        boolean number = kind == Kind.INTEGER || kind == Kind.FRACTION;
        if (number && !in.isEnd() && in.bytes[in.at] > ' ') {
            throw scanner.unexpected();
        }
        return true;
    }

    /** Whether there was a marker; the text behind it stays in the window. */
    private boolean separators() {
        boolean separated = false;
        while (true) {
            byte b = in.next();
            if (scanner.isMarker()) {
                in.at += 3;
                in.start = in.at;
                line = in.line;
                separated = true;
            } else if (separated && b == '#') {
                scanner.comment();
            } else {
                return separated;
            }
        }
    }

    /** Whether what is left behind the last marker is no JSON. */
    boolean isYaml() {
        return isYaml;
    }

    /** That, until this is closed; its first line is {@link #line()}. */
    InputStream rest() {
        return in.rest(in.start);
    }

    /** Moves onto the value that begins here. */
    private void value() {
        byte b = in.next();
        line = in.line;
        column = scanner.column(in.at);
        offset = in.offset(in.at);
        switch (b) {
            case '{' -> kind = Kind.OBJECT;
            case '[' -> kind = Kind.ARRAY;
            case '"' -> {
                kind = Kind.STRING;
                in.start = in.at;
                scanner.string();
            }
            default -> {
                in.start = in.at;
                kind = scanner.scalar();
            }
        }
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public void enterObject() {
        enter();
    }

    @Override
    public void enterArray() {
        enter();
    }

    private void enter() {
        if (++depth > Limits.DEPTH) {
            throw scanner.tooDeep();
        }
        in.at++;
        first = true;
    }

    /** Moves in front of the next name or element; false, and behind the object or array, when there is none. */
    private boolean advance(char close) {
        in.start = JsonBytes.NOWHERE;
        byte b = in.next();
        boolean begins = first;
        first = false;
        if (b == close) {
            in.at++;
            depth--;
            return false;
        }
        if (!begins) {
            if (b != ',') {
                throw scanner.unexpected();
            }
            in.at++;
        }
        return true;
    }

    @Override
    public boolean nextKey() {
        if (!advance('}')) {
            return false;
        }
        in.next();
        in.start = in.at;
        scanner.name();
        key = symbolOrText();
        in.start = JsonBytes.NOWHERE;
        scanner.colon();
        value();
        return true;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public boolean nextElement() {
        if (!advance(']')) {
            return false;
        }
        value();
        return true;
    }

    @Override
    public String text() {
        return kind == Kind.STRING
                ? scanner.text(in.start, in.at - 1)
                : symbols.text(in.bytes, in.start, kind.isScalar() ? in.at : in.start);
    }

    @Override
    public String symbol() {
        return kind == Kind.STRING ? symbolOrText() : text();
    }

    private String symbolOrText() {
        return scanner.isPlain() ? symbols.text(in.bytes, in.start + 1, in.at - 1) : scanner.text(in.start, in.at - 1);
    }

    @Override
    public long integer() {
        return Long.parseLong(text());
    }

    @Override
    public boolean bool() {
        return in.bytes[in.start] == 't';
    }

    @Override
    public void skip() {
        if (!kind.isScalar()) {
            scanner.skip(depth);
            kind = Kind.NULL;
        }
    }

    @Override
    public @Nullable Object recall(String what) {
        return kind.isScalar() ? null : recollection.recall(what);
    }

    @Override
    public long begin() {
        return kind.isScalar() ? -1 : recollection.begin();
    }

    @Override
    public void remember(String what, long from, int firstLine, @Nullable Object value) {
        if (from >= 0) {
            recollection.end(what, from, firstLine, value);
        }
    }

    @Override
    public void gap() {
        if (scanner.isPlain()) {
            recollection.gap(in.offset(in.at - 1 - GeneratedName.END));
        }
    }

    @Override
    public int line() {
        return line;
    }

    @Override
    public int column() {
        return column;
    }

    @Override
    public long offset() {
        return offset;
    }

    /** Forgets the text; the stream stays open. */
    @Override
    public void close() {
        in.wipe();
        recollection.wipe();
    }
}
