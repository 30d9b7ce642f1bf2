package dev.postern.internal.graph;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What each of up to 64 sources reaches by itself, in one propagation: a bit for each source in a word for each vertex. OR is
 * the union of words, AND their intersection, so a premise of one source never completes an arc for another. Assumption arcs
 * are left out. Vertices where the search stops are reached, but nothing is derived from them unless they are a source.
 *
 * <p>The least fixpoint of {@link Reachability} over sets of sources. A vertex is looked at again when its word has grown: 64
 * times the size of what is reached at most, a few times where sources are alike. Belongs to one thread.
 */
public final class ParallelReach {
    private static final BitSet NOTHING_KNOWN = new BitSet();

    private static final int NOWHERE = -1;

    /** How many sources one search takes. */
    public static final int WIDTH = Long.SIZE;

    private final GraphView view;
    private final Hypergraph graph;
    private final BitSet stops = new BitSet();
    private final long[] words;
    /** Bits of the sources themselves, of vertices where the search stops. */
    private final long[] starts;

    private final BitSet waiting = new BitSet();
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private final IntList touched = new IntList();

    /** @param stops vertices from which nothing is derived, unless they are a source */
    public ParallelReach(GraphView view, int... stops) {
        this.view = view.withoutAssumptions();
        this.graph = view.graph();
        Arrays.stream(stops).forEach(this.stops::set);
        words = new long[graph.vertexCount()];
        starts = new long[graph.vertexCount()];
    }

    /**
     * Searches from each of these and forgets the search before.
     *
     * @throws IllegalArgumentException if there are more than {@link #WIDTH}
     */
    public ParallelReach from(int... sources) {
        return from(new int[0], sources);
    }

    /** As {@link #from(int...)}, each together with some sources that all have; without any other, the first bit is theirs. */
    ParallelReach from(int[] shared, int... sources) {
        return towards(NOWHERE, shared, sources);
    }

    /** The same, but a source that has reached the goal goes no further: only the goal's word says all. */
    ParallelReach towards(int goal, int[] shared, int... sources) {
        if (sources.length > WIDTH) {
            throw new IllegalArgumentException(sources.length + " sources, more than " + WIDTH);
        }
        while (!touched.isEmpty()) {
            int vertex = touched.removeLast();
            words[vertex] = 0;
            starts[vertex] = 0;
        }
        long all = sources.length == WIDTH ? -1L : (1L << Math.max(1, sources.length)) - 1;
        for (int source : shared) {
            start(source, all);
        }
        for (int i = 0; i < sources.length; i++) {
            start(sources[i], 1L << i);
        }
        for (int axiom : graph.axioms()) {
            if (view.alive(axiom)) {
                reach(graph.heads[axiom], all);
            }
        }
        while (!queue.isEmpty()) {
            int vertex = queue.remove();
            waiting.clear(vertex);
            expand(vertex, goal == NOWHERE ? -1L : ~words[goal]);
        }
        return this;
    }

    private void start(int source, long word) {
        if (view.aliveVertex(source)) {
            starts[source] |= word;
            reach(source, word);
        }
    }

    /** Bit i is set if the i-th source reaches the vertex. */
    public long reaching(int vertex) {
        return words[vertex];
    }

    private void expand(int vertex, long under) {
        long word = useful(vertex) & under;
        if (word == 0) {
            return;
        }
        for (int i = graph.outStart[vertex]; i < graph.outStart[vertex + 1]; i++) {
            int arc = graph.outArcs[i];
            if (view.alive(arc)) {
                int code = graph.tails[arc];
                reach(graph.heads[arc], code >= 0 ? word : common(~code, word));
            }
        }
        view.implicit().out(vertex, NOTHING_KNOWN, (head, confidence) -> {
            if ((word & ~words[head]) != 0 && view.aliveImplicitPair(vertex, head, confidence)) {
                reach(head, word);
            }
        });
    }

    /** The sources for which arcs out of a vertex count. */
    private long useful(int vertex) {
        return stops.get(vertex) ? starts[vertex] : words[vertex];
    }

    private long common(int join, long word) {
        long all = word;
        for (int i = graph.joinStart[join]; i < graph.joinStart[join + 1] && all != 0; i++) {
            all &= useful(graph.joinTails[i]);
        }
        return all;
    }

    private void reach(int vertex, long word) {
        long old = words[vertex];
        if ((word & ~old) == 0 || !view.aliveVertex(vertex)) {
            return;
        }
        if (old == 0) {
            touched.add(vertex);
        }
        words[vertex] = old | word;
        if (!waiting.get(vertex)) {
            waiting.set(vertex);
            queue.add(vertex);
        }
    }
}
