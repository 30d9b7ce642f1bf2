package dev.postern.internal.graph;

import dev.postern.internal.graph.ReverseSearch.Joins;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * The least cost of a target from one source at a time, and the greatest confidence of the plans of that cost; without
 * assumptions.
 *
 * <p>Knuth's search over (cost, lost confidence), which is superior in both, directed by lower bounds as A* is and ended by
 * upper ones: once nothing open can undercut the way that is known from some vertex on, that way is the answer. Of what
 * promises the same, the newest goes first: where the bound is right, the search dives straight to the answer.
 *
 * <p>Where the source has the {@link SharedPremise} for nothing, the bounds are those of its holders.
 *
 * <p>Holds arrays in the size of the graph; a search costs only what it settles. Belongs to one thread.
 */
final class SurestSearch {
    private static final BitSet NOTHING_KNOWN = new BitSet();

    private final GraphView view;
    private final Hypergraph graph;
    private final ReverseSearch known;
    private final ReverseSearch fromAll;
    private final SharedPremise shared;

    private final ReverseSearch fromHolders;
    private final Watches watches;
    private final WaitingArcs waiting;
    private final long[] keys;
    /** {@code 2 * epoch} while a vertex is open, one more when it is settled, less when untouched by this search. */
    private final long[] stamps;

    private ReverseSearch least;
    private long epoch;
    private long best;
    private RadixQueue queue = new RadixQueue();

    /**
     * @param known upper bounds: what some plan costs, if there is a key
     * @param forward what vertices cost at least from any of the sources that will be asked about
     */
    SurestSearch(GraphView view, int target, int maxCost, ReverseSearch known, CheapestPlan forward) {
        this.view = view.withoutAssumptions();
        this.graph = view.graph();
        this.known = known;
        fromAll = new ReverseSearch(view, target, 0, maxCost, Joins.BY_EVERY_TAIL, forward);
        shared = SharedPremise.of(graph);
        fromHolders = new ReverseSearch(shared.withoutWays(view), target, 0, maxCost, Joins.BY_EVERY_TAIL, forward);
        least = fromAll;
        watches = graph.watches();
        waiting = new WaitingArcs(graph.vertexCount());
        keys = new long[graph.vertexCount()];
        stamps = new long[graph.vertexCount()];
    }

    /** The key of the best plan, see {@link ReverseSearch}; {@link CostHops#INFINITE} if there is none. */
    long from(int source, Meter meter) {
        epoch++;
        queue = new RadixQueue();
        waiting.clear();
        best = CostHops.INFINITE;
        long atOnce = forNothing(source);
        least = atOnce == CostHops.INFINITE ? fromAll : fromHolders;
        if (atOnce != CostHops.INFINITE) {
            offer(shared.vertex(), atOnce);
        }
        offer(source, 0);
        while (!queue.isEmpty() && queue.leastKey() < best && !meter.exhausted()) {
            int vertex = queue.take();
            if (!settled(vertex)) {
                stamps[vertex] = 2 * epoch + 1;
                meter.count(1 + expand(vertex, keys[vertex]));
            }
        }
        return best;
    }

    /**
     * The key of what is shared if the source has it for nothing; {@link CostHops#INFINITE} also where that is not certain and
     * some other way, no dearer, might be.
     */
    private long forNothing(int source) {
        int direct = shared.arcFrom(source, view);
        if (direct < 0 || (graph.confidence(direct) < Hypergraph.MAX_CONFIDENCE && hasOtherWays(source))) {
            return CostHops.INFINITE;
        }
        return ReverseSearch.plus(0, 0, graph.confidence(direct));
    }

    /** Whether the source leads anywhere without cost, from where it goes on so. */
    private boolean hasOtherWays(int source) {
        if (!view.implicit().isNone() && view.implicit().expander().weight() == 0) {
            return true;
        }
        return free(source)
                .filter(arc -> graph.heads[arc] != shared.vertex() || graph.tails[arc] < 0)
                .anyMatch(arc -> free(graph.heads[arc]).findAny().isPresent());
    }

    private IntStream free(int vertex) {
        return IntStream.range(0, graph.outDegree(vertex))
                .map(i -> graph.arcFrom(vertex, i))
                .filter(arc -> graph.weight(arc) == 0 && view.alive(arc));
    }

    private boolean settled(int vertex) {
        return stamps[vertex] == 2 * epoch + 1;
    }

    /** How many arcs were looked at. */
    private int expand(int vertex, long key) {
        for (int i = watches.start[vertex]; i < watches.start[vertex + 1]; i++) {
            offerOrWait(watches.arcs[i], key);
        }
        for (int place = waiting.first(vertex); place >= 0; place = waiting.next(place)) {
            offerOrWait(waiting.arc(place), key);
        }
        int weight = view.implicit().expander().weight();
        view.implicit().out(vertex, NOTHING_KNOWN, (head, confidence) -> {
            if (view.aliveImplicitPair(vertex, head, confidence)) {
                offer(head, ReverseSearch.plus(key, weight, confidence));
            }
        });
        return watches.start[vertex + 1] - watches.start[vertex];
    }

    /** An arc of several tails counts once all are settled; until then it waits for one that is not. */
    private void offerOrWait(int arc, long key) {
        if (!view.alive(arc)) {
            return;
        }
        long sum = key;
        int code = graph.tails[arc];
        if (code < 0) {
            sum = 0;
            for (int i = graph.joinStart[~code]; i < graph.joinStart[~code + 1]; i++) {
                int premise = graph.joinTails[i];
                if (!settled(premise)) {
                    waiting.add(premise, arc);
                    return;
                }
                sum = ReverseSearch.both(sum, keys[premise]);
            }
        }
        offer(graph.heads[arc], ReverseSearch.plus(sum, graph.weight(arc), graph.confidence(arc)));
    }

    private void offer(int vertex, long key) {
        boolean touched = stamps[vertex] >= 2 * epoch;
        if (touched && (settled(vertex) || key >= keys[vertex])) {
            return;
        }
        long bound = ReverseSearch.both(key, least.key(vertex));
        if (bound >= best || !least.within(bound)) {
            return;
        }
        stamps[vertex] = 2 * epoch;
        keys[vertex] = key;
        queue.add(bound, vertex);
        long way = ReverseSearch.both(key, known.key(vertex));
        if (least.within(way)) {
            best = Math.min(best, way);
        }
    }
}
