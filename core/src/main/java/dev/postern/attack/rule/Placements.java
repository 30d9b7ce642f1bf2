package dev.postern.attack.rule;

import dev.postern.attack.Edges;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex.May;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.attack.Vertex.SomeNode;
import dev.postern.attack.Vertex.SymbolicNode;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Node;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.podsecurity.Placement;
import java.util.HashMap;
import java.util.Map;

/**
 * Where unscheduled pods may run, in linear size: pods with the same constraints share a hub. Without Node objects every
 * such pod may share a node with every other; with them, a pod may run on each node that its constraints allow.
 */
final class Placements {
    /** Which of many pods share a node is up to the scheduler. */
    private static final int LUCK = 13;

    private final Surroundings surroundings;
    private final Edges edges;
    private final Map<String, May> onNode = new HashMap<>();
    private final Map<String, May> nodeOf = new HashMap<>();

    Placements(Surroundings surroundings, Edges edges) {
        this.surroundings = surroundings;
        this.edges = edges;
    }

    void unscheduled(PodGroup group) {
        SymbolicNode node = new SymbolicNode(group.vertex());
        edges.add(node, group.vertex())
                .because(Support.of(Evidence.byDefault(
                        group.pod().object(), group.pod().specField(), "its pods run on this node")));
        if (surroundings.podSecurity().placement(group.pod()) instanceof Placement.Symbolic placement) {
            boolean nodesKnown = placement.nodesKnown();
            String signature = nodesKnown ? placement.signature() : "*";
            May hosts = onNode.computeIfAbsent(signature, key -> hosts(key, placement));
            edges.add(hosts, group.vertex())
                    .effort(LUCK)
                    .provided(group.pod().object(), "a pod of it is scheduled to this node")
                    .because(placement.support());
            May leads = nodesKnown ? nodeOf.computeIfAbsent(signature, key -> nodes(key, placement)) : hosts;
            edges.silent(node, leads).confidence(Confidence.POSSIBLE).because(placement.support());
        }
    }

    /** A node of the attacker's choice is one where such pods may run too. */
    void finish() {
        if (surroundings.cluster().nodes().isEmpty() && onNode.containsKey("*")) {
            edges.silent(new SomeNode(), onNode.getOrDefault("*", hub("host", "*")))
                    .confidence(Confidence.POSSIBLE)
                    .byDefinition();
        }
    }

    private May hosts(String signature, Placement.Symbolic placement) {
        May hub = hub("host", signature);
        for (Node node : surroundings.cluster().nodes()) {
            if (placement.candidates().contains(node.meta().name())) {
                edges.silent(new NodeControl(node.meta().name()), hub)
                        .confidence(Confidence.POSSIBLE)
                        .because(Targets.stated(node.ref()));
            }
        }
        return hub;
    }

    private May nodes(String signature, Placement.Symbolic placement) {
        May hub = hub("be", signature);
        for (String node : placement.candidates()) {
            edges.silent(hub, new NodeControl(node))
                    .confidence(Confidence.POSSIBLE)
                    .because(Targets.stated(ObjectRef.cluster("Node", node)));
        }
        return hub;
    }

    private static May hub(String verb, String signature) {
        return new May(verb + "-unscheduled", signature, verb + " a node of unscheduled pods");
    }
}
