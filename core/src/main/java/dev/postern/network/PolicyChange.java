package dev.postern.network;

import com.google.common.collect.ImmutableList;
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
        ImmutableList.Builder<Policy> all = ImmutableList.builderWithExpectedSize(before.size() + 1);
        List<OrderedPolicy> ordered = reader.ordered(before, former, changed);
        ordered.stream().filter(policy -> policy.tier().equals(Tier.ADMIN)).forEach(all::add);
        reader.pooled(before, former, changed, all);
        before.stream()
                .filter(policy -> policy.tier().equals(Tier.NETWORK_POLICY) && !(policy instanceof PooledPolicy))
                .forEach(all::add);
        ordered.stream().filter(policy -> policy.tier().equals(Tier.BASELINE)).forEach(all::add);
        ImmutableList<Policy> policies = all.build();
        int[] places = new int[policies.size()];
        int place = 0;
        for (int i = 0; i < places.length; i++) {
            places[i] = -1;
            if (!reader.fresh.contains(policies.get(i))) {
                while (before.get(place) != policies.get(i)) {
                    place++;
                }
                places[i] = place;
            }
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

        /** Both lists of objects, and so the policies that were made of them, are in the order of their names. */
        void pooled(ImmutableList<Policy> before, Cluster former, Cluster changed, ImmutableList.Builder<Policy> all) {
            List<PooledPolicy> known = new ArrayList<>(before.size());
            for (Policy policy : before) {
                if (policy instanceof PooledPolicy one) {
                    known.add(one);
                }
            }
            if (Identity.same(former.networkPolicies(), changed.networkPolicies())) {
                all.addAll(known);
                return;
            }
            int next = 0;
            for (NetworkPolicy object : changed.networkPolicies()) {
                while (next < known.size()
                        && !Identity.same(known.get(next).object(), object)
                        && known.get(next).ref().compareTo(object.ref()) < 0) {
                    next++;
                }
                if (next < known.size() && Identity.same(known.get(next).object(), object)) {
                    all.add(known.get(next++));
                } else if (PolicyFaults.find(object).isEmpty()) {
                    PooledPolicy policy = new PooledPolicy(object, profile);
                    fresh.add(policy);
                    all.add(policy);
                }
            }
        }
    }
}
