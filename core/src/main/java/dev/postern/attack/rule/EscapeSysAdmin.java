package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.podsecurity.Escape;

/** Mounts a cgroup hierarchy with a release agent, or a disk of the node. */
final class EscapeSysAdmin implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ESCAPE_SYS_ADMIN", "Mount a way out")
            .sentence("{from} may mount what lets it take over {to}")
            .needs("the capability SYS_ADMIN in force (added, as root), no user namespace and no AppArmor profile")
            .attack("T1611")
            .microsoft("MS-TA9018")
            .owasp("K01:2025")
            .cis("CIS-1.12 5.2.9")
            .nsa("Pod security enforcement", "Non-root containers")
            .stop("Remove SYS_ADMIN; enforce the baseline Pod Security Standard.")
            .audit("Nothing in the API server's audit log. On the node look for mount system calls and writes to"
                    + " release_agent from a container.")
            .alsoKnownAs("IceKube", "CAN_CGROUP_BREAKOUT")
            .alsoKnownAs("bloodhound-kube", "BHK_CAP_SYS_ADMIN")
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
        NodeEscapes.derive(surroundings, edges, Escape.Kind.SYS_ADMIN);
    }
}
