package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CalicoNetworkSet;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.NetworkPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The policies in force in a changed cluster where Calico enforces them: those of unchanged objects stay in their order, and those
 * that are read are put among them where they belong. Tiers, network sets and endpoints of Services are those of before.
 */
final class CalicoChange {
    private final ImmutableList<Policy> before;
    private final Cluster changed;
    private final Hosts hosts;
    private final Rereading reading;
    private final Set<KubernetesObject> gone = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<CalicoPolicies.Listed> fresh = new ArrayList<>();

    private CalicoChange(ImmutableList<Policy> before, Cluster changed, Hosts hosts, Rereading reading) {
        this.before = before;
        this.changed = changed;
        this.hosts = hosts;
        this.reading = reading;
    }

    /** Empty where what policies are read with is not the same; where there were none of Calico, or are none any more, too. */
    static Optional<ImmutableList<Policy>> of(
            ImmutableList<Policy> before, Cluster former, Cluster changed, Hosts hosts, Rereading reading) {
        boolean same = Identity.same(former.calicoTiers(), changed.calicoTiers())
                && Identity.same(former.calicoNetworkSets(), changed.calicoNetworkSets())
                && Identity.same(former.endpointSlices(), changed.endpointSlices())
                && changed.calicoNetworkSets().stream().allMatch(set -> inheritsTheSame(set, former, changed))
                // Where there are none of Calico, NetworkPolicies are no part of a tier of it.
                && before.stream().anyMatch(CalicoPart.class::isInstance);
        return same ? new CalicoChange(before, changed, hosts, reading).read(former) : Optional.empty();
    }

    private static boolean inheritsTheSame(CalicoNetworkSet set, Cluster former, Cluster changed) {
        String namespace = set.meta().namespace();
        return !set.kind().equals(CalicoNetworkSet.NAMESPACED)
                || Identity.same(former.namespaces(), changed.namespaces())
                || Matches.namespaceLabels(former, namespace).equals(Matches.namespaceLabels(changed, namespace));
    }

    private Optional<ImmutableList<Policy>> read(Cluster former) {
        List<CalicoPolicy> read = others(former.calicoPolicies(), changed.calicoPolicies());
        read.removeIf(policy -> !CalicoPolicies.isInForce(policy));
        List<NetworkPolicy> pooled = others(former.networkPolicies(), changed.networkPolicies());
        pooled.removeIf(policy -> PolicyFaults.find(policy).isPresent());
        CalicoTiers tiers = tiers(read, true);
        if (!tiers.placed().equals(tiers(List.of(), false).placed())) {
            return Optional.empty();
        }
        CalicoCases cases = new CalicoCases(changed, hosts, new CalicoSets(changed, CalicoPolicies.sets(changed)));
        for (CalicoTiers.Placed tier : tiers.placed()) {
            read.stream()
                    .filter(policy -> policy.tierOrDefault().equals(tier.name()))
                    .forEach(policy -> fresh.add(CalicoPolicies.Listed.of(policy, tier, cases)));
            if (tier.isDefault()) {
                pooled.forEach(policy -> fresh.add(CalicoPolicies.Listed.of(policy, tier)));
            }
        }
        ImmutableList<Policy> policies = merged(former, tiers);
        boolean otherPods = !Identity.same(former.pods(), changed.pods())
                || !Identity.same(former.namespaces(), changed.namespaces());
        boolean ofCalico = false;
        for (Policy policy : policies) {
            if (policy instanceof CalicoPart part) {
                ofCalico = true;
                if (otherPods && part.looksAtPods()) {
                    return Optional.empty();
                }
            }
        }
        return ofCalico ? Optional.of(policies) : Optional.empty();
    }

    /** The objects that are not among the former ones; takes note of those of these that are gone. */
    private <T extends KubernetesObject> List<T> others(ImmutableList<T> former, ImmutableList<T> now) {
        Rereading.Difference difference = Rereading.Difference.of(former, now);
        Set<KubernetesObject> there = Collections.newSetFromMap(new IdentityHashMap<>());
        there.addAll(former.subList(difference.start(), difference.formerEnd()));
        List<T> others = new ArrayList<>();
        for (T object : now.subList(difference.start(), difference.changedEnd())) {
            if (!there.remove(object)) {
                others.add(object);
            }
        }
        gone.addAll(there);
        return others;
    }

    /** With the tiers that policies name, of before or of now. */
    private CalicoTiers tiers(List<CalicoPolicy> read, boolean now) {
        TreeSet<String> named = new TreeSet<>();
        read.forEach(policy -> named.add(policy.tierOrDefault()));
        for (Policy policy : before) {
            if (policy instanceof CalicoPart part && !(now && gone.contains(part.object()))) {
                named.add(part.object().tierOrDefault());
            }
        }
        return new CalicoTiers(CalicoPolicies.tiers(changed), named);
    }

    private ImmutableList<Policy> merged(Cluster former, CalicoTiers tiers) {
        List<OrderedPolicy> ordered = PolicyChange.ordered(before, former, changed, hosts.profile(), reading);
        List<Policy> others = before.stream()
                .filter(policy -> !(policy instanceof OrderedPolicy))
                .toList();
        ImmutableList.Builder<Policy> all = ImmutableList.builderWithExpectedSize(before.size() + 1);
        int next = 0;
        for (CalicoTiers.Placed tier : tiers.placed()) {
            CalicoPolicies.besides(tier)
                    .ifPresent(beside -> ordered.stream()
                            .filter(policy -> policy.tier().equals(beside))
                            .forEach(all::add));
            int end = next;
            while (end < others.size() && others.get(end).tier().equals(tier.tier())) {
                end++;
            }
            merge(others.subList(next, end), tier, all);
            next = end;
        }
        return all.build();
    }

    /** Those of one tier. */
    private void merge(List<Policy> known, CalicoTiers.Placed tier, ImmutableList.Builder<Policy> all) {
        List<CalicoPolicies.Listed> read = new ArrayList<>(
                fresh.stream().filter(listed -> listed.tier().equals(tier)).toList());
        Collections.sort(read);
        int next = 0;
        for (Policy policy : known) {
            while (next < read.size()
                    && !policy.continues()
                    && read.get(next).compareTo(CalicoPolicies.Listed.of(policy, tier)) < 0) {
                read.get(next++).parts().forEach(part -> all.add(reading.fresh(part)));
            }
            if (!gone.contains(policy.object())) {
                all.add(policy);
            }
        }
        read.subList(next, read.size()).forEach(listed -> listed.parts().forEach(part -> all.add(reading.fresh(part))));
    }
}
