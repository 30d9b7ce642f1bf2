package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.podsecurity.Escape;

/** Reaches the machine's ports and memory from a container. */
final class EscapeSysRawio implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ESCAPE_SYS_RAWIO", "Reach the machine's ports and memory")
            .sentence("{from} may reach the ports of the machine and through them {to}")
            .needs(
                    "the capability SYS_RAWIO in force (added, as root) and no user namespace; a kernel that lets processes at"
                            + " ports or memory (no lockdown), and a device that can be made to write memory")
            .attack("T1611")
            .microsoft("MS-TA9018")
            .owasp("K01:2025")
            .cis("CIS-1.12 5.2.9")
            .nsa("Pod security enforcement", "Non-root containers")
            .stop("Remove SYS_RAWIO; enforce the baseline Pod Security Standard; boot nodes with kernel lockdown.")
            .audit("Nothing in the API server's audit log. On the node look for ioperm and iopl system calls, and for"
                    + " processes of a container that open /dev/mem or /dev/port.")
            .alsoKnownAs("bloodhound-kube", "BHK_CAP_SYS_RAWIO")
            .references(
                    "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
                    "https://man7.org/linux/man-pages/man7/capabilities.7.html",
                    "https://man7.org/linux/man-pages/man2/iopl.2.html")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        NodeEscapes.derive(surroundings, edges, Escape.Kind.SYS_RAWIO);
    }
}
