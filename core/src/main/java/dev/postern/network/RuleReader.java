package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelSelector;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one rule of one policy against one packet and names the fields that match. */
final class RuleReader {
    private final Cluster cluster;
    private final CompiledPolicies compiled;
    private final Hosts hosts;

    RuleReader(Cluster cluster, CompiledPolicies compiled, Hosts hosts) {
        this.cluster = cluster;
        this.compiled = compiled;
        this.hosts = hosts;
    }

    /** Which rule of which policy. */
    record Place(NetworkPolicy policy, Direction direction, int rule) {
        String field(String item, int i) {
            return item(item) + "[" + i + "]";
        }

        String item(String item) {
            return "spec." + direction.word() + "[" + rule + "]." + item;
        }

        Evidence stated(String field, String value) {
            return Evidence.stated(policy.ref(), field, value);
        }

        Evidence byDefault(String item, String value) {
            return Evidence.byDefault(policy.ref(), item(item), value);
        }
    }

    /** Alternatives of one kind that match, and the first fact that is missing to say more. */
    private static final class Found {
        final List<Support> matching = new ArrayList<>();
        final List<Support> perhaps = new ArrayList<>();
        String missing = "";
    }

    /** Allowed with a support for each pair of a matching peer and a matching port; denied means "not by this rule". */
    Decision read(Place place, NetworkPolicyRule rule, Judge.Packet packet, Family family) {
        Found ports = ports(place, rule, packet);
        if (ports.matching.isEmpty() && ports.perhaps.isEmpty()) {
            return Decision.denied();
        }
        Found peers = peers(place, rule, packet.peer(place.direction()), family);
        if (!ports.matching.isEmpty() && !peers.matching.isEmpty()) {
            return Decision.allowed(pairs(peers.matching, ports.matching));
        }
        List<Support> likelyPeers = peers.matching.isEmpty() ? peers.perhaps : peers.matching;
        List<Support> likelyPorts = ports.matching.isEmpty() ? ports.perhaps : ports.matching;
        if (likelyPeers.isEmpty()) {
            return Decision.denied();
        }
        String missing = peers.matching.isEmpty() ? peers.missing : ports.missing;
        return Decision.unknown(missing, pairs(likelyPeers, likelyPorts).toArray(new Support[0]));
    }

    private static List<Support> pairs(List<Support> peers, List<Support> ports) {
        return peers.stream()
                .flatMap(peer -> ports.stream().map(peer::and))
                .limit(Judge.MAX_SUPPORTS)
                .collect(ImmutableList.toImmutableList());
    }

    private Found ports(Place place, NetworkPolicyRule rule, Judge.Packet packet) {
        Found found = new Found();
        if (rule.ports().isEmpty()) {
            found.matching.add(Support.of(place.byDefault("ports", "any port")));
        }
        for (int i = 0; i < rule.ports().size(); i++) {
            NetworkPolicyPort item = rule.ports().get(i);
            Support support = Support.of(place.stated(place.field("ports", i), Texts.of(item)));
            if (opened(item, packet.destination()).contains(packet.protocol(), packet.port())) {
                found.matching.add(support);
            } else if (packet.destination().kind() == Party.Kind.STRANGER
                    && PolicyCompiler.isNamed(item)
                    && item.protocol() == packet.protocol()) {
                found.perhaps.add(support);
                found.missing =
                        "what the port name " + PolicyCompiler.name(item).name() + " stands for on "
                                + packet.destination().name();
            }
        }
        return found;
    }

    /** A named port is what the destination calls so; only a pod of the pod network can be asked. */
    private PortSet opened(NetworkPolicyPort item, Party destination) {
        if (!PolicyCompiler.isNamed(item)) {
            return PolicyCompiler.numericPorts(item);
        }
        if (destination.kind() != Party.Kind.POD) {
            return PortSet.NONE;
        }
        int resolution = compiled.classes().resolution(destination.networkClass());
        return compiled.namedPorts().ports(resolution, PolicyCompiler.name(item));
    }

