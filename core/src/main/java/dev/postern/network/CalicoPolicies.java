package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CalicoNetworkSet;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CalicoRule;
import dev.postern.model.CalicoTier;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.KubernetesObject;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.ObjectRef;
import dev.postern.model.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The policies of Calico in the order in which they are asked, together with all others: NetworkPolicies are asked among those
 * of the tier {@code default}, and administrators' policies in front of the tier {@code kube-admin} and of {@code kube-baseline}
 * in which Calico keeps them. They are in force where Calico is what enforces policy.
 */
final class CalicoPolicies {
    private static final String ADMIN = "kube-admin";
    private static final String BASELINE = "kube-baseline";
    private static final int MAX_NAME = 253;

    private final Cluster cluster;
    private final CniProfile profile;
    private final List<CalicoPolicy> policies = new ArrayList<>();
    private final ImmutableList<CalicoTier> tiers;
    private final ImmutableList<CalicoNetworkSet> sets;
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    CalicoPolicies(Cluster cluster, CniProfile profile) {
        this.cluster = cluster;
        this.profile = profile;
        if (profile != CniProfile.CALICO) {
            tiers = ImmutableList.of();
            sets = ImmutableList.of();
            inert();
            return;
        }
        for (CalicoPolicy policy : cluster.calicoPolicies()) {
            if (isValid(policy, CalicoFaults.find(policy)) && isForPods(policy)) {
                policies.add(policy);
                notUnderstood(policy);
            }
        }
        cluster.calicoTiers().forEach(tier -> isValid(tier, CalicoFaults.find(tier)));
        tiers = tiers(cluster);
        cluster.calicoNetworkSets().forEach(set -> isValid(set, CalicoFaults.find(set)));
        sets = sets(cluster);
    }

    /** Whether a policy is applied to pods, by what it says. */
    static boolean isInForce(CalicoPolicy policy) {
        return CalicoFaults.find(policy).isEmpty() && !policy.isStaged() && !policy.isForHostEndpoints();
    }

    /** The tiers that nobody refuses. */
    static ImmutableList<CalicoTier> tiers(Cluster cluster) {
        return cluster.calicoTiers().stream()
                .filter(tier -> CalicoFaults.find(tier).isEmpty())
                .collect(ImmutableList.toImmutableList());
    }

    /** The network sets that nobody refuses. */
    static ImmutableList<CalicoNetworkSet> sets(Cluster cluster) {
        return cluster.calicoNetworkSets().stream()
                .filter(set -> CalicoFaults.find(set).isEmpty())
                .collect(ImmutableList.toImmutableList());
    }

    /** Which policies of administrators are asked in front of a tier. */
    static Optional<Tier> besides(CalicoTiers.Placed tier) {
        return tier.name().equals(ADMIN)
                ? Optional.of(Tier.ADMIN)
                : tier.name().equals(BASELINE) ? Optional.of(Tier.BASELINE) : Optional.empty();
    }

