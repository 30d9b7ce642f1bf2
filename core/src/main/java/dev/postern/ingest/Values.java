package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.Longs;
import dev.postern.model.PortRef;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What the reader of a kind sees of an object: its values with the types the schema wants. A value of another type is
 * reported with its place, and read where its text leaves no doubt; null reads as absent; of a repeated key the last
 * value counts, and it is reported. A value that the reader does not ask for is passed over.
 *
 * <p>Messages name fields and types, never values.
 */
final class Values {
    private final Cursor document;
    private final String file;
    private final Report report;
    private final Sharing sharing;
    private final List<Level> levels = new ArrayList<>();

    /** The cursor that the value here is read with: below the object's own fields, one layer less. */
    private Cursor in;

    private int depth;
    private boolean pending = true;
    private int wrongTypes;

    Values(Cursor in, String file, Report report, Sharing sharing) {
        this.document = in;
        this.in = in;
        this.file = file;
        this.report = report;
        this.sharing = sharing;
    }

    Sharing sharing() {
        return sharing;
    }

    /** Enters the object here; false (and the value is behind) when it is absent or something else. */
    boolean object() {
        pending = false;
        if (in.kind() != Cursor.Kind.OBJECT) {
            refuse("a map");
            return false;
        }
        descend();
        in.enterObject();
        push(false);
        return true;
    }

    /** Moves to the next field of the object entered last; false at its end. */
    boolean next() {
        settle();
        if (!in.nextKey()) {
            ascend();
            return false;
        }
        pending = true;
        Level level = levels.get(depth - 1);
        level.key = in.key();
        if (!in.isMergedKey() && !level.isFirst(level.key)) {
            report.warning(
                    "duplicate-key",
                    path() + " is given twice in one object; the last one is used, as the API server does",
                    here());
        }
        return true;
    }

    /** Name of the field the cursor stands on. */
    String key() {
        return levels.get(depth - 1).key;
    }

    /** Whether the object here is one, rather than null or something else. */
    boolean isObject() {
        return in.kind() == Cursor.Kind.OBJECT;
    }

    boolean isList() {
        return in.kind() == Cursor.Kind.ARRAY;
    }

    /** Whether a single value stands here, null included. */
    boolean isScalar() {
        return in.kind().isScalar();
    }

    boolean isNull() {
        return in.kind() == Cursor.Kind.NULL;
    }

    boolean isWholeNumber() {
        return in.kind() == Cursor.Kind.INTEGER;
    }

    /** Whether the number 0 stands here, which for most numbers of the API is the same as nothing. */
    boolean isZero() {
        return in.kind() == Cursor.Kind.INTEGER && in.integer() == 0;
    }

    /** Enters the array here; false (and the value is behind) when it is absent or something else. */
    boolean array() {
        pending = false;
        if (in.kind() != Cursor.Kind.ARRAY) {
            refuse("a list");
            return false;
        }
        descend();
        in.enterArray();
        push(true);
        return true;
    }

    /** Moves to the next element of the array entered last; false at its end. */
    boolean element() {
        settle();
        if (!in.nextElement()) {
            ascend();
            return false;
        }
        pending = true;
        levels.get(depth - 1).index++;
        return true;
    }

    /** Index of the element the cursor stands on. */
    int index() {
        return levels.get(depth - 1).index;
    }

    void skip() {
        pending = false;
        in.skip();
    }

    private void settle() {
        if (pending) {
            in.skip();
            pending = false;
        }
    }

    private void descend() {
        if (depth == 1) {
            in = in.inner();
        }
    }

    private void ascend() {
        if (--depth == 1) {
            in = document;
        }
    }

    private void push(boolean array) {
        if (levels.size() == depth) {
            levels.add(new Level());
        }
        levels.get(depth++).reset(array);
    }

    /** A string; empty when absent. */
    String string() {
        pending = false;
        switch (in.kind()) {
            case STRING:
                return in.text();
            case NULL:
                return "";
            case OBJECT:
            case ARRAY:
                refuse("a string");
                return "";
            default:
                wrongTypes++;
                report.warning(
                        "wrong-type",
                        path() + " is " + in.kind().words() + " where a string is expected; it is read as text. Put it"
                                + " in quotes, or the API server refuses the object",
                        here());
                return in.text();
        }
    }

    /** A string that is likely to come again. */
    String symbol() {
        pending = false;
        String text = in.kind() == Cursor.Kind.STRING ? in.symbol() : string();
        return text.isEmpty() ? "" : sharing.one(text);
    }

