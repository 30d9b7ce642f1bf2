package dev.postern.benchmarks;

import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * NetworkPolicy read literally for one pair of running pods at a time, as far as the shapes go: IPv4 addresses, all known,
 * and NetworkPolicies only. Of the policies it looks at those of the namespace, and at each label as it is written.
 */
final class NaiveNetworkPolicy {
    private final Map<String, List<NetworkPolicy>> policies = new HashMap<>();
    private final Map<String, Map<String, String>> namespaces = new HashMap<>();

    NaiveNetworkPolicy(Cluster cluster) {
        for (NetworkPolicy policy : cluster.networkPolicies()) {
            policies.computeIfAbsent(policy.meta().namespace(), name -> new ArrayList<>())
                    .add(policy);
        }
        for (Namespace namespace : cluster.namespaces()) {
            namespaces.put(namespace.meta().name(), namespace.meta().labels());
        }
    }

    /** Whether packets pass, traffic between a pod and its own node included. */
    boolean passes(Pod source, Pod destination, Protocol protocol, int port) {
        boolean ownNode = source.spec().hostNetwork() != destination.spec().hostNetwork()
                && source.nodeName().equals(destination.nodeName());
        return source.object().equals(destination.object()) || ownNode || allows(source, destination, protocol, port);
    }

    /** Whether policy lets packets pass. */
    boolean allows(Pod source, Pod destination, Protocol protocol, int port) {
        return allows(true, source, destination, destination, protocol, port)
                && allows(false, destination, source, destination, protocol, port);
    }

    private boolean allows(boolean egress, Pod bound, Pod peer, Pod destination, Protocol protocol, int port) {
        boolean isolated = false;
        if (!bound.spec().hostNetwork()) {
            for (NetworkPolicy policy : policies.getOrDefault(bound.namespace(), List.of())) {
                if ((egress ? policy.isolatesEgress() : policy.isolatesIngress())
                        && policy.podSelector().matches(bound.meta().labels())) {
                    isolated = true;
                    for (NetworkPolicyRule rule : egress ? policy.egress() : policy.ingress()) {
                        if (names(rule, destination, protocol, port) && admits(rule, policy, peer)) {
                            return true;
                        }
                    }
                }
            }
        }
        return !isolated;
    }

    private static boolean names(NetworkPolicyRule rule, Pod destination, Protocol protocol, int port) {
        return rule.ports().isEmpty()
                || rule.ports().stream()
                        .anyMatch(item -> item.protocol() == protocol && names(item, destination, protocol, port));
    }

    private static boolean names(NetworkPolicyPort item, Pod destination, Protocol protocol, int port) {
        if (item.port().isEmpty()) {
            return true;
        }
        int first = item.port().get().number();
        return item.port().get().isNamed()
                ? !destination.spec().hostNetwork()
                        && offers(destination, item.port().get().name(), protocol, port)
                : first <= port && port <= item.endPort().orElse(first);
    }

    private static boolean offers(Pod pod, String name, Protocol protocol, int port) {
        return pod.spec().containers().stream()
                .filter(container -> container.role() == Container.Role.MAIN)
                .flatMap(container -> container.ports().stream())
                .anyMatch(offered -> offered.name().equals(name)
                        && offered.protocol() == protocol
                        && offered.containerPort() == port);
    }

    private boolean admits(NetworkPolicyRule rule, NetworkPolicy policy, Pod peer) {
        return rule.peers().isEmpty() || rule.peers().stream().anyMatch(item -> admits(item, policy, peer));
    }

    private boolean admits(NetworkPolicyPeer item, NetworkPolicy policy, Pod peer) {
        if (item.ipBlock().isPresent()) {
            return inside(item.ipBlock().get(), peer.ips().get(0));
        }
        boolean namespace = item.namespaceSelector().isPresent()
                ? item.namespaceSelector()
                        .get()
                        .matches(namespaces.getOrDefault(
                                peer.namespace(), Map.of(Namespace.NAME_LABEL, peer.namespace())))
                : policy.meta().namespace().equals(peer.namespace());
        return namespace
                && !peer.spec().hostNetwork()
                && item.podSelector()
                        .orElse(LabelSelector.EVERYTHING)
                        .matches(peer.meta().labels());
    }

    private static boolean inside(IpBlock block, String ip) {
        return inside(block.cidr(), ip) && block.except().stream().noneMatch(hole -> inside(hole, ip));
    }

    private static boolean inside(String cidr, String ip) {
        int slash = cidr.indexOf('/');
        int free = 32 - Integer.parseInt(cidr.substring(slash + 1));
        return bits(cidr.substring(0, slash)) >>> free == bits(ip) >>> free;
    }

    private static long bits(String ip) {
        long bits = 0;
        for (String part : ip.split("\\.")) {
            bits = bits << 8 | Integer.parseInt(part);
        }
        return bits;
    }
}
