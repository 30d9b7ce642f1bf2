package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.Vertex;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says why there is a path: every ground of every step of the cheapest one, and how to do without the step. */
public final class WhyFinder {
    private final PathFinder finder;

    public WhyFinder(PathFinder finder) {
        this.finder = finder;
    }

    /**
     * The cheapest path with all its grounds. One search for it and one for each of its steps.
     *
     * @throws IllegalArgumentException as {@link PathFinder#find}
     */
    public Why find(PathQuery query) {
        AttackPaths answer = finder.find(query.cheapest(1));
        if (answer.paths().isEmpty()) {
            return new Why(query, Optional.empty(), ImmutableList.of(), answer.notes());
        }
        FoundPath path = (FoundPath) answer.paths().get(0);
        List<Map<AttackEdge, ImmutableList<Support>>> grounds = grounds(path);
        ImmutableList<Optional<AttackPath>> detours = finder.detours(query);
        ImmutableList.Builder<Hop> hops = ImmutableList.builder();
        for (int i = 0; i < path.steps().size(); i++) {
            hops.add(new Hop(
                    path.steps().get(i),
                    grounds.get(i).values().stream()
                            .filter(alternatives -> !alternatives.contains(Support.NONE))
                            .collect(ImmutableList.toImmutableList()),
                    detours.get(i)));
        }
        return new Why(query, Optional.of(path), hops.build(), answer.notes());
    }

    /** For each step the edges that it is made of: its own, the silent ones before it, and after the last one its end. */
    private static List<Map<AttackEdge, ImmutableList<Support>>> grounds(FoundPath path) {
        Map<Vertex, List<AttackEdge>> silent = new LinkedHashMap<>();
        List<Map<AttackEdge, ImmutableList<Support>>> grounds = new ArrayList<>();
        for (AttackEdge edge : path.edges()) {
            List<AttackEdge> parts = new ArrayList<>();
            edge.premises().forEach(premise -> parts.addAll(silent.getOrDefault(premise, List.of())));
            parts.add(edge);
            if (edge.type().isEmpty()) {
                silent.put(edge.to(), parts);
            } else {
                grounds.add(supports(parts));
            }
        }
        if (!grounds.isEmpty()) {
            grounds.get(grounds.size() - 1).putAll(supports(silent.getOrDefault(path.target(), List.of())));
        }
        return grounds;
    }

    private static Map<AttackEdge, ImmutableList<Support>> supports(List<AttackEdge> edges) {
        Map<AttackEdge, ImmutableList<Support>> supports = new LinkedHashMap<>();
        edges.forEach(edge -> supports.put(edge, edge.supports()));
        return supports;
    }
}
