package dev.postern.path;

import dev.postern.attack.AttackGraph;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Facts;
import dev.postern.attack.SearchSpace;
import dev.postern.internal.graph.GraphView;
import dev.postern.model.Confidence;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** What a question leaves out: techniques, places, zones and uncertain steps, each as a view of the graph. */
final class Exclusions {
    private final Facts facts;
    private final PathConstraints constraints;
    private final Confidence minConfidence;

    Exclusions(Facts facts, PathConstraints constraints, Confidence minConfidence) {
        this.facts = facts;
        this.constraints = constraints;
        this.minConfidence = minConfidence;
    }

    /**
     * Opens the graph with the flows that can matter: they lead only to ports, and from most ports only an assumed flaw leads
     * on.
     *
     * @param flaws how many may be assumed behind ports that a flow leads to
     * @throws IllegalArgumentException for a technique that there is not
     */
    SearchSpace open(AttackGraph graph, int flaws, Place to) {
        constraints.without().forEach(technique -> check(graph, technique));
        if (constraints.without().contains(AttackGraph.FLOW_TECHNIQUE)) {
            return SearchSpace.of(graph, false);
        }
        return flaws > 0 || to.notation().startsWith("port:")
                ? SearchSpace.of(graph, true)
                : SearchSpace.withFlowsToOpenPorts(graph);
    }

    /** The edges that are left. */
    GraphView view(SearchSpace space, List<String> notes) {
        GraphView view = space.view().withMinimumConfidence(minConfidence.ordinal());
        if (!constraints.without().isEmpty()) {
            BitSet labels = new BitSet();
            List<EdgeType> types = space.graph().types();
            for (int label = 0; label < types.size(); label++) {
                labels.set(
                        label, constraints.without().contains(types.get(label).id()));
            }
            view = view.withoutLabels(label -> label >= 0 && labels.get(label));
        }
        BitSet gone = new BitSet();
        PlaceVertices places = new PlaceVertices(facts, space);
        for (Place place : constraints.avoid()) {
            int[] vertices = places.of(place);
            if (vertices.length == 0) {
                notes.add("nothing in the input is " + place.notation() + ", so avoiding it changes nothing");
            }
            Arrays.stream(vertices).forEach(gone::set);
        }
        constraints.outside().forEach(kind -> gone.or(Requirements.inZone(space, kind)));
        return gone.isEmpty() ? view : view.withoutVertices(gone.stream().toArray());
    }

    static void check(AttackGraph graph, String technique) {
        if (graph.types().stream().noneMatch(type -> type.id().equals(technique))) {
            throw new IllegalArgumentException("there is no technique " + technique
                    + ": docs/techniques.md lists them, for instance "
                    + nearest(graph, technique));
        }
    }

    private static String nearest(AttackGraph graph, String technique) {
        return graph.types().stream()
                .map(EdgeType::id)
                .filter(id -> id.contains(technique) || technique.contains(id))
                .findFirst()
                .orElse("POD_EXEC");
    }
}
