package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.ApiServerReach;
import dev.postern.attack.Vertex.ClusterAdmin;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.attack.Vertex.NodeFiles;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import dev.postern.podsecurity.Escape;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds credentials among the node's files: the kubelet's, and on a control-plane node those of an administrator, the keys
 * of its authorities or the data of etcd.
 */
final class HostpathReadCreds implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("HOSTPATH_READ_CREDS", "Find credentials among the node's files")
            .sentence("{from} can read files that make it {to}")
            .needs("a mount, read-only suffices, as root, that shows the kubelet's credentials (/var/lib/kubelet/pki,"
                    + " /etc/kubernetes/kubelet.conf), or on a control-plane node /etc/kubernetes/admin.conf, the keys in"
                    + " /etc/kubernetes/pki, or /var/lib/etcd; or any other way to read the node's files; and the API"
                    + " server within reach")
            .attack("T1552.001", "T1552.004")
            .microsoft("MS-TA9013", "MS-TA9016")
            .owasp("K01:2025", "K03:2025")
            .cis("CIS-1.12 5.2.11")
            .nsa("Pod security enforcement", "Control plane hardening")
            .stop("Do not mount /etc/kubernetes, /var/lib/kubelet or /var/lib/etcd; enforce the baseline Pod Security"
                    + " Standard.")
            .audit("Nothing in the API server's audit log for the reading. Use has user.username system:node:NODE,"
                    + " kubernetes-admin, or whatever a certificate of the stolen authority says, from sourceIPs that"
                    + " are not its owner's; what is read from etcd's files never shows.")
            .alsoKnownAs("KubeHound", "EXPLOIT_HOST_READ")
            .alsoKnownAs("IceKube", "CAN_ACCESS_DANGEROUS_HOST_PATH")
            .alsoKnownAs("bloodhound-kube", "BHK_hostMountSensitive", "BHK_mountedKubelet")
            .alsoKnownAs("K8sAttackMap", "HOST_PATH_ACCESS")
            .alsoKnownAs("k8scout", "CONFIG-HOSTPATH-MOUNT", "ESCAPE-NODE-COMPROMISE")
            .alsoKnownAs("konstellation", "Pods with hostPath mounts")
            .alsoKnownAs("kube-blast-radius", "WORKLOAD_HOST_PATH_ADDED")
            .references(
                    "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath",
                    "https://kubernetes.io/docs/setup/best-practices/certificates/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        NodeEscapes.each(
                surroundings,
                Escape.Kind.KUBELET_CREDENTIALS,
                (group, container, escape) -> onNodes(
                        surroundings,
                        group,
                        node -> use(edges, group.container(container), kubelet(node))
                                .confidence(escape.confidence())
                                .because(escape.supports())));
        NodeEscapes.each(
                surroundings,
                Escape.Kind.CLUSTER_CREDENTIALS,
                (group, container, escape) -> onNodes(surroundings, group, node -> {
                    Decision controlPlane = surroundings.podSecurity().controlPlane(node);
                    if (controlPlane.isAllowed()) {
                        use(edges, group.container(container), new ClusterAdmin())
                                .confidence(escape.confidence())
                                .because(escape.supports().stream()
                                        .map(controlPlane.supports().get(0)::and)
                                        .toList());
                    }
                }));
        for (Vertex node : NodeEscapes.withFiles(surroundings)) {
            if (node instanceof NodeControl known) {
                files(surroundings, edges, known);
            }
        }
    }

    private static void files(Surroundings surroundings, Edges edges, NodeControl node) {
        NodeFiles files = new NodeFiles(node);
        use(edges, files, kubelet(node.name()))
                .because(Support.of(Evidence.byDefault(
                        ObjectRef.cluster("Node", node.name()), "", "the kubelet's credentials are files")));
        Decision controlPlane = surroundings.podSecurity().controlPlane(node.name());
        if (controlPlane.isAllowed()) {
            use(edges, files, new ClusterAdmin()).because(controlPlane.supports());
        }
    }

    /** Credentials are worth something where the API server can be reached. */
    private static Edges.Edge use(Edges edges, Vertex holder, Vertex to) {
        return edges.join(List.of(holder, new ApiServerReach()), to);
    }

    private static void onNodes(Surroundings surroundings, PodGroup group, Consumer<String> names) {
        for (Vertex node : NodeEscapes.nodes(surroundings, group)) {
            if (node instanceof NodeControl known) {
                names.accept(known.name());
            }
        }
    }

    private static Identity kubelet(String node) {
        return new Identity(Subject.user("system:node:" + node));
    }
}
