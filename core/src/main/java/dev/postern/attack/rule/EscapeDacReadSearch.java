package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.NodeFiles;
import dev.postern.podsecurity.Escape;

/** Opens files of the node by their handles: for writing too where DAC_OVERRIDE was not dropped. */
final class EscapeDacReadSearch implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ESCAPE_DAC_READ_SEARCH", "Open files of the node by handle")
            .sentence("{from} may open any file by its handle and so gets {to}")
            .needs(
                    "the capability DAC_READ_SEARCH in force (added, as root) and no user namespace; with DAC_OVERRIDE,"
                            + " which runtimes grant by default, files can be written and the node is taken, else they can be read")
            .attack("T1611", "T1552.001")
            .microsoft("MS-TA9018")
            .owasp("K01:2025")
            .cis("CIS-1.12 5.2.9")
            .nsa("Pod security enforcement", "Non-root containers")
            .stop("Remove DAC_READ_SEARCH; enforce the baseline Pod Security Standard.")
            .audit("Nothing in the API server's audit log. On the node look for open_by_handle_at system calls from"
                    + " a container.")
            .alsoKnownAs("IceKube", "CAN_ACCESS_HOST_FD")
            .alsoKnownAs("k8scout", "ESCAPE-CAP-DANGEROUS")
            .alsoKnownAs("kube-blast-radius", "WORKLOAD_CAPABILITY_ADDED")
            .references(
                    "https://man7.org/linux/man-pages/man2/open_by_handle_at.2.html",
                    "https://kubernetes.io/docs/concepts/security/pod-security-standards/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        NodeEscapes.derive(surroundings, edges, Escape.Kind.DAC_READ_SEARCH);
        NodeEscapes.each(surroundings, Escape.Kind.DAC_READ_SEARCH, (group, container, escape) -> {
            if (escape.effect() == Escape.Effect.CREDENTIALS) {
                for (Vertex node : NodeEscapes.nodes(surroundings, group)) {
                    edges.add(group.container(container), new NodeFiles(node))
                            .confidence(escape.confidence())
                            .because(escape.supports());
                }
            }
        });
    }
}
