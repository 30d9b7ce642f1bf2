package dev.postern.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A window on the bytes of an input, and the place in it. Fields rather than methods, for {@link JsonScanner} works on
 * them byte by byte.
 *
 * <p>Behind the last byte there are always {@link #PADDING} zeros, so that scans may look at eight bytes at once and need
 * not ask for the end: in JSON a zero byte is an error wherever it stands.
 */
final class JsonBytes {
    /** Stands in {@link #start} when no text has to stay in the window. */
    static final int NOWHERE = Integer.MAX_VALUE;

    private static final int PADDING = 8;
    private static final int SIZE = 1 << 16;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final InputStream in;
    byte[] bytes = new byte[SIZE + PADDING];

    /** Index of the byte to be looked at next. */
    int at;

    /** Index of the first byte of the token that is being looked at; it stays in the window. */
    int start = NOWHERE;

    /** Index behind the last byte of the window. */
    int end;

    /** Offset in the input of the piece that is to stay in the window while it is short; negative for none. */
    long piece = -1;

    int line = 1;

    /** Offset in the input of the first byte of the line. */
    long lineStart;

    /** Offset in the input of the window's first byte. */
    private long base;

    private boolean ended;

    JsonBytes(InputStream in) {
        this.in = in;
    }

    /** Eight bytes from an index that is not behind {@link #end}, the first one lowest. */
    static long eight(byte[] bytes, int index) {
        return (long) LONGS.get(bytes, index);
    }

    /** Offset in the input of the byte at an index. */
    long offset(int index) {
        return base + index;
    }

    /** Index of the byte at an offset; negative when it has left the window. */
    int index(long offset) {
        return (int) Math.max(-1, offset - base);
    }

    /** Moves to the next byte that is no white space, and tells it; 0 also at the {@link #isEnd end}. */
    byte next() {
        while (true) {
            byte b = bytes[at];
            if (b == '\n') {
                at++;
                line++;
                lineStart = base + at;
            } else if (b == ' ' || b == '\t') {
                at++;
            } else if (b == '\r') {
                at++;
                if (has(1) && bytes[at] != '\n') {
                    line++;
                    lineStart = base + at;
                }
            } else if (b != 0 || at < end || !more()) {
                return b;
            }
        }
    }

    boolean isEnd() {
        return at == end && !more();
    }

    /** Whether that many bytes stand here. */
    boolean has(int length) {
        while (end - at < length) {
            if (!more()) {
                return false;
            }
        }
        return true;
    }

    /** Reads more bytes behind the window; false when there are none. Indices other than the fields' are void then. */
    boolean more() {
        if (ended) {
            return false;
        }
        if (end == bytes.length - PADDING) {
            makeRoom();
        }
        int read = read();
        ended = read <= 0;
        end += Math.max(0, read);
        Arrays.fill(bytes, end, end + PADDING, (byte) 0);
        return !ended;
    }

    /** Drops what nobody wants any more; a window that is wanted for its greater part is doubled. */
    private void makeRoom() {
        int from = Math.min(start, at);
        int first = index(piece);
        if (piece >= 0 && first >= 0 && first < from && end - first <= Recollection.LONGEST) {
            from = first;
        }
        byte[] target = bytes;
        if (end - from > (bytes.length - PADDING) / 2) {
            target = new byte[Math.toIntExact(2L * (bytes.length - PADDING) + PADDING)];
        }
        System.arraycopy(bytes, from, target, 0, end - from);
        if (target != bytes) {
            wipe();
        }
        bytes = target;
        at -= from;
        start -= start == NOWHERE ? 0 : from;
        end -= from;
        base += from;
    }

    private int read() {
        try {
            return in.read(bytes, end, bytes.length - PADDING - end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text from an index on, for somebody else to read. */
    InputStream rest(int from) {
        return new SequenceInputStream(new ByteArrayInputStream(bytes, from, end - from), in);
    }

    /** Forgets the text, which may hold secrets. */
    void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }
}
