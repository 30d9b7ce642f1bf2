package dev.postern.attack;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Vertex.AnyNode;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.Internet;
import dev.postern.internal.graph.Hypergraph;
import dev.postern.internal.graph.HypergraphBuilder;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Collects edges and freezes them. Vertices are numbered as they come and, in the end, in the order of their ids; edges
 * by the hypergraph's own canonical order: nothing depends on the order of insertion. Time O(V log V + E log E).
 */
final class GraphBuilder {
    private record Named(String id, int number) implements Comparable<Named> {
        @Override
        public int compareTo(Named other) {
            return id.compareTo(other.id);
        }
    }

    private final ImmutableList<EdgeType> types;
    private final Map<EdgeType, Integer> labels;
    private final Numbering<Vertex> vertices;
    private final HypergraphBuilder arcs;
    /** Of each arc kept, in the order in which they came. */
    private final List<ImmutableList<Support>> supports;
    /** Whether some step from a port assumes no flaw. */
    private boolean openPorts;

    GraphBuilder(List<EdgeType> types) {
        this.types = ImmutableList.sortedCopyOf(types);
        labels = new HashMap<>();
        for (int i = 0; i < this.types.size(); i++) {
            labels.put(this.types.get(i), i);
        }
        vertices = new Numbering<>();
        arcs = Hypergraph.builder();
        supports = new ArrayList<>();
        vertices.number(new Internet());
        vertices.number(new ClusterAdmin());
        vertices.number(new AnyNode());
    }

    private GraphBuilder(GraphBuilder other) {
        types = other.types;
        labels = other.labels;
        vertices = new Numbering<>(other.vertices);
        arcs = other.arcs.copy();
        supports = new ArrayList<>(other.supports);
        openPorts = other.openPorts;
    }

    /** One that has what this has. */
    GraphBuilder copy() {
        return new GraphBuilder(this);
    }

    /** A copy of the vertices added so far. */
    ImmutableList<Vertex> vertices() {
        return ImmutableList.copyOf(vertices.values());
    }

    /** An empty table for edges of these techniques; tables may be filled side by side. */
    EdgeTable table() {
        return new EdgeTable(labels);
    }

    /** Adds the edges of a table, of whichever thread comes with one. */
    synchronized void add(EdgeTable table) {
        table.addTo(arcs, vertices.numbers(table.vertices()), supports);
        openPorts |= table.hasOpenPorts();
    }

    AttackGraph build(Facts cluster) {
        Named[] order = inOrder();
        Vertex[] sorted = new Vertex[order.length];
        int[] renumbered = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            sorted[i] = vertices.value(order[i].number());
            renumbered[order[i].number()] = i;
        }
        // Neither looks at the other.
        CompletableFuture<Flows> flows = CompletableFuture.supplyAsync(
                () -> new Flows(cluster, sorted, vertex -> number(vertex, renumbered), labels));
        Hypergraph hypergraph = arcs.renumber(renumbered).build();
        return new AttackGraph(
                sorted, hypergraph, types, supports(hypergraph), flows.join(), cluster.podGroups(), openPorts);
    }

    /** The number of a vertex in the end, or -1. */
    private int number(Vertex vertex, int[] renumbered) {
        int number = vertices.find(vertex);
        return number < 0 ? -1 : renumbered[number];
    }

    private Named[] inOrder() {
        Named[] order = new Named[vertices.size()];
        Arrays.parallelSetAll(order, i -> new Named(vertices.value(i).id(), i));
        Arrays.parallelSort(order);
        for (int i = 1; i < order.length; i++) {
            if (order[i].compareTo(order[i - 1]) == 0) {
                throw new IllegalStateException("two vertices share the id " + order[i].id() + ": "
                        + vertices.value(order[i - 1].number()) + ", " + vertices.value(order[i].number()));
            }
        }
        return order;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type cannot be made otherwise
    private ImmutableList<Support>[] supports(Hypergraph graph) {
        ImmutableList<Support>[] ordered = new ImmutableList[graph.arcCount()];
        for (int i = 0; i < supports.size(); i++) {
            int arc = arcs.arcNumber(i);
            ordered[arc] = ordered[arc] == null ? supports.get(i) : united(ordered[arc], supports.get(i));
        }
        return ordered;
    }

    private static ImmutableList<Support> united(ImmutableList<Support> some, ImmutableList<Support> others) {
        if (some.equals(others)) {
            return some;
        }
        TreeSet<Support> all = new TreeSet<>(some);
        all.addAll(others);
        return ImmutableList.copyOf(all);
    }
}
