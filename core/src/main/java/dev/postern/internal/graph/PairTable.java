package dev.postern.internal.graph;

import java.util.Arrays;

/** A hash table from pairs of vertices to numbers, open addressing with linear probing, nothing is ever removed. */
final class PairTable {

    private static final long FREE = -1;

    private long[] keys = new long[16];
    private int[] values = new int[16];
    private int size;

    PairTable() {
        Arrays.fill(keys, FREE);
    }

    /** The number of the pair, or -1. */
    int get(int a, int b) {
        int slot = slot(key(a, b));
        return keys[slot] == FREE ? -1 : values[slot];
    }

    void put(int a, int b, int value) {
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        int slot = slot(key(a, b));
        if (keys[slot] == FREE) {
            keys[slot] = key(a, b);
            size++;
        }
        values[slot] = value;
    }

    private static long key(int a, int b) {
        return (long) a << 32 | b;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        // Fibonacci hashing: neighbouring pairs spread over the whole table.
        int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (keys[slot] != FREE && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new int[keys.length];
        Arrays.fill(keys, FREE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
