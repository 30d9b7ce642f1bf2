package dev.postern.network;

import dev.postern.model.LabelSelector;
import dev.postern.network.IpAddress.Family;
import java.util.List;
import java.util.Optional;

/**
 * Whether one rule matches every packet that another matches: the pods of the input by their classes, all others by their
 * addresses. Where it says so it is so; a rule that only several others cover together is not found.
 */
final class RuleCover {
    private final CompiledPolicies compiled;

    RuleCover(CompiledPolicies compiled) {
        this.compiled = compiled;
    }

    /** Whether {@code by} matches all that {@code rule} does. */
    boolean covers(PlacedRule by, PlacedRule rule) {
        return !by.owner().isNarrowed(by.direction(), by.index())
                && coversPorts(by.compiled(), rule.compiled())
                && coversPeers(by, rule);
    }

    /** As {@link #covers}, and for certain wherever the rule perhaps matches, as where the first match decides. */
    boolean coversForCertain(PlacedRule by, PlacedRule rule) {
        if (!covers(by, rule)) {
            return false;
        }
        boolean everybody = by.rule().peers().isEmpty();
        return (everybody || !rule.compiled().peers().mayBeOutside())
                && by.compiled().peers().covers(rule.compiled().peers());
    }

    private static boolean coversPorts(CompiledRule by, CompiledRule rule) {
        return rule.ports().minus(by.ports()).isEmpty()
                && rule.names().stream()
                        .allMatch(name -> by.names().contains(name)
                                || PortSet.allOf(name.protocol())
                                        .minus(by.ports())
                                        .isEmpty());
    }

    private boolean coversPeers(PlacedRule by, PlacedRule rule) {
        if (by.rule().peers().isEmpty()) {
            return true;
        }
        PeerSet wide = by.compiled().peers();
        PeerSet narrow = rule.compiled().peers();
        return narrow.outside().minus(wide.outside()).isEmpty()
                && coversFamilies(by.rule(), rule.rule())
                && coversOthers(by, rule)
                && coversPods(by, rule);
    }

    /** A block of all addresses matches pods of unknown address, which several blocks that make up all do not. */
    private boolean coversFamilies(Rule by, Rule rule) {
        for (Family family : Family.values()) {
            if (hasAll(rule, family) && !hasAll(by, family)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasAll(Rule rule, Family family) {
        return rule.peers().stream()
                .filter(Peer.Blocks.class::isInstance)
                .flatMap(peer -> ((Peer.Blocks) peer).blocks().stream())
                .anyMatch(block -> compiled.block(block).containsAll(family));
    }

    /** Nodes, names of domains and sets that hold nodes are compared as they are written, other sets by whom they match. */
    private static boolean coversOthers(PlacedRule by, PlacedRule rule) {
        boolean inAll = by.compiled().peers().covers(rule.compiled().peers())
                && !rule.compiled().peers().mayBeOutside()
                && by.rule().peers().stream().allMatch(RuleCover::isPlain);
        return rule.rule().peers().stream()
                .filter(peer -> !(peer instanceof Peer.Pods) && !(peer instanceof Peer.Blocks))
                .allMatch(peer ->
                        inAll && isPlain(peer) || isAmong(peer, by.rule().peers()));
    }

    private static boolean isAmong(Peer peer, List<Peer> peers) {
        Peer key = PeerMatches.key(peer);
        return peers.stream().map(PeerMatches::key).anyMatch(key::equals);
    }

    /** Whether classes and addresses tell all that a set matches. */
    private static boolean isPlain(Peer peer) {
        boolean[] plain = {peer instanceof Peer.Ends};
        if (peer instanceof Peer.Ends ends) {
            ends.set()
                    .each(part -> plain[0] &= !(part instanceof EndSet.Nodes
                            || part instanceof EndSet.LabelledNodes
                            || part instanceof EndSet.World
                            || part instanceof EndSet.Perhaps));
        }
        return plain[0];
    }

    private static boolean coversPods(PlacedRule by, PlacedRule rule) {
        List<Peer> peers = rule.rule().peers();
        if (peers.stream().noneMatch(Peer.Pods.class::isInstance) && !peers.isEmpty()) {
            return true;
        }
        // Where addresses are among the peers, the classes do not tell who is meant by labels.
        return rule.compiled().peers().byAddress()
                ? isByLabels(by, rule)
                : by.compiled()
                        .peers()
                        .everyFamily()
                        .contains(rule.compiled().peers().anyFamily());
    }

    /** Whether it is so whatever pods there are: by what the selectors say, not by whom they match today. */
    static boolean isByLabels(PlacedRule by, PlacedRule rule) {
        List<Peer> wide = by.rule().peers();
        if (wide.isEmpty()) {
            return true;
        }
        return !rule.rule().peers().isEmpty()
                && rule.rule().peers().stream()
                        .filter(Peer.Pods.class::isInstance)
                        .map(Peer.Pods.class::cast)
                        .allMatch(peer -> wide.stream()
                                .anyMatch(other -> other instanceof Peer.Pods pods && isWider(pods, peer)));
    }

    /** Whether the one selects all that the other does, by what they say. */
    static boolean isWider(Peer.Pods wide, Peer.Pods narrow) {
        return isWider(wide.podSelector(), narrow.podSelector()) && isWiderInNamespaces(wide, narrow);
    }

    private static boolean isWiderInNamespaces(Peer.Pods wide, Peer.Pods narrow) {
        Optional<LabelSelector> namespaces = wide.namespaces();
        if (namespaces.isEmpty()) {
            return narrow.namespaces().isEmpty() && wide.namespace().equals(narrow.namespace());
        }
        return namespaces.get().selectsEverything()
                || narrow.namespaces().isPresent()
                        && isWider(namespaces.get(), narrow.namespaces().get());
    }

    private static boolean isWider(LabelSelector wide, LabelSelector narrow) {
        return narrow.matchLabels().entrySet().containsAll(wide.matchLabels().entrySet())
                && narrow.matchExpressions().containsAll(wide.matchExpressions());
    }
}
