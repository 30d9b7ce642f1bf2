package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.BitSet;

/**
 * One run of Knuth's search for {@link CheapestPlan}.
 *
 * <p>Why the canonical order holds: every arc lengthens a key, so all premises of all equally cheap arcs into a vertex are
 * settled before the vertex is, and the first of these arcs is kept. Implicit arcs all weigh the same, so the first settled
 * tail (least key, then least vertex) offers the canonical one, and later tails need not be asked about that head again.
 */
final class KnuthSearch {

    private final GraphView view;
    private final Hypergraph graph;
    private final long[] keys;
    private final int[] arcs;
    private final int[] missing;
    private final long[] premises;
    private final BitSet settled = new BitSet();
    private final BitSet implicitlyReached = new BitSet();
    private final RadixQueue queue = new RadixQueue();
    private long maxKey;

    KnuthSearch(GraphView view, int[] sources) {
        this.view = view;
        this.graph = view.graph();
        this.keys = new long[view.vertexCount()];
        this.arcs = new int[view.vertexCount()];
        Arrays.fill(keys, CostHops.INFINITE);
        Arrays.fill(arcs, CheapestPlan.sourceMark());
        this.missing = new int[graph.joinCount()];
        this.premises = new long[graph.joinCount()];
        for (int join = 0; join < missing.length; join++) {
            missing[join] = graph.joinStart[join + 1] - graph.joinStart[join];
        }
        for (int source : sources) {
            if (view.aliveVertex(source) && keys[source] != CostHops.ZERO) {
                keys[source] = CostHops.ZERO;
                queue.add(CostHops.ZERO, source);
            }
        }
    }

    CheapestPlan run(int target, int maxCost) {
        maxKey = CostHops.atMost(maxCost);
        for (int axiom : graph.axioms()) {
            if (view.alive(axiom)) {
                offer(axiom, graph.head(axiom), CostHops.ofArc(graph.weight(axiom)));
            }
        }
        while (!queue.isEmpty()) {
            int vertex = queue.take();
            if (!settled.get(vertex)) {
                settled.set(vertex);
                if (vertex == target) {
                    break;
                }
                settle(vertex);
            }
        }
        for (int vertex = 0; vertex < keys.length; vertex++) {
            if (!settled.get(vertex)) {
                keys[vertex] = CostHops.INFINITE;
            }
        }
        return new CheapestPlan(view, keys, arcs);
    }

    private void settle(int vertex) {
        long key = keys[vertex];
        for (int i = graph.outStart[vertex]; i < graph.outStart[vertex + 1]; i++) {
            int arc = graph.outArcs[i];
            int code = graph.tails[arc];
            if (code >= 0) {
                offerExplicit(arc, key);
            } else {
                premises[~code] = CostHops.plus(premises[~code], key);
                if (--missing[~code] == 0) {
                    offerExplicit(arc, premises[~code]);
                }
            }
        }
        view.implicit().out(vertex, implicitlyReached, (head, confidence) -> offerImplicit(vertex, head, confidence));
    }

    private void offerExplicit(int arc, long premiseKey) {
        int head = graph.heads[arc];
        if (!settled.get(head) && view.alive(arc)) {
            offer(arc, head, CostHops.plus(premiseKey, CostHops.ofArc(graph.weight(arc))));
        }
    }

    private void offerImplicit(int tail, int head, int confidence) {
        if (settled.get(head) || implicitlyReached.get(head)) {
            return;
        }
        long key = CostHops.plus(
                keys[tail], CostHops.ofArc(view.implicit().expander().weight()));
        if (key <= keys[head]) {
            int arc = view.aliveImplicit(tail, head, confidence);
            if (arc >= 0) {
                implicitlyReached.set(head);
                offer(arc, head, key);
            }
        }
    }

    private void offer(int arc, int head, long key) {
        if (key > maxKey || key > keys[head] || keys[head] == CostHops.ZERO || !view.aliveVertex(head)) {
            return;
        }
        if (key < keys[head]) {
            keys[head] = key;
            arcs[head] = arc;
            queue.add(key, head);
        } else if (view.compareArcs(arc, arcs[head]) < 0) {
            arcs[head] = arc;
        }
    }
}
