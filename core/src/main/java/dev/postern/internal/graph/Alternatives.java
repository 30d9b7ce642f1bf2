package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** For each source the alternatives that hold it, and whether it is in the base, in compressed sparse rows. */
final class Alternatives {

    private final int[] sources;
    private final boolean[] inBase;
    private final int[] start;
    private final int[] members;

    Alternatives(Footholds footholds) {
        sources = footholds.union();
        inBase = new boolean[sources.length];
        for (int source : footholds.base()) {
            inBase[index(source)] = true;
        }
        start = new int[sources.length + 1];
        for (int i = 0; i < footholds.alternativeCount(); i++) {
            for (int source : footholds.alternative(i)) {
                start[index(source) + 1]++;
            }
        }
        Arrays.parallelPrefix(start, Integer::sum);
        members = new int[start[sources.length]];
        int[] next = start.clone();
        for (int i = 0; i < footholds.alternativeCount(); i++) {
            for (int source : footholds.alternative(i)) {
                members[next[index(source)]++] = i;
            }
        }
    }

    /** All sources, ascending. */
    int[] sources() {
        return sources.clone();
    }

    boolean isSource(int vertex) {
        return index(vertex) >= 0;
    }

    boolean isBase(int vertex) {
        int index = index(vertex);
        return index >= 0 && inBase[index];
    }

    /** Whether {@code source} may start a plan: it is in the base, or in an alternative that passes. */
    boolean allowed(int source, IntPredicate alternative) {
        int index = index(source);
        if (inBase[index]) {
            return true;
        }
        for (int i = start[index]; i < start[index + 1]; i++) {
            if (alternative.test(members[i])) {
                return true;
            }
        }
        return false;
    }

    /**
     * The first allowed alternative that alone, with the base, holds all of {@code used}; {@link Plan#NO_ALTERNATIVE} when
     * the base does; {@link #NONE} when there is no such alternative.
     */
    int holding(int[] used, Subspace subspace) {
        int first = firstOutsideBase(used);
        if (first < 0) {
            return Plan.NO_ALTERNATIVE;
        }
        int index = index(first);
        for (int i = start[index]; i < start[index + 1]; i++) {
            if (subspace.allowsAlternative(members[i]) && holdsAll(members[i], used)) {
                return members[i];
            }
        }
        return NONE;
    }

    static final int NONE = -2;

    /** An allowed alternative that holds some of {@code used} outside the base: what to branch on when none holds all. */
    int holdingSome(int[] used, Subspace subspace) {
        int index = index(firstOutsideBase(used));
        for (int i = start[index]; i < start[index + 1]; i++) {
            if (subspace.allowsAlternative(members[i])) {
                return members[i];
            }
        }
        throw new IllegalStateException("a plan started from a source that is switched off");
    }

    private int firstOutsideBase(int[] used) {
        for (int source : used) {
            if (!inBase[index(source)]) {
                return source;
            }
        }
        return -1;
    }

    private boolean holdsAll(int alternative, int[] used) {
        for (int source : used) {
            int index = index(source);
            if (!inBase[index] && Arrays.binarySearch(members, start[index], start[index + 1], alternative) < 0) {
                return false;
            }
        }
        return true;
    }

    private int index(int source) {
        return Arrays.binarySearch(sources, source);
    }
}
