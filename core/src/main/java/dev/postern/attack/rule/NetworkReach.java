package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Vertex.May;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import dev.postern.network.Listener;
import dev.postern.network.Network;

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
    public void derive(Facts facts, Edges edges) {
        OpenedFlows.derive(facts, edges);
        for (PodGroup group : facts.podGroups()) {
            May neighbours = new May("reach-own-node", group.vertex().id(), "reach the pods of its own node");
            boolean any = false;
            for (Pod neighbour : facts.network().ownNode(group.pod())) {
                PodGroup other = facts.group(neighbour).orElse(group);
                if (!other.vertex().equals(group.vertex())) {
                    any |= reach(facts, edges, group, neighbours, other);
                }
            }
            if (any) {
                for (Container container : group.containers()) {
                    edges.silent(group.container(container), neighbours).byDefinition();
                }
            }
        }
    }

    /** Adds what policy would stop between classes but does not stop on one node; says whether there is any. */
    private static boolean reach(Facts facts, Edges edges, PodGroup source, May hub, PodGroup target) {
        Network network = facts.network();
        int from = source.networkClass();
        int to = target.networkClass();
        boolean any = false;
        for (Listener listener : facts.listeners(target)) {
            int port = listener.isUnknown() ? 1 : listener.port();
            // A proxy beside the target judges its own node as it does others.
            if (network.outcome(from, to, listener.protocol(), port) != Outcome.ALLOWED
                    && network.ownNodePorts(source.pod(), target.pod()).contains(listener.protocol(), port)) {
                any = true;
                edges.add(hub, new PortReach(target.vertex(), listener.protocol(), listener.port()))
                        .because(Support.of(Evidence.byDefault(
                                target.pod().object(),
                                target.pod().field("nodeName"),
                                network.opensOwnNode()
                                        ? "traffic between a pod and its own node always passes"
                                        : "traffic to a pod from its own node always passes")));
            }
        }
        return any;
    }
}
