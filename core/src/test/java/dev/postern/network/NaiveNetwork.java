package dev.postern.network;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.Node;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The twin: reads every policy for every packet, one pair of pods at a time, and knows no classes. */
final class NaiveNetwork {
    private final Cluster cluster;
    private final NaiveTiers tiers;

    NaiveNetwork(Cluster cluster) {
        this.cluster = cluster;
        tiers = new NaiveTiers(cluster, this);
    }

    /** The verdict between two pods, their own nodes included. */
    Outcome verdict(Pod source, Pod destination, Protocol protocol, int port) {
        if (source.isTerminated() || destination.isTerminated()) {
            return Outcome.DENIED;
        }
        if (source.object().equals(destination.object())) {
            return Outcome.ALLOWED;
        }
        if (neighbourly(source, destination)
                && source.nodeName().isPresent()
                && source.nodeName().equals(destination.nodeName())) {
            return Outcome.ALLOWED;
        }
        return byPolicy(source, destination, protocol, port);
    }

    /** The verdict as classes can give it: without what holds on one node or for one pod only. */
    Outcome byPolicy(Pod source, Pod destination, Protocol protocol, int port) {
        Outcome best = Outcome.DENIED;
        for (int family : List.of(4, 6)) {
            if (uses(source, family) && uses(destination, family)) {
                Outcome out = side(true, source, destination, destination, protocol, port, family);
                Outcome in = side(false, destination, source, destination, protocol, port, family);
                best = or(best, and(out, in));
            }
        }
        boolean nodesKnown =
                source.nodeName().isPresent() && destination.nodeName().isPresent();
        return neighbourly(source, destination) && !nodesKnown ? or(best, Outcome.UNKNOWN) : best;
    }

    /** Whether packets of the one to the other always pass if they are on one node. */
    private boolean neighbourly(Pod source, Pod destination) {
        return source.spec().hostNetwork() != destination.spec().hostNetwork()
                && (source.spec().hostNetwork() || !tiers.any());
    }

    private static Outcome and(Outcome a, Outcome b) {
        if (a == Outcome.DENIED || b == Outcome.DENIED) {
            return Outcome.DENIED;
        }
        return a == Outcome.UNKNOWN || b == Outcome.UNKNOWN ? Outcome.UNKNOWN : Outcome.ALLOWED;
    }

    static Outcome or(Outcome a, Outcome b) {
        if (a == Outcome.ALLOWED || b == Outcome.ALLOWED) {
            return Outcome.ALLOWED;
        }
        return a == Outcome.UNKNOWN || b == Outcome.UNKNOWN ? Outcome.UNKNOWN : Outcome.DENIED;
    }

    private Outcome side(
            boolean egress, Pod subject, Pod peer, Pod destination, Protocol protocol, int port, int family) {
        NaiveTiers.Packet packet = new NaiveTiers.Packet(egress, subject, peer, destination, protocol, port, family);
        return tiers.verdict(packet, () -> namespaced(egress, subject, peer, destination, protocol, port, family));
    }

    /** What NetworkPolicies say; empty where none isolates the pod. */
    private Optional<Outcome> namespaced(
            boolean egress, Pod subject, Pod peer, Pod destination, Protocol protocol, int port, int family) {
        boolean isolated = false;
        Outcome best = Outcome.DENIED;
        for (NetworkPolicy policy : cluster.networkPolicies()) {
            boolean bound = !subject.spec().hostNetwork()
                    && policy.meta().namespace().equals(subject.namespace())
                    && policy.podSelector().matches(subject.meta().labels())
                    && (egress ? policy.isolatesEgress() : policy.isolatesIngress());
            if (bound) {
                isolated = true;
                for (NetworkPolicyRule rule : egress ? policy.egress() : policy.ingress()) {
                    if (opens(rule, destination, protocol, port)) {
                        best = or(best, admits(policy, rule, peer, family));
                    }
                }
            }
        }
        return isolated ? Optional.of(best) : Optional.empty();
    }

