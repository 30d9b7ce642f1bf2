package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CiliumPeers;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.CiliumRule;
import dev.postern.model.CiliumSpec;
import dev.postern.model.Cluster;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.Node;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cilium's policies and NetworkPolicies in one pool, rule by rule and address by address, slow and plain. All policies are
 * taken to be valid.
 */
final class NaiveCilium {
    private final Cluster cluster;
    private final NaiveCiliumIdentities identities;
    private final NaiveCiliumPeers peers;

    NaiveCilium(Cluster cluster) {
        this.cluster = cluster;
        identities = new NaiveCiliumIdentities(cluster);
        peers = new NaiveCiliumPeers(cluster, identities);
    }

    /** One direction of one packet as the agent of the pod that is bound sees it. */
    record Packet(
            boolean egress,
            Pod subject,
            NaiveCiliumIdentities.Thing peer,
            boolean ownNode,
            Optional<Pod> destination,
            Protocol protocol,
            int port) {}

    /** Whether a connection opens: both the source's egress and the destination's ingress must let it. */
    Outcome decide(String source, String destination, Protocol protocol, int port) {
        NaiveCiliumIdentities.Thing from = identities.at(source);
        NaiveCiliumIdentities.Thing to = identities.at(destination);
        if (from.address().equals(to.address())) {
            return Outcome.ALLOWED;
        }
        Outcome leaves = from.pod()
                .map(pod -> side(true, pod, to, to.pod(), protocol, port))
                .orElse(Outcome.ALLOWED);
        Outcome enters = to.pod()
                .map(pod -> side(false, pod, from, to.pod(), protocol, port))
                .orElse(Outcome.ALLOWED);
        return and(and(leaves, enters), and(hostFirewall(from, true), hostFirewall(to, false)));
    }

    /** Row 12: where nothing says which node the pod is on, a node may be its own or another. */
    private Outcome side(
            boolean egress,
            Pod subject,
            NaiveCiliumIdentities.Thing peer,
            Optional<Pod> destination,
            Protocol protocol,
            int port) {
        boolean known = peer.node().isEmpty() || subject.nodeName().isPresent();
        boolean own = peer.node().isPresent()
                && subject.nodeName().equals(peer.node().map(node -> node.meta().name()));
        Outcome first = side(new Packet(egress, subject, peer, own, destination, protocol, port));
        Outcome second = known ? first : side(new Packet(egress, subject, peer, !own, destination, protocol, port));
        return first == second ? first : Outcome.UNKNOWN;
    }

    private Outcome side(Packet packet) {
        boolean isolated = false;
        Outcome denied = Outcome.DENIED;
        Outcome allowed = Outcome.DENIED;
        for (CiliumPolicy policy : cluster.ciliumPolicies()) {
            for (CiliumPolicy.Part part : policy.parts()) {
                CiliumSpec spec = part.spec();
                if (spec.endpointSelector().isEmpty()
                        || !peers.binds(policy, spec.endpointSelector().get(), packet.subject())) {
                    continue;
                }
                List<CiliumRule> allow = packet.egress() ? spec.egress() : spec.ingress();
                List<CiliumRule> deny = packet.egress() ? spec.egressDeny() : spec.ingressDeny();
                boolean any = !allow.isEmpty() || !deny.isEmpty();
                // Row 1: rules isolate, those that deny too, unless it is said that they do not.
                isolated |=
                        any && (packet.egress() ? spec.defaultDenyEgress() : spec.defaultDenyIngress()).orElse(true);
                for (CiliumRule rule : allow) {
                    allowed = or(allowed, matches(policy, rule, false, packet));
                }
                for (CiliumRule rule : deny) {
                    denied = or(denied, matches(policy, rule, true, packet));
                }
            }
        }
        for (NetworkPolicy policy : cluster.networkPolicies()) {
            if (peers.binds(policy, packet.subject())
                    && (packet.egress() ? policy.isolatesEgress() : policy.isolatesIngress())) {
                isolated = true;
                allowed = or(allowed, peers.allows(policy, packet) ? Outcome.ALLOWED : Outcome.DENIED);
            }
        }
        // Row 14: what comes from the pod's own node is let in without asking, but not past a rule that denies it.
        boolean open = !isolated || !packet.egress() && packet.ownNode();
        return and(not(denied), open ? Outcome.ALLOWED : allowed);
    }

    private Outcome matches(CiliumPolicy policy, CiliumRule rule, boolean deny, Packet packet) {
        if (!rule.unread().isEmpty()) {
            return deny ? Outcome.ALLOWED : Outcome.DENIED;
        }
        List<CiliumPeers> written = new ArrayList<>();
        for (CiliumPeers kind : rule.peers()) {
            if (kind.items().isEmpty() && kind.isNoneIfEmpty()) {
                return Outcome.DENIED;
            }
            if (!kind.items().isEmpty()) {
                written.add(kind);
            }
        }
        boolean nothing = written.isEmpty() && rule.toPorts().isEmpty();
        if (nothing || !rule.icmps().isEmpty() || !NaiveCiliumPorts.matches(rule.toPorts(), packet)) {
            return Outcome.DENIED;
        }
        return written.isEmpty() ? Outcome.ALLOWED : peers.matches(policy, written.get(0), packet);
    }

    /** A policy about nodes is in force only where agents run with the host firewall. */
    private Outcome hostFirewall(NaiveCiliumIdentities.Thing end, boolean egress) {
        if (end.node().isEmpty()) {
            return Outcome.ALLOWED;
        }
        Node node = end.node().get();
        boolean guarded = cluster.ciliumPolicies().stream()
                .flatMap(policy -> policy.parts().stream())
                .filter(part -> egress
                        ? !part.spec().egress().isEmpty()
                                || !part.spec().egressDeny().isEmpty()
                        : !part.spec().ingress().isEmpty()
                                || !part.spec().ingressDeny().isEmpty())
                .flatMap(part -> part.spec().nodeSelector().stream())
                .anyMatch(selector -> NaiveCiliumIdentities.matches(selector, identities.ofNode(node)));
        return guarded ? Outcome.UNKNOWN : Outcome.ALLOWED;
    }

    static Outcome or(Outcome one, Outcome other) {
        return ImmutableList.of(one, other).contains(Outcome.ALLOWED)
                ? Outcome.ALLOWED
                : one == Outcome.UNKNOWN || other == Outcome.UNKNOWN ? Outcome.UNKNOWN : Outcome.DENIED;
    }

    private static Outcome and(Outcome one, Outcome other) {
        return not(or(not(one), not(other)));
    }

    private static Outcome not(Outcome outcome) {
        return outcome == Outcome.UNKNOWN ? outcome : outcome == Outcome.ALLOWED ? Outcome.DENIED : Outcome.ALLOWED;
    }
}
