package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.NodeFiles;
import dev.postern.podsecurity.Escape;

/** Reads the service-account tokens of every pod on the node below the kubelet's directory. */
final class HostpathPodTokens implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("HOSTPATH_POD_TOKENS", "Read the tokens of the node's pods")
            .sentence("{from} can read the {to} on its node's disk")
            .needs("a mount that covers /var/lib/kubelet/pods, read-only suffices, as root; a pod on the "
                    + "same node with a mounted token")
            .attack("T1552.001", "T1528")
            .microsoft("MS-TA9016")
            .owasp("K01:2025", "K03:2025")
            .cis("CIS-1.12 5.2.11")
            .nsa("Pod security enforcement", "Protecting Pod service account tokens")
            .stop("Do not mount /var/lib/kubelet; enforce the baseline Pod Security Standard.")
            .audit("Nothing in the API server's audit log for the reading. Use of a token has user.username"
                    + " system:serviceaccount:NAMESPACE:NAME, and in user.extra the pod it was made for"
                    + " (authentication.kubernetes.io/pod-name), which is not the one whose address is in sourceIPs.")
            .alsoKnownAs("KubeHound", "EXPLOIT_HOST_TRAVERSE", "TOKEN_STEAL")
            .alsoKnownAs("bloodhound-kube", "BHK_mountedKubelet")
            .alsoKnownAs("k8scout", "CONFIG-HOSTPATH-MOUNT")
            .references("https://kubernetes.io/docs/concepts/storage/volumes/#hostpath")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        NodeTokens tokens = new NodeTokens(surroundings, edges);
        NodeEscapes.each(surroundings, Escape.Kind.POD_TOKENS, (group, container, escape) -> {
            for (Vertex node : NodeEscapes.nodes(surroundings, group)) {
                edges.silent(group.container(container), tokens.on(node))
                        .confidence(escape.confidence())
                        .because(escape.supports());
            }
        });
        for (Vertex node : NodeEscapes.withFiles(surroundings)) {
            edges.silent(new NodeFiles(node), tokens.on(node)).byDefinition();
        }
    }
}
