package dev.postern.attack.rule;

import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex.May;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.model.Confidence;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import dev.postern.podsecurity.ProcessOwner;

/**
 * Enters containers of other pods on the node through their processes, as the same user: their file systems and
 * environments. Not the node, whose own processes have more rights. One hub for each node and kind of user, from which each
 * container that may be entered is one step. Pods of which it is not known where they run are left out.
 */
final class HostPid implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("HOST_PID", "Enter other pods through the node's processes")
            .sentence("{from} sees the processes of other pods on its node and may enter {to}")
            .needs(
                    "hostPID: true; the other container runs on the same node, as the same user or as one that root becomes,"
                            + " with no more capabilities, and has no user namespace of its own")
            .attack("T1057", "T1552.001", "T1055")
            .owasp("K01:2025")
            .cis("CIS-1.12 5.2.3")
            .nsa("Pod security enforcement", "Non-root containers")
            .stop(
                    "Remove hostPID; enforce the baseline Pod Security Standard; run other pods as users of their own, with"
                            + " hostUsers: false.")
            .audit(
                    "Nothing in the API server's audit log. On the node look for processes that open root, environ or fd of"
                            + " another pod's process in /proc.")
            .alsoKnownAs("k8scout", "CONFIG-HOST-NAMESPACE")
            .alsoKnownAs("ClusterHound", "CH_podHostPID")
            .alsoKnownAs("konstellation", "Bad Pods #5 - hostPID")
            .alsoKnownAs("kube-blast-radius", "WORKLOAD_HOST_PID_ADDED")
            .references(
                    "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
                    "https://man7.org/linux/man-pages/man2/ptrace.2.html")
            .build();

    /** Entering processes of one node as one kind of user. */
    private record Hub(May vertex, ProcessOwner owner) {}

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        SetMultimap<String, Hub> hubs = LinkedHashMultimap.create();
        for (PodGroup group : surroundings.podGroups()) {
            for (Container container : NodeNeighbours.running(group)) {
                Decision sees = surroundings.podSecurity().seesNodeProcesses(group.pod(), container);
                if (!sees.isAllowed()) {
                    continue;
                }
                ProcessOwner owner = surroundings.podSecurity().entering(group.pod(), container);
                for (String node : group.nodes()) {
                    May hub = new May(
                            "enter-processes",
                            new NodeControl(node).id() + "#" + owner,
                            "enter processes of pods on Node " + node);
                    hubs.put(node, new Hub(hub, owner));
                    edges.silent(group.container(container), hub)
                            .confidence(Confidence.POSSIBLE)
                            .because(sees.supports());
                }
            }
        }
        if (!hubs.isEmpty()) {
            NodeNeighbours.each(
                    surroundings,
                    (node, pod, group) -> hubs.get(node).forEach(hub -> enter(surroundings, edges, hub, pod, group)));
        }
    }

    private static void enter(Surroundings surroundings, Edges edges, Hub hub, Pod pod, PodGroup group) {
        for (Container container : NodeNeighbours.running(group)) {
            surroundings
                    .podSecurity()
                    .entered(group.pod(), container)
                    .filter(hub.owner()::mayEnter)
                    .ifPresent(other -> edges.add(hub.vertex(), group.container(container))
                            .confidence(Confidence.POSSIBLE)
                            .because(Support.of(
                                    NodeNeighbours.runsOn(pod),
                                    Evidence.assumed(
                                            group.pod().object(),
                                            group.pod().field(container.field()),
                                            "no other user, and no profile, keeps its processes from being entered"))));
        }
    }
}
