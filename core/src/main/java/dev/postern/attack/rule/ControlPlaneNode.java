package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.model.Decision;
import dev.postern.model.Node;

/** Root on a control-plane node holds the cluster's keys. */
final class ControlPlaneNode implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("CONTROL_PLANE_NODE", "Take the cluster from a control-plane node")
            .sentence("{from} is part of the control plane: root on it is {to}")
            .needs("the node has the control-plane role, or an API server or etcd runs on it as a static "
                    + "pod; managed control planes have no such node")
            .attack("T1552.001")
            .microsoft("MS-TA9016")
            .stop("Run no ordinary pods on control-plane nodes: keep the NoSchedule taint, and tolerate "
                    + "it nowhere else.")
            .references(
                    "https://kubernetes.io/docs/reference/labels-annotations-taints/#node-role-kubernetes-io-control-plane")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        for (Node node : facts.cluster().nodes()) {
            Decision controlPlane = facts.podSecurity().controlPlane(node);
            if (controlPlane.isAllowed()) {
                edges.add(new NodeControl(node.meta().name()), new ClusterAdmin())
                        .because(controlPlane.supports());
            }
        }
    }
}
