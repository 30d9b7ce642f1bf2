package dev.postern.attack;

import com.google.common.collect.ImmutableList;
import dev.postern.internal.graph.Expander;
import dev.postern.internal.graph.GraphView;
import dev.postern.internal.graph.Hypergraph;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * An {@link AttackGraph} opened for searching: vertices and edges by number. For the packages that search; programs that
 * embed the library ask questions instead. Belongs to one thread.
 */
public final class SearchSpace {
    private final AttackGraph graph;
    private final FactTable facts;
    private final Function<FactTable, Expander> flows;
    private final Expander expander;
    private final GraphView view;
    /** A vertex that the graph does not hold, numbered after all that it does. */
    private final Optional<Vertex> goal;

    private SearchSpace(
            AttackGraph graph, Hypergraph arcs, Function<FactTable, Expander> flows, Optional<Vertex> goal) {
        this.graph = graph;
        this.facts = FactTable.on(graph::facts);
        this.flows = flows;
        this.expander = flows.apply(facts);
        this.view = GraphView.of(arcs, expander);
        this.goal = goal;
    }

    /** Opens a graph, with or without the flows between pods; O(1). */
    public static SearchSpace of(AttackGraph graph, boolean withFlows) {
        return new SearchSpace(
                graph,
                graph.hypergraph(),
                withFlows ? graph.flows()::expander : facts -> Expander.NONE,
                Optional.empty());
    }

    /**
     * Opens a graph with those flows that lead on without an assumed flaw: to ports behind which a program does what it is
     * asked. O(1), but for the first time: O(vertices + edges), and the classes that reach these ports.
     */
    public static SearchSpace withFlowsToOpenPorts(AttackGraph graph) {
        return new SearchSpace(
                graph, graph.hypergraph(), facts -> graph.flowsToOpenPorts().expander(facts), Optional.empty());
    }

    /** The graph opened anew with one more vertex, which any of these establishes by definition. O(size). */
    public SearchSpace withGoal(Vertex added, int... members) {
        return new SearchSpace(graph, graph.hypergraph().withGoal(members), flows, Optional.of(added));
    }

    public AttackGraph graph() {
        return graph;
    }

    /** All edges, flows included if they were asked for. */
    public GraphView view() {
        return view;
    }

    public Vertex vertex(int index) {
        return index < graph.vertexCount() ? graph.vertex(index) : goal.orElseThrow();
    }

    public OptionalInt index(Vertex vertex) {
        if (goal.isPresent() && goal.get().equals(vertex)) {
            return OptionalInt.of(graph.vertexCount());
        }
        return found(graph.index(vertex));
    }

    /** The index of the vertex with that {@link Vertex#id()}. O(log V). */
    public OptionalInt index(String id) {
        return found(graph.index(id));
    }

    private static OptionalInt found(int index) {
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** The hubs of {@link Vertex.May#onceClosed}. O(vertices). */
    public IntStream hubsOnceClosed() {
        return IntStream.range(0, graph.vertexCount())
                .filter(index -> graph.vertex(index) instanceof Vertex.May hub && hub.isOnceClosed());
    }

    /** The technique of an edge; empty for a silent one. */
    public Optional<EdgeType> type(int arc) {
        return graph.type(view.label(arc));
    }

    /** The grounds of an edge, in canonical order. */
    public List<Support> supports(int arc) {
        if (view.isImplicit(arc)) {
            return graph.flows().supports(view.tail(arc, 0), view.head(arc));
        }
        return arc < graph.edgeCount() ? graph.supports(arc) : List.of(Support.NONE);
    }

    /** As {@link #supports(int)}; of a flow, as it leaves a container among these vertices: others may send alike. */
    public List<Support> supports(int arc, Collection<Vertex> from) {
        if (!view.isImplicit(arc)) {
            return supports(arc);
        }
        Set<Vertex> pods = new HashSet<>();
        for (Vertex vertex : from) {
            if (vertex instanceof Vertex.ContainerControl container) {
                pods.add(container.pod());
            }
        }
        Optional<Pod> sender = graph.podGroups().stream()
                .filter(group -> pods.contains(group.vertex()))
                .map(PodGroup::pod)
                .findFirst();
        return graph.flows().supports(view.tail(arc, 0), view.head(arc), sender);
    }

    /** The number of a fact; one that nothing cites so far gets a new number. */
    public int number(Evidence fact) {
        return facts.number(fact);
    }

    /** An edge as a value; of a flow too. */
    public AttackEdge edge(int arc) {
        if (arc < graph.edgeCount()) {
            return graph.edge(arc);
        }
        return new AttackEdge(
                type(arc),
                Arrays.stream(view.tails(arc)).mapToObj(this::vertex).collect(ImmutableList.toImmutableList()),
                vertex(view.head(arc)),
                view.weight(arc),
                Confidence.values()[view.confidence(arc)],
                false,
                ImmutableList.copyOf(supports(arc)));
    }

    /** Tells where flows into a vertex come from, and how sure they are; nothing in a space without flows. */
    public void flowsInto(int head, Expander.Sink sink) {
        expander.inArcs(head, new BitSet(), sink);
    }

    /** The technique of a flow. */
    public String flowTechnique() {
        return Flows.TECHNIQUE;
    }

    /** The fact of that number, as {@link GraphView} numbers facts. */
    public Evidence fact(int number) {
        return facts.fact(number);
    }
}
