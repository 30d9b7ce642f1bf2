package dev.postern.internal.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sets of signatures of the plans found so far, and what that says about the k-th cheapest. */
final class KnownSignatures {

    private final int k;
    private final long maxKey;
    private final Map<List<Integer>, Entry> entries = new HashMap<>();
    private long bound;

    KnownSignatures(int k, long maxKey) {
        this.k = k;
        this.maxKey = maxKey;
        this.bound = maxKey;
    }

    private static final class Entry {
        private long key;
        private boolean reported;

        private Entry(long key) {
            this.key = key;
        }
    }

    /** A plan of this key exists. */
    void add(int[] signatures, long key) {
        Entry entry = entries.computeIfAbsent(boxed(signatures), s -> new Entry(CostHops.INFINITE));
        if (key < entry.key) {
            entry.key = key;
            if (entries.size() >= k && key < bound) {
                bound = kthLeast();
            }
        }
    }

    /** False if such a plan was reported before. */
    boolean report(int[] signatures) {
        Entry entry = entries.computeIfAbsent(boxed(signatures), s -> new Entry(CostHops.INFINITE));
        boolean isNew = !entry.reported;
        entry.reported = true;
        return isNew;
    }

    /** Whether a plan with these signatures, of {@code key} or dearer, would add nothing. */
    boolean covers(int[] signatures, long key) {
        Entry entry = entries.get(boxed(signatures));
        return entry != null && (entry.reported || entry.key < key);
    }

    /** No plan dearer than this is among the k cheapest distinct ones. */
    long bound() {
        return bound;
    }

    private long kthLeast() {
        long[] keys =
                entries.values().stream().mapToLong(entry -> entry.key).sorted().toArray();
        return Math.min(maxKey, keys[k - 1]);
    }

    private static List<Integer> boxed(int[] signatures) {
        List<Integer> list = new ArrayList<>(signatures.length);
        for (int signature : signatures) {
            list.add(signature);
        }
        return list;
    }
}
