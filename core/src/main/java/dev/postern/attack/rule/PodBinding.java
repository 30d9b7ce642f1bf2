package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.AnyNode;
import dev.postern.model.Confidence;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the scheduler's part and assigns other people's new pods to a node under control (RB-29). Which node a pod is bound
 * to is not checked against taints or selectors; the request must come before the scheduler's own.
 */
final class PodBinding implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("POD_BINDING", "Assign new pods to a node one controls")
            .sentence("{from} may assign new pods of {to} to a node under its control")
            .needs(
                    "create on pods/binding or bindings, in the pod's namespace or cluster-wide, and control of some node;"
                            + " resourceNames limits pods/binding to the pods named and gives nothing on bindings. A controller must"
                            + " make pods anew: not bare pods, static pods or DaemonSets")
            .attack("T1578", "T1610")
            .microsoft("MS-TA9013")
            .owasp("K02:2025")
            .nsa("Role-based access control", "Worker node segmentation")
            .stop("Remove create on pods/binding and bindings from the role: only schedulers need it.")
            .audit("create on pods/binding or bindings by anyone but system:kube-scheduler; the node is target.name"
                    + " in the request body.")
            .references(
                    "https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/",
                    "https://kubernetes.io/docs/reference/kubernetes-api/core/binding-v1/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        List<Permit> permits = facts.rbac()
                .permits(Permission.of("create", "", "pods/binding"), Permission.of("create", "", "bindings"));
        if (permits.isEmpty()) {
            return;
        }
        List<Spread.Target> targets = new ArrayList<>();
        ControlledNode.movable(facts)
                .forEach((pods, madeAnew) -> targets.add(new Spread.Target(
                        pods.namespace(), pods.names(), pods.vertex(), Confidence.POSSIBLE, madeAnew)));
        Spread spread = Spread.ofOthers(facts, edges, "bind-pods", "assign new pods to nodes", targets);
        for (Permit permit : permits) {
            Vertex holder = facts.vertex(permit.grant());
            if (!facts.isClusterAdminRole(holder)) {
                spread.from(ImmutableList.of(holder, new AnyNode()), permit.scope(), permit.names(), permit.supports());
            }
        }
    }
}
