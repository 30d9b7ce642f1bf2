package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AdminPolicy;
import dev.postern.model.AdminPolicyPeer;
import dev.postern.model.AdminPolicyPort;
import dev.postern.model.AdminPolicyRule;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelSelector;
import dev.postern.model.Node;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The tiers of the twin: all outcomes that the facts that are missing leave open, rule by rule. */
final class NaiveTiers {
    private final Cluster cluster;
    private final NaiveNetwork twin;

    NaiveTiers(Cluster cluster, NaiveNetwork twin) {
        this.cluster = cluster;
        this.twin = twin;
    }

    /** One direction of one packet; {@code subject} is the end that is bound. */
    record Packet(boolean egress, Pod subject, Pod peer, Pod destination, Protocol protocol, int port, int family) {}

    boolean any() {
        return !cluster.adminPolicies().isEmpty();
    }

    /** What the three tiers say, given what NetworkPolicies say. */
    Outcome verdict(Packet packet, Supplier<Optional<Outcome>> namespaced) {
        Set<Outcome> outcomes = packet.subject().spec().hostNetwork()
                ? EnumSet.of(Outcome.ALLOWED)
                : tier(
                        AdminPolicy.Tier.ADMIN,
                        packet,
                        () -> namespaced
                                .get()
                                .map(NaiveTiers::open)
                                .orElseGet(() ->
                                        tier(AdminPolicy.Tier.BASELINE, packet, () -> EnumSet.of(Outcome.ALLOWED))));
        return outcomes.size() > 1 ? Outcome.UNKNOWN : outcomes.iterator().next();
    }

    private static Set<Outcome> open(Outcome outcome) {
        return outcome == Outcome.UNKNOWN ? EnumSet.of(Outcome.ALLOWED, Outcome.DENIED) : EnumSet.of(outcome);
    }

    private Set<Outcome> tier(AdminPolicy.Tier tier, Packet packet, Supplier<Set<Outcome>> next) {
        Set<Outcome> reached = EnumSet.noneOf(Outcome.class);
        List<AdminPolicy> policies = cluster.adminPolicies().stream()
                .filter(policy -> policy.tier() == tier)
                .sorted(Comparator.comparing(
                                (AdminPolicy policy) -> policy.priority().orElse(9999))
                        .thenComparing(AdminPolicy::kind)
                        .thenComparing(policy -> policy.meta().name()))
                .toList();
        for (AdminPolicy policy : policies) {
            if (!selects(policy.subject(), packet.subject())) {
                continue;
            }
            for (AdminPolicyRule rule : packet.egress() ? policy.egress() : policy.ingress()) {
                Outcome match = matches(rule, packet);
                if (match != Outcome.DENIED) {
                    reached.addAll(then(rule, next));
                }
                if (match == Outcome.ALLOWED) {
                    return reached;
                }
            }
        }
        reached.addAll(next.get());
        return reached;
    }

    private static Set<Outcome> then(AdminPolicyRule rule, Supplier<Set<Outcome>> next) {
        if (rule.action() == AdminPolicyRule.Action.ALLOW) {
            return EnumSet.of(Outcome.ALLOWED);
        }
        return rule.action() == AdminPolicyRule.Action.PASS && !strange(rule) ? next.get() : EnumSet.of(Outcome.DENIED);
    }

    private static boolean strange(AdminPolicyRule rule) {
        return rule.peers().stream().anyMatch(AdminPolicyPeer.Unknown.class::isInstance)
                || rule.ports().stream().anyMatch(AdminPolicyPort.Unknown.class::isInstance);
    }

    private Outcome matches(AdminPolicyRule rule, Packet packet) {
        if (strange(rule)) {
            return rule.action() == AdminPolicyRule.Action.ALLOW ? Outcome.DENIED : Outcome.ALLOWED;
        }
        if (!rule.ports().isEmpty() && rule.ports().stream().noneMatch(port -> matches(port, packet))) {
            return Outcome.DENIED;
        }
        Outcome best = Outcome.DENIED;
        for (AdminPolicyPeer peer : rule.peers()) {
            best = NaiveNetwork.or(best, matches(peer, packet));
        }
        return best;
    }

    private static boolean matches(AdminPolicyPort port, Packet packet) {
        if (port instanceof AdminPolicyPort.Numbers numbers) {
            return numbers.protocol() == packet.protocol()
                    && numbers.first() <= packet.port()
                    && packet.port() <= numbers.last();
        } else if (port instanceof AdminPolicyPort.Every every) {
            return every.protocol() == packet.protocol();
        }
        String name = ((AdminPolicyPort.Named) port).name();
        Pod destination = packet.destination();
        return !destination.spec().hostNetwork()
                && destination.spec().containers().stream()
                        .filter(container ->
                                container.role() == Container.Role.MAIN || container.role() == Container.Role.SIDECAR)
                        .flatMap(container -> container.ports().stream())
                        .anyMatch(offered -> offered.name().equals(name)
                                && offered.protocol() == packet.protocol()
                                && offered.containerPort() == packet.port());
    }

    private Outcome matches(AdminPolicyPeer peer, Packet packet) {
        Pod pod = packet.peer();
        if (peer instanceof AdminPolicyPeer.Networks networks) {
            Outcome best = Outcome.DENIED;
            for (String cidr : networks.cidrs()) {
                best = NaiveNetwork.or(best, twin.inBlock(new IpBlock(cidr, ImmutableList.of()), pod, packet.family()));
            }
            return best;
        } else if (peer instanceof AdminPolicyPeer.Nodes nodes) {
            return pod.spec().hostNetwork() ? onNode(nodes.selector(), pod) : Outcome.DENIED;
        }
        return selects(peer, pod) ? Outcome.ALLOWED : Outcome.DENIED;
    }

    private Outcome onNode(LabelSelector selector, Pod pod) {
        if (selector.selectsEverything()) {
            return Outcome.ALLOWED;
        }
        Optional<Node> node = pod.nodeName().flatMap(cluster::node);
        return node.map(known -> selector.matches(known.meta().labels()) ? Outcome.ALLOWED : Outcome.DENIED)
                .orElse(Outcome.UNKNOWN);
    }

    private boolean selects(AdminPolicyPeer peer, Pod pod) {
        if (pod.spec().hostNetwork()) {
            return false;
        }
        var namespace = twin.namespaceLabels(pod.namespace());
        if (peer instanceof AdminPolicyPeer.Namespaces namespaces) {
            return namespaces.selector().matches(namespace);
        }
        return peer instanceof AdminPolicyPeer.Pods pods
                && pods.namespaceSelector().orElse(LabelSelector.EVERYTHING).matches(namespace)
                && pods.podSelector().orElseThrow().matches(pod.meta().labels());
    }
}
