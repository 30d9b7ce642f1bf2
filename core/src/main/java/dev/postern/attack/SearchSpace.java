package dev.postern.attack;

import dev.postern.internal.graph.Expander;
import dev.postern.internal.graph.GraphView;
import dev.postern.internal.graph.Hypergraph;
import dev.postern.model.Evidence;
import dev.postern.model.Support;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An {@link AttackGraph} opened for searching: vertices and edges by number. For the packages that search; programs that
 * embed the library ask questions instead. Belongs to one thread.
 */
public final class SearchSpace {
    private final AttackGraph graph;
    private final FactTable facts;
    private final GraphView view;
    private final Reach reach;
    /** A vertex that the graph does not hold, numbered after all that it does. */
    private final Optional<Vertex> goal;

    private SearchSpace(
            AttackGraph graph, FactTable facts, Hypergraph arcs, Reach reach, Optional<Vertex> goal) {
        this.graph = graph;
        this.facts = facts;
        this.reach = reach;
        this.goal = goal;
        this.view = GraphView.of(arcs, reach.expander(graph, facts));
    }

    /** Opens a graph, with or without the flows between pods; O(1). */
    public static SearchSpace of(AttackGraph graph, boolean withFlows) {
        return new SearchSpace(
                graph,
                graph.facts().extended(),
                graph.hypergraph(),
                withFlows ? Reach.EVERY_PORT : Reach.NO_PORT,
                Optional.empty());
    }

    /** Opens a graph with the flows that lead to a port from which a step leads on that assumes no flaw. O(V) at worst. */
    public static SearchSpace toOpenPorts(AttackGraph graph) {
        return new SearchSpace(
                graph,
                graph.facts().extended(),
                graph.hypergraph(),
                graph.hasOpenPorts() ? Reach.OPEN_PORTS : Reach.NO_PORT,
                Optional.empty());
    }

    /** Which flows count. */
    private enum Reach {
        NO_PORT,
        OPEN_PORTS,
        EVERY_PORT;

        Expander expander(AttackGraph graph, FactTable facts) {
            switch (this) {
                case NO_PORT:
                    return Expander.NONE;
                case OPEN_PORTS:
                    return graph.flows().expander(facts, vertex -> leadsOn(graph.hypergraph(), vertex));
                default:
                    return graph.flows().expander(facts, vertex -> true);
            }
        }

        private static boolean leadsOn(Hypergraph arcs, int vertex) {
            for (int i = 0; i < arcs.outDegree(vertex); i++) {
                if (!arcs.assumption(arcs.arcFrom(vertex, i))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The graph opened anew with one more vertex, which any of these establishes by definition. O(size). */
    public SearchSpace withGoal(Vertex added, int... members) {
        return new SearchSpace(
                graph, graph.facts().extended(), graph.hypergraph().withGoal(members), reach, Optional.of(added));
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

    /** The fact of that number, as {@link GraphView} numbers facts. */
    public Evidence fact(int number) {
        return facts.fact(number);
    }
}
