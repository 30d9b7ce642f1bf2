package dev.postern.attack;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import dev.postern.internal.graph.FactSets;
import dev.postern.internal.graph.Hypergraph;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jgrapht.Graph;
import org.jgrapht.graph.AsUnmodifiableGraph;
import org.jgrapht.graph.DirectedMultigraph;

/**
 * What an attacker can have in a cluster, and the steps between: an immutable directed hypergraph. Flows that network
 * policy permits are not stored ({@link #forEachFlow} lists them); everything else is, in space linear in the input.
 */
public final class AttackGraph {
    /** The technique of the flows that are not stored. */
    public static final String FLOW_TECHNIQUE = Flows.TECHNIQUE;

    private static final Confidence[] CONFIDENCES = Confidence.values();

    /** The facts that edges rest on, and what each edge needs. */
    private record Cited(FactTable facts, FactSets sets) {
        /** Numbers facts in the order in which edges cite them, each processor those of a part of the edges. */
        static Cited by(List<ImmutableList<Support>> supports) {
            int parts = Runtime.getRuntime().availableProcessors();
            List<Cited> cited = IntStream.range(0, parts)
                    .parallel()
                    .mapToObj(part -> byEach(supports.subList(
                            share(part, parts, supports.size()), share(part + 1, parts, supports.size()))))
                    .toList();
            FactTable facts = cited.get(0).facts();
            List<FactSets> sets = new ArrayList<>(List.of(cited.get(0).sets()));
            for (Cited part : cited.subList(1, parts)) {
                sets.add(part.sets().renumbered(facts.numbers(part.facts())));
            }
            return new Cited(facts, FactSets.inTurn(sets));
        }

        private static int share(int part, int parts, int of) {
            return (int) ((long) of * part / parts);
        }

        private static Cited byEach(List<ImmutableList<Support>> supports) {
            FactTable facts = new FactTable();
            return new Cited(facts, FactSets.of(supports.size(), arc -> facts.numbers(supports.get(arc))));
        }
    }

    private final Vertex[] vertices;
    private final Hypergraph hypergraph;
    private final ImmutableList<EdgeType> types;
    private final ImmutableList<Support>[] supports;
    private final Supplier<Cited> cited;
    private final Flows flows;
    private final ImmutableList<PodGroup> podGroups;
    private final boolean openPorts;
    private final Supplier<Flows.Some> flowsToOpenPorts = Suppliers.memoize(this::layOut);

    AttackGraph(
            Vertex[] vertices,
            Hypergraph structure,
            ImmutableList<EdgeType> types,
            ImmutableList<Support>[] supports,
            Flows flows,
            ImmutableList<PodGroup> podGroups,
            boolean openPorts) {
        this.vertices = vertices;
        this.cited = Suppliers.memoize(() -> Cited.by(Arrays.asList(supports)));
        this.hypergraph = structure.restingOn(() -> cited.get().sets());
        this.types = types;
        this.supports = supports;
        this.flows = flows;
        this.podGroups = podGroups;
        this.openPorts = openPorts;
    }

    public int vertexCount() {
        return vertices.length;
    }

    /** Stored edges; flows are not among them. */
    public int edgeCount() {
        return hypergraph.arcCount();
    }

    /** Whether some stored edge rests on a fact, alone or with others. */
    public boolean cites(Evidence fact) {
        return cited.get().facts().knows(fact);
    }

    /** The techniques that were looked for, by id. */
    public ImmutableList<EdgeType> types() {
        return types;
    }

    /** Groups of equal pods, in canonical order. */
    public ImmutableList<PodGroup> podGroups() {
        return podGroups;
    }

    /** Whether there is a port from which a step leads on that assumes no flaw: then flows matter to every question. */
    public boolean hasOpenPorts() {
        return openPorts;
    }

    /** Every vertex in canonical order. */
    public ImmutableList<Vertex> vertices() {
        return ImmutableList.copyOf(vertices);
    }

    /** Every stored edge in canonical order of heads. O(edges). */
    public void forEachEdge(Consumer<AttackEdge> action) {
        for (int arc = 0; arc < hypergraph.arcCount(); arc++) {
            action.accept(edge(arc));
        }
    }

    /** Every flow between network positions and ports, as edges. May be quadratic: for small clusters and for tests. */
    public void forEachFlow(Consumer<AttackEdge> action) {
        flows.forEach(this, action);
    }

    /**
     * A read-only JGraphT view of the stored edges with one premise: every path in it is an attack. Steps that need
     * several premises, and flows, are not in it. Built anew at each call, O(V + E).
     */
    public Graph<Vertex, AttackEdge> asJGraphT() {
        DirectedMultigraph<Vertex, AttackEdge> graph = new DirectedMultigraph<>(null, null, false);
        for (Vertex vertex : vertices) {
            graph.addVertex(vertex);
        }
        forEachEdge(edge -> {
            if (edge.premises().size() == 1) {
                graph.addEdge(edge.premises().get(0), edge.to(), edge);
            }
        });
        return new AsUnmodifiableGraph<>(graph);
    }

    Vertex vertex(int index) {
        return vertices[index];
    }

    /** The index of a vertex, or a negative number if the graph does not hold it. */
    int index(Vertex vertex) {
        return Arrays.binarySearch(vertices, vertex);
    }

    /** The index of the vertex with that {@link Vertex#id()}, or a negative number. */
    int index(String id) {
        int low = 0;
        int high = vertices.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = vertices[middle].id().compareTo(id);
            if (order == 0) {
                return middle;
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    Hypergraph hypergraph() {
        return hypergraph;
    }

    /** The numbers of all facts that edges rest on. O(edges) when it is first asked for. */
    FactTable facts() {
        return cited.get().facts();
    }

    Flows flows() {
        return flows;
    }

    /** The flows to ports behind which a program does what it is asked, laid out when first asked for. */
    Flows.Some flowsToOpenPorts() {
        return flowsToOpenPorts.get();
    }

    private Flows.Some layOut() {
        BitSet open = new BitSet();
        for (int arc = 0; openPorts && arc < hypergraph.arcCount(); arc++) {
            if (!hypergraph.assumption(arc)) {
                for (int i = 0; i < hypergraph.tailCount(arc); i++) {
                    if (vertices[hypergraph.tail(arc, i)] instanceof Vertex.PortReach) {
                        open.set(hypergraph.tail(arc, i));
                    }
                }
            }
        }
        for (int number = 0; openPorts && number < vertices.length; number++) {
            if (vertices[number] instanceof Vertex.ClosedPort closed) {
                int port = index(closed.port());
                open.set(number, port >= 0 && open.get(port));
            }
        }
        return flows.to(open);
    }

    ImmutableList<Support> supports(int arc) {
        return supports[arc];
    }

    Optional<EdgeType> type(int label) {
        return label < 0 ? Optional.empty() : Optional.of(types.get(label));
    }

    AttackEdge edge(int arc) {
        ImmutableList.Builder<Vertex> premises = ImmutableList.builder();
        for (int i = 0; i < hypergraph.tailCount(arc); i++) {
            premises.add(vertices[hypergraph.tail(arc, i)]);
        }
        return new AttackEdge(
                type(hypergraph.label(arc)),
                premises.build(),
                vertices[hypergraph.head(arc)],
                hypergraph.weight(arc),
                CONFIDENCES[hypergraph.confidence(arc)],
                hypergraph.assumption(arc),
                supports[arc]);
    }
}
