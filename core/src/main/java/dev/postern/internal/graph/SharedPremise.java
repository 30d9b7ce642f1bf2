package dev.postern.internal.graph;

import java.util.stream.IntStream;

/**
 * The one premise that more joins need than any other, such as "can send requests to the API server". With AND taken for OR
 * it spoils lower bounds: whoever reaches it looks as near to the target as its best user. But who has it at once, for
 * nothing, needs no way to it; so bounds for such sources leave the ways to it out.
 *
 * @param vertex -1 if there are no joins
 */
record SharedPremise(int vertex) {

    /** O(size). */
    static SharedPremise of(Hypergraph graph) {
        int[] uses = new int[graph.vertexCount()];
        int most = -1;
        for (int tail : graph.joinTails) {
            uses[tail]++;
            most = most < 0 || uses[tail] > uses[most] ? tail : most;
        }
        return new SharedPremise(most);
    }

    /** A view of the same graph without explicit arcs into it. */
    GraphView withoutWays(GraphView view) {
        Hypergraph graph = view.graph();
        return vertex < 0
                ? view
                : view.withoutArcs(IntStream.range(graph.firstArcInto(vertex), graph.endOfArcsInto(vertex))
                        .toArray());
    }

    /** The surest arc that gives it for nothing, no assumption either, to a vertex that has nothing else, or -1. */
    int arcFrom(int source, GraphView view) {
        Hypergraph graph = view.graph();
        int surest = -1;
        for (int i = 0; vertex >= 0 && source != vertex && i < graph.outDegree(source); i++) {
            int arc = graph.arcFrom(source, i);
            if (graph.heads[arc] == vertex
                    && graph.tails[arc] == source
                    && graph.weight(arc) == 0
                    && !graph.assumption(arc)
                    && view.alive(arc)
                    && (surest < 0 || graph.confidence(arc) > graph.confidence(surest))) {
                surest = arc;
            }
        }
        return surest;
    }
}
