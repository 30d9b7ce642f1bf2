package dev.postern.network;

import com.google.common.collect.ImmutableSet;
import dev.postern.model.CalicoEntity;
import dev.postern.model.CalicoNetworkSet;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CalicoSelector;
import dev.postern.model.Cluster;
import dev.postern.network.IpAddress.Family;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the selectors and networks of Calico's policies stand for, as sets of ends. A selector is asked of every thing that has
 * labels: pods, and network sets, of which a set of ends knows the addresses only.
 */
final class CalicoSets {
    private final List<NetworkSet> sets = new ArrayList<>();

    /** With the labels that it has, and those that it inherits. */
    private record NetworkSet(Map<String, String> labels, IpRanges addresses) {}

    /** @param valid the network sets in force */
    CalicoSets(Cluster cluster, List<CalicoNetworkSet> valid) {
        for (CalicoNetworkSet set : valid) {
            Map<String, String> labels = new HashMap<>(set.meta().labels());
            if (set.kind().equals(CalicoNetworkSet.NAMESPACED)) {
                String namespace = set.meta().namespace();
                labels.put(CalicoLabels.OWN_NAMESPACE, namespace);
                Map<String, String> inherited = new HashMap<>(Matches.namespaceLabels(cluster, namespace));
                inherited.put(CalicoLabels.NAME, namespace);
                inherited.forEach((key, value) -> labels.putIfAbsent(CalicoLabels.OF_NAMESPACE + key, value));
            }
            sets.add(new NetworkSet(labels, addresses(set.nets())));
        }
    }

    /** The pods that a policy is for. */
    static EndSet subject(CalicoPolicy policy) {
        List<EndSet> parts = new ArrayList<>();
        if (!policy.isGlobal()) {
            parts.add(EndSet.namespace(policy.meta().namespace()));
        }
        policy.selector().ifPresent(selector -> parts.add(CalicoLabels.pods(selector, "")));
        policy.namespaceSelector()
                .ifPresent(selector -> parts.add(CalicoLabels.pods(selector, CalicoLabels.OF_NAMESPACE)));
        policy.serviceAccountSelector()
                .ifPresent(selector -> parts.add(CalicoLabels.pods(selector, CalicoLabels.OF_ACCOUNT)));
        return podsOf(parts);
    }

    /** The pods among what the selectors of one end select; all where it has none. */
    EndSet pods(CalicoPolicy policy, CalicoEntity end) {
        return selects(policy, end) ? selectedPods(policy, end) : EndSets.PODS;
    }

    /** Whether selectors of one end select something else than pods. */
    boolean selectsAddresses(CalicoPolicy policy, CalicoEntity end) {
        return selects(policy, end) && !selectedAddresses(policy, end).isEmpty();
    }

    /** Who is at one end, ports and Services left aside. */
    EndSet of(CalicoPolicy policy, CalicoEntity end) {
        List<EndSet> parts = new ArrayList<>();
        if (!end.nets().isEmpty()) {
            parts.add(EndSet.addresses(addresses(end.nets())));
        }
        if (!end.notNets().isEmpty()) {
            parts.add(EndSet.addresses(others(addresses(end.notNets()))));
        }
        if (selects(policy, end)) {
            IpRanges addresses = selectedAddresses(policy, end);
            EndSet pods = selectedPods(policy, end);
            parts.add(addresses.isEmpty() ? pods : EndSet.any(pods, EndSet.addresses(addresses)));
        } else if (end.notSelector().isPresent()) {
            CalicoSelector none = end.notSelector().get();
            IpRanges addresses = addressesOf(set -> CalicoLabels.matches(none, "", set.labels()));
            EndSet pods = podsOf(List.of(CalicoLabels.pods(none, "")));
            parts.add(EndSet.not(addresses.isEmpty() ? pods : EndSet.any(pods, EndSet.addresses(addresses))));
        }
        return EndSet.all(parts);
    }

