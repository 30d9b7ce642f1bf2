package dev.postern.internal.graph;

import java.util.BitSet;

/**
 * Vertices that certainly lead to a question's target within its budget of assumptions: a reverse search over arcs of which
 * all premises but one follow from the base of the footholds without any assumption.
 *
 * <p>Costs are not looked at: with a bound on the cost nothing is certain and the set is empty. O((budget + 1) * size).
 */
final class SurelyReaching {

    private final Bounds bounds;
    private final GraphView view;
    private final Hypergraph graph;
    private final BitSet fromBase;
    private final BitSet vertices = new BitSet();

    SurelyReaching(Bounds bounds) {
        this.bounds = bounds;
        this.view = bounds.view();
        this.graph = view.graph();
        this.fromBase = Reachability.from(
                view.withoutAssumptions(), bounds.question().footholds().base());
        if (bounds.question().maxCost() >= CostHops.MAX_COST
                && view.aliveVertex(bounds.question().target())) {
            search();
        }
    }

    BitSet vertices() {
        return vertices;
    }

    /** By the number of assumptions crossed, fewest first, so that each vertex is expanded once. */
    private void search() {
        IntList pending = new IntList();
        pending.add(bounds.question().target());
        for (int crossed = 0; crossed < bounds.layers(); crossed++) {
            IntList next = new IntList();
            while (!pending.isEmpty()) {
                int vertex = pending.removeLast();
                if (!vertices.get(vertex)) {
                    vertices.set(vertex);
                    expand(vertex, pending, next);
                }
            }
            pending = next;
        }
    }

    private void expand(int head, IntList same, IntList next) {
        for (int arc = graph.inStart[head]; arc < graph.inStart[head + 1]; arc++) {
            int premise = view.alive(arc) ? onlyOpenPremise(arc) : -1;
            if (premise >= 0) {
                (graph.assumption(arc) ? next : same).add(premise);
            }
        }
        view.implicit().in(head, vertices, (tail, confidence) -> {
            if (!vertices.get(tail) && view.aliveImplicitPair(tail, head, confidence)) {
                same.add(tail);
            }
        });
    }

    /** The one tail that the base does not establish; -1 when there are several or none. */
    private int onlyOpenPremise(int arc) {
        int open = -1;
        for (int i = 0, n = graph.tailCount(arc); i < n; i++) {
            int tail = graph.tail(arc, i);
            if (!fromBase.get(tail)) {
                if (open >= 0) {
                    return -1;
                }
                open = tail;
            }
        }
        return open;
    }
}