    private Found peers(Place place, NetworkPolicyRule rule, Party peer, Family family) {
        Found found = new Found();
        String field = place.direction().peersField();
        if (rule.peers().isEmpty()) {
            found.matching.add(Support.of(place.byDefault(field, "any peer")));
        }
        for (int i = 0; i < rule.peers().size(); i++) {
            NetworkPolicyPeer item = rule.peers().get(i);
            Outcome outcome = matches(place.policy(), item, peer, family);
            if (outcome == Outcome.DENIED) {
                continue;
            }
            Support support = Support.of(facts(place, place.field(field, i), item));
            if (outcome == Outcome.ALLOWED) {
                found.matching.add(support);
            } else {
                found.perhaps.add(support);
                found.missing =
                        found.missing.isEmpty() ? missing(place, place.field(field, i), item, peer) : found.missing;
            }
        }
        return found;
    }

    private static List<Evidence> facts(Place place, String field, NetworkPolicyPeer item) {
        List<Evidence> facts = new ArrayList<>(2);
        item.namespaceSelector()
                .ifPresent(selector -> facts.add(place.stated(field + ".namespaceSelector", Texts.of(selector))));
        item.podSelector().ifPresent(selector -> facts.add(place.stated(field + ".podSelector", Texts.of(selector))));
        item.ipBlock().ifPresent(block -> facts.add(place.stated(field + ".ipBlock", Texts.of(block))));
        return facts;
    }

    private static String missing(Place place, String field, NetworkPolicyPeer item, Party peer) {
        if (item.ipBlock().isEmpty()) {
            return "which pod has the address " + peer.name() + " of the pod network, and with which labels";
        }
        return "the address of " + peer.name() + ": whether it lies in "
                + Texts.of(item.ipBlock().get()) + " (" + place.policy().ref() + ", " + field + ".ipBlock)";
    }

    /** Whether a peer item matches one end of a packet. */
    private Outcome matches(NetworkPolicy policy, NetworkPolicyPeer item, Party peer, Family family) {
        if (item.ipBlock().isPresent()) {
            return isSeenByBlocks(peer) ? matches(item.ipBlock().get(), peer, family) : Outcome.DENIED;
        }
        if (peer.onHost()) {
            return hosts.namespace().isSelectedBy(item) ? Outcome.ALLOWED : Outcome.DENIED;
        }
        if (peer.kind() == Party.Kind.STRANGER) {
            return Outcome.UNKNOWN;
        }
        return peer.pod().filter(pod -> selects(policy, item, pod)).isPresent() ? Outcome.ALLOWED : Outcome.DENIED;
    }

    private boolean isSeenByBlocks(Party peer) {
        switch (peer.kind()) {
            case POD:
            case STRANGER:
                return hosts.profile().blocksMatchPods();
            case HOST_POD:
            case NODE:
                return hosts.profile().blocksMatchNodes();
            default:
                return true;
        }
    }

    private boolean selects(NetworkPolicy policy, NetworkPolicyPeer item, Pod pod) {
        boolean namespace = item.namespaceSelector().isPresent()
                ? item.namespaceSelector().get().matches(Matches.namespaceLabels(cluster, pod.namespace()))
                : pod.namespace().equals(policy.meta().namespace());
        Map<String, String> labels = pod.meta().labels();
        return namespace && item.podSelector().orElse(LabelSelector.EVERYTHING).matches(labels);
    }

    private Outcome matches(IpBlock block, Party peer, Family family) {
        IpRanges ranges = compiled.block(block);
        ImmutableList<IpRanges.Range> parts = ranges.ranges();
        if (parts.isEmpty() || parts.get(0).first().family() != family) {
            return Outcome.DENIED;
        }
        if (peer.kind() == Party.Kind.SOMEWHERE) {
            return ranges.intersects(peer.within()) ? Outcome.ALLOWED : Outcome.DENIED;
        }
        Optional<IpAddress> address = peer.address(family);
        if (address.isPresent()) {
            return ranges.contains(address.get()) ? Outcome.ALLOWED : Outcome.DENIED;
        }
        return ranges.containsAll(family) ? Outcome.ALLOWED : Outcome.UNKNOWN;
    }
}
