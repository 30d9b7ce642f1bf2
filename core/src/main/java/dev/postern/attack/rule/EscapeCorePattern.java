package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.podsecurity.Escape;

/** Writes the kernel's core pattern through a mount of the node's /proc. */
final class EscapeCorePattern implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ESCAPE_CORE_PATTERN", "Have the kernel run a program at a crash")
            .sentence("{from} may name the program that the kernel of {to} runs at a crash")
            .needs(
                    "a writable mount that shows /proc/sys/kernel of the node (or of a directory above it, which leaves /proc writable unless it is recursively read-only), as root, and no user namespace")
            .attack("T1611")
            .microsoft("MS-TA9013", "MS-TA9018")
            .stop("Do not mount /proc; enforce the baseline Pod Security Standard.")
            .references(
                    "https://man7.org/linux/man-pages/man5/core.5.html",
                    "https://kubernetes.io/docs/concepts/security/pod-security-standards/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        NodeEscapes.derive(facts, edges, Escape.Kind.CORE_PATTERN);
    }
}
