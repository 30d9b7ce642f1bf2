package dev.postern.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings by their bytes, so that names that come again are not made again. A table of fixed size that forgets, for the
 * reading of one file.
 */
final class Symbols {
    private static final int SIZE = 1 << 13;
    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    /** Longer texts are hardly ever names. */
    private static final int LONGEST = 256;

    private final @Nullable Symbol[] table = new @Nullable Symbol[SIZE];

    private record Symbol(byte[] bytes, String text) {}

    /** The ASCII text between two indices. */
    String text(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > LONGEST) {
            return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        }
        int slot = hash(bytes, from, length);
        Symbol known = table[slot];
        if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, bytes, from, to)) {
            return known.text;
        }
        String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        table[slot] = new Symbol(Arrays.copyOfRange(bytes, from, to), text);
        return text;
    }

    /** Eight bytes at a time; the window's padding may be read, but does not count. */
    private static int hash(byte[] bytes, int from, int length) {
        long hash = length;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            hash = (hash ^ JsonBytes.eight(bytes, from + i)) * MIX;
            hash ^= hash >>> 32;
        }
        int rest = length - i;
        if (rest > 0) {
            long tail = JsonBytes.eight(bytes, from + i) & -1L >>> 64 - 8 * rest;
            hash = (hash ^ tail) * MIX;
        }
        return (int) (hash >>> 51);
    }
}
