package dev.postern.network;

import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Turns the peers of rules into sets of classes and their ports into numbers. Rules with equal ports share them. */
final class RuleCompiler {
    private final Function<ImmutableList<Peer>, PeerSet> peerSets;
    private final Map<PortSet, PortSet> portSets = new HashMap<>();

    /** @param peerSets the set of a {@link #key} */
    RuleCompiler(Function<ImmutableList<Peer>, PeerSet> peerSets) {
        this.peerSets = peerSets;
    }

    /** Equal for rules whose peers match the same, wherever they are written. */
    static ImmutableList<Peer> key(Rule rule) {
        return rule.peers().stream().map(PeerMatches::key).distinct().collect(ImmutableList.toImmutableList());
    }

    /** The rules that match somebody at all. */
    ImmutableList<CompiledRule> compile(ImmutableList<Rule> written) {
        if (written.isEmpty()) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<CompiledRule> compiled = ImmutableList.builder();
        for (Rule rule : written) {
            if (!rule.isVoid()) {
                compiled.add(compile(rule));
            }
        }
        return compiled.build();
    }

    private CompiledRule compile(Rule rule) {
        if (rule.sparesConnections()) {
            return compile(
                    rule, false, item -> false, Optional.of(compile(rule, true, item -> true, Optional.empty())));
        }
        boolean narrowed = rule.action() != Action.DENY
                && (rule.ofRequests() || rule.ports().stream().anyMatch(rule::isNarrowed));
        if (!narrowed) {
            return compile(rule, true, item -> true, Optional.empty());
        }
        // Of all ports without naming one, there is nothing left where requests are told apart.
        CompiledRule whole = compile(rule, !rule.ofRequests(), item -> !rule.isNarrowed(item), Optional.empty());
        return compile(rule, true, item -> true, Optional.of(whole));
    }

    /** @param any whether a rule that names no port is about all of them */
    private CompiledRule compile(Rule rule, boolean any, Predicate<PortItem> items, Optional<CompiledRule> whole) {
        PortSet numbers = any && rule.ports().isEmpty() ? PortSet.ALL : PortSet.NONE;
        ImmutableList<NamedPorts.Name> names = ImmutableList.of();
        for (PortItem item : rule.ports()) {
            if (!items.test(item)) {
                continue;
            }
            numbers = numbers.union(item.numbers());
            if (item.isNamed()) {
                names = ImmutableList.<NamedPorts.Name>builder()
                        .addAll(names)
                        .addAll(item.names())
                        .build();
            }
        }
        PortSet ports = portSets.computeIfAbsent(numbers, same -> same);
        return new CompiledRule(rule.action(), peerSets.apply(key(rule)), ports, names, whole);
    }
}
