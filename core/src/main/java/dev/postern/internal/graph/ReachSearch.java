package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * Knuth's search (see {@link CheapestPlan}) from many starts in turn: each start takes time in what it reaches, not in the
 * size of the graph, because only what the last one touched is put back. Vertices where the search stops are reached, but
 * nothing is derived from them. Assumption arcs are left out, but for one that the caller may name.
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
    /** Of vertices that {@link #confidences} has come to in the last search. */
    private final int[] surest;

    private final IntList reached = new IntList();
    private final IntList touched = new IntList();
    private final IntList touchedJoins = new IntList();
    private int assumed = -1;

    /** @param stops vertices from which nothing is derived, unless they are a start */
    public ReachSearch(GraphView view, int... stops) {
        this.view = view;
        this.graph = view.graph();
        this.stops = new BitSet();
        Arrays.stream(stops).forEach(this.stops::set);
        this.keys = new long[view.vertexCount()];
        this.arcs = new int[view.vertexCount()];
        this.surest = new int[view.vertexCount()];
        Arrays.fill(keys, CostHops.INFINITE);
        this.missing = new int[graph.joinCount()];
        this.premises = new long[graph.joinCount()];
        for (int join = 0; join < missing.length; join++) {
            missing[join] = graph.joinStart[join + 1] - graph.joinStart[join];
        }
    }

    /** Searches from sources that all hold at once, and forgets the search before. */
    public ReachSearch from(int... sources) {
        return assuming(-1, sources);
    }

    /** As {@link #from}, where one assumption arc may be used; any number of times, because it is one flaw. */
    public ReachSearch assuming(int assumption, int... sources) {
        reset();
        assumed = assumption;
        RadixQueue queue = new RadixQueue();
        for (int source : sources) {
            if (view.aliveVertex(source) && keys[source] != CostHops.ZERO) {
                put(source, CostHops.ZERO, CheapestPlan.sourceMark());
                queue.add(CostHops.ZERO, source);
            }
        }
        for (int axiom : graph.axioms()) {
            if (counts(axiom)) {
                offer(queue, axiom, CostHops.ofArc(graph.weight(axiom)));
            }
        }
        while (!queue.isEmpty()) {
            int vertex = queue.take();
            if (!settled.get(vertex)) {
                settled.set(vertex);
                reached.add(vertex);
                if (!stops.get(vertex) || keys[vertex] == CostHops.ZERO) {
                    settle(queue, vertex);
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
        ImplicitArcs implicit = view.implicit();
        if (!implicit.isNone()) {
            long headKey = CostHops.plus(key, CostHops.ofArc(implicit.expander().weight()));
            implicit.out(vertex, settled, (head, confidence) -> {
                if (!settled.get(head) && headKey <= keys[head]) {
                    int arc = view.aliveImplicit(vertex, head, confidence);
                    if (arc >= 0) {
                        offer(queue, arc, headKey);
                    }
                }
            });
        }
    }

    /** The least confidence of any arc of the cheapest plan of each vertex reached, in the order of {@link #reached()}. */
    public int[] confidences() {
        int[] confidences = new int[reached.size()];
        for (int i = 0; i < confidences.length; i++) {
            int vertex = reached.get(i);
            int arc = arcs[vertex];
            int least = arc < 0 ? Hypergraph.MAX_CONFIDENCE : view.confidence(arc);
            for (int j = 0, n = arc < 0 ? 0 : view.tailCount(arc); j < n; j++) {
                least = Math.min(least, surest[view.tail(arc, j)]);
            }
            surest[vertex] = least;
            confidences[i] = least;
        }
        return confidences;
    }

    /** The additive cost of a vertex that was reached. */
    public int cost(int vertex) {
        return CostHops.cost(keys[vertex]);
    }

    private void offerFrom(RadixQueue queue, int arc, long premiseKey) {
        if (counts(arc)) {
            offer(queue, arc, CostHops.plus(premiseKey, CostHops.ofArc(graph.weight(arc))));
        }
    }

    private boolean counts(int arc) {
        return view.alive(arc) && (arc == assumed || !graph.assumption(arc));
    }

    private void offer(RadixQueue queue, int arc, long key) {
        int head = view.head(arc);
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
