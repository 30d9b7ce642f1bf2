package dev.postern.network;

import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableList;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds rules without which every verdict would be the same: those of NetworkPolicies that others of the same pods allow
 * already, and those of any kind that are asked too late. Compares only what some pod has in common, in each distinct list of
 * policies that bind one: O(rules of the list squared), which is small where few policies bind a pod.
 */
final class RuleOrder {
    /** Short ones first: what decides in few policies mostly decides among more of them, too. */
    private static final Comparator<ImmutableList<Integer>> SHORT_FIRST =
            Comparator.<ImmutableList<Integer>>comparingInt(List::size)
                    .thenComparing(Comparators.lexicographical(Comparator.<Integer>naturalOrder()));

    private static final Comparator<PlacedRule> AS_ASKED =
            Comparator.comparingInt(PlacedRule::policy).thenComparingInt(PlacedRule::index);

    private final CompiledPolicies compiled;
    private final Direction direction;
    private final RuleCover cover;
    private final List<ImmutableList<PlacedRule>> rules = new ArrayList<>();
    /** For each policy the lists of policies, in their order, that bind pods together with it. */
    private final Map<Integer, Set<ImmutableList<Integer>>> listsOf = new HashMap<>();

    RuleOrder(CompiledPolicies compiled, FlowTable flows, Direction direction) {
        this.compiled = compiled;
        this.direction = direction;
        cover = new RuleCover(compiled);
        for (int policy = 0; policy < compiled.policies().size(); policy++) {
            rules.add(PlacedRule.of(compiled, policy, direction));
        }
        for (Row row : flows.rows(direction)) {
            for (Integer policy : row.policies()) {
                listsOf.computeIfAbsent(policy, first -> new TreeSet<>(SHORT_FIRST))
                        .add(row.policies());
            }
        }
    }

    List<NetworkFinding> find() {
        List<NetworkFinding> findings = new ArrayList<>();
        Map<String, List<Optional<NetworkFinding>>> inParts = new LinkedHashMap<>();
        for (int policy = 0; policy < rules.size(); policy++) {
            Set<ImmutableList<Integer>> lists = listsOf.getOrDefault(policy, Set.of());
            Policy owner = compiled.policies().get(policy);
            if (owner.tier().equals(Tier.MESH)) {
                // Its rules are several for one that is written.
                continue;
            }
            if (lists.isEmpty()) {
                boolean unasked = !owner.continues()
                        && owner.appliesTo(direction)
                        && !compiled.selected().get(policy).isEmpty();
                if (unasked) {
                    findings.add(unasked(owner));
                }
                continue;
            }
            for (PlacedRule rule : rules.get(policy)) {
                if (!rule.isWithoutPeers() && !rule.isForNobody()) {
                    Optional<NetworkFinding> found = shadowed(rule, lists).or(() -> redundant(rule, lists));
                    inParts.computeIfAbsent(owner.ref() + " " + rule.field(), first -> new ArrayList<>())
                            .add(found);
                }
            }
        }
        // A rule that is in parts never fires if none of them does.
        inParts.values().stream()
                .filter(parts -> parts.stream().allMatch(Optional::isPresent))
                .forEach(parts -> findings.add(parts.get(0).orElseThrow()));
        return findings;
    }

    private NetworkFinding unasked(Policy owner) {
        return new NetworkFinding(
                NetworkFindingKind.BASELINE_NEVER_ASKED,
                Severity.INFO,
                Evidence.stated(owner.ref(), "spec." + direction.word(), ""),
                owner.ref() + " is never asked about " + direction.word() + ": "
                        + (owner instanceof CalicoPart
                                ? "tiers in front of its own decide for"
                                : "NetworkPolicies isolate")
                        + " every pod of the input that it selects",
                ImmutableList.of());
    }

    private Optional<NetworkFinding> redundant(PlacedRule rule, Set<ImmutableList<Integer>> lists) {
        boolean allows = rule.rule().action() == Action.ALLOW;
        if (!rule.owner().tier().pooled() || !allows || rule.owner().isolatesForOneRule(direction)) {
            return Optional.empty();
        }
        Set<PlacedRule> by = new LinkedHashSet<>();
        Optional<PlacedRule> own = firstCovering(rule, rules.get(rule.policy()));
        own.ifPresent(by::add);
        if (own.isEmpty()) {
            for (ImmutableList<Integer> list : lists) {
                Optional<PlacedRule> other = by.stream()
                        .filter(known -> list.contains(known.policy()))
                        .findFirst()
                        .or(() -> list.stream()
                                .filter(policy ->
                                        compiled.policies().get(policy).tier().pooled())
                                .flatMap(policy -> firstCovering(rule, rules.get(policy)).stream())
                                .findFirst());
                if (other.isEmpty()) {
                    return Optional.empty();
                }
                by.add(other.get());
            }
        }
        boolean always = by.size() == 1
                && by.stream()
                        .allMatch(other -> RuleCover.isByLabels(other, rule)
                                && other.owner().subject() instanceof Peer.Pods wide
                                && rule.owner().subject() instanceof Peer.Pods narrow
                                && RuleCover.isWider(wide, narrow));
        return Optional.of(finding(
                NetworkFindingKind.REDUNDANT_RULE,
                always ? Severity.WARNING : Severity.INFO,
                rule,
                by,
                always
                        ? " allows nothing that is not allowed already"
                        : " allows nothing that is not allowed already, as far as the pods of the input go"));
    }

