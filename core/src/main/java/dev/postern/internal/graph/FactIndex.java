package dev.postern.internal.graph;

import java.util.Arrays;

/** Which arcs cite a fact, in compressed sparse rows. */
final class FactIndex {

    static final FactIndex EMPTY = new FactIndex(new int[] {0}, new int[0]);

    private final int[] start;
    private final int[] arcs;

    private FactIndex(int[] start, int[] arcs) {
        this.start = start;
        this.arcs = arcs;
    }

    /** Ascending; empty for a fact that no arc cites. */
    int[] arcs(int fact) {
        return fact + 1 < start.length ? Arrays.copyOfRange(arcs, start[fact], start[fact + 1]) : FactSets.NONE;
    }

    static FactIndex of(int[] offsets, int[] pool) {
        int facts = 0;
        for (int offset : offsets) {
            for (int at = offset, sets = offset == 0 ? 0 : pool[offset - 1]; sets > 0; sets--, at += 1 + pool[at]) {
                for (int i = 1; i <= pool[at]; i++) {
                    facts = Math.max(facts, pool[at + i] + 1);
                }
            }
        }
        int[] start = new int[facts + 1];
        eachCitation(offsets, pool, facts, (arc, fact) -> start[fact + 1]++);
        Arrays.parallelPrefix(start, Integer::sum);
        int[] arcs = new int[start[facts]];
        int[] next = Arrays.copyOf(start, facts);
        eachCitation(offsets, pool, facts, (arc, fact) -> arcs[next[fact]++] = arc);
        return new FactIndex(start, arcs);
    }

    @FunctionalInterface
    private interface Citation {
        void accept(int arc, int fact);
    }

    /** Each (arc, fact) pair once, however many supports of the arc name the fact. */
    private static void eachCitation(int[] offsets, int[] pool, int facts, Citation citation) {
        int[] lastArc = new int[facts];
        Arrays.fill(lastArc, -1);
        for (int arc = 0; arc < offsets.length; arc++) {
            int at = offsets[arc];
            for (int sets = at == 0 ? 0 : pool[at - 1]; sets > 0; sets--) {
                for (int i = 1; i <= pool[at]; i++) {
                    int fact = pool[at + i];
                    if (lastArc[fact] != arc) {
                        lastArc[fact] = arc;
                        citation.accept(arc, fact);
                    }
                }
                at += 1 + pool[at];
            }
        }
    }
}
