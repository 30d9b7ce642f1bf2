package dev.postern.internal.graph;

import java.util.Arrays;

/** Lists of arcs by the state that each waits for, cleared in O(1). */
final class WaitingArcs {

    private final int[] first;
    private final int[] epochs;
    private final IntList arcs = new IntList();
    private final IntList next = new IntList();
    private int epoch = 1;

    WaitingArcs(int states) {
        first = new int[states];
        epochs = new int[states];
    }

    void clear() {
        arcs.clear();
        next.clear();
        if (++epoch == Integer.MAX_VALUE) {
            Arrays.fill(epochs, 0);
            epoch = 1;
        }
    }

    void add(int state, int arc) {
        next.add(first(state));
        arcs.add(arc);
        first[state] = arcs.size() - 1;
        epochs[state] = epoch;
    }

    /** The place of the newest arc that waits for a state, or -1. */
    int first(int state) {
        return epochs[state] == epoch ? first[state] : -1;
    }

    /** The place of the arc that came before it, or -1. */
    int next(int place) {
        return next.get(place);
    }

    int arc(int place) {
        return arcs.get(place);
    }
}
