package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.CiliumCidrGroup;
import dev.postern.model.CiliumCidrRule;
import dev.postern.model.CiliumPeers;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whom rules mean, of Cilium's kinds and of NetworkPolicies as Cilium takes them. */
final class NaiveCiliumPeers {
    private final Cluster cluster;
    private final NaiveCiliumIdentities identities;

    NaiveCiliumPeers(Cluster cluster, NaiveCiliumIdentities identities) {
        this.cluster = cluster;
        this.identities = identities;
    }

    /** A namespaced policy binds pods of its own namespace, whatever namespace its selector may name by its usual label. */
    boolean binds(CiliumPolicy policy, LabelSelector selector, Pod pod) {
        if (policy.isClusterwide()) {
            return NaiveCiliumIdentities.matches(selector, identities.ofPod(pod));
        }
        TreeMap<String, String> labels = new TreeMap<>(selector.matchLabels());
        labels.remove("k8s:" + NaiveCiliumIdentities.NAMESPACE);
        LabelSelector rest = new LabelSelector(ImmutableSortedMap.copyOf(labels), selector.matchExpressions());
        return policy.meta().namespace().equals(pod.namespace())
                && NaiveCiliumIdentities.matches(rest, identities.ofPod(pod));
    }

    boolean binds(NetworkPolicy policy, Pod pod) {
        return policy.meta().namespace().equals(pod.namespace())
                && policy.podSelector().matches(NaiveCiliumIdentities.heeded(pod));
    }

    Outcome matches(CiliumPolicy policy, CiliumPeers kind, NaiveCilium.Packet packet) {
        NaiveCiliumIdentities.Thing peer = packet.peer();
        Map<String, String> labels = identities.labels(peer, packet.ownNode());
        if (kind instanceof CiliumPeers.Endpoints endpoints) {
            return of(endpoints.items().stream().anyMatch(selector -> endpoint(policy, selector, labels)));
        } else if (kind instanceof CiliumPeers.Entities entities) {
            return of(entities.items().stream().anyMatch(entity -> entity(entity, labels)));
        } else if (kind instanceof CiliumPeers.Cidrs cidrs) {
            return of(peer.isOutside() && cidrs.items().stream().anyMatch(cidr -> within(cidr, peer)));
        } else if (kind instanceof CiliumPeers.CidrSet set) {
            return of(peer.isOutside() && set.items().stream().anyMatch(rule -> within(rule, peer)));
        } else if (kind instanceof CiliumPeers.Nodes nodes) {
            // Whether agents know the labels of nodes is a matter of their configuration.
            return peer.node()
                            .filter(node -> nodes.items().stream()
                                    .anyMatch(selector ->
                                            NaiveCiliumIdentities.matches(selector, identities.ofNode(node))))
                            .isPresent()
                    ? Outcome.UNKNOWN
                    : Outcome.DENIED;
        } else if (kind instanceof CiliumPeers.Services) {
            return Outcome.UNKNOWN;
        }
        // Names and a cloud's groups stand for addresses outside that are not in the input.
        return peer.isOutside() ? Outcome.UNKNOWN : Outcome.DENIED;
    }

    private static Outcome of(boolean matches) {
        return matches ? Outcome.ALLOWED : Outcome.DENIED;
    }

    /** Rows 4, 7 and 9: a selector says less than the agents read into it. */
    private static boolean endpoint(CiliumPolicy policy, LabelSelector selector, Map<String, String> labels) {
        if (!NaiveCiliumIdentities.matches(selector, labels)) {
            return false;
        }
        List<String> keys = new ArrayList<>(selector.matchLabels().keySet());
        selector.matchExpressions().stream().map(LabelRequirement::key).forEach(keys::add);
        if (keys.stream().anyMatch(key -> NaiveCiliumIdentities.source(key).equals("reserved"))) {
            return true;
        }
        keys.removeIf(key -> !List.of("any", "k8s").contains(NaiveCiliumIdentities.source(key)));
        keys.replaceAll(NaiveCiliumIdentities::name);
        String cluster = labels.get("k8s:" + NaiveCiliumIdentities.CLUSTER);
        if (!keys.contains(NaiveCiliumIdentities.CLUSTER) && !NaiveCiliumIdentities.CLUSTER_NAME.equals(cluster)) {
            return false;
        }
        if (keys.contains(NaiveCiliumIdentities.NAMESPACE)) {
            return true;
        }
        String namespace = labels.get("k8s:" + NaiveCiliumIdentities.NAMESPACE);
        if (policy.isClusterwide()) {
            return namespace != null;
        }
        return keys.stream().anyMatch(key -> key.startsWith(NaiveCiliumIdentities.NAMESPACE_LABELS))
                || policy.meta().namespace().equals(namespace);
    }

    private static boolean entity(String entity, Map<String, String> labels) {
        switch (entity) {
            case "all":
                return true;
            case "cluster":
                return NaiveCiliumIdentities.CLUSTER_NAME.equals(labels.get("k8s:" + NaiveCiliumIdentities.CLUSTER))
                        || List.of("host", "remote-node", "kube-apiserver").stream()
                                .anyMatch(name -> labels.containsKey("reserved:" + name));
            default:
                return labels.containsKey("reserved:" + entity);
        }
    }

    private static boolean within(String cidr, NaiveCiliumIdentities.Thing peer) {
        return IpRanges.parseCidr(cidr)
                .or(() -> IpAddress.parse(cidr).map(IpRanges::of))
                .orElse(IpRanges.NONE)
                .contains(peer.address());
    }

    private boolean within(CiliumCidrRule rule, NaiveCiliumIdentities.Thing peer) {
        boolean in = within(rule.cidr(), peer);
        for (CiliumCidrGroup group : cluster.ciliumCidrGroups()) {
            Optional<LabelSelector> selector = rule.groupSelector();
            boolean meant = group.meta().name().equals(rule.groupRef())
                    || selector.isPresent()
                            && selector.get().matches(group.meta().labels());
            in |= meant && group.externalCidrs().stream().anyMatch(cidr -> within(cidr, peer));
        }
        return in && rule.except().stream().noneMatch(hole -> within(hole, peer));
    }

    boolean allows(NetworkPolicy policy, NaiveCilium.Packet packet) {
        ImmutableList<NetworkPolicyRule> rules = packet.egress() ? policy.egress() : policy.ingress();
        for (NetworkPolicyRule rule : rules) {
            boolean peer = rule.peers().isEmpty()
                    || rule.peers().stream().anyMatch(item -> matches(policy, item, packet.peer()));
            if (peer && NaiveCiliumPorts.allows(rule.ports(), packet)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(NetworkPolicy policy, NetworkPolicyPeer item, NaiveCiliumIdentities.Thing peer) {
        if (item.ipBlock().isPresent()) {
            IpBlock block = item.ipBlock().get();
            return peer.isOutside()
                    && within(block.cidr(), peer)
                    && block.except().stream().noneMatch(hole -> within(hole, peer));
        }
        if (peer.pod().isEmpty()) {
            return false;
        }
        Pod pod = peer.pod().get();
        boolean namespace = item.namespaceSelector().isPresent()
                ? item.namespaceSelector().get().matches(identities.namespaceLabels(pod.namespace()))
                : policy.meta().namespace().equals(pod.namespace());
        return namespace
                && item.podSelector().orElse(LabelSelector.EVERYTHING).matches(NaiveCiliumIdentities.heeded(pod));
    }
}
