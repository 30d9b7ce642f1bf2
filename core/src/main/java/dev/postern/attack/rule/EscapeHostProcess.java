package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Surroundings;
import dev.postern.podsecurity.Escape;

/** Is a process of a Windows node already. */
final class EscapeHostProcess implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("ESCAPE_HOST_PROCESS", "Run as a process of a Windows node")
            .sentence("{from} is a process of {to}")
            .needs("windowsOptions.hostProcess: true, of the container or its pod")
            .attack("T1611")
            .microsoft("MS-TA9018")
            .owasp("K01:2025")
            .cis("CIS-1.12 5.2.10")
            .nsa("Pod security enforcement")
            .stop("Remove hostProcess; enforce the baseline Pod Security Standard.")
            .audit("Nothing in the API server's audit log but create on pods with windowsOptions.hostProcess in the"
                    + " request body. On the node look at the processes that the container runtime's shim started.")
            .references("https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        NodeEscapes.derive(surroundings, edges, Escape.Kind.HOST_PROCESS);
    }
}
