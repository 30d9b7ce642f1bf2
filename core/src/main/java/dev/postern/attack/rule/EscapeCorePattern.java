package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.podsecurity.Escape;

/** Writes the kernel's core pattern through a mount of the node's /proc, or through an unmasked one. */
final class EscapeCorePattern implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ESCAPE_CORE_PATTERN", "Have the kernel run a program at a crash")
            .sentence("{from} may name the program that the kernel of {to} runs at a crash")
            .needs(
                    "a writable mount that shows /proc/sys/kernel of the node (or of a directory above it, which leaves /proc writable unless it is recursively read-only), as root, and no user namespace; or procMount: Unmasked, on a server that takes it without a user namespace, and no AppArmor profile")
            .attack("T1611")
            .microsoft("MS-TA9013", "MS-TA9018")
            .owasp("K01:2025")
            .cis("CIS-1.12 5.2.11")
            .nsa("Pod security enforcement", "Non-root containers")
            .stop(
                    "Do not mount /proc; leave procMount out, or set hostUsers: false; enforce the baseline Pod Security Standard.")
            .audit("Nothing in the API server's audit log. On the node look for writes to"
                    + " /proc/sys/kernel/core_pattern, and for what the kernel starts at a crash.")
            .alsoKnownAs("KubeHound", "CE_UMH_CORE_PATTERN")
            .alsoKnownAs("IceKube", "CAN_ACCESS_DANGEROUS_HOST_PATH")
            .alsoKnownAs("bloodhound-kube", "BHK_CE_UMH_CORE_PATTERN")
            .references(
                    "https://man7.org/linux/man-pages/man5/core.5.html",
                    "https://kubernetes.io/docs/concepts/security/pod-security-standards/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        NodeEscapes.derive(surroundings, edges, Escape.Kind.CORE_PATTERN);
    }
}
