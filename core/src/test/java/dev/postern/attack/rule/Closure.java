package dev.postern.attack.rule;

import dev.postern.attack.AttackEdge;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.GainedRole;
import dev.postern.attack.Vertex.HeldRole;
import dev.postern.attack.Vertex.Identity;
import dev.postern.model.Cluster;
import dev.postern.model.Subject;
import dev.postern.rbac.UserInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What follows from a start, by counting the premises that each edge still lacks. */
final class Closure {
    private final Map<Vertex, Integer> numbers = new HashMap<>();
    private final List<Vertex> vertices = new ArrayList<>();
    private final List<List<Integer>> uses = new ArrayList<>();
    private final int[] heads;
    private final int[] premises;

    Closure(List<AttackEdge> edges) {
        heads = new int[edges.size()];
        premises = new int[edges.size()];
        for (int i = 0; i < heads.length; i++) {
            heads[i] = number(edges.get(i).to());
            premises[i] = edges.get(i).premises().size();
            for (Vertex premise : edges.get(i).premises()) {
                uses.get(number(premise)).add(i);
            }
        }
    }

    /** The ids of what follows in a cluster from several starts together, given by their ids. */
    static Set<String> of(Cluster cluster, String... starts) {
        AttackGraph graph = TechniqueEdges.graph(cluster);
        Set<String> ids = Set.of(starts);
        List<Vertex> held = graph.vertices().stream()
                .filter(vertex -> ids.contains(vertex.id()))
                .toList();
        return new Closure(edges(graph)).from(held, vertex -> true);
    }

    /** Every edge of a graph, flows included. */
    static List<AttackEdge> edges(AttackGraph graph) {
        List<AttackEdge> edges = new ArrayList<>();
        graph.forEachEdge(edges::add);
        graph.forEachFlow(edges::add);
        return edges;
    }

    /** As queries start: a member of a group is in the groups around it, which the graph does not say of a group. */
    static List<Vertex> starts(Vertex start) {
        List<Vertex> starts = new ArrayList<>(List.of(start));
        if (start instanceof Identity identity && identity.subject() instanceof Subject.Group group) {
            UserInfo.of(group).groups().stream()
                    .map(name -> new Identity(Subject.group(name)))
                    .forEach(starts::add);
        }
        return starts;
    }

    /** Whether it is compared: of several gains only the greatest is listed, so roles that are held are not. */
    static boolean counts(Vertex vertex) {
        return !vertex.isHub() && !(vertex instanceof HeldRole) && !(vertex instanceof GainedRole);
    }

    /** The ids of what follows from several starts together. */
    Set<String> from(List<Vertex> starts, Predicate<Vertex> wanted) {
        int[] missing = premises.clone();
        Deque<Integer> fresh = new ArrayDeque<>();
        starts.forEach(this::number);
        boolean[] held = new boolean[vertices.size()];
        Set<String> ids = new TreeSet<>();
        for (Vertex start : starts) {
            fresh.add(number(start));
            held[number(start)] = true;
        }
        while (!fresh.isEmpty()) {
            int vertex = fresh.remove();
            if (wanted.test(vertices.get(vertex))) {
                ids.add(vertices.get(vertex).id());
            }
            for (int edge : uses.get(vertex)) {
                missing[edge]--;
                if (missing[edge] == 0 && !held[heads[edge]]) {
                    held[heads[edge]] = true;
                    fresh.add(heads[edge]);
                }
            }
        }
        return ids;
    }

    private int number(Vertex vertex) {
        return numbers.computeIfAbsent(vertex, added -> {
            vertices.add(added);
            uses.add(new ArrayList<>());
            return vertices.size() - 1;
        });
    }
}
