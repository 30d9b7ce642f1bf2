package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The cheapest derivation of a question's target within a {@link Subspace}: Knuth's search, directed by the lower bounds of
 * {@link Bounds} as A* is, so that it settles only what could be part of a derivation as cheap as the answer.
 *
 * <p>Why the bound may direct it: for an arc with tails t and head h, {@code toTarget(t) <= weight + toTarget(h)}, and the
 * key of h is at least the key of t plus the weight. So key plus bound never falls along an arc, every part of a cheaper
 * derivation is settled before a dearer one, and among equal sums the smaller key goes first, which settles all premises of
 * equally cheap arcs before their head: the canonical arc wins every tie.
 *
 * <p>For the {@link SharedPremise} of holders this does not hold, because their bounds leave the ways to it out. There all
 * sources go first, and the premise right after them: it has no derivation with fewer hops than the arcs from these.
 *
 * <p>Two bounds are relaxed here, and the caller branches when the result breaks them. Sources of all allowed alternatives
 * start together. And the budget of assumptions is held per way from a source to the target (one layer of states per
 * assumption still to be crossed), not over all branches of an AND together.
 *
 * <p>Holds arrays in the size of the graph and is used for many searches; a search costs only what it settles.
 */
final class ConstrainedSearch {

    private static final BitSet NOTHING_KNOWN = new BitSet();

    private final Bounds bounds;
    private final Hypergraph graph;
    private Meter meter;
    private final int vertexCount;
    private final long[] keys;
    private final int[] arcs;
    /** {@code 2 * epoch} while a state is open, one more when it is settled, less when untouched by this search. */
    private final int[] stamps;

    private final int[] settledAt;
    private final Watches watches;
    private final WaitingArcs waiting;
    private final StateQueue queue = new StateQueue();
    private int epoch;
    private int settledCount;
    private int lastSettled;
    private int lookedAt;
    private int nextSource;
    private int[] sources = {};
    private long[] rest;
    private boolean sourcesFirst;
    private Admission admission;
    private GraphView view;
    private long maxKey;

    ConstrainedSearch(Bounds bounds) {
        this.bounds = bounds;
        this.view = bounds.view();
        this.rest = bounds.toTarget();
        this.graph = view.graph();
        this.admission = new Admission(bounds, view, Subspace.ALL, ArcSignature.IDENTITY, any -> true);
        this.meter = new Meter(Limits.DEFAULT);
        this.vertexCount = bounds.vertexCount();
        int states = bounds.layers() * vertexCount;
        this.keys = new long[states];
        this.arcs = new int[states];
        this.stamps = new int[states];
        this.settledAt = new int[states];
        this.watches = graph.watches();
        this.waiting = new WaitingArcs(states);
    }

    /** The cheapest derivation, no dearer than any plan of the subspace; whether it is a plan is for the caller to see. */
    Optional<Plan> solve(Admission in, long bound, Meter work) {
        int target = bounds.question().target();
        start(in, in.holdersOnly(), bound, work);
        while (settleNext()) {
            if (settled(target)) {
                return Optional.of(extract(target));
            }
        }
        return Optional.empty();
    }

    /**
     * Settles everything within {@code bound} and tells which vertices that is; empty when it would be more than {@code
     * most} states. Of all plans, not of the cheapest: holders may come by what they have in other ways, too.
     */
    Optional<BitSet> settleAll(Admission in, long bound, int most, Meter work) {
        start(in, false, bound, work);
        BitSet vertices = new BitSet();
        while (settledCount <= most) {
            if (!settleNext()) {
                return meter.exhausted() ? Optional.empty() : Optional.of(vertices);
            }
            vertices.set(lastSettled);
        }
        return Optional.empty();
    }

    private void start(Admission in, boolean asHolders, long bound, Meter work) {
        admission = in;
        sourcesFirst = asHolders;
        rest = sourcesFirst ? bounds.toTargetOfHolders() : bounds.toTarget();
        sources = in.sourceStates();
        view = in.view();
        maxKey = bound;
        meter = work;
        if (++epoch > Integer.MAX_VALUE / 2 - 1) {
            Arrays.fill(stamps, 0);
            epoch = 1;
        }
        settledCount = 0;
        nextSource = 0;
        queue.clear();
        waiting.clear();
        for (int axiom : bounds.axioms()) {
            int layers = graph.assumption(axiom) ? bounds.layers() - 1 : bounds.layers();
            for (int layer = 0; layer < layers; layer++) {
                offer(axiom, graph.head(axiom), layer, CostHops.ofArc(graph.weight(axiom)));
            }
        }
    }

    private boolean settled(int state) {
        return stamps[state] == 2 * epoch + 1;
    }

    /** False when nothing is left within the bound, or the meter is exhausted. */
    private boolean settleNext() {
        while (true) {
            addSourcesUpTo(queue.isEmpty() ? CostHops.INFINITE : queue.leastBound());
            if (queue.isEmpty() || meter.exhausted()) {
                return false;
            }
            long key = queue.leastKey();
            int state = queue.take();
            if (!settled(state) && key == keys[state]) {
                stamps[state] = 2 * epoch + 1;
                settledAt[state] = settledCount++;
                lastSettled = state % vertexCount;
                lookedAt = 1;
                expand(state, key);
                meter.count(lookedAt);
                return true;
            }
        }
    }

