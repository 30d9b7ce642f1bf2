package dev.postern.path;

import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.internal.graph.CheapestPlan;
import dev.postern.internal.graph.GraphView;
import dev.postern.internal.graph.Hypergraph;
import dev.postern.internal.graph.Plan;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Leaves out plans that become cluster-admin and then take the long way round: whoever may do everything needs no second
 * identity. Of the edges that leave cluster-admin, those of the cheapest way on stay, and those that lead to joins,
 * where what is held besides can make the way shorter. So the cheapest plan stays the cheapest, and the plans left out
 * are those that only go on differently after cluster-admin.
 *
 * <p>So do ways round what somebody may close ({@link dev.postern.attack.Vertex.May#onceClosed}): as long as it is open,
 * they only take longer.
 *
 * <p>Likewise, whoever has what counts as the target by definition is there: no plan goes on from one node to "any node".
 */
final class Detours {
    private Detours() {}

    static GraphView without(SearchSpace space, GraphView view, int target) {
        return afterClusterAdmin(space, withoutRounds(space, pastTheTarget(view, target)), target);
    }

    /** Without the ways round what somebody may close, which plans need not show. */
    static GraphView withoutRounds(SearchSpace space, GraphView view) {
        Hypergraph graph = view.graph();
        IntStream.Builder dropped = IntStream.builder();
        space.hubsOnceClosed().forEach(hub -> {
            for (int i = 0; i < graph.outDegree(hub); i++) {
                dropped.add(graph.arcFrom(hub, i));
            }
        });
        return view.withoutArcs(dropped.build().toArray());
    }

    private static GraphView pastTheTarget(GraphView view, int target) {
        Hypergraph graph = view.graph();
        IntStream.Builder dropped = IntStream.builder();
        for (int into = graph.firstArcInto(target); into < graph.endOfArcsInto(target); into++) {
            if (graph.weight(into) == 0
                    && graph.tailCount(into) == 1
                    && graph.confidence(into) == Hypergraph.MAX_CONFIDENCE) {
                int there = graph.tail(into, 0);
                for (int i = 0; i < graph.outDegree(there); i++) {
                    int arc = graph.arcFrom(there, i);
                    if (graph.head(arc) != target) {
                        dropped.add(arc);
                    }
                }
            }
        }
        return view.withoutArcs(dropped.build().distinct().toArray());
    }

    private static GraphView afterClusterAdmin(SearchSpace space, GraphView view, int target) {
        OptionalInt admin = space.index(new ClusterAdmin());
        if (admin.isEmpty() || admin.getAsInt() == target) {
            return view;
        }
        Hypergraph graph = view.graph();
        int from = admin.getAsInt();
        Set<Integer> kept = new HashSet<>();
        Optional<Plan> onwards =
                CheapestPlan.to(view, target, Integer.MAX_VALUE, from).plan(target);
        onwards.ifPresent(plan -> Arrays.stream(plan.arcs()).forEach(kept::add));
        int[] dropped = new int[graph.outDegree(from)];
        int count = 0;
        for (int i = 0; i < graph.outDegree(from); i++) {
            int arc = graph.arcFrom(from, i);
            if (!kept.contains(arc) && graph.tailCount(arc) == 1 && !leadsToJoin(graph, graph.head(arc))) {
                dropped[count++] = arc;
            }
        }
        return view.withoutArcs(Arrays.copyOf(dropped, count));
    }

    private static boolean leadsToJoin(Hypergraph graph, int vertex) {
        for (int i = 0; i < graph.outDegree(vertex); i++) {
            if (graph.tailCount(graph.arcFrom(vertex, i)) > 1) {
                return true;
            }
        }
        return false;
    }
}
