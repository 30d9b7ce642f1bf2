package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSet;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.model.Evidence;
import dev.postern.model.Node;
import dev.postern.model.ObjectRef;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import dev.postern.podsecurity.SecretUse;
import dev.postern.rbac.NodeRight;
import java.util.HashMap;
import java.util.Map;

/** Root on a node holds the kubelet's credentials: its user, its group, and what the Node authorizer adds. */
final class NodeIdentity implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("NODE_IDENTITY", "Act as the kubelet")
            .sentence("{from} has, by the kubelet's credentials, {to}")
            .needs("root on the node; the Node authorizer then gives the Secrets that its pods refer to "
                    + "and tokens of their service accounts, and RBAC what system:nodes is bound to")
            .attack("T1552.001")
            .microsoft("MS-TA9016")
            .owasp("K01:2025", "K09:2025")
            .nsa("Worker node segmentation", "Authentication")
            .stop("Keep the Node authorizer and NodeRestriction on; grant nothing to system:nodes beyond "
                    + "the defaults.")
            .audit("Requests with user.username system:node:NODE, for instance get on secrets and create on"
                    + " serviceaccounts/token, whose userAgent is no kubelet's or whose sourceIPs are not the node's.")
            .alsoKnownAs("KubeHound", "IDENTITY_ASSUME")
            .references("https://kubernetes.io/docs/reference/access-authn-authz/node/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    private static boolean isUsed(String kind) {
        return kind.equals("Secret") || kind.equals("ServiceAccount");
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        // Most objects are of pods on many nodes.
        Map<ObjectRef, Boolean> absent = new HashMap<>();
        for (Node node : surroundings.cluster().nodes()) {
            String name = node.meta().name();
            Identity kubelet = new Identity(Subject.user("system:node:" + name));
            edges.add(new NodeControl(name), kubelet)
                    .because(Support.of(Evidence.stated(node.ref(), "metadata.name", name)));
            for (NodeRight right : surroundings.kubelets().rights(name, NodeIdentity::isUsed)) {
                ObjectRef object = right.object();
                // The authorizer lets the kubelet ask for what is not there (any more): it gets nothing.
                if (absent.computeIfAbsent(object, any -> Targets.isKnownToBeAbsent(surroundings.cluster(), any))) {
                    continue;
                }
                if (object.kind().equals("Secret")) {
                    edges.add(kubelet, surroundings.secret(object.namespace(), object.name()))
                            .because(right.supports());
                } else if (object.kind().equals("ServiceAccount")) {
                    edges.add(kubelet, new Identity(Subject.serviceAccount(object.namespace(), object.name())))
                            .because(right.supports());
                }
            }
        }
        withoutNode(surroundings, edges);
    }

    /** The kubelet of a node that is not in the input holds what its pods bring to the node and to none of their containers. */
    private static void withoutNode(Surroundings surroundings, Edges edges) {
        ImmutableSet<Vertex> known = surroundings.cluster().nodes().stream()
                .map(node -> new NodeControl(node.meta().name()))
                .collect(ImmutableSet.toImmutableSet());
        for (PodGroup group : surroundings.podGroups()) {
            for (SecretUse use : surroundings.podSecurity().nodeSecrets(group.pod())) {
                if (Targets.isKnownToBeAbsent(surroundings.cluster(), use.secret())) {
                    continue;
                }
                for (Vertex node : NodeEscapes.nodes(surroundings, group)) {
                    if (!known.contains(node)) {
                        edges.add(
                                        node,
                                        surroundings.secret(
                                                use.secret().namespace(),
                                                use.secret().name()))
                                .because(use.support());
                    }
                }
            }
        }
    }
}