    /** The name of a volume, without the end by which those of {@link GeneratedName token volumes} differ. */
    String volumeName() {
        String name = symbol();
        if (!GeneratedName.is(name)) {
            return name;
        }
        in.inner().gap();
        return GeneratedName.stem();
    }

    /**
     * What {@code read} makes of the value here, or made of the same text before. It must depend on nothing but that text,
     * and be immutable. A text with mistakes is read every time, so that each is reported with its own place.
     *
     * @param what names the way of reading
     */
    @SuppressWarnings("unchecked") // what is remembered under a name is of one type
    <T> T again(String what, Supplier<T> read) {
        Cursor at = in.inner();
        Object known = at.recall(what);
        if (known != null) {
            pending = false;
            return (T) known;
        }
        int mistakes = report.size();
        int line = at.line();
        long from = at.begin();
        T value = read.get();
        at.remember(what, from, line, report.size() == mistakes ? value : null);
        return value;
    }

    /** A string, where an empty one counts as absent. */
    Optional<String> optionalString() {
        String text = symbol();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    Optional<Boolean> optionalBoolean() {
        pending = false;
        Cursor.Kind kind = in.kind();
        if (kind == Cursor.Kind.BOOLEAN) {
            return Optional.of(in.bool());
        }
        if (kind == Cursor.Kind.STRING && (in.text().equals("true") || in.text().equals("false"))) {
            readAs("a boolean");
            return Optional.of(in.text().equals("true"));
        }
        refuse("a boolean");
        return Optional.empty();
    }

    /** A boolean that is false when absent. */
    boolean bool() {
        return optionalBoolean().orElse(false);
    }

    Optional<Long> optionalLong() {
        pending = false;
        Cursor.Kind kind = in.kind();
        if (kind == Cursor.Kind.INTEGER) {
            return Optional.of(in.integer());
        }
        Long value = kind == Cursor.Kind.STRING ? Longs.tryParse(in.text()) : null;
        if (value != null) {
            readAs("a number");
            return Optional.of(value);
        }
        refuse("a whole number");
        return Optional.empty();
    }

    /** A number that fits an int; the default when it is absent or does not fit. */
    int integer(int absent) {
        Optional<Long> value = optionalLong();
        if (value.isEmpty()) {
            return absent;
        }
        long number = value.get();
        if (number != (int) number) {
            wrongTypes++;
            report.error("wrong-type", path() + " is out of the range of a 32-bit number; it is left out", here());
            return absent;
        }
        return (int) number;
    }

    /** A number that may have a fraction; not a number where something else stands, which is then reported. */
    double number() {
        pending = false;
        if (in.kind() == Cursor.Kind.INTEGER) {
            return in.integer();
        }
        Double value = in.kind() == Cursor.Kind.FRACTION ? Doubles.tryParse(in.text()) : null;
        if (value != null && !value.isInfinite()) {
            return value;
        }
        refuse("a number");
        return Double.NaN;
    }

    /** A port number; 0 when absent. */
    int port() {
        int port = integer(0);
        if (port < 0 || port > 65535) {
            report.error("wrong-value", path() + " is no port number; it is left out", here());
            return 0;
        }
        return port;
    }

    /** A port by number or name; empty when absent. */
    Optional<PortRef> portRef() {
        pending = false;
        if (in.kind() == Cursor.Kind.STRING) {
            String text = in.text();
            Long number = Longs.tryParse(text);
            if (number == null) {
                return text.isEmpty() ? Optional.empty() : Optional.of(sharing.one(PortRef.named(text)));
            }
            readAs("a number");
            return Optional.of(sharing.one(checked(number)));
        }
        return optionalLong().map(number -> sharing.one(checked(number)));
    }

    /** As {@link #portRef()}, where a text is a name and nothing else: of digits alone, or empty, it is one that nothing has. */
    Optional<PortRef> policyPort() {
        pending = false;
        if (in.kind() == Cursor.Kind.STRING) {
            String text = in.text();
            return Optional.of(sharing.one(PortRef.named(text.isEmpty() ? "invalid:" : text)));
        }
        return portRef();
    }

    /** A number that is no port must not read as "no port", which would mean every port: it becomes a name of none. */
    private PortRef checked(long number) {
        if (number < 1 || number > 65535) {
            report.error("wrong-value", path() + " is no port number; nothing matches it", here());
            return PortRef.named("invalid:" + number);
        }
        return PortRef.of((int) number);
    }

    /** A list of strings; empty when absent. Elements that are no text are left out, with a report. */
    ImmutableList<String> strings() {
        if (!array()) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<String> strings = ImmutableList.builder();
        boolean any = false;
        while (element()) {
            if (in.kind().isScalar()) {
                strings.add(symbol());
                any = true;
            } else {
                pending = false;
                refuse("a string");
            }
        }
        return any ? sharing.one(strings.build()) : ImmutableList.of();
    }

    /**
     * A list of objects; empty when absent. A null element is an object without fields, as it is to the API server;
     * anything else that is no object is left out, with a report.
     */
    <T> ImmutableList<T> objects(Supplier<T> element) {
        if (!array()) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<T> all = ImmutableList.builder();
        boolean any = false;
        while (element()) {
            if (isObject() || isNull()) {
                all.add(sharing.one(element.get()));
                any = true;
            } else {
                pending = false;
                refuse("a map");
            }
        }
        return any ? sharing.list(all.build()) : ImmutableList.of();
    }

    /** A map from strings to strings, sorted by key; empty when absent. */
    ImmutableSortedMap<String, String> stringMap() {
        return again("strings", () -> readStringMap(() -> {}));
    }

    /** As {@link #stringMap()}; {@code look} is called at each key. {@code what} names the pair of both. */
    ImmutableSortedMap<String, String> stringMap(String what, Runnable look) {
        return again(what, () -> readStringMap(look));
    }

    private ImmutableSortedMap<String, String> readStringMap(Runnable look) {
        if (!object()) {
            return ImmutableSortedMap.of();
        }
        Map<String, String> map = new TreeMap<>();
        while (next()) {
            look.run();
            String name = sharing.one(key());
            map.put(name, symbol());
        }
        return map.isEmpty() ? ImmutableSortedMap.of() : sharing.one(ImmutableSortedMap.copyOf(map));
    }

    /** The keys of a map, sorted; its values are passed over without being looked at. */
    ImmutableSortedSet<String> keys() {
        if (!object()) {
            return ImmutableSortedSet.of();
        }
        Set<String> keys = new HashSet<>();
        while (next()) {
            keys.add(sharing.one(key()));
            skip();
        }
        return ImmutableSortedSet.copyOf(keys);
    }

    /** The text of a scalar of whatever type, or nothing; never reports. */
    String scalarText() {
        pending = false;
        if (in.kind().isScalar()) {
            return in.kind() == Cursor.Kind.NULL ? "" : in.text();
        }
        in.skip();
        return "";
    }

    /** Whether the string here has any characters; for values that must not be kept. */
    boolean isNonEmptyText() {
        return !scalarText().isEmpty();
    }

    private void readAs(String expected) {
        wrongTypes++;
        report.warning(
                "wrong-type",
                path() + " is a string where " + expected + " is expected; it is read as one. Take it out of its"
                        + " quotes, or the API server refuses the object",
                here());
    }

    /** Passes over a value of a wrong type; null is no mistake. */
    private void refuse(String expected) {
        if (in.kind() != Cursor.Kind.NULL) {
            wrongTypes++;
            report.error(
                    "wrong-type",
                    path() + " is " + in.kind().words() + " where " + expected + " is expected; it is left out",
                    here());
        }
        in.skip();
    }

    /** How many errors there have been so far: where the count rises over a value, not all of it was read. */
    int errors() {
        return report.errors();
    }

    /** Reports something about the value here that the reader of a kind found out. */
    void error(String code, String message) {
        report.error(code, path() + " " + message, here());
    }

    /** Reports, at its key, a field that was read but does not say what its author meant. */
    void warning(String code, String message) {
        report.warning(code, path() + " " + message, new SourceRef(file, in.keyLine(), 0));
    }

    /** As {@link #error(String, String)}, at a place where the cursor was before. */
    void error(String code, String message, SourceRef place) {
        report.error(code, path() + " " + message, place);
    }

    /** How many values of a wrong type there were so far, whether or not their text left no doubt. */
    int wrongTypes() {
        return wrongTypes;
    }

    /** Where the value here stands. */
    SourceRef here() {
        return new SourceRef(file, in.line(), in.column());
    }

    /** Path of the value here, for instance {@code spec.containers[0].ports}. */
    String path() {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            Level level = levels.get(i);
            if (level.array) {
                path.append('[').append(level.index).append(']');
            } else {
                String key = Printable.of(level.key, Limits.SHOWN);
                // As evidence writes it: a dot inside of a key is no step.
                path.append(key.indexOf('.') >= 0 ? "[" + key + "]" : path.length() == 0 ? key : "." + key);
            }
        }
        return path.length() == 0 ? "the object" : path.toString();
    }
}
