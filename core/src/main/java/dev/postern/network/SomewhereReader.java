package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Decision;
import dev.postern.model.Support;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the policies that bind one end of a packet whose other end is some address of a set, whichever suits the packet
 * best: each rule takes the addresses that it matches out of those that are left. Costs the rules times the ranges.
 */
final class SomewhereReader {
    private final RuleReader reader;
    private final Judge.Packet packet;
    private final Direction direction;
    private final Family family;
    private final List<List<Policy>> tiers;
    private final Support undecided;
    private Support denial = Support.NONE;
    private Decision unknown = Decision.denied();
    private Decision doubt = Decision.denied();
    /** The rules that refuse some requests, and to which addresses. */
    private final List<Sparing> sparing = new ArrayList<>();

    private record Sparing(IpRanges addresses, Support facts) {}

    SomewhereReader(
            RuleReader reader,
            Judge.Packet packet,
            Direction direction,
            Family family,
            List<List<Policy>> tiers,
            Support undecided) {
        this.reader = reader;
        this.packet = packet;
        this.direction = direction;
        this.family = family;
        this.tiers = tiers;
        this.undecided = undecided;
    }

    /** Denied for one reason, which is all that denies one address or another. */
    Decision read() {
        IpRanges all = IpRanges.all(family).intersect(packet.peer(direction).within());
        ImmutableList<Support> ways = from(0, all, Support.NONE);
        if (!ways.isEmpty()) {
            return doubt.supports().isEmpty() ? Decision.allowed(Judge.some(ways)) : doubt;
        }
        return unknown.supports().isEmpty() ? Decision.denied(denial) : unknown;
    }

    /** The reasons for which some of these addresses pass from a tier on; none where none does. */
    private ImmutableList<Support> from(int tier, IpRanges addresses, Support sofar) {
        if (addresses.isEmpty()) {
            return ImmutableList.of();
        }
        if (tier == tiers.size()) {
            return ImmutableList.of(spared(addresses, sofar).and(undecided));
        }
        List<Policy> policies = tiers.get(tier);
        if (policies.get(0).tier().pooled()) {
            return pooled(policies, tier, addresses, sofar);
        }
        IpRanges left = addresses;
        for (Policy policy : policies) {
            ImmutableList<Rule> rules = policy.rules(direction);
            for (int i = 0; i < rules.size() && !left.isEmpty(); i++) {
                RuleReader.Place place = new RuleReader.Place(policy, direction, i, rules.get(i));
                IpRanges matched = reader.within(place, packet, left);
                if (reader.spares(place.rule())) {
                    spare(place, matched);
                    continue;
                }
                if (matched.isEmpty()) {
                    note(place, left, sofar);
                    continue;
                }
                left = left.minus(matched);
                ImmutableList<Support> ways = then(place, tier, matched, sofar.and(facts(place, matched)));
                if (!ways.isEmpty()) {
                    return ways;
                }
            }
        }
        return unmatched(policies, tier, left, sofar);
    }

    private ImmutableList<Support> unmatched(List<Policy> policies, int tier, IpRanges left, Support sofar) {
        List<Policy> isolating =
                policies.stream().filter(policy -> policy.isolates(direction)).toList();
        if (isolating.isEmpty()) {
            return from(tier + 1, left, sofar);
        }
        if (!left.isEmpty()) {
            isolating.forEach(policy -> denial = denial.and(sofar).and(policy.selects()));
        }
        return ImmutableList.of();
    }

    private ImmutableList<Support> then(RuleReader.Place place, int tier, IpRanges matched, Support sofar) {
        switch (place.rule().action()) {
            case ALLOW:
                return ImmutableList.of(spared(matched, sofar));
            case DENY:
                denial = denial.and(sofar);
                return ImmutableList.of();
            case PASS:
                return from(tier + 1, matched, sofar);
        }
        throw new AssertionError(place);
    }

    private ImmutableList<Support> pooled(List<Policy> policies, int tier, IpRanges addresses, Support sofar) {
        IpRanges left = addresses;
        for (RuleReader.Place place : places(policies, Action.DENY)) {
            IpRanges matched = reader.within(place, packet, left);
            if (reader.spares(place.rule())) {
                spare(place, matched);
            } else if (!matched.isEmpty()) {
                denial = denial.and(sofar).and(facts(place, matched));
                left = left.minus(matched);
            }
        }
        ImmutableList.Builder<Support> ways = ImmutableList.builder();
        IpRanges unmatched = left;
        for (RuleReader.Place place : places(policies, Action.ALLOW)) {
            IpRanges matched = reader.within(place, packet, left);
            if (matched.isEmpty()) {
                note(place, left, sofar);
            } else {
                ways.add(spared(matched, sofar.and(facts(place, matched))));
                unmatched = unmatched.minus(matched);
            }
        }
        ImmutableList<Support> allowed = ways.build();
        return allowed.isEmpty() ? unmatched(policies, tier, unmatched, sofar) : allowed;
    }

    private List<RuleReader.Place> places(List<Policy> policies, Action action) {
        List<RuleReader.Place> places = new ArrayList<>();
        for (Policy policy : policies) {
            ImmutableList<Rule> rules = policy.rules(direction);
            for (int i = 0; i < rules.size(); i++) {
                if (rules.get(i).action() == action) {
                    places.add(new RuleReader.Place(policy, direction, i, rules.get(i)));
                }
            }
        }
        return places;
    }

    private void spare(RuleReader.Place place, IpRanges matched) {
        if (!matched.isEmpty() && sparing.size() < Judge.MAX_SUPPORTS) {
            sparing.add(new Sparing(matched, facts(place, matched)));
        }
    }

    /** With the rules that refuse some requests, unless they leave one of the addresses alone. */
    private Support spared(IpRanges addresses, Support sofar) {
        IpRanges untouched = addresses;
        Support with = sofar;
        for (Sparing rule : sparing) {
            untouched = untouched.minus(rule.addresses());
            with = addresses.intersect(rule.addresses()).isEmpty() ? with : with.and(rule.facts());
        }
        return untouched.isEmpty() ? with : sofar;
    }

    /** The first pair of fields that match; of a rule that takes some addresses there is one. */
    private Support facts(RuleReader.Place place, IpRanges matched) {
        List<Support> pairs = reader.read(place, narrowed(matched), family).supports();
        return pairs.isEmpty() ? place.cites() : pairs.get(0);
    }

    private Judge.Packet narrowed(IpRanges within) {
        Party end = Party.somewhere(packet.peer(direction).name(), within);
        return direction == Direction.EGRESS
                ? new Judge.Packet(packet.source(), end, packet.protocol(), packet.port())
                : new Judge.Packet(end, packet.destination(), packet.protocol(), packet.port());
    }

    /** Keeps the first rule that may allow some address, and the first that may take all of them away. */
    private void note(RuleReader.Place place, IpRanges left, Support sofar) {
        Decision match = reader.read(place, narrowed(left), family);
        if (match.missing().isEmpty()) {
            return;
        }
        boolean allows = place.rule().action() == Action.ALLOW;
        Decision maybe = Decision.unknown(
                match.missing(), match.supports().stream().map(sofar::and).toArray(Support[]::new));
        if (allows && unknown.supports().isEmpty()) {
            unknown = maybe;
        } else if (!allows && doubt.supports().isEmpty() && reader.mayTake(place, left)) {
            doubt = maybe;
        }
    }
}
