package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * Knuth's search (see {@link CheapestPlan}) from many starts in turn: each start takes time in what it reaches, not in the
 * size of the graph, because only what the last one touched is put back. Vertices where the
 * search stops are reached, but nothing is derived from them.
 *
 * <p>One search from s: O(size of what s reaches + V' log C). Belongs to one thread.
 */
public final class ReachSearch {
    private final GraphView view;
    private final Hypergraph graph;
    private final BitSet stops;
    private final long[] keys;
    private final int[] arcs;
    private final int[] missing;
    private final long[] premises;
    private final BitSet settled = new BitSet();
    private final IntList reached = new IntList();
    private final IntList touched = new IntList();
    private final IntList touchedJoins = new IntList();

    /** @param stops vertices from which nothing is derived, unless they are a start */
    public ReachSearch(GraphView view, int... stops) {
        this.view = view;
        this.graph = view.graph();
        this.stops = new BitSet();
        Arrays.stream(stops).forEach(this.stops::set);
        this.keys = new long[view.vertexCount()];
        this.arcs = new int[view.vertexCount()];
        Arrays.fill(keys, CostHops.INFINITE);
        this.missing = new int[graph.joinCount()];
        this.premises = new long[graph.joinCount()];
        for (int join = 0; join < missing.length; join++) {
            missing[join] = graph.joinStart[join + 1] - graph.joinStart[join];
        }
    }

    /** Searches from sources that all hold at once, and forgets the search before. */
    public ReachSearch from(int... sources) {
        reset();
        RadixQueue queue = new RadixQueue();
        for (int source : sources) {
            if (view.aliveVertex(source) && keys[source] != CostHops.ZERO) {
                put(source, CostHops.ZERO, CheapestPlan.sourceMark());
                queue.add(CostHops.ZERO, source);
            }
        }
        for (int axiom : graph.axioms()) {
            if (view.alive(axiom)) {
                offer(queue, axiom, graph.heads[axiom], CostHops.ofArc(graph.weight(axiom)));
            }
        }
        while (!queue.isEmpty()) {
            int vertex = queue.take();
            if (!settled.get(vertex)) {
                settled.set(vertex);
                reached.add(vertex);
                if (!stops.get(vertex) || keys[vertex] == CostHops.ZERO) {
                    settle(queue, vertex);
                    settleImplicit(queue, vertex);
                }
            }
        }
        return this;
    }

    /** What the last search reached, sources included, in the order of cost. */
    public int[] reached() {
        return reached.toArray();
    }

    public boolean reaches(int vertex) {
        return settled.get(vertex);
    }

    /** The cheapest plan of a vertex, if the last search reached it; linear in the plan. */
    public Optional<Plan> plan(int target) {
        return reaches(target)
                ? Optional.of(Plan.of(view, target, Plan.NO_ALTERNATIVE, vertex -> arcs[vertex]))
                : Optional.empty();
    }

    /** The last arc of the cheapest plan of a vertex that was reached; negative for sources. */
    public int bestArc(int vertex) {
        return arcs[vertex];
    }

    /** Orders vertices that were reached by the cost of their cheapest plans, then by the steps of these. */
    public long key(int vertex) {
        return keys[vertex];
    }

    private void settle(RadixQueue queue, int vertex) {
        long key = keys[vertex];
        for (int i = graph.outStart[vertex]; i < graph.outStart[vertex + 1]; i++) {
            int arc = graph.outArcs[i];
            int code = graph.tails[arc];
            if (code >= 0) {
                offerFrom(queue, arc, key);
            } else {
                int join = ~code;
                touchedJoins.add(join);
                premises[join] = CostHops.plus(premises[join], key);
                if (--missing[join] == 0) {
                    offerFrom(queue, arc, premises[join]);
                }
            }
        }
    }

    private void settleImplicit(RadixQueue queue, int tail) {
        view.implicit().out(tail, settled, (head, confidence) -> {
            int arc = view.aliveImplicit(tail, head, confidence);
            if (arc >= 0) {
                offer(queue, arc, head, CostHops.plus(keys[tail], CostHops.ofArc(view.weight(arc))));
            }
        });
    }

    private void offerFrom(RadixQueue queue, int arc, long premiseKey) {
        if (view.alive(arc)) {
            offer(queue, arc, graph.heads[arc], CostHops.plus(premiseKey, CostHops.ofArc(graph.weight(arc))));
        }
    }

    private void offer(RadixQueue queue, int arc, int head, long key) {
        if (settled.get(head) || key > keys[head] || keys[head] == CostHops.ZERO || !view.aliveVertex(head)) {
            return;
        }
        if (key < keys[head]) {
            put(head, key, arc);
            queue.add(key, head);
        } else if (view.compareArcs(arc, arcs[head]) < 0) {
            arcs[head] = arc;
        }
    }

    private void put(int vertex, long key, int arc) {
        if (keys[vertex] == CostHops.INFINITE) {
            touched.add(vertex);
        }
        keys[vertex] = key;
        arcs[vertex] = arc;
    }

    private void reset() {
        while (!touched.isEmpty()) {
            int vertex = touched.removeLast();
            keys[vertex] = CostHops.INFINITE;
            settled.clear(vertex);
        }
        while (!touchedJoins.isEmpty()) {
            int join = touchedJoins.removeLast();
            missing[join] = graph.joinStart[join + 1] - graph.joinStart[join];
            premises[join] = 0;
        }
        reached.clear();
    }
}
