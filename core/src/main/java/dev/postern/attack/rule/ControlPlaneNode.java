package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
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
            .owasp("K01:2025", "K07:2025")
            .nsa("Control plane hardening", "Worker node segmentation")
            .stop("Run no ordinary pods on control-plane nodes: keep the NoSchedule taint, and tolerate "
                    + "it nowhere else.")
            .audit("Nothing in the API server's audit log for what is done on the node. Use of the credentials"
                    + " found there has user.username kubernetes-admin, or system:masters or kubeadm:cluster-admins in"
                    + " user.groups, from sourceIPs that are not an administrator's; a write straight into etcd never"
                    + " shows.")
            .alsoKnownAs("IceKube", "IS_CLUSTER_ADMIN")
            .references(
                    "https://kubernetes.io/docs/reference/labels-annotations-taints/#node-role-kubernetes-io-control-plane")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        for (Node node : surroundings.cluster().nodes()) {
            Decision controlPlane = surroundings.podSecurity().controlPlane(node);
            if (controlPlane.isAllowed()) {
                edges.add(new NodeControl(node.meta().name()), new ClusterAdmin())
                        .because(controlPlane.supports());
            }
        }
    }
}
