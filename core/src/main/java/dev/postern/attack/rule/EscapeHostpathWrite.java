package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.podsecurity.Escape;

/** Writes a file of the node that the node executes or trusts. */
final class EscapeHostpathWrite implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of(
                    "ESCAPE_HOSTPATH_WRITE", "Write a file that the node executes or trusts")
            .sentence("{from} can write files of {to} that it executes or trusts")
            .needs("a writable mount of a sensitive path of the node or of a directory above it, as root")
            .attack("T1611")
            .microsoft("MS-TA9013")
            .stop("Mount a narrower path, read-only; enforce the baseline Pod Security Standard.")
            .references("https://kubernetes.io/docs/concepts/storage/volumes/#hostpath")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        NodeEscapes.derive(facts, edges, Escape.Kind.HOSTPATH_WRITE);
    }
}
