package dev.postern.attack.rule;

import dev.postern.attack.Edges;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.attack.Vertex.SymbolicNode;
import dev.postern.model.Container;
import dev.postern.podsecurity.Escape;
import dev.postern.podsecurity.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the escapes from a container to its node have in common: only the kind differs between techniques. */
final class NodeEscapes {
    private NodeEscapes() {}

    /** Receives each escape with the container it starts from. */
    interface Visitor {
        void visit(PodGroup group, Container container, Escape escape);
    }

    /** Adds an edge from every container with an escape of this kind to the node it runs on. */
    static void derive(Surroundings surroundings, Edges edges, Escape.Kind kind) {
        each(surroundings, kind, (group, container, escape) -> {
            if (escape.effect() == Escape.Effect.NODE) {
                for (Vertex node : nodes(surroundings, group)) {
                    edges.add(group.container(container), node)
                            .confidence(escape.confidence())
                            .because(escape.supports());
                }
            }
        });
    }

    /** Every escape of one kind. */
    static void each(Surroundings surroundings, Escape.Kind kind, Visitor visitor) {
        surroundings.escapes(kind).forEach(found -> visitor.visit(found.group(), found.container(), found.escape()));
    }

    /** Nodes of which some container may come to read every file. */
    static Set<Vertex> withFiles(Surroundings surroundings) {
        Set<Vertex> nodes = new TreeSet<>();
        each(surroundings, Escape.Kind.VAR_LOG, (group, container, escape) -> nodes.addAll(nodes(surroundings, group)));
        each(surroundings, Escape.Kind.DAC_READ_SEARCH, (group, container, escape) -> {
            if (escape.effect() == Escape.Effect.CREDENTIALS) {
                nodes.addAll(nodes(surroundings, group));
            }
        });
        return nodes;
    }

    /**
     * The node of a group: pods whose spec concerns their node are grouped by node, so a scheduled group has one. A
     * workload without pods that fits none of the nodes there are has none.
     */
    static List<Vertex> nodes(Surroundings surroundings, PodGroup group) {
        List<Vertex> nodes = new ArrayList<>();
        group.nodes().forEach(name -> nodes.add(new NodeControl(name)));
        if (nodes.isEmpty() && fitsSomeNode(surroundings.podSecurity().placement(group.pod()))) {
            nodes.add(new SymbolicNode(group.vertex()));
        }
        return nodes;
    }

    private static boolean fitsSomeNode(Placement placement) {
        return !(placement instanceof Placement.Symbolic symbolic
                && symbolic.nodesKnown()
                && symbolic.candidates().isEmpty());
    }
}
