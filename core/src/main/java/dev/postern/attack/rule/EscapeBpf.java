package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.podsecurity.Escape;

/** Loads tracing programs into the node's kernel. */
final class EscapeBpf implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ESCAPE_BPF", "Reach the kernel's memory by a program in it")
            .sentence("{from} may load programs into the kernel of {to} that reach its memory")
            .needs(
                    "the capabilities BPF and PERFMON in force (added, as root) and no user namespace; BPF alone is possible")
            .attack("T1611")
            .microsoft("MS-TA9018")
            .owasp("K01:2025")
            .cis("CIS-1.12 5.2.9")
            .nsa("Pod security enforcement", "Non-root containers")
            .stop("Remove BPF and PERFMON; enforce the baseline Pod Security Standard.")
            .audit("Nothing in the API server's audit log. On the node look for bpf system calls from a container.")
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
        NodeEscapes.derive(surroundings, edges, Escape.Kind.BPF);
    }
}
