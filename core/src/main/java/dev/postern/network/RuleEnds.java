package dev.postern.network;

import dev.postern.model.Cluster;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the peers of rules say of pods that the input does not hold. */
final class RuleEnds {
    private final Cluster cluster;
    private final CompiledPolicies compiled;
    private final boolean blocksMatchPods;
    private final Map<ConnectionEnd.OfSelectors, Boolean> met = new HashMap<>();
    /** Namespaces and labels of the pods that carry a label, without those that are equal. */
    private final Map<Map.Entry<String, String>, Set<Carrier>> carriers = new HashMap<>();

    private record Carrier(String namespace, Map<String, String> labels) {}

    RuleEnds(Cluster cluster, CompiledPolicies compiled, CniProfile profile) {
        this.cluster = cluster;
        this.compiled = compiled;
        blocksMatchPods = profile.blocksMatchPods();
        for (Pod pod : cluster.pods()) {
            Carrier carrier = new Carrier(pod.namespace(), pod.meta().labels());
            if (!pod.isTerminated()) {
                carrier.labels()
                        .entrySet()
                        .forEach(label -> carriers.computeIfAbsent(label, first -> new HashSet<>())
                                .add(carrier));
            }
        }
    }

    /** The pods that a peer names; none for addresses that are only outside, for nodes and for names. */
    Optional<ConnectionEnd> of(Peer peer) {
        if (peer instanceof Peer.Blocks addresses) {
            return blocksMatchPods && addresses.blocks().stream().anyMatch(this::isEverything)
                    ? Optional.of(new ConnectionEnd.EntireCluster())
                    : Optional.empty();
        }
        if (peer instanceof Peer.Ends ends && ends.set().equals(EndSets.EVERYBODY)) {
            return Optional.of(new ConnectionEnd.EntireCluster());
        }
        return peer instanceof Peer.Pods pods ? Optional.of(of(pods)) : Optional.empty();
    }

    private static ConnectionEnd of(Peer.Pods peer) {
        LabelSelector pods = SelectorTerms.canonical(peer.podSelector());
        if (peer.namespaces().isEmpty()) {
            return new ConnectionEnd.OfSelectors(peer.namespace(), LabelSelector.EVERYTHING, pods);
        }
        LabelSelector namespaces = SelectorTerms.canonical(peer.namespaces().get());
        if (namespaces.selectsEverything() && pods.selectsEverything()) {
            return new ConnectionEnd.EntireCluster();
        }
        boolean byName = namespaces.matchExpressions().isEmpty()
                && namespaces.matchLabels().keySet().equals(Set.of(Namespace.NAME_LABEL));
        return byName
                ? new ConnectionEnd.OfSelectors(
                        namespaces.matchLabels().getOrDefault(Namespace.NAME_LABEL, ""), LabelSelector.EVERYTHING, pods)
                : new ConnectionEnd.OfSelectors("", namespaces, pods);
    }

    private boolean isEverything(IpBlock block) {
        IpRanges ranges = compiled.block(block);
        for (IpAddress.Family family : IpAddress.Family.values()) {
            if (ranges.containsAll(family)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a peer that names certain labels of pods, and of nothing else, names pods of the input: then it means these,
     * and their connections are listed.
     */
    boolean isMet(Peer peer, ConnectionEnd end) {
        return peer instanceof Peer.Pods pods
                && end instanceof ConnectionEnd.OfSelectors selectors
                && isPlain(pods)
                && met.computeIfAbsent(selectors, this::exists);
    }

    private static boolean isPlain(Peer.Pods peer) {
        return !peer.podSelector().selectsEverything()
                && peer.podSelector().matchExpressions().isEmpty()
                && peer.namespaces()
                        .filter(namespaces -> !namespaces.matchExpressions().isEmpty())
                        .isEmpty();
    }

    private boolean exists(ConnectionEnd.OfSelectors end) {
        List<Set<Carrier>> byLabel = new ArrayList<>();
        end.pods().matchLabels().entrySet().forEach(label -> byLabel.add(carriers.getOrDefault(label, Set.of())));
        Set<Carrier> rarest = byLabel.get(0);
        for (Set<Carrier> next : byLabel) {
            rarest = next.size() < rarest.size() ? next : rarest;
        }
        return rarest.stream()
                .anyMatch(carrier -> end.pods().matches(carrier.labels()) && isThere(end, carrier.namespace()));
    }

    private boolean isThere(ConnectionEnd.OfSelectors end, String namespace) {
        return end.namespace().isEmpty()
                ? end.namespaces().matches(Matches.namespaceLabels(cluster, namespace))
                : end.namespace().equals(namespace);
    }
}
