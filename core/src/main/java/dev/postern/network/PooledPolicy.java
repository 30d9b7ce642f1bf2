package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Basis;
import dev.postern.model.Evidence;
import dev.postern.model.LabelSelector;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import java.util.Optional;

/**
 * A NetworkPolicy: it isolates the pods that it selects, and its rules open ways to them.
 *
 * @param isolating false where something else says what becomes of a packet that nothing opens a way to
 * @param cilium where that is the network plugin: by which labels it knows pods. It also takes a pod's own node for a
 *     destination like any other, which a policy may close
 */
record PooledPolicy(NetworkPolicy object, Tier tier, boolean isolating, Optional<CiliumLabels> cilium)
        implements Policy {
    PooledPolicy(NetworkPolicy object, Optional<CiliumLabels> cilium) {
        this(object, Tier.NETWORK_POLICY, true, cilium);
    }

    @Override
    public boolean mayCloseOwnNode() {
        return cilium.isPresent();
    }

    @Override
    public ObjectRef ref() {
        return object.ref();
    }

    @Override
    public String namespace() {
        return object.meta().namespace();
    }

    @Override
    public Peer.Pods subject() {
        LabelSelector selector = cilium.isPresent() ? cilium.get().ofPods(object.podSelector()) : object.podSelector();
        return new Peer.Pods(object.meta().namespace(), Optional.empty(), Optional.of(selector), Peer.Stem.ITEM);
    }

    @Override
    public boolean appliesTo(Direction direction) {
        return direction == Direction.INGRESS ? object.isolatesIngress() : object.isolatesEgress();
    }

    @Override
    public boolean isolates(Direction direction) {
        return isolating;
    }

    /** Without its last egress rule a policy that states no types isolates ingress alone. */
    @Override
    public boolean isolatesForOneRule(Direction direction) {
        return direction == Direction.EGRESS
                && !object.typesStated()
                && object.egress().size() == 1;
    }

    @Override
    public ImmutableList<Rule> rules(Direction direction) {
        ImmutableList<NetworkPolicyRule> written = direction == Direction.INGRESS ? object.ingress() : object.egress();
        if (written.isEmpty()) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<Rule> rules = ImmutableList.builderWithExpectedSize(written.size());
        for (NetworkPolicyRule rule : written) {
            rules.add(new Rule(Action.ALLOW, peers(rule), ports(rule), "ports", "", ""));
        }
        return rules.build();
    }

    private static ImmutableList<PortItem> ports(NetworkPolicyRule rule) {
        if (rule.ports().isEmpty()) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<PortItem> ports =
                ImmutableList.builderWithExpectedSize(rule.ports().size());
        for (NetworkPolicyPort item : rule.ports()) {
            ports.add(PortItem.of(item));
        }
        return ports.build();
    }

    private ImmutableList<Peer> peers(NetworkPolicyRule rule) {
        if (rule.peers().isEmpty()) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<Peer> peers =
                ImmutableList.builderWithExpectedSize(rule.peers().size());
        for (NetworkPolicyPeer item : rule.peers()) {
            peers.add(peer(item));
        }
        return peers.build();
    }

    private Peer peer(NetworkPolicyPeer peer) {
        if (peer.ipBlock().isPresent()) {
            return new Peer.Blocks(ImmutableList.of(peer.ipBlock().get()), false);
        }
        String namespace =
                peer.namespaceSelector().isPresent() ? "" : object.meta().namespace();
        return cilium.isEmpty()
                ? new Peer.Pods(namespace, peer.namespaceSelector(), peer.podSelector(), Peer.Stem.ITEM)
                : new Peer.Pods(
                        namespace,
                        peer.namespaceSelector().map(cilium.get()::ofNamespaces),
                        peer.podSelector().map(cilium.get()::ofPods),
                        Peer.Stem.ITEM);
    }

    @Override
    public Support selects() {
        String types = object.isolatesIngress() && object.isolatesEgress()
                ? "Ingress, Egress"
                : object.isolatesIngress() ? "Ingress" : "Egress";
        return Support.of(
                Evidence.stated(object.ref(), "spec.podSelector", Texts.of(object.podSelector())),
                new Evidence(
                        object.ref(), "spec.policyTypes", types, object.typesStated() ? Basis.STATED : Basis.DEFAULT));
    }
}
