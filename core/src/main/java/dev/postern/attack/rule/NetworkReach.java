package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Surroundings;

/** Packets from pod to pod, where network policy lets them pass. Flows between network classes are implicit in the graph; only the traffic between a pod and its own node, which no policy stops, is added here. */
final class NetworkReach implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("NETWORK_REACH", "Reach a pod from a pod")
            .sentence("{from} can send packets to {to}")
            .needs("no policy isolates the ends in that direction, or the policies that do allow the flow "
                    + "on a port that something listens on")
            .attack("T1046")
            .microsoft("MS-TA9034")
            .owasp("K05:2025")
            .cis("CIS-1.12 5.3.2")
            .nsa("Network policies")
            .stop("Isolate namespaces by a default-deny NetworkPolicy and allow the flows that are " + "needed.")
            .audit("Nothing in the API server's audit log: packets between pods are no requests to it. Look at the"
                    + " flow logs of the network plugin.")
            .alsoKnownAs("kube-blast-radius", "NETWORK_POLICY_REMOVED")
            .references("https://kubernetes.io/docs/concepts/services-networking/network-policies/")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        OwnNode.derive(surroundings, edges);
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        OpenedFlows.derive(facts, edges);
    }
}