    /** Of rules that cover each other the first stays. */
    private Optional<PlacedRule> firstCovering(PlacedRule rule, List<PlacedRule> others) {
        return others.stream()
                .filter(other -> other.rule().action() == Action.ALLOW
                        && (other.isBefore(rule) || rule.isBefore(other))
                        && cover.covers(other, rule)
                        && (other.isBefore(rule) || !cover.covers(rule, other)))
                .findFirst();
    }

    private Optional<NetworkFinding> shadowed(PlacedRule rule, Set<ImmutableList<Integer>> lists) {
        Set<PlacedRule> by = new LinkedHashSet<>();
        for (ImmutableList<Integer> list : lists) {
            Optional<PlacedRule> earlier = deciding(rule, list);
            if (earlier.isEmpty()) {
                return Optional.empty();
            }
            by.add(earlier.get());
        }
        return Optional.of(finding(
                NetworkFindingKind.SHADOWED_RULE,
                Severity.WARNING,
                rule,
                by,
                " never fires: all that it matches is decided before"));
    }

    /** The rule that is asked before and decides all that a rule matches. A Pass leads out of its tier, so behind one nothing is sure in later tiers. */
    private Optional<PlacedRule> deciding(PlacedRule rule, ImmutableList<Integer> list) {
        Tier tier = rule.owner().tier();
        boolean passed = false;
        for (Integer policy : list) {
            Policy other = compiled.policies().get(policy);
            boolean sameTier = other.tier().equals(tier);
            if (sameTier && tier.pooled()) {
                Optional<PlacedRule> denial = denial(rule, rules.get(policy));
                if (denial.isPresent()) {
                    return denial;
                }
                continue;
            }
            if (other.tier().pooled() || policy > rule.policy()) {
                break;
            }
            for (PlacedRule earlier : rules.get(policy)) {
                if (!earlier.isBefore(rule)) {
                    break;
                }
                boolean passes = earlier.compiled().action() == Action.PASS;
                passed |= passes && !sameTier;
                boolean decides = sameTier || !passes && !passed;
                if (decides && !isOfUnknownOrder(earlier, rule) && cover.coversForCertain(earlier, rule)) {
                    return Optional.of(earlier);
                }
            }
        }
        return Optional.empty();
    }

    /** In a pool denials go first. A rule that nothing gets past may still be there to isolate. */
    private Optional<PlacedRule> denial(PlacedRule rule, List<PlacedRule> others) {
        return rule.rule().action() != Action.ALLOW || rule.owner().isolatesForOneRule(direction)
                ? Optional.empty()
                : others.stream()
                        .filter(other -> other.rule().action() == Action.DENY && cover.coversForCertain(other, rule))
                        .findFirst();
    }

    /** Of policies with equal priority nothing says which is asked first. */
    private static boolean isOfUnknownOrder(PlacedRule earlier, PlacedRule rule) {
        return CalicoOrder.isShared(earlier.owner(), rule.owner())
                || earlier.policy() != rule.policy()
                        && earlier.owner() instanceof OrderedPolicy a
                        && rule.owner() instanceof OrderedPolicy b
                        && a.tier().equals(b.tier())
                        && a.priority() == b.priority();
    }

    /** {@code found} is told in the order in which they are asked. */
    private static NetworkFinding finding(
            NetworkFindingKind kind, Severity severity, PlacedRule rule, Set<PlacedRule> found, String what) {
        List<PlacedRule> by = found.stream().sorted(AS_ASKED).toList();
        PlacedRule first = by.get(0);
        String more = by.size() > 1 ? " and " + (by.size() - 1) + " more" : "";
        String other =
                first.policy() == rule.policy() ? "" : " of " + first.owner().ref();
        return new NetworkFinding(
                kind,
                severity,
                rule.fact(),
                rule.field() + " of " + rule.owner().ref() + what + ", by " + first.field() + other + more,
                by.stream().map(PlacedRule::fact).collect(ImmutableList.toImmutableList()));
    }
}
