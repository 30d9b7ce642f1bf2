package dev.postern.internal.graph;

/** Counts the work done for one question against its {@link Limits}. */
final class Meter {

    private final Limits limits;
    private int solves;
    private long arcs;
    private boolean exhausted;

    Meter(Limits limits) {
        this.limits = limits;
    }

    /** False when no further cheapest plan may be computed. */
    boolean startSolve() {
        if (solves >= limits.maxSolves()) {
            exhausted = true;
        }
        solves++;
        return !exhausted;
    }

    /** So many arcs were looked at. */
    void count(int looked) {
        arcs += looked;
        exhausted |= arcs > limits.maxArcs();
    }

    boolean exhausted() {
        return exhausted;
    }
}
