package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.podsecurity.Escape;

/** Leaves a privileged container through the node's devices or kernel interfaces. */
final class EscapePrivileged implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ESCAPE_PRIVILEGED", "Leave a privileged container")
            .sentence("{from} is privileged: its processes can take over {to}")
            .needs("privileged: true and no user namespace (hostUsers: false); certain when the process is "
                    + "root by the manifest")
            .attack("T1611")
            .microsoft("MS-TA9018")
            .owasp("K01:2025")
            .cis("CIS-1.12 5.2.2")
            .nsa("Pod security enforcement", "Non-root containers")
            .stop("Set privileged: false and add single capabilities where one is needed; enforce the "
                    + "baseline Pod Security Standard.")
            .audit("Nothing in the API server's audit log. On the node look for mounts of its block devices and for"
                    + " writes to release_agent from a container.")
            .alsoKnownAs("KubeHound", "CE_PRIV_MOUNT")
            .alsoKnownAs("IceKube", "IS_PRIVILEGED")
            .alsoKnownAs("bloodhound-kube", "BHK_CE_PRIV_MOUNT")
            .alsoKnownAs("K8sAttackMap", "NODE_ESCAPE")
            .alsoKnownAs("k8scout", "CONFIG-PRIVILEGED-CONTAINER")
            .alsoKnownAs("ClusterHound", "CH_podPrivileged")
            .alsoKnownAs("konstellation", "Privileged containers")
            .alsoKnownAs("kube-blast-radius", "WORKLOAD_PRIVILEGED_ADDED")
            .references("https://kubernetes.io/docs/concepts/security/pod-security-standards/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        NodeEscapes.derive(surroundings, edges, Escape.Kind.PRIVILEGED);
    }
}
