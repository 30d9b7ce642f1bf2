package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.podsecurity.Escape;

/** Loads a module into the node's kernel, with the capability for it. */
final class EscapeSysModule implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ESCAPE_SYS_MODULE", "Load a kernel module")
            .sentence("{from} may load a module into the kernel of {to}")
            .needs("the capability SYS_MODULE in force (added, as root) and no user namespace")
            .attack("T1611", "T1547.006")
            .microsoft("MS-TA9018")
            .owasp("K01:2025")
            .cis("CIS-1.12 5.2.9")
            .nsa("Pod security enforcement", "Non-root containers")
            .stop(
                    "Remove SYS_MODULE; load modules by the node's own configuration; enforce the baseline Pod Security Standard.")
            .audit("Nothing in the API server's audit log. On the node look for init_module and finit_module system"
                    + " calls from a container, and for modules that nobody installed.")
            .alsoKnownAs("KubeHound", "CE_MODULE_LOAD")
            .alsoKnownAs("IceKube", "CAN_LOAD_KERNEL_MODULES")
            .alsoKnownAs("bloodhound-kube", "BHK_CAP_SYS_MODULE")
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
        NodeEscapes.derive(surroundings, edges, Escape.Kind.SYS_MODULE);
    }
}