    /** Sources enter in the order of their bounds and only when their turn comes: there may be very many of them. */
    private void addSourcesUpTo(long bound) {
        while (nextSource < sources.length && boundOf(sources[nextSource]) <= Math.min(bound, maxKey)) {
            int state = sources[nextSource++];
            int vertex = state % vertexCount;
            if (admission.admitsSource(vertex)) {
                stamps[state] = 2 * epoch;
                keys[state] = CostHops.ZERO;
                arcs[state] = CheapestPlan.sourceMark();
                queue.add(boundOf(state), CostHops.ZERO, state);
                bound = Math.min(bound, boundOf(state));
            }
        }
    }

    private long boundOf(int source) {
        return sourcesFirst ? CostHops.ZERO : rest[source];
    }

    private void expand(int state, long key) {
        int vertex = state % vertexCount;
        int layer = state / vertexCount;
        lookedAt += watches.start[vertex + 1] - watches.start[vertex];
        for (int i = watches.start[vertex]; i < watches.start[vertex + 1]; i++) {
            int arc = watches.arcs[i];
            if (graph.tails[arc] >= 0) {
                offerFrom(arc, layer, key);
            } else {
                offerOrWait(arc, layer);
            }
        }
        for (int place = waiting.first(state); place >= 0; place = waiting.next(place)) {
            lookedAt++;
            offerOrWait(waiting.arc(place), layer);
        }
        ImplicitArcs implicit = view.implicit();
        if (!implicit.isNone()) {
            long headKey = CostHops.plus(key, CostHops.ofArc(implicit.expander().weight()));
            implicit.out(
                    vertex,
                    NOTHING_KNOWN,
                    (head, confidence) -> offerImplicit(vertex, head, confidence, layer, headKey));
        }
    }

    /** An arc of several tails counts once all are settled; until then it waits for one that is not. */
    private void offerOrWait(int arc, int layer) {
        int join = ~graph.tails[arc];
        long sum = CostHops.ZERO;
        for (int j = graph.joinStart[join]; j < graph.joinStart[join + 1]; j++) {
            int premise = layer * vertexCount + graph.joinTails[j];
            if (!settled(premise)) {
                waiting.add(premise, arc);
                return;
            }
            sum = CostHops.plus(sum, keys[premise]);
        }
        offerFrom(arc, layer, sum);
    }

    private void offerFrom(int arc, int tailLayer, long premises) {
        int layer = graph.assumption(arc) ? tailLayer - 1 : tailLayer;
        if (layer >= 0) {
            offer(arc, graph.heads[arc], layer, CostHops.plus(premises, CostHops.ofArc(graph.weight(arc))));
        }
    }

    /** Rows of implicit arcs are long: whatever can be seen without a number for the arc is looked at first. */
    private void offerImplicit(int tail, int head, int confidence, int layer, long key) {
        lookedAt++;
        int state = layer * vertexCount + head;
        if (!worthIt(state, key) || (ties(state, key) && implicitFromBefore(tail, arcs[state]))) {
            return;
        }
        int arc = view.aliveImplicit(tail, head, confidence);
        if (arc >= 0) {
            offer(arc, head, layer, key);
        }
    }

    private boolean implicitFromBefore(int tail, int arc) {
        return arc >= 0 && view.isImplicit(arc) && view.implicit().tail(arc) < tail;
    }

    private void offer(int arc, int head, int layer, long key) {
        int state = layer * vertexCount + head;
        if (!worthIt(state, key)) {
            return;
        }
        boolean tie = ties(state, key);
        if (tie && (arcs[state] < 0 || view.compareArcs(arc, arcs[state]) >= 0)) {
            return;
        }
        if (!admission.admits(arc, head)) {
            return;
        }
        arcs[state] = arc;
        if (!tie) {
            stamps[state] = 2 * epoch;
            keys[state] = key;
            queue.add(CostHops.plus(key, rest[state]), key, state);
        }
    }

    /** Whether a derivation of this key is neither too dear nor dearer than the one known. */
    private boolean worthIt(int state, long key) {
        int stamp = stamps[state];
        if (stamp >= 2 * epoch && (stamp > 2 * epoch || key > keys[state])) {
            return false;
        }
        return rest[state] != CostHops.INFINITE && CostHops.plus(key, rest[state]) <= maxKey;
    }

    private boolean ties(int state, long key) {
        return stamps[state] == 2 * epoch && key == keys[state];
    }

    /**
     * Reads the plan off the settled states. Within budget, all states of one vertex agree; where they do not (beyond the
     * budget, or with saturated keys) the one settled first is taken for all, which keeps premises before uses.
     */
    private Plan extract(int target) {
        Map<Integer, Integer> stateOf = new HashMap<>();
        BitSet seen = new BitSet();
        IntList pending = new IntList();
        pending.add(target);
        seen.set(target);
        while (!pending.isEmpty()) {
            int state = pending.removeLast();
            stateOf.merge(state % vertexCount, state, (a, b) -> settledAt[a] <= settledAt[b] ? a : b);
            int arc = arcs[state];
            if (arc >= 0) {
                int layer = state / vertexCount + (view.assumption(arc) ? 1 : 0);
                for (int i = 0, n = view.tailCount(arc); i < n; i++) {
                    int premise = layer * vertexCount + view.tail(arc, i);
                    if (!seen.get(premise)) {
                        seen.set(premise);
                        pending.add(premise);
                    }
                }
            }
        }
        return Plan.of(view, target, Plan.NO_ALTERNATIVE, vertex -> arcs[stateOf.getOrDefault(vertex, target)]);
    }
}
