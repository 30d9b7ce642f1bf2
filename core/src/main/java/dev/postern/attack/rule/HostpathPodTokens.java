package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.NodeFiles;
import dev.postern.podsecurity.Escape;

/** Reads the service-account tokens of every pod on the node below the kubelet's directory. */
final class HostpathPodTokens implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("HOSTPATH_POD_TOKENS", "Read the tokens of the node's pods")
            .sentence("{from} can read the {to} on its node's disk")
            .needs("a mount that covers /var/lib/kubelet/pods, read-only suffices, as root; a pod on the "
                    + "same node with a mounted token")
            .attack("T1552.001", "T1528")
            .microsoft("MS-TA9016")
            .stop("Do not mount /var/lib/kubelet; enforce the baseline Pod Security Standard.")
            .references("https://kubernetes.io/docs/concepts/storage/volumes/#hostpath")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        NodeTokens tokens = new NodeTokens(facts, edges);
        NodeEscapes.each(facts, Escape.Kind.POD_TOKENS, (group, container, escape) -> {
            for (Vertex node : NodeEscapes.nodes(facts, group)) {
                edges.silent(group.container(container), tokens.on(node))
                        .confidence(escape.confidence())
                        .because(escape.supports());
            }
        });
        for (Vertex node : NodeEscapes.withFiles(facts)) {
            edges.silent(new NodeFiles(node), tokens.on(node)).byDefinition();
        }
    }
}
