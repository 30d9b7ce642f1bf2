package dev.postern.ingest;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Objects and lists of a JSON text with what was read from them. Replicas of a workload repeat most of their text byte for
 * byte: a piece that comes again is compared, which takes a fraction of reading it, and what was read before stands for
 * it. Of each sort of piece only the last few different ones are known.
 *
 * <p>Holds text of the input while one file is read; {@link #wipe} ends that.
 */
final class Recollection {
    /** Bytes of a piece that is remembered. */
    static final int LONGEST = 1 << 14;

    private static final int DIFFERENT = 8;
    private static final int GAPS = 8;

    private final JsonBytes in;
    private final Map<String, Piece[]> known = new HashMap<>();

    /** Offsets in the input of texts that make no difference, inside of the pieces that are being read. */
    private final long[] gaps = new long[GAPS];

    private int gapCount;

    /**
     * A text and what it says.
     *
     * @param gaps where in the text the ends of generated names are, which make no difference
     * @param lines line ends in the text
     * @param lastLine bytes behind the last of them
     */
    private record Piece(byte[] text, int[] gaps, int lines, int lastLine, Object value) {}

    Recollection(JsonBytes in) {
        this.in = in;
    }

    /** What was read from a text equal to the one here, which is behind then; null when there is none. */
    @Nullable
    Object recall(String what) {
        Piece[] pieces = known.get(what);
        if (pieces == null) {
            return null;
        }
        for (int i = 0; i < DIFFERENT && pieces[i] != null; i++) {
            Piece piece = pieces[i];
            if (isHere(piece)) {
                System.arraycopy(pieces, 0, pieces, 1, i);
                pieces[0] = piece;
                for (int gap : piece.gaps) {
                    gap(in.offset(in.at) + gap);
                }
                in.at += piece.text.length;
                if (piece.lines > 0) {
                    in.line += piece.lines;
                    in.lineStart = in.offset(in.at) - piece.lastLine;
                }
                return piece.value;
            }
        }
        return null;
    }

    private boolean isHere(Piece piece) {
        byte[] text = piece.text;
        if (!in.has(text.length)) {
            return false;
        }
        int from = 0;
        for (int gap : piece.gaps) {
            if (!equal(text, from, gap) || !GeneratedName.isEnd(in.bytes, in.at + gap)) {
                return false;
            }
            from = gap + GeneratedName.END;
        }
        return equal(text, from, text.length);
    }

    private boolean equal(byte[] text, int from, int to) {
        return Arrays.equals(text, from, to, in.bytes, in.at + from, in.at + to);
    }

    /** Starts a piece here; where it starts. */
    long begin() {
        long from = in.offset(in.at);
        if (in.piece < 0) {
            in.piece = from;
            gapCount = 0;
        }
        return from;
    }

    /** The end of the generated name at this offset makes no difference to what the piece around it says. */
    void gap(long offset) {
        if (gapCount < GAPS) {
            gaps[gapCount] = offset;
        }
        gapCount++;
    }

    /** Ends the piece that was begun at {@code from}, and remembers what was read from it unless that is null. */
    void end(String what, long from, int firstLine, @Nullable Object value) {
        int start = in.index(from);
        int length = in.at - start;
        if (value != null && start >= 0 && length <= LONGEST && gapCount <= GAPS) {
            Piece[] pieces = known.computeIfAbsent(what, any -> new Piece[DIFFERENT]);
            forget(pieces[DIFFERENT - 1]);
            System.arraycopy(pieces, 0, pieces, 1, DIFFERENT - 1);
            byte[] text = Arrays.copyOfRange(in.bytes, start, in.at);
            int[] inside = Arrays.stream(gaps, 0, gapCount)
                    .filter(gap -> gap >= from)
                    .mapToInt(gap -> (int) (gap - from))
                    .toArray();
            int lastLine = (int) (in.offset(in.at) - in.lineStart);
            pieces[0] = new Piece(text, inside, in.line - firstLine, lastLine, value);
        }
        if (in.piece == from) {
            in.piece = -1;
        }
    }

    private static void forget(@Nullable Piece piece) {
        if (piece != null) {
            Arrays.fill(piece.text, (byte) 0);
        }
    }

    /** Forgets everything: the texts may hold secrets. */
    void wipe() {
        known.values().forEach(pieces -> Arrays.stream(pieces).forEach(Recollection::forget));
        known.clear();
    }
}
