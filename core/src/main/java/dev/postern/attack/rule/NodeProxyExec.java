package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSet;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Runs commands in every pod of a node through its kubelet. The right is on nodes, so no RoleBinding gives it and
 * resourceNames are names of nodes. A pod that is not scheduled runs on some node: the right over every node reaches it,
 * one limited to named nodes is not said to.
 */
final class NodeProxyExec implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("NODE_PROXY_EXEC", "Run a command through a node's kubelet")
            .sentence("{from} may run commands in {to} through its kubelet")
            .needs("get or create on nodes/proxy, cluster-wide; resourceNames limits it to the nodes named")
            .attack("T1609")
            .microsoft("MS-TA9006", "MS-TA9030")
            .owasp("K02:2025", "K06:2025")
            .cis("CIS-1.12 5.1.10")
            .nsa("Role-based access control")
            .stop(
                    "Replace nodes/proxy in the role by the kubelet's own subresources, such as nodes/metrics or nodes/stats.")
            .audit("get or create on nodes/proxy, at the stage ResponseStarted, with /run/, /exec/ or /attach/ in"
                    + " the requestURI. Sent straight to the kubelet's port, it shows at most as the kubelet's create"
                    + " on tokenreviews and subjectaccessreviews.")
            .alsoKnownAs("IceKube", "CAN_EXEC_THROUGH_KUBELET")
            .alsoKnownAs("bloodhound-kube", "BHK_NodeProxyRCE")
            .alsoKnownAs("k8scout", "PRIVESC-NODE-PROXY")
            .alsoKnownAs("ClusterHound", "CH_nodesProxyRCE")
            .alsoKnownAs("konstellation", "non-privileged role proxy pod or node")
            .references(
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#access-to-proxy-subresource-of-nodes",
                    "https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/")
            .build();

    private static final May UNSCHEDULED =
            new May("exec-unscheduled", "*", "run commands in every pod of whichever node");

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        Map<String, May> nodes = new TreeMap<>();
        for (PodGroup group : facts.podGroups()) {
            Set<String> seen = new HashSet<>();
            for (Pod pod : group.pods()) {
                if (pod.nodeName().isEmpty()) {
                    edges.add(UNSCHEDULED, group.vertex()).byDefinition();
                } else if (seen.add(pod.nodeName().get())) {
                    String node = pod.nodeName().get();
                    edges.add(nodes.computeIfAbsent(node, NodeProxyExec::podsOf), group.vertex())
                            .because(Support.of(Evidence.stated(pod.object(), pod.field("nodeName"), node)));
                }
            }
        }
        List<Spread.Target> targets = new ArrayList<>();
        targets.add(new Spread.Target("", ImmutableSet.of(), UNSCHEDULED, Confidence.CERTAIN, Support.NONE));
        nodes.forEach((node, hub) -> targets.add(new Spread.Target("", node, hub, Support.NONE)));
        Spread.toHubs(facts, edges, "proxy-nodes", "use the kubelets", targets)
                .from(facts.rbac().nodeProxy());
    }

    private static May podsOf(String node) {
        return new May("exec-on-node:" + node, "*", "run commands in every pod of Node " + node);
    }
}
