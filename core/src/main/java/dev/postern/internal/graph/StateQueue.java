package dev.postern.internal.graph;

import java.util.Arrays;

/**
 * A binary heap of states by (bound, key, state). Entries are never moved up in place: a better one is added and the stale
 * one is recognised when it comes out.
 */
final class StateQueue {

    private long[] bounds = new long[64];
    private long[] keys = new long[64];
    private int[] states = new int[64];
    private int size;

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long leastBound() {
        return bounds[0];
    }

    /** The key with which the least entry was added. */
    long leastKey() {
        return keys[0];
    }

    void add(long bound, long key, int state) {
        if (size == states.length) {
            bounds = Arrays.copyOf(bounds, 2 * size);
            keys = Arrays.copyOf(keys, 2 * size);
            states = Arrays.copyOf(states, 2 * size);
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (!less(bound, key, state, parent)) {
                break;
            }
            copy(parent, at);
            at = parent;
        }
        put(at, bound, key, state);
    }

    int take() {
        int taken = states[0];
        size--;
        long bound = bounds[size];
        long key = keys[size];
        int state = states[size];
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && less(bounds[child + 1], keys[child + 1], states[child + 1], child)) {
                child++;
            }
            if (less(bound, key, state, child)) {
                break;
            }
            copy(child, at);
            at = child;
        }
        put(at, bound, key, state);
        return taken;
    }

    private boolean less(long bound, long key, int state, int other) {
        if (bound != bounds[other]) {
            return bound < bounds[other];
        }
        return key != keys[other] ? key < keys[other] : state < states[other];
    }

    private void copy(int from, int to) {
        put(to, bounds[from], keys[from], states[from]);
    }

    private void put(int at, long bound, long key, int state) {
        bounds[at] = bound;
        keys[at] = key;
        states[at] = state;
    }
}
