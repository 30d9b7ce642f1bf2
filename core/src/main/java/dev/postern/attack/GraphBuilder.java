package dev.postern.attack;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Vertex.AnyNode;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.Internet;
import dev.postern.internal.graph.Hypergraph;
import dev.postern.internal.graph.HypergraphBuilder;
import dev.postern.model.Support;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects edges and freezes them. Vertices are numbered in the order of their ids and edges by the hypergraph's own
 * canonical order, so nothing depends on the order of insertion. Time O(V log V + E log E).
 */
final class GraphBuilder {
    private record Arc(int head, int label, List<Integer> tails, int weight, int confidence, boolean assumption) {}

    private final ImmutableList<EdgeType> types;
    private final Map<EdgeType, Integer> labels = new HashMap<>();
    private final Set<Vertex> vertices = new LinkedHashSet<>();
    private final Set<AttackEdge> edges = new LinkedHashSet<>();

    GraphBuilder(List<EdgeType> types) {
        this.types = ImmutableList.sortedCopyOf(types);
        for (int i = 0; i < this.types.size(); i++) {
            labels.put(this.types.get(i), i);
        }
        vertices.add(new Internet());
        vertices.add(new ClusterAdmin());
        vertices.add(new AnyNode());
    }

    /** A copy of the vertices added so far. */
    Set<Vertex> vertices() {
        return ImmutableSet.copyOf(vertices);
    }

    void add(AttackEdge edge) {
        if (edges.add(edge)) {
            vertices.addAll(edge.premises());
            vertices.add(edge.to());
        }
    }

    AttackGraph build(Facts facts) {
        Vertex[] sorted = sortedVertices();
        Map<Vertex, Integer> index = new HashMap<>(sorted.length * 2);
        for (int i = 0; i < sorted.length; i++) {
            index.put(sorted[i], i);
        }
        HypergraphBuilder builder = Hypergraph.builder(sorted.length);
        FactTable factTable = new FactTable();
        Map<Arc, ImmutableList<Support>> supports = new HashMap<>(edges.size() * 2);
        for (AttackEdge edge : edges) {
            int[] tails = edge.premises().stream()
                    .mapToInt(index::get)
                    .sorted()
                    .distinct()
                    .toArray();
            Arc arc = new Arc(
                    index.getOrDefault(edge.to(), -1),
                    edge.type().map(labels::get).orElse(-1),
                    asList(tails),
                    edge.effort(),
                    edge.confidence().ordinal(),
                    edge.assumption());
            supports.merge(arc, edge.supports(), GraphBuilder::united);
            builder.arc(
                    tails,
                    arc.head(),
                    arc.label(),
                    arc.weight(),
                    arc.confidence(),
                    arc.assumption(),
                    factTable.numbers(edge.supports()));
        }
        Hypergraph hypergraph = builder.build();
        return new AttackGraph(
                sorted,
                hypergraph,
                types,
                inOrder(hypergraph, supports),
                factTable,
                new Flows(facts, index, labels),
                facts.podGroups());
    }

    private Vertex[] sortedVertices() {
        Vertex[] sorted = vertices.toArray(new Vertex[0]);
        String[] ids = new String[sorted.length];
        Map<String, Vertex> byId = new HashMap<>(sorted.length * 2);
        for (int i = 0; i < sorted.length; i++) {
            ids[i] = sorted[i].id();
            Vertex other = byId.put(ids[i], sorted[i]);
            if (other != null) {
                throw new IllegalStateException(
                        "two vertices share the id " + ids[i] + ": " + other + ", " + sorted[i]);
            }
        }
        Arrays.sort(ids);
        for (int i = 0; i < ids.length; i++) {
            sorted[i] = byId.get(ids[i]);
        }
        return sorted;
    }

    private static ImmutableList<Support> united(List<Support> some, List<Support> others) {
        Set<Support> all = new LinkedHashSet<>(some);
        all.addAll(others);
        return ImmutableList.sortedCopyOf(all);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type cannot be made otherwise
    private static ImmutableList<Support>[] inOrder(Hypergraph graph, Map<Arc, ImmutableList<Support>> supports) {
        ImmutableList<Support>[] ordered = new ImmutableList[graph.arcCount()];
        for (int i = 0; i < ordered.length; i++) {
            int[] tails = new int[graph.tailCount(i)];
            for (int j = 0; j < tails.length; j++) {
                tails[j] = graph.tail(i, j);
            }
            Arc arc = new Arc(
                    graph.head(i),
                    graph.label(i),
                    asList(tails),
                    graph.weight(i),
                    graph.confidence(i),
                    graph.assumption(i));
            ordered[i] = supports.get(arc);
        }
        return ordered;
    }

    private static List<Integer> asList(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
