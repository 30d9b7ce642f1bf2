package dev.postern.network;

import java.util.Arrays;
import org.roaringbitmap.RoaringBitmap;

/**
 * Splits elements into the classes that a sequence of sets cannot tell apart.
 *
 * <p>Partition refinement with split by marking (Paige and Tarjan, 1987): exact, without hashing signatures. A set costs
 * time linear in itself or its complement, whichever is smaller.
 */
final class Partition {
    private final int[] classOf;
    private int count;
    private int[] size;
    private int[] hits;
    private int[] splitInto;

    /** Starts from given classes, numbered from 0 without gaps. */
    Partition(int[] initial, int count) {
        this.classOf = initial.clone();
        this.count = count;
        int room = Math.max(count, 16);
        size = new int[room];
        hits = new int[room];
        splitInto = new int[room];
        for (int element : initial) {
            size[element]++;
        }
    }

    void refine(RoaringBitmap set) {
        RoaringBitmap smaller = set;
        if (set.getCardinality() > classOf.length / 2) {
            smaller = RoaringBitmap.flip(set, 0L, classOf.length);
        }
        int[] marked = smaller.toArray();
        int[] touched = new int[Math.min(marked.length, count)];
        int touchedCount = 0;
        for (int element : marked) {
            int old = classOf[element];
            if (hits[old]++ == 0) {
                touched[touchedCount++] = old;
            }
        }
        for (int i = 0; i < touchedCount; i++) {
            int old = touched[i];
            int into = old;
            if (hits[old] < size[old]) {
                into = add(hits[old]);
                size[old] -= hits[old];
            }
            splitInto[old] = into;
            hits[old] = 0;
        }
        for (int element : marked) {
            classOf[element] = splitInto[classOf[element]];
        }
    }

    private int add(int members) {
        if (count == size.length) {
            size = Arrays.copyOf(size, count * 2);
            hits = Arrays.copyOf(hits, count * 2);
            splitInto = Arrays.copyOf(splitInto, count * 2);
        }
        size[count] = members;
        return count++;
    }

    int count() {
        return count;
    }

    /**
     * The class of each element, numbered anew by first appearance: the numbers do not depend on the order in which sets
     * were applied.
     */
    int[] classes() {
        int[] renamed = new int[count];
        Arrays.fill(renamed, -1);
        int next = 0;
        int[] result = new int[classOf.length];
        for (int i = 0; i < result.length; i++) {
            int old = classOf[i];
            if (renamed[old] < 0) {
                renamed[old] = next++;
            }
            result[i] = renamed[old];
        }
        return result;
    }
}