    /** Whether Calico's kinds change nothing about what the others say. */
    boolean isEmpty() {
        return policies.isEmpty()
                && tiers.stream()
                        .noneMatch(tier -> tier.meta().name().equals(CalicoTier.DEFAULT)
                                && tier.defaultAction() == CalicoRule.Action.PASS);
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    private boolean isValid(KubernetesObject object, Optional<String> fault) {
        fault.ifPresent(text -> diagnostics.add(PoliciesInForce.refused(object, text)));
        return fault.isEmpty();
    }

    /** One word for each kind: what is not enforced needs no more. */
    private void inert() {
        Map<String, List<CalicoPolicy>> byKind = new TreeMap<>();
        cluster.calicoPolicies().stream()
                .filter(policy -> !policy.isStaged())
                .forEach(policy -> byKind.computeIfAbsent(policy.kind(), first -> new ArrayList<>())
                        .add(policy));
        byKind.values().forEach(ofKind -> {
            String more = ofKind.size() == 1 ? "" : " and " + (ofKind.size() - 1) + " more of its kind";
            diagnostics.add(PoliciesInForce.about(
                    ofKind.get(0),
                    Severity.WARNING,
                    "network-policy-inert",
                    more + ": nothing but Calico enforces this kind, and the network is taken for one of "
                            + profile.id()
                            + ", so it has no effect here. If Calico enforces policy in this cluster, say so by the"
                            + " profile calico."));
        });
    }

    private boolean isForPods(CalicoPolicy policy) {
        if (policy.isStaged()) {
            diagnostics.add(PoliciesInForce.about(
                    policy,
                    Severity.INFO,
                    "network-policy-staged",
                    " is staged: it has no effect until it is made a policy of the kind that it previews."));
            return false;
        }
        if (policy.isForHostEndpoints()) {
            diagnostics.add(PoliciesInForce.about(
                    policy,
                    Severity.INFO,
                    "network-policy-not-evaluated",
                    " is for the interfaces of nodes (spec.doNotTrack or spec.preDNAT), which are not evaluated; it says"
                            + " nothing of pods."));
            return false;
        }
        return true;
    }

    private void notUnderstood(CalicoPolicy policy) {
        for (Direction direction : Direction.values()) {
            ImmutableList<CalicoRule> rules = policy.rules(direction == Direction.EGRESS);
            for (int i = 0; i < rules.size(); i++) {
                CalicoRule rule = rules.get(i);
                if (!rule.unread().isEmpty() && rule.action() != CalicoRule.Action.LOG) {
                    diagnostics.add(PoliciesInForce.notUnderstood(
                            policy,
                            "spec." + direction.word() + "[" + i + "]." + rule.unread(),
                            rule.action() == CalicoRule.Action.ALLOW));
                }
            }
        }
    }

    /** A policy and what it is sorted by within its tier. */
    record Listed(CalicoTiers.Placed tier, double order, String name, ObjectRef ref, ImmutableList<Policy> parts)
            implements Comparable<Listed> {
        private static final Comparator<Listed> ORDER = Comparator.comparingDouble(Listed::order)
                .thenComparing(Listed::name)
                .thenComparing(Listed::ref);

        static Listed of(CalicoPolicy policy, CalicoTiers.Placed tier, CalicoCases cases) {
            return of(policy, tier, ImmutableList.copyOf(CalicoPart.of(policy, tier, cases)));
        }

        private static Listed of(CalicoPolicy policy, CalicoTiers.Placed tier, ImmutableList<Policy> parts) {
            String prefix = tier.isDefault() ? CalicoTier.DEFAULT + "." : "";
            return new Listed(
                    tier,
                    policy.order().orElse(Double.POSITIVE_INFINITY),
                    prefix + policy.meta().name(),
                    policy.ref(),
                    parts);
        }

        static Listed of(NetworkPolicy policy, CalicoTiers.Placed tier) {
            return new Listed(
                    tier,
                    CalicoPolicy.ORDER_OF_KUBERNETES,
                    "knp.default." + policy.meta().name(),
                    policy.ref(),
                    ImmutableList.of(new PooledPolicy(policy, tier.tier(), tier.isClosed(), Optional.empty())));
        }

        /** Where a policy stands that is in force. */
        static Listed of(Policy policy, CalicoTiers.Placed tier) {
            return policy instanceof CalicoPart part
                    ? of(part.object(), tier, ImmutableList.of())
                    : of(((PooledPolicy) policy).object(), tier);
        }

        @Override
        public int compareTo(Listed other) {
            return ORDER.compare(this, other);
        }
    }

    /** All policies in force; those of administrators are in their order. */
    ImmutableList<Policy> with(List<Policy> admin, List<PooledPolicy> pooled, List<Policy> baseline) {
        TreeSet<String> named = new TreeSet<>();
        policies.forEach(policy -> named.add(policy.tierOrDefault()));
        CalicoCases cases = new CalicoCases(cluster, new Hosts(cluster, profile), new CalicoSets(cluster, sets));
        ImmutableList.Builder<Policy> all = ImmutableList.builder();
        for (CalicoTiers.Placed tier : new CalicoTiers(tiers, named).placed()) {
            List<CalicoPolicy> own = policies.stream()
                    .filter(policy -> policy.tierOrDefault().equals(tier.name()))
                    .toList();
            if (!tier.exists()) {
                own.forEach(policy -> missing(policy, tier.name()));
            }
            besides(tier).ifPresent(beside -> all.addAll(beside.equals(Tier.ADMIN) ? admin : baseline));
            List<Listed> listed = new ArrayList<>();
            own.forEach(policy -> listed.add(Listed.of(policy, tier, cases)));
            if (tier.isDefault()) {
                pooled.forEach(policy -> listed.add(Listed.of(policy.object(), tier)));
            }
            Collections.sort(listed);
            listed.forEach(policy -> all.addAll(policy.parts()));
        }
        return all.build();
    }

    private void missing(CalicoPolicy policy, String tier) {
        diagnostics.add(PoliciesInForce.about(
                policy,
                Severity.WARNING,
                "network-policy-without-tier",
                " is in the tier " + Printable.of(tier, MAX_NAME)
                        + ", which the input does not hold or which is refused: it is asked behind all others and ends"
                        + " in Deny. Add the Tier to the input."));
    }
}
