package dev.postern.internal.graph;

import java.util.Arrays;

/**
 * For each vertex the arcs that a search looks at when it settles the vertex, in compressed sparse rows: its single-tail
 * arcs, and of the arcs with several tails those that watch it. An arc watches one tail at a time, at first the one with
 * the fewest arcs, and moves on to another that is not settled; so a place that a thousand credentials could be used from
 * costs nothing to reach.
 *
 * <p>M. W. Moskewicz et al., "Chaff: engineering an efficient SAT solver", DAC 2001 (watched literals), for clauses that
 * only ever become unit.
 */
final class Watches {

    final int[] start;
    final int[] arcs;

    Watches(Hypergraph graph) {
        start = new int[graph.vertexCount() + 1];
        int[] watched = new int[graph.arcCount()];
        for (int arc = 0; arc < watched.length; arc++) {
            watched[arc] = firstWatched(graph, arc);
            if (watched[arc] >= 0) {
                start[watched[arc] + 1]++;
            }
        }
        Arrays.parallelPrefix(start, Integer::sum);
        arcs = new int[start[graph.vertexCount()]];
        int[] next = Arrays.copyOf(start, graph.vertexCount());
        for (int arc = 0; arc < watched.length; arc++) {
            if (watched[arc] >= 0) {
                arcs[next[watched[arc]]++] = arc;
            }
        }
    }

    /** -1 for an arc without tails. */
    private static int firstWatched(Hypergraph graph, int arc) {
        int fewest = -1;
        for (int i = 0, n = graph.tailCount(arc); i < n; i++) {
            int tail = graph.tail(arc, i);
            if (fewest < 0 || graph.outDegree(tail) < graph.outDegree(fewest)) {
                fewest = tail;
            }
        }
        return fewest;
    }
}
