package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Numbers for the implicit arcs that a search has used, from {@code A} upwards, and the rows that the expander has already
 * answered.
 *
 * <p>Numbers depend on the order of asking, so nothing is ever ordered by them. Rows are kept up to a fixed number of
 * entries; beyond it the expander is asked again, which then may leave out what the caller already knows.
 */
final class ImplicitArcs {

    private static final BitSet NOTHING_KNOWN = new BitSet();
    private static final int MAX_KEPT_ENTRIES = 1 << 22;
    private static final int CONFIDENCE_BITS = 2;
    private static final int[] UNASKED = {};
    private static final int[][] UNASKED_SUPPORTS = {};

    private final Expander expander;
    private final int firstNumber;
    private final IntList tails = new IntList();
    private final IntList heads = new IntList();
    private final IntList confidences = new IntList();
    private int[][][] supports = new int[0][][];
    private final PairTable numbers = new PairTable();
    private int[][] outRows = new int[0][];
    private int[][] inRows = new int[0][];
    private int keptEntries;

    ImplicitArcs(Expander expander, int vertexCount, int firstNumber) {
        this.expander = expander;
        this.firstNumber = firstNumber;
        if (expander != Expander.NONE) {
            outRows = new int[vertexCount][];
            inRows = new int[vertexCount][];
            Arrays.fill(outRows, UNASKED);
            Arrays.fill(inRows, UNASKED);
        }
    }

    boolean isNone() {
        return expander == Expander.NONE;
    }

    Expander expander() {
        return expander;
    }

    /** The number of the implicit arc from {@code tail} to {@code head}, given at first use. */
    int number(int tail, int head, int confidence) {
        int index = numbers.get(tail, head);
        if (index < 0) {
            index = tails.size();
            numbers.put(tail, head, index);
            tails.add(tail);
            heads.add(head);
            confidences.add(confidence);
        }
        return firstNumber + index;
    }

    /** The number if it was ever given, else -1: an arc without one cannot have been disabled. */
    int numberIfAny(int tail, int head) {
        int index = numbers.get(tail, head);
        return index < 0 ? -1 : firstNumber + index;
    }

    int tail(int arc) {
        return tails.get(arc - firstNumber);
    }

    int head(int arc) {
        return heads.get(arc - firstNumber);
    }

    int confidence(int arc) {
        return confidences.get(arc - firstNumber);
    }

    int[][] supports(int arc) {
        int index = arc - firstNumber;
        if (index >= supports.length) {
            int old = supports.length;
            supports = Arrays.copyOf(supports, Math.max(tails.size(), 2 * old));
            Arrays.fill(supports, old, supports.length, UNASKED_SUPPORTS);
        }
        if (supports[index] == UNASKED_SUPPORTS) {
            supports[index] = FactSets.normalise(expander.supports(tail(arc), head(arc)));
        }
        return supports[index];
    }

    void out(int tail, BitSet known, Expander.Sink sink) {
        if (isNone()) {
            return;
        }
        if (outRows[tail] == UNASKED && keptEntries < MAX_KEPT_ENTRIES) {
            Row row = new Row();
            expander.outArcs(tail, NOTHING_KNOWN, row);
            outRows[tail] = keep(row);
        }
        if (outRows[tail] == UNASKED) {
            expander.outArcs(tail, known, sink);
        } else {
            replay(outRows[tail], known, sink);
        }
    }

    void in(int head, BitSet known, Expander.Sink sink) {
        if (isNone()) {
            return;
        }
        if (inRows[head] == UNASKED && keptEntries < MAX_KEPT_ENTRIES) {
            Row row = new Row();
            expander.inArcs(head, NOTHING_KNOWN, row);
            inRows[head] = keep(row);
        }
        if (inRows[head] == UNASKED) {
            expander.inArcs(head, known, sink);
        } else {
            replay(inRows[head], known, sink);
        }
    }

    private int[] keep(Row row) {
        int[] entries = row.entries.toArray();
        keptEntries += entries.length + 2;
        return entries;
    }

    private static void replay(int[] row, BitSet known, Expander.Sink sink) {
        for (int entry : row) {
            int other = entry >>> CONFIDENCE_BITS;
            if (!known.get(other)) {
                sink.arc(other, entry & 3);
            }
        }
    }

    /** Ends and confidences packed into one int each; room for half a billion vertices. */
    private static final class Row implements Expander.Sink {

        private final IntList entries = new IntList();

        @Override
        public void arc(int other, int confidence) {
            entries.add(other << CONFIDENCE_BITS | confidence);
        }
    }
}
