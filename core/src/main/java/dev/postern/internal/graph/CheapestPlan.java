package dev.postern.internal.graph;

import java.util.BitSet;
import java.util.Optional;

/**
 * The cheapest plan of every vertex from a set of sources that all hold at once. The cost of an arc is its weight plus the
 * costs of its premises; ties go to fewer hops, then to the first arc in canonical order. All assumption arcs of the view
 * count.
 *
 * <p>D. E. Knuth, "A generalization of Dijkstra's algorithm", Information Processing Letters 6(1), 1977: the sum is a
 * superior function. O(size + V log C) with a monotone bucket queue, C the greatest cost.
 */
public final class CheapestPlan {

    private static final int SOURCE = -1;

    private final GraphView view;
    private final long[] keys;
    private final int[] arcs;

    CheapestPlan(GraphView view, long[] keys, int[] arcs) {
        this.view = view;
        this.keys = keys;
        this.arcs = arcs;
    }

    /** To every vertex. */
    public static CheapestPlan from(GraphView view, int... sources) {
        return new KnuthSearch(view, sources).run(-1, Integer.MAX_VALUE);
    }

    /**
     * Until {@code target} is settled, and no further than {@code maxCost}; vertices not settled by then count as not
     * reached.
     */
    public static CheapestPlan to(GraphView view, int target, int maxCost, int... sources) {
        return new KnuthSearch(view, sources).run(target, maxCost);
    }

    public boolean reaches(int vertex) {
        return keys[vertex] != CostHops.INFINITE;
    }

    /** All that are reached. */
    BitSet reached() {
        BitSet reached = new BitSet(keys.length);
        for (int vertex = 0; vertex < keys.length; vertex++) {
            if (keys[vertex] != CostHops.INFINITE) {
                reached.set(vertex);
            }
        }
        return reached;
    }

    /** Additive cost of {@code vertex}, which must be reached; 0 for sources. */
    public int cost(int vertex) {
        return CostHops.cost(key(vertex));
    }

    /** Additive hops of {@code vertex}, which must be reached. */
    public int hops(int vertex) {
        return CostHops.hops(key(vertex));
    }

    /** The last arc of the cheapest plan of {@code vertex}, which must be reached; -1 for sources. */
    public int bestArc(int vertex) {
        key(vertex);
        return arcs[vertex];
    }

    /** The plan of {@code target}, if it is reached; linear in the plan. */
    public Optional<Plan> plan(int target) {
        return reaches(target)
                ? Optional.of(Plan.of(view, target, Plan.NO_ALTERNATIVE, vertex -> arcs[vertex]))
                : Optional.empty();
    }

    long key(int vertex) {
        if (!reaches(vertex)) {
            throw new IllegalArgumentException("vertex " + vertex + " is not reached");
        }
        return keys[vertex];
    }

    static int sourceMark() {
        return SOURCE;
    }
}
