package dev.postern.path;

import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Facts;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex;
import dev.postern.internal.graph.GraphView;
import dev.postern.internal.graph.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * What every plan of a question must use. A plan uses what it starts from and what it establishes: plans are minimal, so
 * nothing in them is idle.
 */
final class Requirements implements Predicate<Plan> {
    private final SearchSpace space;
    private final List<BitSet> vertices = new ArrayList<>();
    private final BitSet anyOfThem = new BitSet();
    private final List<String> techniques;
    private final int maxSteps;
    private final ImmutableSet.Builder<Vertex> apart = ImmutableSet.builder();

    Requirements(Facts facts, SearchSpace space, PathConstraints constraints) {
        this.space = space;
        this.techniques = constraints.through().asList();
        this.maxSteps = constraints.maxSteps();
        PlaceVertices places = new PlaceVertices(facts, space);
        for (Place place : constraints.via()) {
            BitSet members = new BitSet();
            Arrays.stream(places.of(place)).forEach(members::set);
            add(members);
            boolean onlySomeReplicas = place instanceof Place.Exactly
                    || (place instanceof Place.Named named
                            && List.of("pod", "node").contains(named.kind()));
            if (onlySomeReplicas) {
                members.stream().mapToObj(space::vertex).forEach(apart::add);
            }
        }
        for (Zone.Kind kind : constraints.across()) {
            add(inZone(space, kind));
        }
    }

    private void add(BitSet members) {
        vertices.add(members);
        anyOfThem.or(members);
    }

    /** The vertices that lie in a zone of this kind. */
    static BitSet inZone(SearchSpace space, Zone.Kind kind) {
        BitSet members = new BitSet();
        for (int vertex = 0; vertex < space.graph().vertexCount(); vertex++) {
            if (Zone.of(space.vertex(vertex))
                    .filter(zone -> zone.kind() == kind)
                    .isPresent()) {
                members.set(vertex);
            }
        }
        return members;
    }

    /** Vertices that must not be taken for equal to others of their group. */
    ImmutableSet<Vertex> apart() {
        return apart.build();
    }

    /** Whether a vertex is one that some plan must use, so that it shows in what tells plans apart. */
    boolean concerns(int vertex) {
        return anyOfThem.get(vertex);
    }

    @Override
    public boolean test(Plan plan) {
        GraphView view = space.view();
        BitSet used = new BitSet();
        Arrays.stream(plan.sources()).forEach(used::set);
        List<String> open = new ArrayList<>(techniques);
        int steps = 0;
        for (int arc : plan.arcs()) {
            used.set(view.head(arc));
            if (view.label(arc) >= 0) {
                steps++;
                space.type(arc).ifPresent(type -> open.remove(type.id()));
            }
        }
        return steps <= maxSteps && open.isEmpty() && vertices.stream().allMatch(used::intersects);
    }
}
