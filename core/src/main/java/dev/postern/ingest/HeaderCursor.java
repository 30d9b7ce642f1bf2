package dev.postern.ingest;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A cursor on an object that first looks for {@code apiVersion} and {@code kind}, which may stand anywhere in it. The
 * fields in front of them are kept and come first again when the object is entered; all others are streamed.
 */
final class HeaderCursor implements Cursor {
    private final Cursor in;
    private final Deque<Field> before = new ArrayDeque<>();
    private String apiVersion = "";
    private String kind = "";
    private int firstLine;
    private final long start;
    private final int item;
    private boolean pendingKey;
    private boolean atItems;
    private boolean contradicted;
    private boolean exhausted;
    private boolean overflown;

    /** How deep inside the object: 0 in front of it, 1 among its fields. */
    private int depth;

    private String key = "";
    private boolean merged;
    private @Nullable Cursor replay;

    private record Field(String key, boolean merged, Recording value) {}

    /**
     * Reads the head of the object that {@code in} stands on.
     *
     * @param defaultKind what an item of a typed list is when it does not say; else empty
     * @param item index of the object in the list around it, or -1
     */
    HeaderCursor(Cursor in, String defaultApiVersion, String defaultKind, int item) {
        this.in = in;
        this.item = item;
        this.firstLine = in.line();
        this.start = in.offset();
        in.enterObject();
        boolean first = true;
        while (true) {
            if (!in.nextKey()) {
                exhausted = true;
                break;
            }
            if (first) {
                firstLine = Math.max(firstLine, in.keyLine());
                first = false;
            }
            boolean scalar = in.kind() == Kind.STRING;
            if (scalar && in.key().equals("apiVersion")) {
                apiVersion = in.text();
            } else if (scalar && in.key().equals("kind")) {
                kind = in.text();
            } else if (!apiVersion.isEmpty() && !kind.isEmpty() || !defaultKind.isEmpty() || isItems()) {
                pendingKey = true;
                atItems = kind.isEmpty() && isItems();
                break;
            } else {
                Recording value = new Recording();
                if (overflown) {
                    in.skip();
                } else {
                    before.add(new Field(in.key(), in.isMergedKey(), value));
                    value.take(in);
                    overflown = value.isOverflown();
                }
            }
        }
        if (kind.isEmpty()) {
            kind = defaultKind;
        }
        if (apiVersion.isEmpty()) {
            apiVersion = defaultApiVersion;
        }
    }

    /** Whether the object is a list: by its kind, or by its items where no kind is known yet. */
    boolean isList() {
        return kind.endsWith("List") || atItems;
    }

    /** Whether the object was taken for one kind and then, behind other fields, said to be of another. */
    boolean isContradicted() {
        return contradicted;
    }

    /** Index of the object in the list around it, or -1. */
    int item() {
        return item;
    }

    /** Takes note of the kind or apiVersion that the cursor stands on, behind the items of a list. */
    void settle() {
        if (at().kind() != Kind.STRING) {
            at().skip();
        } else if (key.equals("kind")) {
            kind = at().text();
        } else {
            apiVersion = at().text();
        }
    }

    /** A list whose kind comes last, as kubectl prints it: its items must be streamed before the kind is known. */
    private boolean isItems() {
        return (kind.isEmpty() || kind.endsWith("List")) && in.key().equals("items") && in.kind() == Kind.ARRAY;
    }

    /** Settles what an object is that does not say so itself, once the list around it is known. */
    void assume(String listApiVersion, String itemKind) {
        apiVersion = apiVersion.isEmpty() ? listApiVersion : apiVersion;
        kind = itemKind;
    }

    /** Whether the whole object has been taken in, so that it can be entered later. */
    boolean isComplete() {
        return exhausted && !overflown;
    }

    String apiVersion() {
        return apiVersion;
    }

    String kindName() {
        return kind;
    }

    /** Line of the object's first key. */
    int firstLine() {
        return firstLine;
    }

    /** Whether so much stood in front of the kind that it was not kept. */
    boolean isOverflown() {
        return overflown;
    }

    /** The cursor that holds the current value: shorter to walk when this one is left alone meanwhile. */
    @Override
    public Cursor inner() {
        return at();
    }

    private Cursor at() {
        return replay == null ? in : replay;
    }

    @Override
    public Kind kind() {
        return depth == 0 ? Kind.OBJECT : at().kind();
    }

    @Override
    public void enterObject() {
        if (depth++ > 0) {
            at().enterObject();
        }
    }

    @Override
    public boolean nextKey() {
        if (depth > 1) {
            if (at().nextKey()) {
                key = at().key();
                merged = at().isMergedKey();
                return true;
            }
            depth--;
            return false;
        }
        replay = null;
        Field field = before.poll();
        if (field != null) {
            replay = field.value().replay();
            key = field.key();
            merged = field.merged();
            return true;
        }
        if (pendingKey || !exhausted && in.nextKey()) {
            pendingKey = false;
            key = in.key();
            contradicted |=
                    key.equals("kind") && in.kind() == Kind.STRING && !in.text().equals(kind);
            merged = in.isMergedKey();
            return true;
        }
        exhausted = true;
        depth--;
        return false;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public boolean isMergedKey() {
        return merged;
    }

    @Override
    public void enterArray() {
        depth++;
        at().enterArray();
    }

    @Override
    public boolean nextElement() {
        if (at().nextElement()) {
            return true;
        }
        depth--;
        return false;
    }

    @Override
    public String text() {
        return at().text();
    }

    @Override
    public String symbol() {
        return at().symbol();
    }

    @Override
    public long integer() {
        return at().integer();
    }

    @Override
    public boolean bool() {
        return at().bool();
    }

    @Override
    public void skip() {
        if (depth > 0) {
            at().skip();
            return;
        }
        enterObject();
        while (nextKey()) {
            at().skip();
        }
    }

    @Override
    public int line() {
        return depth == 0 ? firstLine : at().line();
    }

    @Override
    public int keyLine() {
        return depth == 0 ? firstLine : at().keyLine();
    }

    @Override
    public int column() {
        return depth == 0 ? 0 : at().column();
    }

    @Override
    public long offset() {
        return start;
    }
}
