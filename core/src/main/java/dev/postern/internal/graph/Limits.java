package dev.postern.internal.graph;

/**
 * Where a search gives up; its answer then says {@code truncated}. Counted in steps, never in time, so that the same
 * question gives the same answer on every machine.
 *
 * @param maxSolves how often a constrained cheapest plan may be computed for one question
 * @param maxSettled how many vertices all those computations together may settle
 */
public record Limits(int maxSolves, long maxSettled) {

    /** Far above what questions on real clusters need; some ten seconds at worst. */
    public static final Limits DEFAULT = new Limits(20_000, 50_000_000L);

    public Limits {
        if (maxSolves < 1 || maxSettled < 1) {
            throw new IllegalArgumentException("limits must be positive: " + maxSolves + ", " + maxSettled);
        }
    }
}
