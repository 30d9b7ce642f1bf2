package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.postern.model.AdminPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.NetworkPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The policies in force in a changed cluster, those of unchanged objects being the very ones that there were.
 *
 * @param policies in the order in which they are asked
 * @param before for each the place that it had before; -1 if it is new
 */
record PolicyChange(ImmutableList<Policy> policies, int[] before) {
    /**
     * Reads the objects that are others than before.
     *
     * @return empty where it takes all objects to tell: what other kinds say may depend on any pod
     */
    static Optional<PolicyChange> of(
            ImmutableList<Policy> before, Cluster former, Cluster changed, CniProfile profile) {
        if (!dependsOnItselfAlone(former, changed, profile)) {
            return Optional.empty();
        }
        Reader reader = new Reader(profile);
        PolicyPlaces formerPlaces = new PolicyPlaces(before);
        ImmutableList<Policy> others = formerPlaces.others();
        ImmutableList.Builder<Policy> all = ImmutableList.builderWithExpectedSize(before.size() + 1);
        List<OrderedPolicy> ordered = reader.ordered(others, former, changed);
        ordered.stream().filter(policy -> policy.tier().equals(Tier.ADMIN)).forEach(all::add);
        reader.pooled(formerPlaces.pooled(), former.networkPolicies(), changed.networkPolicies(), all);
        others.stream()
                .filter(policy -> policy.tier().equals(Tier.NETWORK_POLICY))
                .forEach(all::add);
        ordered.stream().filter(policy -> policy.tier().equals(Tier.BASELINE)).forEach(all::add);
        ImmutableList<Policy> policies = all.build();
        int[] places = new int[policies.size()];
        int place = 0;
        for (int i = 0; i < places.length; i++) {
            Policy policy = policies.get(i);
            boolean next = place < before.size() && Identity.same(before.get(place), policy);
            if (!next && reader.fresh.contains(policy)) {
                places[i] = -1;
                continue;
            }
            while (!Identity.same(before.get(place), policy)) {
                place++;
            }
            places[i] = place++;
        }
        return Optional.of(new PolicyChange(policies, places));
    }

    /** Whether every policy can be read without the rest of the cluster, or what it is read with is the same. */
    private static boolean dependsOnItselfAlone(Cluster former, Cluster changed, CniProfile profile) {
        boolean meshed = !former.authorizationPolicies().isEmpty()
                || !former.peerAuthentications().isEmpty()
                || !changed.authorizationPolicies().isEmpty()
                || !changed.peerAuthentications().isEmpty();
        boolean ofCalico = profile == CniProfile.CALICO
                && !(former.calicoPolicies().isEmpty()
                        && changed.calicoPolicies().isEmpty()
                        && former.calicoTiers().isEmpty()
                        && changed.calicoTiers().isEmpty());
        boolean otherCilium = profile == CniProfile.CILIUM
                && (!Identity.same(former.ciliumPolicies(), changed.ciliumPolicies())
                        || !Identity.same(former.ciliumCidrGroups(), changed.ciliumCidrGroups())
                        || !Identity.same(former.endpointSlices(), changed.endpointSlices()));
        return !meshed && !ofCalico && !otherCilium;
    }

    /** Whether each policy is where it was, so that those of rows need not be found anew. */
    boolean isInPlace(int formerCount) {
        if (before.length != formerCount) {
            return false;
        }
        for (int i = 0; i < before.length; i++) {
            if (before[i] >= 0 && before[i] != i) {
                return false;
            }
        }
        return true;
    }

    /** What is held for each policy, where the policies are now; {@code fresh} is what is held for a new one. */
    <T> ImmutableList<T> moved(ImmutableList<T> held, IntFunction<T> fresh) {
        ImmutableList.Builder<T> moved = ImmutableList.builderWithExpectedSize(before.length);
        for (int i = 0; i < before.length; i++) {
            int last = i;
            while (last < before.length && before[last] >= 0 && before[last] - before[i] == last - i) {
                last++;
            }
            if (last > i) {
                moved.addAll(held.subList(before[i], before[i] + last - i));
                i = last - 1;
            } else {
                moved.add(fresh.apply(i));
            }
        }
        return moved.build();
    }

    private static final class Reader {
        private final CniProfile profile;
        private final Set<Policy> fresh = Collections.newSetFromMap(new IdentityHashMap<>());

        Reader(CniProfile profile) {
            this.profile = profile;
        }

        List<OrderedPolicy> ordered(ImmutableList<Policy> before, Cluster former, Cluster changed) {
            List<OrderedPolicy> ordered = new ArrayList<>();
            Map<AdminPolicy, OrderedPolicy> known = new IdentityHashMap<>();
            if (!former.adminPolicies().isEmpty()) {
                before.forEach(policy -> {
                    if (policy instanceof OrderedPolicy one) {
                        known.put(one.object(), one);
                    }
                });
            }
            for (AdminPolicy object : changed.adminPolicies()) {
                OrderedPolicy policy = known.get(object);
                if (policy == null && AdminPolicyFaults.find(object, profile).isEmpty()) {
                    policy = OrderedPolicy.of(object);
                    fresh.add(policy);
                }
                if (policy != null) {
                    ordered.add(policy);
                }
            }
            ordered.sort(OrderedPolicy.PRECEDENCE);
            return ordered;
        }

        /**
         * Both lists of objects, and so the policies that were made of them, are in the order of their names. Only what is between
         * the ends that the lists have in common is compared one by one.
         */
        void pooled(
                ImmutableList<Policy> known,
                ImmutableList<NetworkPolicy> former,
                ImmutableList<NetworkPolicy> changed,
                ImmutableList.Builder<Policy> all) {
            int shorter = Math.min(former.size(), changed.size());
            int start = 0;
            while (start < shorter && Identity.same(former.get(start), changed.get(start))) {
                start++;
            }
            int end = former.size();
            int changedEnd = changed.size();
            while (end > start
                    && changedEnd > start
                    && Identity.same(former.get(end - 1), changed.get(changedEnd - 1))) {
                end--;
                changedEnd--;
            }
            int next = place(known, former, start);
            int last = place(known, former, end);
            all.addAll(known.subList(0, next));
            for (NetworkPolicy object : changed.subList(start, changedEnd)) {
                while (next < last
                        && !Identity.same(object(known, next), object)
                        && known.get(next).ref().compareTo(object.ref()) < 0) {
                    next++;
                }
                if (next < last && Identity.same(object(known, next), object)) {
                    all.add(known.get(next++));
                } else if (PolicyFaults.find(object).isEmpty()) {
                    PooledPolicy policy = new PooledPolicy(object, profile);
                    fresh.add(policy);
                    all.add(policy);
                }
            }
            all.addAll(known.subList(last, known.size()));
        }

        private static NetworkPolicy object(ImmutableList<Policy> known, int place) {
            return ((PooledPolicy) known.get(place)).object();
        }

        /** How many policies are made of the first objects: those that are refused make none. */
        private static int place(ImmutableList<Policy> known, ImmutableList<NetworkPolicy> objects, int count) {
            if (count == objects.size()) {
                return known.size();
            }
            int found = Collections.binarySearch(
                    Lists.transform(known, Policy::ref), objects.get(count).ref());
            return found < 0 ? ~found : found;
        }
    }
}
