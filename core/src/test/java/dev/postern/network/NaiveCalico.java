package dev.postern.network;

import com.google.common.collect.Iterables;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CalicoRule;
import dev.postern.model.CalicoTier;
import dev.postern.model.Cluster;
import dev.postern.model.IpBlock;
import dev.postern.model.Namespace;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.network.NaiveCalicoRules.Packet;
import dev.postern.network.NaiveCalicoSelectors.Of;
import dev.postern.network.NaiveCalicoThings.Thing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The twin for Calico: reads every policy for every packet. Policies are taken for valid; one that is not read to its end is
 * none. Rules that are not read to their end fail closed. What nodes, ICMP and a pod's traffic to itself may do is not asked.
 */
final class NaiveCalico {
    private final Cluster cluster;
    private final List<Thing> things;
    private final NaiveCalicoRules rules;

    /** A policy of either kind: which rules match, in order, and what they do. */
    private record Listed(
            String tier,
            double order,
            String name,
            Optional<CalicoPolicy> calico,
            Optional<NetworkPolicy> kubernetes) {}

    private record Tier(String name, boolean exists, double order, CalicoRule.Action defaultAction) {}

    NaiveCalico(Cluster cluster) {
        this.cluster = cluster;
        things = NaiveCalicoThings.of(cluster);
        rules = new NaiveCalicoRules(cluster, things);
    }

    boolean allows(String source, String destination, Protocol protocol, int port) {
        Outcome outcome = decide(source, destination, protocol, port);
        if (outcome == Outcome.UNKNOWN) {
            throw new IllegalArgumentException("depends on what the cluster does not say");
        }
        return outcome == Outcome.ALLOWED;
    }

    /** UNKNOWN where it depends on the source port, or on endpoints of Services that the cluster does not hold. */
    Outcome decide(String source, String destination, Protocol protocol, int port) {
        Packet packet = new Packet(
                IpAddress.parse(source).orElseThrow(),
                IpAddress.parse(destination).orElseThrow(),
                protocol,
                port);
        Outcome outcome = Outcome.ALLOWED;
        for (Thing thing : things) {
            if (thing.pod().isPresent() && thing.has(packet.source())) {
                outcome = and(outcome, verdict(thing, packet, true));
            }
            if (thing.pod().isPresent() && thing.has(packet.destination())) {
                outcome = and(outcome, verdict(thing, packet, false));
            }
        }
        return outcome;
    }

    private static Outcome and(Outcome a, Outcome b) {
        return a == Outcome.DENIED || b == Outcome.DENIED ? Outcome.DENIED : a == Outcome.UNKNOWN ? Outcome.UNKNOWN : b;
    }

    private Outcome verdict(Thing pod, Packet packet, boolean egress) {
        Set<Outcome> reached = EnumSet.noneOf(Outcome.class);
        List<List<Listed>> tiers = new ArrayList<>();
        List<CalicoRule.Action> defaults = new ArrayList<>();
        for (Tier tier : tiers()) {
            List<Listed> binding = policies().stream()
                    .filter(policy -> policy.tier().equals(tier.name()))
                    .filter(policy -> binds(policy, pod, egress))
                    .toList();
            if (!binding.isEmpty()) {
                tiers.add(binding);
                defaults.add(tier.defaultAction());
            }
        }
        walk(tiers, defaults, 0, packet, egress, reached);
        return reached.size() > 1 ? Outcome.UNKNOWN : reached.iterator().next();
    }

    /** Adds every outcome that is possible from a tier on. */
    private void walk(
            List<List<Listed>> tiers,
            List<CalicoRule.Action> defaults,
            int from,
            Packet packet,
            boolean egress,
            Set<Outcome> reached) {
        if (from == tiers.size()) {
            reached.add(Outcome.ALLOWED);
            return;
        }
        for (Listed policy : tiers.get(from)) {
            if (policy.kubernetes().isPresent()) {
                if (opens(policy.kubernetes().get(), packet, egress)) {
                    reached.add(Outcome.ALLOWED);
                    return;
                }
                continue;
            }
            CalicoPolicy calico = policy.calico().orElseThrow();
            for (CalicoRule rule : calico.rules(egress)) {
                CalicoRule.Action action = rule.action();
                Outcome match = rules.matches(calico, rule, packet);
                if (!rule.unread().isEmpty()) {
                    match = action == CalicoRule.Action.ALLOW ? Outcome.DENIED : Outcome.ALLOWED;
                    action = action == CalicoRule.Action.PASS ? CalicoRule.Action.DENY : action;
                }
                if (match == Outcome.DENIED || action == CalicoRule.Action.LOG) {
                    continue;
                }
                if (action == CalicoRule.Action.PASS) {
                    walk(tiers, defaults, from + 1, packet, egress, reached);
                } else {
                    reached.add(action == CalicoRule.Action.ALLOW ? Outcome.ALLOWED : Outcome.DENIED);
                }
                if (match == Outcome.ALLOWED) {
                    return;
                }
            }
        }
        if (defaults.get(from) == CalicoRule.Action.PASS) {
            walk(tiers, defaults, from + 1, packet, egress, reached);
        } else {
            reached.add(Outcome.DENIED);
        }
    }

