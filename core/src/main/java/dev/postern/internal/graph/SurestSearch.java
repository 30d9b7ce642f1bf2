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
 * <p>One premise that most joins share, such as "can send requests to the API server", would make lower bounds useless: with
 * AND taken for OR, whoever reaches it looks as near to the target as its best user. A source that has it for nothing needs
 * no way to it, so the bounds of such sources leave the ways to it out.
 *
 * <p>Holds arrays in the size of the graph; a search costs only what it settles. Belongs to one thread.
 */
final class SurestSearch {
    private static final BitSet NOTHING_KNOWN = new BitSet();

    private final GraphView view;
    private final Hypergraph graph;
    private final ReverseSearch known;
    private final ReverseSearch fromAll;
    /** What most joins need, or -1. */
    private final int shared;

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

    /** @param known upper bounds: what some plan costs, if there is a key */
    SurestSearch(GraphView view, int target, int maxCost, ReverseSearch known) {
        this.view = view.withoutAssumptions();
        this.graph = view.graph();
        this.known = known;
        fromAll = new ReverseSearch(view, target, 0, maxCost, Joins.BY_EVERY_TAIL);
        shared = mostShared(graph);
        fromHolders = shared < 0 || shared == target
                ? fromAll
                : new ReverseSearch(view.withoutArcs(arcsInto(shared)), target, 0, maxCost, Joins.BY_EVERY_TAIL);
        least = fromAll;
        watches = graph.watches();
        waiting = new WaitingArcs(graph.vertexCount());
        keys = new long[graph.vertexCount()];
        stamps = new long[graph.vertexCount()];
    }

    private static int mostShared(Hypergraph graph) {
        int[] uses = new int[graph.vertexCount()];
        int most = -1;
        for (int tail : graph.joinTails) {
            uses[tail]++;
            most = most < 0 || uses[tail] > uses[most] ? tail : most;
        }
        return most;
    }

    private int[] arcsInto(int vertex) {
        return IntStream.range(graph.firstArcInto(vertex), graph.endOfArcsInto(vertex))
                .toArray();
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
            offer(shared, atOnce);
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
     * The key of what is shared if a single arc without cost leads to it from the source; {@link CostHops#INFINITE} also
     * where that is not certain and some other way, no dearer, might be.
     */
    private long forNothing(int source) {
        long key = CostHops.INFINITE;
        boolean otherWays = !view.implicit().isNone() && view.implicit().expander().weight() == 0;
        for (int i = 0; shared >= 0 && i < graph.outDegree(source); i++) {
            int arc = graph.arcFrom(source, i);
            if (graph.weight(arc) == 0 && view.alive(arc)) {
                if (graph.heads[arc] == shared && graph.tails[arc] == source) {
                    key = Math.min(key, ReverseSearch.plus(0, 0, graph.confidence(arc)));
                } else {
                    otherWays |= mayLeadOn(graph.heads[arc]);
                }
            }
        }
        return key == 0 || !otherWays ? key : CostHops.INFINITE;
    }

    private boolean mayLeadOn(int vertex) {
        for (int i = 0; i < graph.outDegree(vertex); i++) {
            int arc = graph.arcFrom(vertex, i);
            if (graph.weight(arc) == 0 && view.alive(arc)) {
                return true;
            }
        }
        return false;
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
