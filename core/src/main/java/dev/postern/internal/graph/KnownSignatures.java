package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sets of signatures of the plans found so far, and what that says about the k-th cheapest. */
final class KnownSignatures {

    private final int k;
    private final long maxKey;
    private final Comparator<Candidate> order;
    private final Map<List<Integer>, Entry> entries = new HashMap<>();
    private int wantedCount;
    private long bound;

    KnownSignatures(int k, long maxKey, Comparator<Candidate> order) {
        this.k = k;
        this.maxKey = maxKey;
        this.order = order;
        this.bound = maxKey;
    }

    private static final class Entry {
        private Candidate first;
        private final boolean wanted;
        private boolean reported;

        private Entry(Candidate first, boolean wanted) {
            this.first = first;
            this.wanted = wanted;
        }
    }

    /** A plan with these signatures was found; one that nobody asked for does not count among the k. */
    void add(int[] signatures, Candidate found, boolean wanted) {
        Entry entry = entries.get(boxed(signatures));
        if (entry == null) {
            entries.put(boxed(signatures), new Entry(found, wanted));
            wantedCount += wanted ? 1 : 0;
        } else if (order.compare(found, entry.first) < 0) {
            entry.first = found;
        } else {
            return;
        }
        if (wantedCount >= k && wanted && found.plan().key() < bound) {
            bound = kthLeast();
        }
    }

    /** False if a plan with these signatures was reported before; it must have been added. */
    boolean report(int[] signatures) {
        Entry entry = entries.get(boxed(signatures));
        if (entry == null) {
            throw new IllegalStateException("a plan is reported that was never found");
        }
        boolean isNew = !entry.reported;
        entry.reported = true;
        return isNew;
    }

    /** Whether {@code plan}, and all later ones with its signatures, would add nothing. */
    boolean covers(int[] signatures, Candidate plan) {
        Entry entry = entries.get(boxed(signatures));
        return entry != null && (entry.reported || order.compare(entry.first, plan) <= 0);
    }

    /** Whether no plan with these signatures, of {@code key} or dearer, would add anything. */
    boolean coversAll(int[] signatures, long key) {
        Entry entry = entries.get(boxed(signatures));
        return entry != null && (entry.reported || entry.first.plan().key() < key);
    }

    /** No plan dearer than this is among the k cheapest distinct ones. */
    long bound() {
        return bound;
    }

    private long kthLeast() {
        long[] keys = entries.values().stream()
                .filter(entry -> entry.wanted)
                .mapToLong(entry -> entry.first.plan().key())
                .sorted()
                .toArray();
        return Math.min(maxKey, keys[k - 1]);
    }

    private static List<Integer> boxed(int[] signatures) {
        return Arrays.stream(signatures).boxed().toList();
    }
}
