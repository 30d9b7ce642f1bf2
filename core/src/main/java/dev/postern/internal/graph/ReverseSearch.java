package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Dijkstra against the arcs, from a target to everything: the least cost, and of equally cheap ways the surest. Either arcs
 * of several tails are left out, and each way is a plan; or each is crossed by way of one of its tails, and the cost is a
 * lower bound of every plan that has a single source: such a plan leads from its source to each of the tails.
 *
 * <p>There is one layer per assumption crossed. O(layers * size + V log C).
 */
final class ReverseSearch {

    private static final int LOSS_BITS = 2;
    private static final BitSet NOTHING_KNOWN = new BitSet();

    private final GraphView view;
    private final Hypergraph graph;
    private final boolean throughJoins;
    private final int vertexCount;
    private final int layers;
    /** Cost and lost confidence in one number, by layer * vertexCount + vertex. */
    private final long[] keys;

    private final RadixQueue queue = new RadixQueue();
    private final long maxCost;

    ReverseSearch(GraphView view, int target, int budget, int maxCost, boolean throughJoins) {
        this.view = budget == 0 ? view.withoutAssumptions() : view;
        this.graph = view.graph();
        this.throughJoins = throughJoins;
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
            int tail = view.alive(arc) ? crossedTail(arc) : -1;
            int tailLayer = graph.assumption(arc) ? layer + 1 : layer;
            if (tail >= 0 && tailLayer < layers) {
                offer(tail, tailLayer, plus(key, graph.weight(arc), graph.confidence(arc)));
            }
        }
        int weight = view.implicit().expander().weight();
        view.implicit().in(head, NOTHING_KNOWN, (tail, confidence) -> {
            if (view.aliveImplicitPair(tail, head, confidence)) {
                offer(tail, layer, plus(key, weight, confidence));
            }
        });
    }

    /** Of several tails the one that the fewest arcs establish: what everybody has tells nothing. */
    private int crossedTail(int arc) {
        int code = graph.tails[arc];
        if (code >= 0 || !throughJoins) {
            return code;
        }
        int rarest = -1;
        for (int i = graph.joinStart[~code]; i < graph.joinStart[~code + 1]; i++) {
            int tail = graph.joinTails[i];
            if (rarest < 0 || arcsInto(tail) < arcsInto(rarest)) {
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

    private static long plus(long key, int weight, int confidence) {
        long cost = Math.min(CostHops.MAX_COST, (key >> LOSS_BITS) + weight);
        long loss = Math.max(key & ((1 << LOSS_BITS) - 1), Hypergraph.MAX_CONFIDENCE - confidence);
        return cost << LOSS_BITS | loss;
    }

    static int cost(long key) {
        return (int) (key >> LOSS_BITS);
    }

    static int confidence(long key) {
        return Hypergraph.MAX_CONFIDENCE - (int) (key & ((1 << LOSS_BITS) - 1));
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
