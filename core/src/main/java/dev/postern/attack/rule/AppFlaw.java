package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.model.Container;
import dev.postern.model.Support;
import dev.postern.network.Listener;
import java.util.List;

/** Assumes a flaw in the program behind a port. Queries bound how many such steps a plan may have. */
final class AppFlaw implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("APP_FLAW", "Use a flaw of the program behind a port")
            .sentence("if the program behind {from} has a flaw, the attacker runs code in {to}")
            .needs("something listens on the port, and its program has a flaw that lets a stranger run "
                    + "code: no manifest shows that")
            .attack("T1190")
            .microsoft("MS-TA9004")
            .owasp("K05:2025", "K06:2025", "K07:2025")
            .cis("CIS-1.12 5.3.2")
            .nsa("Network policies", "Upgrading and application security practices")
            .stop("Keep the program patched and authenticated; admit only whom it serves by " + "NetworkPolicy.")
            .audit("Nothing in the API server's audit log: the program is attacked through its own port. Look at"
                    + " the program's log, and for new processes in its container.")
            .alsoKnownAs("KubeHound", "ENDPOINT_EXPLOIT")
            .references("https://kubernetes.io/docs/concepts/services-networking/network-policies/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        for (PodGroup group : surroundings.podGroups()) {
            List<Container> running = group.containers().stream()
                    .filter(container -> container.role() != Container.Role.INIT)
                    .toList();
            for (Listener listener : surroundings.listeners(group)) {
                PortReach port = new PortReach(group.vertex(), listener.protocol(), listener.port());
                for (Container container : running) {
                    if (listener.container().isEmpty() || listener.container().equals(container.name())) {
                        edges.add(port, group.container(container))
                                .assumption()
                                .provided(group.pod().object(), "the program behind this port has a flaw")
                                .because(Support.of(listener.evidence()));
                    }
                }
            }
        }
    }
}
