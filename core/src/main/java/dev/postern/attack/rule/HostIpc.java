package dev.postern.attack.rule;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex.ContainerControl;
import dev.postern.attack.Vertex.May;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.model.Confidence;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Support;

/**
 * Writes the shared memory that a program of another pod on the node relies on. Only pods that use the node's memory are
 * reached: any other has its own, whoever asks. One hub for each node.
 */
final class HostIpc implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("HOST_IPC", "Change shared memory of other pods")
            .sentence("{from} writes the node's shared memory, which {to} uses too")
            .needs(
                    "hostIPC: true, or a writable mount of /dev/shm of the node; a container on the same node that has one of"
                            + " them, writable or not, and whose program trusts what it finds in memory that this user may write")
            .attack("T1559", "T1565.003")
            .owasp("K01:2025")
            .cis("CIS-1.12 5.2.4")
            .nsa("Pod security enforcement")
            .stop("Remove hostIPC; enforce the baseline Pod Security Standard.")
            .audit(
                    "Nothing in the API server's audit log. On the node look for segments (ipcs, /dev/shm) that processes of"
                            + " several pods have open.")
            .alsoKnownAs("bloodhound-kube", "BHK_CE_HOST_IPC")
            .alsoKnownAs("k8scout", "ESCAPE-HOST-IPC", "CONFIG-HOST-NAMESPACE")
            .alsoKnownAs("ClusterHound", "CH_podHostIPC")
            .alsoKnownAs("konstellation", "Bad Pods #7 - hostIPC")
            .alsoKnownAs("kube-blast-radius", "WORKLOAD_HOST_IPC_ADDED")
            .references(
                    "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
                    "https://man7.org/linux/man-pages/man7/ipc_namespaces.7.html")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        ListMultimap<String, PodGroup> users = ArrayListMultimap.create();
        for (PodGroup group : surroundings.podGroups()) {
            if (uses(surroundings, group, true) || uses(surroundings, group, false)) {
                group.nodes().forEach(node -> users.put(node, group));
            }
        }
        users.asMap().forEach((node, groups) -> {
            if (groups.size() > 1) {
                groups.forEach(group -> share(surroundings, edges, node, group));
            }
        });
    }

    private static boolean uses(Surroundings surroundings, PodGroup group, boolean writing) {
        return NodeNeighbours.running(group).stream()
                .anyMatch(container -> surroundings
                        .podSecurity()
                        .usesNodeMemory(group.pod(), container, writing)
                        .isAllowed());
    }

    private static void share(Surroundings surroundings, Edges edges, String node, PodGroup group) {
        May hub = new May("share-memory", new NodeControl(node).id(), "write the shared memory of Node " + node);
        for (Container container : NodeNeighbours.running(group)) {
            ContainerControl control = group.container(container);
            Decision writes = surroundings.podSecurity().usesNodeMemory(group.pod(), container, true);
            if (writes.isAllowed()) {
                edges.silent(control, hub).confidence(Confidence.POSSIBLE).because(writes.supports());
            }
            Support trusts = Support.of(Evidence.assumed(
                    group.pod().object(),
                    group.pod().field(container.field()),
                    "its program trusts shared memory that others write"));
            Decision uses = surroundings.podSecurity().usesNodeMemory(group.pod(), container, false);
            if (uses.isAllowed()) {
                edges.add(hub, control)
                        .confidence(Confidence.POSSIBLE)
                        .because(uses.supports().stream()
                                .map(support -> support.and(trusts))
                                .toList());
            }
        }
    }
}
