package dev.postern.internal.graph;

/**
 * Where a search gives up; its answer then says {@code truncated}. Counted in steps, never in time, so that the same
 * question gives the same answer on every machine.
 *
 * @param maxSolves how often a constrained cheapest plan may be computed for one question
 * @param maxArcs how many arcs all those computations together may look at
 */
public record Limits(int maxSolves, long maxArcs) {

    /** Far above what questions on real clusters need; some ten seconds at worst. */
    public static final Limits DEFAULT = new Limits(20_000, 2_000_000_000L);

    public Limits {
        if (maxSolves < 1 || maxArcs < 1) {
            throw new IllegalArgumentException("limits must be positive: " + maxSolves + ", " + maxArcs);
        }
    }
}
