package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.Support;

/** Root on a node enters every container that runs on it. */
final class NodeHostsPod implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("NODE_HOSTS_POD", "Enter a pod from its node")
            .sentence("root on {from} controls {to}, which runs there")
            .needs("the pod runs on the node (spec.nodeName); for a workload without pods it is possible "
                    + "that one will")
            .attack("T1609")
            .microsoft("MS-TA9006")
            .owasp("K01:2025")
            .nsa("Worker node segmentation")
            .stop("Keep powerful pods off nodes that run exposed or privileged ones, by taints or node " + "pools.")
            .audit("Nothing in the API server's audit log: no request is made. On the node look for crictl, ctr and"
                    + " nsenter, and for processes in the pod's namespaces that its own did not start.")
            .alsoKnownAs("KubeHound", "POD_ATTACH")
            .alsoKnownAs("IceKube", "ACCESS_POD")
            .references("https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        Placements placements = new Placements(surroundings, edges);
        for (PodGroup group : surroundings.podGroups()) {
            for (Pod pod : group.pods()) {
                pod.nodeName()
                        .ifPresent(node -> edges.add(new NodeControl(node), group.vertex())
                                .because(Support.of(Evidence.stated(pod.object(), pod.field("nodeName"), node))));
            }
            if (group.nodes().isEmpty()) {
                placements.unscheduled(group);
            }
        }
        placements.finish();
    }
}
