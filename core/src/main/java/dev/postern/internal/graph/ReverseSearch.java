package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Dijkstra against the arcs, from a target to everything: the least cost, and of equally cheap ways the surest. Either arcs
 * of several tails are left out, and each way is a plan; or each is crossed by way of one of its tails, and the cost is a
 * lower bound of every plan that has a single source: such a plan leads from its source to each of the tails. What the other
 * tails cost at least, from whichever source is nearest to them, is added.
 *
 * <p>There is one layer per assumption crossed. O(layers * size + V log C).
 */
final class ReverseSearch {

    /** How an arc of several tails is crossed. */
    enum Joins {
        /** Not at all: each way is a plan. */
        SKIPPED,
        /** By way of the tail that the fewest arcs establish; a bound for single sources, not for what lies between. */
        BY_RAREST_TAIL,
        /** By way of each, AND taken for OR: a bound for every vertex, whatever else is established. */
        BY_EVERY_TAIL
    }

    private static final int LOSS_BITS = 2;
    private static final int LOSS = (1 << LOSS_BITS) - 1;
    private static final BitSet NOTHING_KNOWN = new BitSet();

    private final GraphView view;
    private final Hypergraph graph;
    private final Joins joins;
    private final CheapestPlan forward;
    private final int vertexCount;
    private final int layers;
    /** Cost and lost confidence in one number, by layer * vertexCount + vertex. */
    private final long[] keys;

    private final RadixQueue queue = new RadixQueue();
    private final long maxCost;

    /** @param forward what vertices cost at least from the sources in question; not looked at if joins are skipped */
    ReverseSearch(GraphView view, int target, int budget, int maxCost, Joins joins, CheapestPlan forward) {
        this.view = budget == 0 ? view.withoutAssumptions() : view;
        this.graph = view.graph();
        this.joins = joins;
        this.forward = forward;
        this.vertexCount = view.vertexCount();
        this.layers = 1 + Math.min(budget, graph.assumptions().length);
        this.maxCost = Math.min(maxCost, CostHops.MAX_COST);
        this.keys = new long[Math.multiplyExact(layers, vertexCount)];
        Arrays.fill(keys, CostHops.INFINITE);
        if (view.aliveVertex(target)) {
            offer(target, 0, 0);
        }
        run();
    }

    private void run() {
        BitSet settled = new BitSet();
        while (!queue.isEmpty()) {
            int state = queue.take();
            if (!settled.get(state)) {
                settled.set(state);
                expand(state % vertexCount, state / vertexCount, keys[state]);
            }
        }
    }

    private void expand(int head, int layer, long key) {
        for (int arc = graph.inStart[head]; arc < graph.inStart[head + 1]; arc++) {
            int tailLayer = graph.assumption(arc) ? layer + 1 : layer;
            if (tailLayer < layers && view.alive(arc)) {
                cross(arc, tailLayer, plus(key, graph.weight(arc), graph.confidence(arc)));
            }
        }
        int weight = view.implicit().expander().weight();
        view.implicit().in(head, NOTHING_KNOWN, (tail, confidence) -> {
            if (view.aliveImplicitPair(tail, head, confidence)) {
                offer(tail, layer, plus(key, weight, confidence));
            }
        });
    }

    private void cross(int arc, int tailLayer, long key) {
        int code = graph.tails[arc];
        if (code >= 0) {
            offer(code, tailLayer, key);
        } else if (joins != Joins.SKIPPED && allReached(~code)) {
            if (joins == Joins.BY_RAREST_TAIL) {
                int rarest = rarest(~code);
                offer(rarest, tailLayer, plusOthers(key, ~code, rarest));
                return;
            }
            for (int i = graph.joinStart[~code]; i < graph.joinStart[~code + 1]; i++) {
                offer(graph.joinTails[i], tailLayer, plusOthers(key, ~code, graph.joinTails[i]));
            }
        }
    }

    private boolean allReached(int join) {
        for (int i = graph.joinStart[join]; i < graph.joinStart[join + 1]; i++) {
            if (!forward.reaches(graph.joinTails[i])) {
                return false;
            }
        }
        return true;
    }

    private long plusOthers(long key, int join, int own) {
        long sum = key;
        for (int i = graph.joinStart[join]; i < graph.joinStart[join + 1]; i++) {
            int tail = graph.joinTails[i];
            if (tail != own) {
                sum = plus(sum, forward.cost(tail), Hypergraph.MAX_CONFIDENCE);
            }
        }
        return sum;
    }

    /** The tail that the fewest arcs establish: what everybody has tells nothing. */
    private int rarest(int join) {
        int rarest = graph.joinTails[graph.joinStart[join]];
        for (int i = graph.joinStart[join] + 1; i < graph.joinStart[join + 1]; i++) {
            int tail = graph.joinTails[i];
            if (arcsInto(tail) < arcsInto(rarest)) {
                rarest = tail;
            }
        }
        return rarest;
    }

    private int arcsInto(int vertex) {
        return graph.inStart[vertex + 1] - graph.inStart[vertex];
    }

    private void offer(int vertex, int layer, long key) {
        int state = layer * vertexCount + vertex;
        if (key < keys[state] && cost(key) <= maxCost && view.aliveVertex(vertex)) {
            keys[state] = key;
            queue.add(key, state);
        }
    }

    /** A key, and one arc more. */
    static long plus(long key, int weight, int confidence) {
        long cost = Math.min(CostHops.MAX_COST, (key >> LOSS_BITS) + weight);
        long loss = Math.max(key & LOSS, Hypergraph.MAX_CONFIDENCE - confidence);
        return cost << LOSS_BITS | loss;
    }

    /** The costs added, the confidence of the less sure. */
    static long both(long a, long b) {
        if (a == CostHops.INFINITE || b == CostHops.INFINITE) {
            return CostHops.INFINITE;
        }
        long cost = Math.min(CostHops.MAX_COST, (a >> LOSS_BITS) + (b >> LOSS_BITS));
        return cost << LOSS_BITS | Math.max(a & LOSS, b & LOSS);
    }

    /** Whether a key is finite and no dearer than the search was to go. */
    boolean within(long key) {
        return key != CostHops.INFINITE && cost(key) <= maxCost;
    }

    static int cost(long key) {
        return (int) (key >> LOSS_BITS);
    }

    static int confidence(long key) {
        return Hypergraph.MAX_CONFIDENCE - (int) (key & LOSS);
    }

    /** The least key of a vertex in any layer; {@link CostHops#INFINITE} if there is none. */
    long key(int vertex) {
        long least = keys[vertex];
        for (int layer = 1; layer < layers; layer++) {
            least = Math.min(least, keys[layer * vertexCount + vertex]);
        }
        return least;
    }

    /** Whether the bounds leave room for a plan from a vertex that costs no more than {@code cost}. */
    boolean mayCost(int vertex, int cost) {
        long key = key(vertex);
        return key != CostHops.INFINITE && cost(key) <= cost;
    }
}
