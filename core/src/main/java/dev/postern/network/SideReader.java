package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Decision;
import dev.postern.model.Outcome;
import dev.postern.model.Support;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the policies that bind one end of one packet, tier by tier. Where it is not known whether a rule matches, both cases
 * are followed: the answer is UNKNOWN where they differ.
 */
final class SideReader {
    private final RuleReader reader;
    private final Judge.Packet packet;
    /** The packet as the network's plugin sees it. */
    private final Judge.Packet seen;

    private final Direction direction;
    private final Family family;
    private final List<List<Policy>> tiers;
    private final Support undecided;
    /** What the tiers from a position on say, once known: rules that pass ask it again. */
    private final Decision[] known;
    /** The rules that match and refuse some requests. */
    private final List<Support> sparing = new ArrayList<>();

    /** {@code undecided} is what there is to say where no tier decides. */
    SideReader(
            RuleReader reader,
            Judge.Packet packet,
            boolean tunnelled,
            Direction direction,
            Family family,
            List<List<Policy>> tiers,
            Support undecided) {
        this.reader = reader;
        this.packet = packet;
        seen = tunnelled
                ? new Judge.Packet(packet.source(), packet.destination(), packet.protocol(), Tunnel.PORT)
                : packet;
        this.direction = direction;
        this.family = family;
        this.tiers = tiers;
        this.undecided = undecided;
        known = new Decision[tiers.size()];
    }

    Decision read() {
        Decision decision = from(0);
        return sparing.isEmpty() || decision.outcome() == Outcome.DENIED
                ? decision
                : with(List.of(sparing.stream().reduce(Support.NONE, Support::and)), decision);
    }

    private Decision from(int tier) {
        if (tier == tiers.size()) {
            return Decision.allowed(undecided);
        }
        Decision decision = known[tier];
        if (decision == null) {
            List<Policy> policies = tiers.get(tier);
            decision = policies.get(0).tier().pooled() ? pooled(policies, tier) : ordered(policies, tier);
            known[tier] = decision;
        }
        return decision;
    }

    /** Denied by a rule, opened by a rule, perhaps one of these, or left to what there is without a rule. */
    private Decision pooled(List<Policy> policies, int tier) {
        List<Support> allowing = new ArrayList<>();
        Decision perhapsDenied = Decision.denied();
        Decision perhapsAllowed = Decision.denied();
        for (Policy policy : policies) {
            ImmutableList<Rule> rules = policy.rules(direction);
            for (int i = 0; i < rules.size(); i++) {
                boolean denies = rules.get(i).action() == Action.DENY;
                if (!denies && allowing.size() >= Judge.MAX_SUPPORTS) {
                    continue;
                }
                Decision match = match(policy, i, rules.get(i));
                if (match.isAllowed() && denies) {
                    return then(Action.DENY, match, tier);
                } else if (match.isAllowed()) {
                    allowing.addAll(match.supports());
                } else if (match.outcome() == Outcome.UNKNOWN && denies) {
                    perhapsDenied = first(perhapsDenied, match);
                } else if (match.outcome() == Outcome.UNKNOWN) {
                    perhapsAllowed = first(perhapsAllowed, match);
                }
            }
        }
        Decision otherwise = allowing.isEmpty() ? unmatched(policies, tier) : Decision.allowed(Judge.some(allowing));
        if (perhapsDenied.outcome() == Outcome.UNKNOWN && otherwise.outcome() != Outcome.DENIED) {
            return perhapsDenied;
        }
        return perhapsAllowed.outcome() == Outcome.UNKNOWN && otherwise.outcome() == Outcome.DENIED
                ? perhapsAllowed
                : otherwise;
    }

    private static Decision first(Decision known, Decision next) {
        return known.outcome() == Outcome.UNKNOWN ? known : next;
    }

    /** What becomes of a packet that no rule of a tier matches. */
    private Decision unmatched(List<Policy> policies, int tier) {
        List<Policy> isolating =
                policies.stream().filter(policy -> policy.isolates(direction)).toList();
        return isolating.isEmpty()
                ? from(tier + 1)
                : Decision.denied(isolating.stream().map(Policy::selects).reduce(Support.NONE, Support::and));
    }

    private Decision match(Policy policy, int index, Rule rule) {
        Judge.Packet asked = policy.tier().equals(Tier.MESH) ? packet : seen;
        Decision match = reader.read(new RuleReader.Place(policy, direction, index, rule), asked, family);
        if (!reader.spares(rule)) {
            return match;
        }
        if (match.outcome() != Outcome.DENIED && sparing.size() < Judge.MAX_SUPPORTS) {
            sparing.add(match.supports().get(0));
        }
        return Decision.denied();
    }

    /** A rule that may match, and what then becomes of the packet. */
    private record Perhaps(Action action, Decision match, Decision then) {}

    /** The first rule that matches for certain, or the next tier; and then back over those in front that may match. */
    private Decision ordered(List<Policy> policies, int tier) {
        List<Perhaps> maybe = new ArrayList<>();
        for (Policy policy : policies) {
            ImmutableList<Rule> rules = policy.rules(direction);
            for (int i = 0; i < rules.size(); i++) {
                Action action = rules.get(i).action();
                Decision match = match(policy, i, rules.get(i));
                if (match.isAllowed()) {
                    return back(maybe, then(action, match, tier));
                } else if (match.outcome() == Outcome.UNKNOWN) {
                    maybe.add(new Perhaps(action, match, then(action, match, tier)));
                }
            }
        }
        return back(maybe, unmatched(policies, tier));
    }

    private Decision then(Action action, Decision match, int tier) {
        switch (action) {
            case ALLOW:
                return Decision.allowed(match.supports());
            case DENY:
                return Decision.denied(match.supports().toArray(new Support[0]));
            case PASS:
                Decision later = from(tier + 1);
                return with(match.supports(), later);
        }
        throw new AssertionError(action);
    }

    /** A decision that rests on something else beside its own reasons. */
    static Decision with(List<Support> first, Decision decision) {
        ImmutableList<Support> both = ImmutableList.copyOf(Judge.some(Judge.product(first, decision.supports())));
        return new Decision(decision.outcome(), both, decision.missing());
    }

    private static Decision back(List<Perhaps> maybe, Decision last) {
        Decision decision = last;
        for (int i = maybe.size() - 1; i >= 0; i--) {
            decision = either(maybe.get(i), decision);
        }
        return decision;
    }

    /** What holds whether a rule matches or not needs no word about the rule, unless it leads elsewhere. */
    private static Decision either(Perhaps perhaps, Decision otherwise) {
        Decision then = perhaps.then();
        if (then.outcome() != otherwise.outcome()) {
            return Decision.unknown(
                    perhaps.match().missing(), perhaps.match().supports().toArray(new Support[0]));
        }
        return perhaps.action() == Action.PASS && then.outcome() != Outcome.UNKNOWN
                ? with(then.supports(), otherwise)
                : otherwise;
    }
}
