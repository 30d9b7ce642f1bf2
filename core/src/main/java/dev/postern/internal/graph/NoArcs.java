package dev.postern.internal.graph;

import java.util.BitSet;

/** The expander of a graph whose arcs are all explicit. */
final class NoArcs implements Expander {

    private static final int[][] NO_SUPPORTS = {};

    @Override
    public int label() {
        return -1;
    }

    @Override
    public int weight() {
        return 0;
    }

    @Override
    public void outArcs(int tail, BitSet known, Sink sink) {}

    @Override
    public void inArcs(int head, BitSet known, Sink sink) {}

    @Override
    public int[][] supports(int tail, int head) {
        return NO_SUPPORTS;
    }

    @Override
    public boolean mayCite(int fact) {
        return false;
    }
}
