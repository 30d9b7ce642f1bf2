package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.podsecurity.Escape;

/** Traces a process of the node that is root. */
final class EscapeSysPtrace implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ESCAPE_SYS_PTRACE", "Put code into a process of the node")
            .sentence("{from} sees the processes of {to} and may put code into one")
            .needs(
                    "hostPID and the capability SYS_PTRACE in force (added, as root), no user namespace and no AppArmor profile")
            .attack("T1611", "T1055.008")
            .microsoft("MS-TA9018")
            .owasp("K01:2025")
            .cis("CIS-1.12 5.2.3", "CIS-1.12 5.2.9")
            .nsa("Pod security enforcement", "Non-root containers")
            .stop("Remove hostPID or SYS_PTRACE; enforce the baseline Pod Security Standard.")
            .audit("Nothing in the API server's audit log. On the node look for ptrace system calls from a"
                    + " container upon a process outside it.")
            .alsoKnownAs("KubeHound", "CE_SYS_PTRACE")
            .alsoKnownAs("bloodhound-kube", "BHK_CE_SYS_PTRACE")
            .alsoKnownAs("k8scout", "ESCAPE-CAP-DANGEROUS")
            .alsoKnownAs("kube-blast-radius", "WORKLOAD_CAPABILITY_ADDED")
            .references(
                    "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
                    "https://man7.org/linux/man-pages/man7/capabilities.7.html")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        NodeEscapes.derive(surroundings, edges, Escape.Kind.SYS_PTRACE);
    }
}
