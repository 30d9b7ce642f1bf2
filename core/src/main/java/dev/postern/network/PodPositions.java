package dev.postern.network;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import dev.postern.model.Pod;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Where pods stand in the list of a cluster, which is in the order of their names.
 *
 * <p>Most who ask hold the very pod of the list. Their question is answered by who the pod is and reads nothing of what it says: a
 * name would have to be hashed and compared, and each part of it is elsewhere in memory. Others are looked up by their name.
 */
final class PodPositions {
    private static final int NOBODY = -1;

    private final ImmutableList<Pod> pods;
    /**
     * Positions by the identity of pods, with linear probing; at least half of the slots are {@link #NOBODY}, and their number is a
     * power of two. The pods may be others by now than those whose identities these were.
     */
    private final Supplier<int[]> slots;

    /** Reads the pods when the first question is put: O(pods), eight to sixteen bytes each. */
    PodPositions(ImmutableList<Pod> pods) {
        this(pods, Suppliers.memoize(() -> slots(pods)));
    }

    private PodPositions(ImmutableList<Pod> pods, Supplier<int[]> slots) {
        this.pods = pods;
        this.slots = slots;
    }

    /** The same for a list with the same names, most of whose pods are the very same: the others are looked up by name. */
    PodPositions with(ImmutableList<Pod> changed) {
        return new PodPositions(changed, slots);
    }

    private static int[] slots(ImmutableList<Pod> pods) {
        int[] slots = new int[Integer.highestOneBit(Math.max(1, pods.size())) * 4];
        Arrays.fill(slots, NOBODY);
        for (int i = 0; i < pods.size(); i++) {
            int slot = first(pods.get(i), slots);
            while (slots[slot] != NOBODY) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = i;
        }
        return slots;
    }

    private static int first(Pod pod, int[] slots) {
        return System.identityHashCode(pod) & slots.length - 1;
    }

    /** Expected O(1) for a pod of the list; O(log pods) for one that is equal or called alike; -1 if there is none of its name. */
    int of(Pod pod) {
        int[] table = slots.get();
        for (int slot = first(pod, table); table[slot] != NOBODY; slot = slot + 1 & table.length - 1) {
            if (Identity.same(pods.get(table[slot]), pod)) {
                return table[slot];
            }
        }
        return byName(pod);
    }

    private int byName(Pod pod) {
        int low = 0;
        int high = pods.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = pods.get(middle).object().compareTo(pod.object());
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return NOBODY;
    }
}
