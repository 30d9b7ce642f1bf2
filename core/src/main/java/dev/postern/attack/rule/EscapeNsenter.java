package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.podsecurity.Escape;

/** Enters the namespaces of the node's first process, which hostPID makes visible. */
final class EscapeNsenter implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of(
                    "ESCAPE_NSENTER", "Enter the namespaces of the node's first process")
            .sentence("{from} sees every process of {to} and may enter its namespaces")
            .needs("hostPID, and privileged or the capabilities SYS_ADMIN and SYS_PTRACE as root with "
                    + "AppArmor not confining")
            .attack("T1611")
            .microsoft("MS-TA9018")
            .owasp("K01:2025")
            .cis("CIS-1.12 5.2.2", "CIS-1.12 5.2.3")
            .nsa("Pod security enforcement")
            .stop("Remove hostPID; enforce the baseline Pod Security Standard.")
            .audit("Nothing in the API server's audit log. On the node look for setns system calls from a"
                    + " container, and for processes in the node's namespaces that descend from one.")
            .alsoKnownAs("KubeHound", "CE_NSENTER")
            .alsoKnownAs("IceKube", "CAN_NSENTER_HOST")
            .alsoKnownAs("bloodhound-kube", "BHK_CE_NSENTER")
            .alsoKnownAs("konstellation", "Bad Pods #2 - privileged and hostPID")
            .references("https://kubernetes.io/docs/concepts/security/pod-security-standards/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        NodeEscapes.derive(surroundings, edges, Escape.Kind.NSENTER);
    }
}
