package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.AnyNode;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Confidence;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Drives pods off every other node, so that their controllers make them anew on the attacker's (RB-27, RB-28): by a taint
 * with {@code NoExecute}, by a condition that says the node is not ready, or by deleting the node, with which its pods go.
 * Each of these removes pods and keeps them away at once. A right to delete pods adds nothing to it, and without it leaves
 * the choice of the node to the scheduler.
 *
 * <p>A right over some nodes by name drives only their pods away, and these to where the scheduler likes.
 */
final class NodePatch implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("NODE_PATCH", "Drive pods to a node one controls")
            .sentence("{from} may empty the other nodes, so that {to} is started on a node under its control")
            .needs("update or patch on nodes or nodes/status, or delete or deletecollection on nodes, by a"
                    + " ClusterRoleBinding, and control of some node; resourceNames limits it to the pods of the nodes"
                    + " named. A controller must make the pods anew: not bare pods, static pods or DaemonSets")
            .attack("T1578", "T1610")
            .microsoft("MS-TA9013")
            .owasp("K02:2025")
            .nsa("Worker node segmentation", "Role-based access control")
            .stop("Remove write access to nodes from the role: kubelets need none by RBAC, and programs that label or"
                    + " drain nodes can run on nodes of their own.")
            .audit("update or patch on nodes (spec.unschedulable, spec.taints, labels) or nodes/status, delete or"
                    + " deletecollection on nodes, by anyone who is neither the node itself nor a controller; then"
                    + " create on pods/binding, by the scheduler, to one and the same node.")
            .alsoKnownAs("k8scout", "PRIVESC-PATCH-NODES")
            .references(
                    "https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions",
                    "https://kubernetes.io/docs/concepts/architecture/nodes/#condition")
            .build();

    private static final Permission[] WRITES = {
        Permission.of("update", "", "nodes").or("patch").or("delete"),
        Permission.of("update", "", "nodes/status").or("patch"),
        Permission.of("deletecollection", "", "nodes"),
    };

    private static final May EMPTY = new May("empty-nodes", "*", "drive pods off other nodes to its own");

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        Map<String, May> named = new TreeMap<>();
        boolean every = false;
        for (Permit permit : facts.rbac().permits(WRITES)) {
            Vertex holder = facts.vertex(permit.grant());
            if (facts.isClusterAdminRole(holder)) {
                continue; // it has nearer ways
            }
            every |= permit.anyName();
            List<May> hubs = permit.anyName()
                    ? List.of(EMPTY)
                    : permit.names().stream()
                            .map(node -> named.computeIfAbsent(node, NodePatch::one))
                            .toList();
            hubs.forEach(hub -> edges.silentJoin(ImmutableList.of(holder, new AnyNode()), hub)
                    .because(permit.supports()));
        }
        boolean any = every;
        if (any || !named.isEmpty()) {
            ControlledNode.movable(facts).forEach((pods, madeAnew) -> {
                if (any) {
                    edges.add(EMPTY, pods.vertex())
                            .confidence(Confidence.LIKELY)
                            .because(madeAnew);
                }
                for (String node : pods.nodes()) {
                    if (named.containsKey(node)) {
                        edges.add(named.get(node), pods.vertex())
                                .confidence(Confidence.POSSIBLE)
                                .because(madeAnew);
                    }
                }
            });
        }
    }

    private static May one(String node) {
        return new May("empty-node", node, "drive pods off node " + node);
    }
}
