package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Surroundings;
import dev.postern.model.Confidence;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import java.util.List;

/**
 * Reaches the other containers of a pod through their processes: by the file system that {@code /proc/PID/root} shows, and
 * by their environment. In linear size: what such a container has is control of the whole pod.
 */
final class SharedPid implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("SHARED_PID", "Reach the other containers of a pod")
            .sentence("{from} sees the processes of the pod's other containers and so gets {to}")
            .needs("shareProcessNamespace: true, and several containers; as root, or as the user of the others")
            .attack("T1055", "T1613")
            .owasp("K01:2025")
            .nsa("Pod security enforcement")
            .stop("Remove shareProcessNamespace, or run the containers as different users that are not root.")
            .audit("Nothing in the API server's audit log. On the node look for processes that open root, environ"
                    + " or mem of another container's process in /proc.")
            .alsoKnownAs("KubeHound", "SHARE_PS_NAMESPACE")
            .alsoKnownAs("bloodhound-kube", "BHK_CE_SHARE_PROC_NS")
            .references("https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        for (PodGroup group : surroundings.podGroups()) {
            List<Container> running = group.containers().stream()
                    .filter(container -> container.role() != Container.Role.INIT)
                    .toList();
            if (running.size() < 2) {
                continue;
            }
            for (Container container : running) {
                Decision seen = surroundings.podSecurity().seesNeighbours(group.pod(), container);
                if (!seen.supports().isEmpty()) {
                    edges.add(group.container(container), group.vertex())
                            .confidence(seen.isAllowed() ? Confidence.LIKELY : Confidence.POSSIBLE)
                            .because(seen.supports());
                }
            }
        }
    }
}
