package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.podsecurity.Escape;

/** Leaves a privileged container through the node's devices or kernel interfaces. */
final class EscapePrivileged implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ESCAPE_PRIVILEGED", "Leave a privileged container")
            .sentence("{from} is privileged: its processes can take over {to}")
            .needs("privileged: true and no user namespace (hostUsers: false); certain when the process is "
                    + "root by the manifest")
            .attack("T1611")
            .microsoft("MS-TA9018")
            .stop("Set privileged: false and add single capabilities where one is needed; enforce the "
                    + "baseline Pod Security Standard.")
            .references("https://kubernetes.io/docs/concepts/security/pod-security-standards/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        NodeEscapes.derive(facts, edges, Escape.Kind.PRIVILEGED);
    }
}
