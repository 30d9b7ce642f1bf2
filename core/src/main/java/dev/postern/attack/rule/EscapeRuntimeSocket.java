package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.podsecurity.Escape;

/** Asks the container runtime, through its socket, for a container that holds the node. */
final class EscapeRuntimeSocket implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ESCAPE_RUNTIME_SOCKET", "Command the container runtime")
            .sentence("{from} can command the container runtime of {to}")
            .needs("a mount of the runtime's socket or of a directory above it; a read-only mount does not " + "help")
            .attack("T1611", "T1610")
            .microsoft("MS-TA9018")
            .stop("Do not mount the socket or /run; enforce the baseline Pod Security Standard.")
            .references("https://kubernetes.io/docs/concepts/storage/volumes/#hostpath")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        NodeEscapes.derive(facts, edges, Escape.Kind.RUNTIME_SOCKET);
    }
}
