package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The supports of all arcs in one pool: per arc {@code [sets, length, fact..., length, fact...]}. Sets and facts are
 * sorted, so equal supports have equal encodings.
 */
public final class FactSets {

    static final int[] NONE = {};

    private static final int[][] NO_SETS = {};

    /** No arc needs a fact. */
    static final FactSets EMPTY = new FactSets(NONE, NONE);

    private final int[] offsets;
    private final int[] pool;
    private volatile FactIndex index = FactIndex.EMPTY;

    /** Offsets are one past the encoding's place in the pool; 0 says that the arc needs no fact. */
    FactSets(int[] offsets, int[] pool) {
        this.offsets = offsets;
        this.pool = pool;
    }

    /** What {@code supports} says of each arc, asked now, one after another. */
    public static FactSets of(int arcs, IntFunction<int[][]> supports) {
        int[] offsets = new int[arcs];
        IntList pool = new IntList();
        for (int arc = 0; arc < arcs; arc++) {
            offsets[arc] = encode(supports.apply(arc), pool);
        }
        return new FactSets(offsets, pool.toArray());
    }

    /** The same of facts that are numbered otherwise. */
    public FactSets renumbered(int[] numbers) {
        int[] renumbered = pool.clone();
        for (int offset : offsets) {
            if (offset > 0) {
                boolean sorted = true;
                int at = offset;
                for (int sets = pool[offset - 1]; sets > 0; sets--, at += 1 + pool[at]) {
                    for (int i = 1; i <= pool[at]; i++) {
                        renumbered[at + i] = numbers[pool[at + i]];
                        sorted &= i == 1 || renumbered[at + i - 1] < renumbered[at + i];
                    }
                }
                if (!sorted || pool[offset - 1] > 1) {
                    sort(renumbered, offset - 1);
                }
            }
        }
        return new FactSets(offsets, renumbered);
    }

    private static void sort(int[] pool, int offset) {
        IntList sorted = new IntList();
        encode(normalise(decode(pool, offset)), sorted);
        System.arraycopy(sorted.toArray(), 0, pool, offset, sorted.size());
    }

    /** Those of the arcs of one, then those of the arcs of the next, and so on; all number facts alike. */
    public static FactSets inTurn(List<FactSets> parts) {
        int[] offsets =
                new int[parts.stream().mapToInt(part -> part.offsets.length).sum()];
        int[] pool = new int[parts.stream().mapToInt(part -> part.pool.length).sum()];
        int arc = 0;
        int at = 0;
        for (FactSets part : parts) {
            for (int offset : part.offsets) {
                offsets[arc++] = offset == 0 ? 0 : at + offset;
            }
            System.arraycopy(part.pool, 0, pool, at, part.pool.length);
            at += part.pool.length;
        }
        return pool.length == 0 ? EMPTY : new FactSets(offsets, pool);
    }

    /** Adds the supports of one arc to a pool, sorted; returns its offset. */
    static int encode(int[][] supports, IntList pool) {
        if (supports.length == 0) {
            return 0;
        }
        int[][] sets = supports.length == 1 && isSortedSet(supports[0]) ? supports : normalise(supports);
        int at = pool.size() + 1;
        pool.add(sets.length);
        for (int[] set : sets) {
            pool.add(set.length);
            pool.addAll(set);
        }
        return at;
    }

    /** The same for more arcs, of which the added ones need no fact. */
    FactSets forArcs(int count) {
        return isEmpty() ? this : new FactSets(Arrays.copyOf(offsets, count), pool);
    }

    boolean isEmpty() {
        return pool.length == 0;
    }

    int[][] of(int arc) {
        return isEmpty() || offsets[arc] == 0 ? NO_SETS : decode(pool, offsets[arc] - 1);
    }

    int[] arcsCiting(int fact) {
        if (isEmpty()) {
            return NONE;
        }
        FactIndex current = index;
        if (current == FactIndex.EMPTY) {
            // Two threads may build it twice: both get the same.
            current = FactIndex.of(offsets, pool);
            index = current;
        }
        return current.arcs(fact);
    }

    static int[][] decode(int[] pool, int offset) {
        int[][] sets = new int[pool[offset]][];
        int at = offset + 1;
        for (int i = 0; i < sets.length; i++) {
            sets[i] = Arrays.copyOfRange(pool, at + 1, at + 1 + pool[at]);
            at += 1 + pool[at];
        }
        return sets;
    }

    private static boolean isSortedSet(int[] facts) {
        for (int i = 1; i < facts.length; i++) {
            if (facts[i - 1] >= facts[i]) {
                return false;
            }
        }
        return true;
    }

    /** Sorted, without repetitions of facts or sets. */
    static int[][] normalise(int[][] supports) {
        if (supports.length == 1) {
            return new int[][] {sortedSet(supports[0])};
        }
        int[][] sets = new int[supports.length][];
        for (int i = 0; i < sets.length; i++) {
            sets[i] = sortedSet(supports[i]);
        }
        Arrays.sort(sets, Arrays::compare);
        int kept = 0;
        for (int i = 0; i < sets.length; i++) {
            if (i == 0 || !Arrays.equals(sets[i], sets[i - 1])) {
                sets[kept++] = sets[i];
            }
        }
        return Arrays.copyOf(sets, kept);
    }

    /** What either of two equal arcs needs. An arc without supports needs nothing, and so does the union then. */
    static int[][] union(int[][] a, int[][] b) {
        if (a.length == 0 && b.length == 0) {
            return a;
        }
        int[][] both = Arrays.copyOf(orFree(a), orFree(a).length + orFree(b).length);
        System.arraycopy(orFree(b), 0, both, orFree(a).length, orFree(b).length);
        return normalise(both);
    }

    private static int[][] orFree(int[][] supports) {
        return supports.length == 0 ? new int[][] {NONE} : supports;
    }

    /** The facts that every support holds: each is needed. */
    static int[] common(int[][] supports) {
        if (supports.length == 0) {
            return NONE;
        }
        return Arrays.stream(supports[0])
                .filter(fact -> Arrays.stream(supports).allMatch(set -> Arrays.binarySearch(set, fact) >= 0))
                .toArray();
    }

    static int[] sortedSet(int[] values) {
        int[] sorted = values.clone();
        Arrays.sort(sorted);
        int kept = Math.min(1, sorted.length);
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] != sorted[i - 1]) {
                sorted[kept++] = sorted[i];
            }
        }
        return kept == sorted.length ? sorted : Arrays.copyOf(sorted, kept);
    }
}
