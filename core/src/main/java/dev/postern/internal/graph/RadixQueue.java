package dev.postern.internal.graph;

import java.util.Arrays;

/**
 * A monotone priority queue of (key, value) entries, keys not negative: no key may be added that is less than the last one taken. Entries with
 * equal keys come out by ascending value, provided that none of that key is added after the first of them was taken.
 *
 * <p>R. K. Ahuja, K. Mehlhorn, J. B. Orlin, R. E. Tarjan, "Faster algorithms for the shortest path problem", JACM 37(2),
 * 1990 (the one-level radix heap): O(1) to add, amortised O(log C) to take. Buckets by cost alone (Dial) would not do: the
 * sum of an AND can exceed the current cost by any amount.
 */
final class RadixQueue {

    private static final int BUCKETS = 65;

    private final long[][] keys = new long[BUCKETS][8];
    private final int[][] values = new int[BUCKETS][8];
    private final int[] sizes = new int[BUCKETS];
    /** Below every key, so that entries with the least one are sorted too before any is taken. */
    private long last = -1;

    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(long key, int value) {
        if (key < last) {
            throw new IllegalArgumentException("key " + key + " is less than the last one taken, " + last);
        }
        put(key, value);
        size++;
    }

    /** The least key; call before {@link #take()}. */
    long leastKey() {
        if (sizes[0] == 0) {
            refill();
        }
        return last;
    }

    /** Removes an entry with the least key and returns its value. */
    int take() {
        if (sizes[0] == 0) {
            refill();
        }
        size--;
        return values[0][--sizes[0]];
    }

    /** Moves the first bucket in use down: its least key becomes the last one, so each entry lands in a lower bucket. */
    private void refill() {
        int bucket = 1;
        while (sizes[bucket] == 0) {
            bucket++;
        }
        int n = sizes[bucket];
        long least = Long.MAX_VALUE;
        for (int i = 0; i < n; i++) {
            least = Math.min(least, keys[bucket][i]);
        }
        last = least;
        sizes[bucket] = 0;
        for (int i = 0; i < n; i++) {
            put(keys[bucket][i], values[bucket][i]);
        }
        Arrays.sort(values[0], 0, sizes[0]);
        for (int i = 0, j = sizes[0] - 1; i < j; i++, j--) {
            int swap = values[0][i];
            values[0][i] = values[0][j];
            values[0][j] = swap;
        }
    }

    private void put(long key, int value) {
        int bucket = Long.SIZE - Long.numberOfLeadingZeros(key ^ last);
        if (sizes[bucket] == values[bucket].length) {
            keys[bucket] = Arrays.copyOf(keys[bucket], 2 * sizes[bucket]);
            values[bucket] = Arrays.copyOf(values[bucket], 2 * sizes[bucket]);
        }
        keys[bucket][sizes[bucket]] = key;
        values[bucket][sizes[bucket]++] = value;
    }
}