    private static boolean opens(NetworkPolicyRule rule, Pod destination, Protocol protocol, int port) {
        if (rule.ports().isEmpty()) {
            return true;
        }
        for (NetworkPolicyPort item : rule.ports()) {
            if (item.protocol() != protocol) {
                continue;
            }
            if (item.port().isEmpty()) {
                return true;
            }
            if (item.port().get().isNamed()) {
                String name = item.port().get().name();
                if (!destination.spec().hostNetwork()
                        && destination.spec().containers().stream()
                                .filter(container -> container.role() == Container.Role.MAIN
                                        || container.role() == Container.Role.SIDECAR)
                                .flatMap(container -> container.ports().stream())
                                .anyMatch(offered -> offered.name().equals(name)
                                        && offered.protocol() == protocol
                                        && offered.containerPort() == port)) {
                    return true;
                }
            } else if (item.port().get().number() <= port
                    && port <= item.endPort().orElse(item.port().get().number())) {
                return true;
            }
        }
        return false;
    }

    private Outcome admits(NetworkPolicy policy, NetworkPolicyRule rule, Pod peer, int family) {
        Outcome best = rule.peers().isEmpty() ? Outcome.ALLOWED : Outcome.DENIED;
        for (NetworkPolicyPeer item : rule.peers()) {
            if (item.ipBlock().isPresent()) {
                best = or(best, inBlock(item.ipBlock().get(), peer, family));
            } else if (!peer.spec().hostNetwork()) {
                boolean namespace = item.namespaceSelector().isPresent()
                        ? item.namespaceSelector().get().matches(namespaceLabels(peer.namespace()))
                        : policy.meta().namespace().equals(peer.namespace());
                boolean pod = item.podSelector()
                        .orElse(LabelSelector.EVERYTHING)
                        .matches(peer.meta().labels());
                best = namespace && pod ? Outcome.ALLOWED : best;
            }
        }
        return best;
    }

    ImmutableSortedMap<String, String> namespaceLabels(String name) {
        return cluster.namespace(name)
                .orElseGet(() -> Namespace.implied(name))
                .meta()
                .labels();
    }

    Outcome inBlock(IpBlock block, Pod peer, int family) {
        if (familyOf(block.cidr().substring(0, block.cidr().indexOf('/'))) != family) {
            return Outcome.DENIED;
        }
        List<String> known = addresses(peer);
        if (known.isEmpty()) {
            return block.cidr().endsWith("/0") && block.except().isEmpty() ? Outcome.ALLOWED : Outcome.UNKNOWN;
        }
        Optional<String> address =
                known.stream().filter(ip -> familyOf(ip) == family).findFirst();
        boolean inside = address.filter(ip -> inCidr(block.cidr(), ip)).isPresent()
                && block.except().stream().noneMatch(hole -> inCidr(hole, address.get()));
        return inside ? Outcome.ALLOWED : Outcome.DENIED;
    }

    private List<String> addresses(Pod pod) {
        if (!pod.ips().isEmpty() || !pod.spec().hostNetwork()) {
            return pod.ips();
        }
        return pod.nodeName()
                .flatMap(cluster::node)
                .map(Node::internalAddresses)
                .map(List::copyOf)
                .orElse(List.of());
    }

    private boolean uses(Pod pod, int family) {
        List<String> known = addresses(pod);
        return known.isEmpty()
                ? clusterFamilies().contains(family)
                : known.stream().anyMatch(ip -> familyOf(ip) == family);
    }

    private TreeSet<Integer> clusterFamilies() {
        TreeSet<Integer> families = new TreeSet<>();
        cluster.pods().forEach(pod -> pod.ips().forEach(ip -> families.add(familyOf(ip))));
        cluster.nodes().forEach(node -> node.internalAddresses().forEach(ip -> families.add(familyOf(ip))));
        if (families.isEmpty()) {
            families.add(4);
        }
        return families;
    }

    static int familyOf(String ip) {
        return ip.indexOf(':') >= 0 ? 6 : 4;
    }

    private static boolean inCidr(String cidr, String ip) {
        int slash = cidr.indexOf('/');
        BigInteger network = value(cidr.substring(0, slash));
        int bits = familyOf(ip) == 4 ? 32 : 128;
        int host = bits - Integer.parseInt(cidr.substring(slash + 1));
        return network.shiftRight(host).equals(value(ip).shiftRight(host));
    }

    private static BigInteger value(String ip) {
        try {
            return new BigInteger(1, InetAddress.getByName(ip).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