    /** Whether the end must be a thing with labels. */
    private static boolean selects(CalicoPolicy policy, CalicoEntity end) {
        return end.selector().isPresent()
                || end.namespaceSelector().isPresent()
                || hasAccounts(end)
                || end.notSelector().isPresent() && !policy.isGlobal();
    }

    private static boolean hasAccounts(CalicoEntity end) {
        return end.serviceAccounts().filter(accounts -> !accounts.isEmpty()).isPresent();
    }

    private static EndSet selectedPods(CalicoPolicy policy, CalicoEntity end) {
        List<EndSet> parts = new ArrayList<>();
        if (end.namespaceSelector().isPresent()) {
            parts.add(CalicoLabels.pods(end.namespaceSelector().get(), CalicoLabels.OF_NAMESPACE));
        } else if (!policy.isGlobal()) {
            parts.add(EndSet.namespace(policy.meta().namespace()));
        }
        end.selector().ifPresent(selector -> parts.add(CalicoLabels.pods(selector, "")));
        end.notSelector().ifPresent(selector -> parts.add(CalicoLabels.not(CalicoLabels.pods(selector, ""))));
        end.serviceAccounts().ifPresent(accounts -> {
            if (!accounts.names().isEmpty()) {
                parts.add(new EndSet.AsAccount(new LabelTest.In(ImmutableSet.copyOf(accounts.names()))));
            }
            accounts.selector().ifPresent(selector -> parts.add(CalicoLabels.pods(selector, CalicoLabels.OF_ACCOUNT)));
        });
        return podsOf(parts);
    }

    private IpRanges selectedAddresses(CalicoPolicy policy, CalicoEntity end) {
        if (hasAccounts(end)) {
            return IpRanges.NONE;
        }
        return addressesOf(set -> isInNamespace(policy, end, set)
                && end.selector()
                        .filter(selector -> !CalicoLabels.matches(selector, "", set.labels()))
                        .isEmpty()
                && end.notSelector()
                        .filter(selector -> CalicoLabels.matches(selector, "", set.labels()))
                        .isEmpty());
    }

    private static boolean isInNamespace(CalicoPolicy policy, CalicoEntity end, NetworkSet set) {
        return end.namespaceSelector()
                .map(selector -> CalicoLabels.matches(selector, CalicoLabels.OF_NAMESPACE, set.labels()))
                .orElseGet(() -> policy.isGlobal()
                        || policy.meta().namespace().equals(set.labels().get(CalicoLabels.OWN_NAMESPACE)));
    }

    private interface Test {
        boolean holds(NetworkSet set);
    }

    private IpRanges addressesOf(Test test) {
        return IpRanges.union(
                sets.stream().filter(test::holds).map(NetworkSet::addresses).toList());
    }

    /** CIDRs and addresses; whatever is neither holds nothing. */
    static IpRanges addresses(List<String> nets) {
        List<IpRanges> all = new ArrayList<>();
        for (String net : nets) {
            (net.indexOf('/') >= 0
                            ? IpRanges.parseCidr(net)
                            : IpAddress.parse(net).map(IpRanges::of))
                    .ifPresent(all::add);
        }
        return IpRanges.union(all);
    }

    /** All others of the families that they are of: the dataplane drops the rule for a family that is not among them. */
    private static IpRanges others(IpRanges addresses) {
        List<IpRanges> families = new ArrayList<>();
        for (Family family : Family.values()) {
            if (addresses.intersects(IpRanges.all(family))) {
                families.add(IpRanges.all(family));
            }
        }
        return IpRanges.union(families).minus(addresses);
    }

    private static EndSet podsOf(List<EndSet> parts) {
        List<EndSet> all = new ArrayList<>();
        all.add(EndSets.PODS);
        parts.stream().filter(part -> !part.equals(EndSets.EVERYBODY)).forEach(all::add);
        return EndSet.all(all);
    }
}
