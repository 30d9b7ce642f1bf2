package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.podsecurity.Escape;

/** Asks the container runtime, through its socket, for a container that holds the node. */
final class EscapeRuntimeSocket implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ESCAPE_RUNTIME_SOCKET", "Command the container runtime")
            .sentence("{from} can command the container runtime of {to}")
            .needs("a mount of the runtime's socket or of a directory above it; a read-only mount does not " + "help")
            .attack("T1611", "T1610")
            .microsoft("MS-TA9018")
            .owasp("K01:2025")
            .cis("CIS-1.12 5.2.11")
            .nsa("Pod security enforcement")
            .stop("Do not mount the socket or /run; enforce the baseline Pod Security Standard.")
            .audit("Nothing in the API server's audit log. On the node look for containers without the labels"
                    + " io.kubernetes.pod.*, which the kubelet did not ask for, and for clients of the socket in a"
                    + " container.")
            .alsoKnownAs("KubeHound", "EXPLOIT_CONTAINERD_SOCK")
            .alsoKnownAs("IceKube", "CAN_ACCESS_DANGEROUS_HOST_PATH")
            .alsoKnownAs("bloodhound-kube", "BHK_MOUNT_CONTAINER_SOCKET")
            .alsoKnownAs("k8scout", "CONFIG-HOSTPATH-MOUNT")
            .references("https://kubernetes.io/docs/concepts/storage/volumes/#hostpath")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        NodeEscapes.derive(surroundings, edges, Escape.Kind.RUNTIME_SOCKET);
    }
}
