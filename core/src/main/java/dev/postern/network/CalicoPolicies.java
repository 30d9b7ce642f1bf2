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
import dev.postern.model.ObjectRef;
import dev.postern.model.Printable;
import java.util.ArrayList;
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
    private final List<CalicoTier> tiers = new ArrayList<>();
    private final List<CalicoNetworkSet> sets = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    CalicoPolicies(Cluster cluster, CniProfile profile) {
        this.cluster = cluster;
        this.profile = profile;
        if (profile != CniProfile.CALICO) {
            inert();
            return;
        }
        for (CalicoPolicy policy : cluster.calicoPolicies()) {
            if (isValid(policy, CalicoFaults.find(policy)) && isForPods(policy)) {
                policies.add(policy);
                notUnderstood(policy);
            }
        }
        for (CalicoTier tier : cluster.calicoTiers()) {
            if (isValid(tier, CalicoFaults.find(tier))) {
                tiers.add(tier);
            }
        }
        for (CalicoNetworkSet set : cluster.calicoNetworkSets()) {
            if (isValid(set, CalicoFaults.find(set))) {
                sets.add(set);
            }
        }
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
    private record Listed(double order, String name, ObjectRef ref, ImmutableList<Policy> parts) {}

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
            all.addAll(tier.name().equals(ADMIN) ? admin : tier.name().equals(BASELINE) ? baseline : List.of());
            List<PooledPolicy> beside = tier.name().equals(CalicoTier.DEFAULT) ? pooled : List.of();
            all.addAll(inOrder(own, beside, tier, cases));
        }
        return all.build();
    }

    private static List<Policy> inOrder(
            List<CalicoPolicy> own, List<PooledPolicy> beside, CalicoTiers.Placed tier, CalicoCases cases) {
        List<Listed> listed = new ArrayList<>();
        for (CalicoPolicy policy : own) {
            String prefix = tier.name().equals(CalicoTier.DEFAULT) ? CalicoTier.DEFAULT + "." : "";
            listed.add(new Listed(
                    policy.order().orElse(Double.POSITIVE_INFINITY),
                    prefix + policy.meta().name(),
                    policy.ref(),
                    ImmutableList.copyOf(CalicoPart.of(policy, tier, cases))));
        }
        for (PooledPolicy policy : beside) {
            listed.add(new Listed(
                    CalicoPolicy.ORDER_OF_KUBERNETES,
                    "knp.default." + policy.object().meta().name(),
                    policy.ref(),
                    ImmutableList.of(new PooledPolicy(policy.object(), tier.tier(), tier.isClosed(), false))));
        }
        listed.sort(Comparator.comparingDouble(Listed::order)
                .thenComparing(Listed::name)
                .thenComparing(Listed::ref));
        return listed.stream().flatMap(policy -> policy.parts().stream()).toList();
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
