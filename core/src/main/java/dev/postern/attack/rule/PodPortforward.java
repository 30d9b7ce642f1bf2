package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.model.Confidence;
import dev.postern.model.Protocol;
import dev.postern.model.Support;
import dev.postern.network.Listener;
import java.util.ArrayList;
import java.util.List;

/**
 * Has the API server forward a connection into a pod's own network namespace (RB-24): no NetworkPolicy is between. Which
 * verbs suffice depends on the server's version (E20).
 */
final class PodPortforward implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("POD_PORTFORWARD", "Forward a connection to a pod")
            .sentence("{from} may have connections forwarded to {to}")
            .needs(
                    "create on pods/portforward (before 1.35 get alone also works), in the pod's namespace or cluster-wide;"
                            + " resourceNames limits it to the pods named. TCP only; NetworkPolicy does not matter")
            .attack("T1572", "T1090")
            .microsoft("MS-TA9034")
            .owasp("K02:2025", "K05:2025")
            .nsa("Role-based access control", "Network policies")
            .stop("Remove create (and get) on pods/portforward from the role, or limit it with resourceNames.")
            .audit("create on pods/portforward, or get if by websocket, at the stage ResponseStarted; what passes"
                    + " is not in it, and seldom the port.")
            .alsoKnownAs("bloodhound-kube", "BHK_PodPortForward")
            .alsoKnownAs("k8scout", "RUNTIME-PORTFORWARD")
            .alsoKnownAs("ClusterHound", "CH_canPortForward")
            .references(
                    "https://kubernetes.io/docs/tasks/access-application-cluster/port-forward-access-application-cluster/",
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        List<Spread.Target> ports = new ArrayList<>();
        for (PodGroup group : facts.podGroups()) {
            for (Listener listener : facts.listeners(group)) {
                if (listener.protocol() == Protocol.TCP) {
                    ports.add(new Spread.Target(
                            group.namespace(),
                            group.names(),
                            new PortReach(group.vertex(), listener.protocol(), listener.port()),
                            Confidence.CERTAIN,
                            Support.of(listener.evidence())));
                }
            }
        }
        Spread.ofOthers(facts, edges, "forward-ports", "forward connections to pods", ports)
                .from(facts.rbac().podPortForward());
    }
}
