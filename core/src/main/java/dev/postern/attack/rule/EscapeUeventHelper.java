package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.podsecurity.Escape;

/** Writes the kernel's uevent helper through a mount of the node's /sys. */
final class EscapeUeventHelper implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of(
                    "ESCAPE_UEVENT_HELPER", "Have the kernel run a program at an event")
            .sentence("{from} may name the program that the kernel of {to} runs at an event of a device")
            .needs(
                    "a writable mount that shows /sys/kernel of the node (or of a directory above it, which leaves /sys writable unless it is recursively read-only), as root, and no user namespace")
            .attack("T1611")
            .microsoft("MS-TA9013", "MS-TA9018")
            .owasp("K01:2025")
            .cis("CIS-1.12 5.2.11")
            .nsa("Pod security enforcement", "Non-root containers")
            .stop("Do not mount /sys writable; enforce the baseline Pod Security Standard.")
            .audit("Nothing in the API server's audit log. On the node look for writes to"
                    + " /sys/kernel/uevent_helper, and for what the kernel starts at an event.")
            .references(
                    "https://www.kernel.org/doc/html/latest/admin-guide/sysctl/kernel.html",
                    "https://kubernetes.io/docs/concepts/security/pod-security-standards/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        NodeEscapes.derive(surroundings, edges, Escape.Kind.UEVENT_HELPER);
    }
}
