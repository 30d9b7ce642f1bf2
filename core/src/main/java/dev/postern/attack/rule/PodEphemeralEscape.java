package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSet;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.attack.Vertex.SomeNode;
import dev.postern.attack.Vertex.SymbolicNode;
import dev.postern.model.Confidence;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import dev.postern.rbac.Permission;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a privileged container inside a pod that runs, and steps out of it to the pod's node (RB-21). Admission looks at
 * such containers as at any other.
 */
final class PodEphemeralEscape implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of(
                    "POD_EPHEMERAL_ESCAPE", "Add a container that escapes to a running pod")
            .sentence("{from} may start a container in a pod that takes over {to}")
            .needs(
                    "update or patch on pods/ephemeralcontainers of a pod that runs on the node, in a namespace whose Pod"
                            + " Security level lets in privileged containers; resourceNames limits it to the pods named. A pod with"
                            + " users or a kernel of its own does not give its node away")
            .attack("T1610", "T1611")
            .microsoft("MS-TA9011", "MS-TA9018")
            .owasp("K02:2025", "K04:2025")
            .cis("CIS-1.12 5.2.1", "CIS-1.12 5.2.2")
            .nsa("Pod security enforcement", "Role-based access control")
            .stop("Enforce the baseline or restricted level on the namespace, or remove update and patch on"
                    + " pods/ephemeralcontainers from the role.")
            .audit("update or patch on pods/ephemeralcontainers with securityContext.privileged or capabilities in"
                    + " the request body; the way out shows on the node alone.")
            .references(
                    "https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/",
                    "https://kubernetes.io/docs/concepts/security/pod-security-admission/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        Permission change =
                Permission.of("update", "", "pods/ephemeralcontainers").or("patch");
        boolean nodesKnown = !facts.nodes().isEmpty();
        PodEntry entry = PodEntry.privileged(facts, edges);
        List<Spread.Target> all = new ArrayList<>();
        List<Spread.Target> nodes = new ArrayList<>();
        for (PodGroup group : facts.podGroups()) {
            if (!group.pod().mirror()) {
                Decision escapes = facts.podSecurity().privilegedAddition(group.pod());
                if (escapes.outcome() != Outcome.DENIED) {
                    for (Pod pod : group.pods()) {
                        Spread.Target target = target(pod, node(nodesKnown, group, pod), escapes);
                        all.add(target);
                        nodes.addAll(entry.added(pod, target));
                    }
                }
            }
        }
        Spread.ofOthers(facts, edges, "add-escaping-containers", "add containers that escape to pods", nodes)
                .from(facts.rbac().permits(change));
        entry.changers("add-escaping-containers", "add containers that escape to pods", all, change);
    }

    /** Where nothing is known of nodes, one stands for all: whichever pod it is, it runs on some. */
    private static Vertex node(boolean nodesKnown, PodGroup group, Pod pod) {
        if (pod.nodeName().isPresent()) {
            return new NodeControl(pod.nodeName().get());
        }
        return nodesKnown ? new SymbolicNode(group.vertex()) : new SomeNode();
    }

    private static Spread.Target target(Pod pod, Vertex node, Decision escapes) {
        Support support = escapes.supports().get(0);
        if (pod.nodeName().isPresent()) {
            support = support.and(Support.of(Evidence.stated(
                    pod.object(), pod.field("nodeName"), pod.nodeName().get())));
        }
        if (!escapes.isAllowed()) {
            support = support.and(Support.of(Evidence.assumed(pod.object(), "", escapes.missing())));
        }
        return new Spread.Target(
                pod.namespace(),
                pod.virtual() ? ImmutableSet.of() : ImmutableSet.of(pod.object().name()),
                node,
                escapes.isAllowed() ? Confidence.CERTAIN : Confidence.POSSIBLE,
                support);
    }
}
