package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.podsecurity.Escape;

/** Writes a file of the node that the node executes or trusts. */
final class EscapeHostpathWrite implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of(
                    "ESCAPE_HOSTPATH_WRITE", "Write a file that the node executes or trusts")
            .sentence("{from} can write files of {to} that it executes or trusts")
            .needs("a writable mount of a sensitive path of the node or of a directory above it, as root")
            .attack("T1611")
            .microsoft("MS-TA9013")
            .owasp("K01:2025")
            .cis("CIS-1.12 5.2.11")
            .nsa("Pod security enforcement", "Non-root containers")
            .stop("Mount a narrower path, read-only; enforce the baseline Pod Security Standard.")
            .audit("Nothing in the API server's audit log for the writing. On the node look for writes from a"
                    + " container to jobs of cron, units of systemd and authorized_keys; a manifest of a static pod"
                    + " shows as create on pods, its mirror, by system:node:NODE.")
            .alsoKnownAs("KubeHound", "EXPLOIT_HOST_WRITE")
            .alsoKnownAs("IceKube", "CAN_ACCESS_DANGEROUS_HOST_PATH")
            .alsoKnownAs("K8sAttackMap", "HOST_PATH_ACCESS")
            .alsoKnownAs("k8scout", "CONFIG-HOSTPATH-MOUNT")
            .alsoKnownAs("konstellation", "Pods with hostPath mounts")
            .alsoKnownAs("kube-blast-radius", "WORKLOAD_HOST_PATH_ADDED")
            .references("https://kubernetes.io/docs/concepts/storage/volumes/#hostpath")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        NodeEscapes.derive(surroundings, edges, Escape.Kind.HOSTPATH_WRITE);
    }
}
