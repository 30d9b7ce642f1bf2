package dev.postern.internal.graph;

/** Counts the work done for one question against its {@link Limits}. */
final class Meter {

    private final Limits limits;
    private int solves;
    private long settled;
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

    /** False when no further vertex may be settled. */
    boolean settle() {
        if (settled >= limits.maxSettled()) {
            exhausted = true;
        }
        settled++;
        return !exhausted;
    }

    boolean exhausted() {
        return exhausted;
    }
}
