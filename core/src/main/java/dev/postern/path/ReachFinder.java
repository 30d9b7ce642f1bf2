package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.Internet;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.attack.Vertex.SecretRead;
import dev.postern.attack.Vertex.SymbolicNode;
import dev.postern.internal.graph.GraphView;
import dev.postern.internal.graph.Limits;
import dev.postern.internal.graph.ReachingVertices;
import dev.postern.model.Confidence;
import dev.postern.model.Container;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Who reaches a place, for every start at once: see {@link ReachingVertices}. Immutable and safe to share.
 */
public final class ReachFinder {
    private static final Limits AMPLE = new Limits(2_000_000, 6_000_000_000L);
    private static final Comparator<Reacher> CHEAPEST_FIRST = Comparator.comparingInt(Reacher::effort)
            .thenComparing(Reacher::confidence, Comparator.reverseOrder())
            .thenComparing(Reacher::notation);

    private final Facts facts;
    private final AttackGraph graph;

    public ReachFinder(Facts facts, AttackGraph graph) {
        this.facts = facts;
        this.graph = graph;
    }

    /**
     * Everybody who reaches the place that the query names.
     *
     * @throws IllegalArgumentException if it names several, or one that cannot be a target
     */
    public WhoReaches find(ReachQuery query) {
        if (query.ends().size() != 1) {
            throw new IllegalArgumentException("asked who reaches several places: ask about one at a time");
        }
        Place to = query.ends().get(0);
        int budget = query.assumptions().orElse(0);
        Exclusions exclusions = new Exclusions(facts, query.constraints(), query.minConfidence());
        Targets target = Targets.of(facts, exclusions.open(graph, budget, to), to);
        List<String> notes = new ArrayList<>(target.notes());
        if (target.vertex().isEmpty()) {
            if (notes.isEmpty()) {
                notes.add("nothing in the input leads to " + to.notation());
            }
            return new WhoReaches(query, ImmutableList.of(), 0, 0, ImmutableList.of(), ImmutableList.copyOf(notes));
        }
        SearchSpace space = target.space();
        GraphView view = exclusions.view(space, notes);
        int goal = target.vertex().getAsInt();
        Map<Vertex, int[]> starts = starts(space, target, to);
        int[] all = starts.values().stream()
                .flatMapToInt(IntStream::of)
                .filter(start -> !(space.vertex(start) instanceof Internet))
                .sorted()
                .distinct()
                .toArray();
        ReachingVertices reaching = ReachingVertices.of(view, goal, budget, query.maxEffort(), all, AMPLE);
        int undecided = reaching.undecided();
        int unjudged = reaching.unjudged();
        List<Reacher> reachers = new ArrayList<>();
        starts.forEach((vertex, indices) -> best(vertex, indices, reaching, reachers));
        int[] outside = space.index(new Internet()).stream().toArray();
        if (outside.length > 0 && !target.members().contains(new Internet())) {
            ReachingVertices fromOutside =
                    ReachingVertices.of(view, goal, query.assumptions().orElse(1), query.maxEffort(), outside, AMPLE);
            undecided += fromOutside.undecided();
            unjudged += fromOutside.unjudged();
            best(new Internet(), outside, fromOutside, reachers);
        }
        reachers.sort(CHEAPEST_FIRST);
        return new WhoReaches(
                query,
                ImmutableList.copyOf(reachers),
                starts.size() + outside.length,
                undecided,
                unjudged == 0 ? ImmutableList.of() : ImmutableList.of(unjudged + " starts were not judged"),
                ImmutableList.copyOf(notes));
    }

    private static void best(Vertex vertex, int[] indices, ReachingVertices reaching, List<Reacher> reachers) {
        IntStream.of(indices)
                .filter(reaching::reaches)
                .mapToObj(index ->
                        new Reacher(vertex, reaching.cost(index), Confidence.values()[reaching.confidence(index)]))
                .min(CHEAPEST_FIRST)
                .ifPresent(reachers::add);
    }

    /** What has a notation to start from, with the vertices that it stands for, each alone; without who is there already. */
    private Map<Vertex, int[]> starts(SearchSpace space, Targets target, Place to) {
        String there = to instanceof Place.Named named && named.kind().equals("namespace") ? named.name() : "";
        Map<Vertex, int[]> starts = new HashMap<>();
        Set<Vertex> members = target.members();
        for (Vertex vertex : graph.vertices()) {
            boolean standsSomewhere = vertex instanceof Identity
                    || vertex instanceof NodeControl
                    || vertex instanceof SymbolicNode
                    || vertex instanceof SecretRead
                    || vertex instanceof ClusterAdmin;
            boolean inside = !there.isEmpty() && vertex.namespace().equals(there);
            if (standsSomewhere && !inside && !members.contains(vertex)) {
                starts.put(vertex, space.index(vertex).stream().toArray());
            }
        }
        for (PodGroup group : facts.podGroups()) {
            if (!group.namespace().equals(there) && !members.contains(group.vertex())) {
                IntStream.Builder containers = IntStream.builder();
                for (Container container : group.containers()) {
                    if (container.role() != Container.Role.INIT) {
                        space.index(group.container(container)).ifPresent(containers::add);
                    }
                }
                starts.put(group.vertex(), containers.build().toArray());
            }
        }
        return starts;
    }
}
