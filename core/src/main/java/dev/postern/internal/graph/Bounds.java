package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Lower bounds on what is missing from a vertex to the target, computed once per question by a reverse search that treats
 * AND as OR: whatever else an arc needs, a plan through a vertex costs at least the vertex and the arcs from it to the
 * target. What the other tails of each of these arcs cost at least, from all footholds together, is added.
 *
 * <p>There is one layer per number of assumption arcs crossed on the way to the target (0 to the budget), so a way that
 * crosses too many of them has no bound at all. Only arcs count whose premises are reachable from all footholds together.
 * O((budget + 1) * size).
 */
final class Bounds {

    private final Question question;
    private final GraphView view;
    private final Hypergraph graph;
    private final Alternatives alternatives;
    private final CheapestPlan forward;
    private final BitSet reachable;
    private final int vertexCount;
    private final int layers;
    private final SharedPremise shared;
    /** Indexed by state: layer * vertexCount + vertex. */
    private final long[] toTarget;

    private long @Nullable [] toTargetOfHolders;

    private final int[] sourceStates;
    private final int[] axioms;

    Bounds(Question question) {
        this.question = question;
        this.view = question.assumptions() == 0 ? question.view().withoutAssumptions() : question.view();
        this.graph = view.graph();
        this.alternatives = new Alternatives(question.footholds());
        this.vertexCount = graph.vertexCount();
        this.layers = 1 + Math.min(question.assumptions(), graph.assumptions().length);
        if ((long) layers * vertexCount > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a budget of " + question.assumptions()
                    + " assumptions is too large for " + vertexCount + " vertices");
        }
        this.forward = CheapestPlan.from(view, alternatives.sources());
        this.reachable = forward.reached();
        this.shared = SharedPremise.of(graph);
        this.toTarget = new ReverseSearch(view).run();
        this.sourceStates = sortedStates(alternatives.sources());
        this.axioms = Arrays.stream(graph.axioms())
                .filter(arc -> view.alive(arc) && upperBoundHolds(graph.head(arc)))
                .toArray();
    }

    Question question() {
        return question;
    }

    /** The question's view, without assumption arcs if none is allowed. */
    GraphView view() {
        return view;
    }

    Alternatives alternatives() {
        return alternatives;
    }

    int layers() {
        return layers;
    }

    /** Number of distinct assumptions that a plan may use. */
    int budget() {
        return layers - 1;
    }

    int vertexCount() {
        return vertexCount;
    }

    /**
     * By state the least key of what a plan adds between its vertex and the target; {@link CostHops#INFINITE} if none. Not to
     * be changed.
     */
    long[] toTarget() {
        return toTarget;
    }

    /** The same for plans whose sources have the {@link SharedPremise} for nothing. */
    long[] toTargetOfHolders() {
        long[] made = toTargetOfHolders;
        if (made == null) {
            made = new ReverseSearch(shared.withoutWays(view)).run();
            toTargetOfHolders = made;
        }
        return made;
    }

    SharedPremise shared() {
        return shared;
    }

    /** Whether {@code vertex} can be part of a plan when ANDs are taken for ORs: necessary, not sufficient. */
    boolean upperBoundHolds(int vertex) {
        for (int layer = 0; layer < layers; layer++) {
            if (toTarget[layer * vertexCount + vertex] != CostHops.INFINITE) {
                return true;
            }
        }
        return false;
    }

    /** Whether all premises of an explicit arc can be had. */
    boolean premisesReachable(int arc) {
        int code = graph.tails[arc];
        if (code >= 0) {
            return reachable.get(code);
        }
        for (int i = graph.joinStart[~code]; i < graph.joinStart[~code + 1]; i++) {
            if (!reachable.get(graph.joinTails[i])) {
                return false;
            }
        }
        return true;
    }

    boolean reachable(int vertex) {
        return reachable.get(vertex);
    }

    /**
     * The sources in each layer from which the target is within bounds, nearest first: of all alternatives, or of the one
     * that a subspace is limited to.
     */
    int[] sourceStates(Subspace subspace) {
        return subspace.onlyAlternative() < 0
                ? sourceStates
                : sortedStates(question.footholds().together(subspace.onlyAlternative()));
    }

    /** The least bound of any of these vertices, in any layer. */
    long least(long[] bounds, int[] vertices) {
        long least = CostHops.INFINITE;
        for (int vertex : vertices) {
            for (int layer = 0; layer < layers; layer++) {
                least = Math.min(least, bounds[layer * vertexCount + vertex]);
            }
        }
        return least;
    }

    /** Arcs without tails that may be of use. */
    int[] axioms() {
        return axioms;
    }

    private int[] sortedStates(int[] sources) {
        IntList states = new IntList();
        for (int source : sources) {
            for (int layer = 0; layer < layers; layer++) {
                if (toTarget[layer * vertexCount + source] != CostHops.INFINITE) {
                    states.add(layer * vertexCount + source);
                }
            }
        }
        int[] sorted = states.toArray();
        IntSort.sort(sorted, 0, sorted.length, (a, b) -> {
            int byBound = Long.compare(toTarget[a], toTarget[b]);
            return byBound != 0 ? byBound : Integer.compare(a, b);
        });
        return sorted;
    }

    /** Dijkstra against the arcs. Implicit arcs weigh the same, so the first head that offers one to a tail is the best. */
    private final class ReverseSearch {

        private final GraphView on;
        private final long[] toTarget = new long[layers * vertexCount];
        private final RadixQueue queue = new RadixQueue();
        private final BitSet settled = new BitSet();
        private final BitSet[] implicitlyReached = new BitSet[layers];
        private final long maxKey = CostHops.atMost(question.maxCost());

        ReverseSearch(GraphView on) {
            this.on = on;
        }

        long[] run() {
            Arrays.fill(toTarget, CostHops.INFINITE);
            Arrays.setAll(implicitlyReached, layer -> new BitSet());
            if (reachable.get(question.target())) {
                offer(question.target(), 0, CostHops.ZERO);
            }
            while (!queue.isEmpty()) {
                int state = queue.take();
                // Nothing establishes a source of the base a second time.
                if (!settled.get(state) && !alternatives.isBase(state % vertexCount)) {
                    expand(state % vertexCount, state / vertexCount, toTarget[state]);
                }
                settled.set(state);
            }
            return toTarget;
        }

        private void expand(int head, int layer, long key) {
            for (int arc = graph.inStart[head]; arc < graph.inStart[head + 1]; arc++) {
                int tailLayer = graph.assumption(arc) ? layer + 1 : layer;
                if (tailLayer < layers && on.alive(arc) && premisesReachable(arc)) {
                    long tailKey = CostHops.plus(key, CostHops.ofArc(graph.weight(arc)));
                    for (int i = 0, n = graph.tailCount(arc); i < n; i++) {
                        offer(graph.tail(arc, i), tailLayer, n == 1 ? tailKey : plusOthers(tailKey, arc, i));
                    }
                }
            }
            BitSet known = implicitlyReached[layer];
            long tailKey =
                    CostHops.plus(key, CostHops.ofArc(view.implicit().expander().weight()));
            view.implicit().in(head, known, (tail, confidence) -> {
                if (!known.get(tail) && reachable.get(tail) && view.aliveImplicitPair(tail, head, confidence)) {
                    known.set(tail);
                    offer(tail, layer, tailKey);
                }
            });
        }

        private long plusOthers(long key, int arc, int own) {
            long sum = key;
            for (int i = 0, n = graph.tailCount(arc); i < n; i++) {
                if (i != own) {
                    sum = CostHops.plus(sum, forward.key(graph.tail(arc, i)));
                }
            }
            return sum;
        }

        private void offer(int vertex, int layer, long key) {
            int state = layer * vertexCount + vertex;
            if (key < toTarget[state] && key <= maxKey) {
                toTarget[state] = key;
                queue.add(key, state);
            }
        }
    }
}
