package dev.postern.attack.rule;

import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.attack.Vertex.SymbolicNode;
import dev.postern.model.Container;
import dev.postern.podsecurity.Escape;
import dev.postern.podsecurity.Placement;
import java.util.ArrayList;
import java.util.List;

/** What the escapes from a container to its node have in common: only the kind differs between techniques. */
final class NodeEscapes {
    private NodeEscapes() {}

    /** Adds an edge from every container with an escape of this kind to the node it runs on. */
    static void derive(Facts facts, Edges edges, Escape.Kind kind) {
        for (PodGroup group : facts.podGroups()) {
            for (Container container : group.containers()) {
                for (Escape escape : facts.escapes(group, container)) {
                    if (escape.kind() == kind && escape.effect() == Escape.Effect.NODE) {
                        for (Vertex node : nodes(facts, group)) {
                            edges.add(group.container(container), node)
                                    .confidence(escape.confidence())
                                    .because(escape.supports());
                        }
                    }
                }
            }
        }
    }

    /**
     * The node of a group: pods whose spec concerns their node are grouped by node, so a scheduled group has one. A
     * workload without pods that fits none of the nodes there are has none.
     */
    static List<Vertex> nodes(Facts facts, PodGroup group) {
        List<Vertex> nodes = new ArrayList<>();
        group.nodes().forEach(name -> nodes.add(new NodeControl(name)));
        if (nodes.isEmpty() && fitsSomeNode(facts.podSecurity().placement(group.pod()))) {
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