    /** A tier that policies name and that nobody made is asked behind all others, as Felix does. */
    private List<Tier> tiers() {
        Map<String, Tier> tiers = new TreeMap<>();
        for (Listed policy : policies()) {
            tiers.put(policy.tier(), new Tier(policy.tier(), false, 0, CalicoRule.Action.DENY));
        }
        for (CalicoTier tier : Iterables.concat(CalicoTier.BUILT_IN, cluster.calicoTiers())) {
            double order = tier.order().orElse(Double.POSITIVE_INFINITY);
            tiers.put(tier.meta().name(), new Tier(tier.meta().name(), true, order, tier.defaultAction()));
        }
        List<Tier> sorted = new ArrayList<>(tiers.values());
        sorted.sort(Comparator.comparing((Tier tier) -> !tier.exists())
                .thenComparingDouble(Tier::order)
                .thenComparing(Tier::name));
        return sorted;
    }

    private List<Listed> policies() {
        List<Listed> all = new ArrayList<>();
        for (CalicoPolicy policy : cluster.calicoPolicies()) {
            if (!policy.isStaged() && policy.unread().isEmpty() && !policy.isForHostEndpoints()) {
                String tier = policy.tierOrDefault();
                String name = policy.meta().name();
                all.add(new Listed(
                        tier,
                        policy.order().orElse(Double.POSITIVE_INFINITY),
                        tier.equals(CalicoTier.DEFAULT) ? "default." + name : name,
                        Optional.of(policy),
                        Optional.empty()));
            }
        }
        for (NetworkPolicy policy : cluster.networkPolicies()) {
            String name = "knp.default." + policy.meta().name();
            all.add(new Listed(
                    CalicoTier.DEFAULT, CalicoPolicy.ORDER_OF_KUBERNETES, name, Optional.empty(), Optional.of(policy)));
        }
        all.sort(Comparator.comparingDouble(Listed::order).thenComparing(Listed::name));
        return all;
    }

    private static boolean binds(Listed listed, Thing pod, boolean egress) {
        String namespace = pod.pod().orElseThrow().namespace();
        if (listed.kubernetes().isPresent()) {
            NetworkPolicy policy = listed.kubernetes().get();
            return (egress ? policy.isolatesEgress() : policy.isolatesIngress())
                    && policy.meta().namespace().equals(namespace)
                    && policy.podSelector().matches(pod.pod().get().meta().labels());
        }
        CalicoPolicy policy = listed.calico().orElseThrow();
        return policy.types(egress)
                && (policy.isGlobal() || policy.meta().namespace().equals(namespace))
                && policy.selector()
                        .filter(selector -> !NaiveCalicoSelectors.matches(selector, Of.THING, pod.labels()))
                        .isEmpty()
                && policy.namespaceSelector()
                        .filter(selector -> !NaiveCalicoSelectors.matches(selector, Of.NAMESPACE, pod.labels()))
                        .isEmpty()
                && policy.serviceAccountSelector()
                        .filter(selector -> !NaiveCalicoSelectors.matches(selector, Of.SERVICE_ACCOUNT, pod.labels()))
                        .isEmpty();
    }

    private boolean opens(NetworkPolicy policy, Packet packet, boolean egress) {
        for (NetworkPolicyRule rule : egress ? policy.egress() : policy.ingress()) {
            IpAddress peer = egress ? packet.destination() : packet.source();
            if ((rule.peers().isEmpty() || rule.peers().stream().anyMatch(item -> isPeer(policy, item, peer)))
                    && (rule.ports().isEmpty() || rule.ports().stream().anyMatch(item -> isPort(item, packet)))) {
                return true;
            }
        }
        return false;
    }

    private boolean isPeer(NetworkPolicy policy, NetworkPolicyPeer peer, IpAddress address) {
        if (peer.ipBlock().isPresent()) {
            IpBlock block = peer.ipBlock().get();
            return NaiveCalicoThings.inNet(block.cidr(), address)
                    && block.except().stream().noneMatch(cidr -> NaiveCalicoThings.inNet(cidr, address));
        }
        for (Thing thing : things) {
            if (thing.pod().isPresent() && thing.has(address)) {
                Pod pod = thing.pod().get();
                Namespace namespace =
                        cluster.namespace(pod.namespace()).orElseGet(() -> Namespace.implied(pod.namespace()));
                boolean there = peer.namespaceSelector().isPresent()
                        ? peer.namespaceSelector()
                                .get()
                                .matches(namespace.meta().labels())
                        : policy.meta().namespace().equals(pod.namespace());
                if (there
                        && (peer.podSelector().isEmpty()
                                || peer.podSelector().get().matches(pod.meta().labels()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isPort(NetworkPolicyPort item, Packet packet) {
        if (item.protocol() != packet.protocol()) {
            return false;
        }
        if (item.port().isEmpty()) {
            return true;
        }
        if (item.port().get().isNamed()) {
            return things.stream()
                    .filter(thing -> thing.pod().isPresent() && thing.has(packet.destination()))
                    .anyMatch(thing -> NaiveCalicoRules.offers(
                            thing.pod().get(), item.port().get().name(), packet));
        }
        int first = item.port().get().number();
        return first <= packet.port() && packet.port() <= item.endPort().orElse(first);
    }
}
