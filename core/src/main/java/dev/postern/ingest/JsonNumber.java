package dev.postern.ingest;

import com.google.common.primitives.Longs;
import java.util.regex.Pattern;

/** Judges the numbers that are not plainly a few digits. */
final class JsonNumber {
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private JsonNumber() {}

    /** Whether it is one, and whether it is a whole one that fits 64 bits. */
    static Cursor.Kind kind(String text, JsonScanner scanner) {
        if (INTEGER.matcher(text).matches()) {
            return Longs.tryParse(text) == null ? Cursor.Kind.FRACTION : Cursor.Kind.INTEGER;
        }
        if (NUMBER.matcher(text).matches()) {
            return Cursor.Kind.FRACTION;
        }
        throw scanner.noNumber();
    }
}
