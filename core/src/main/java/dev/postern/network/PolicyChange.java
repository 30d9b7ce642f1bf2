package dev.postern.network;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import dev.postern.model.AdminPolicy;
import dev.postern.model.Cluster;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

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
     * @param pods of the changed cluster
     * @param hosts likewise
     * @return empty where it takes all objects to tell: what some kinds say may depend on any pod
     */
    static Optional<PolicyChange> of(NetworkParts parts, Cluster former, Cluster changed, PodChange pods, Hosts hosts) {
        ImmutableList<Policy> before = parts.compiled().policies();
        Rereading reading = new Rereading();
        int proxies = 0;
        while (proxies < before.size() && before.get(proxies).tier().equals(Tier.MESH)) {
            proxies++;
        }
        ImmutableList<Policy> others = before.subList(proxies, before.size());
        Optional<ImmutableList<Policy>> ofMesh = isMeshed(former) || isMeshed(changed)
                ? IstioChange.of(parts.proxies(), before.subList(0, proxies), former, changed, pods, reading)
                : Optional.of(ImmutableList.of());
        return ofMesh.flatMap(mesh -> (isOfCalico(former, hosts) || isOfCalico(changed, hosts)
                        ? CalicoChange.of(others, former, changed, hosts, reading)
                        : plain(others, former, changed, hosts.profile(), reading))
                .map(rest -> mesh.isEmpty()
                        ? rest
                        : ImmutableList.<Policy>builder()
                                .addAll(mesh)
                                .addAll(rest)
                                .build())
                .map(all -> new PolicyChange(all, places(before, all, reading))));
    }

    private static boolean isMeshed(Cluster cluster) {
        return !cluster.authorizationPolicies().isEmpty()
                || !cluster.peerAuthentications().isEmpty();
    }

    private static boolean isOfCalico(Cluster cluster, Hosts hosts) {
        return hosts.profile() == CniProfile.CALICO
                && !(cluster.calicoPolicies().isEmpty() && cluster.calicoTiers().isEmpty());
    }

    /** Without policies of Calico. */
    private static Optional<ImmutableList<Policy>> plain(
            ImmutableList<Policy> before, Cluster former, Cluster changed, CniProfile profile, Rereading reading) {
        boolean ofCilium = profile == CniProfile.CILIUM;
        if (ofCilium
                && !(Identity.same(former.ciliumCidrGroups(), changed.ciliumCidrGroups())
                        && Identity.same(former.endpointSlices(), changed.endpointSlices())
                        && Identity.same(former.configMaps(), changed.configMaps()))) {
            return Optional.empty();
        }
        Optional<CiliumLabels> labels = ofCilium ? Optional.of(CiliumLabels.of(changed)) : Optional.empty();
        PolicyPlaces formerPlaces = new PolicyPlaces(before);
        List<Policy> others = new ArrayList<>(formerPlaces.before());
        others.addAll(formerPlaces.behind());
        ImmutableList.Builder<Policy> all = ImmutableList.builderWithExpectedSize(before.size() + 1);
        List<OrderedPolicy> ordered = ordered(others, former, changed, profile, reading);
        ordered.stream().filter(policy -> policy.tier().equals(Tier.ADMIN)).forEach(all::add);
        reading.read(
                formerPlaces.pooled(),
                former.networkPolicies(),
                changed.networkPolicies(),
                object -> PolicyFaults.find(object).isEmpty() ? List.of(new PooledPolicy(object, labels)) : List.of(),
                all);
        if (ofCilium) {
            Supplier<CiliumEnds> ends = Suppliers.memoize(() -> new CiliumEnds(changed, labels.orElseThrow()));
            reading.read(
                    others.stream()
                            .filter(policy -> policy.tier().equals(Tier.NETWORK_POLICY))
                            .toList(),
                    former.ciliumPolicies(),
                    changed.ciliumPolicies(),
                    object -> CiliumFaults.find(object).isEmpty() ? CiliumPolicies.of(object, ends.get()) : List.of(),
                    all);
        }
        ordered.stream().filter(policy -> policy.tier().equals(Tier.BASELINE)).forEach(all::add);
        return Optional.of(all.build());
    }

    private static int[] places(ImmutableList<Policy> before, ImmutableList<Policy> policies, Rereading reading) {
        int[] places = new int[policies.size()];
        int place = 0;
        for (int i = 0; i < places.length; i++) {
            Policy policy = policies.get(i);
            boolean next = place < before.size() && Identity.same(before.get(place), policy);
            if (!next && reading.isFresh(policy)) {
                places[i] = -1;
                continue;
            }
            while (!Identity.same(before.get(place), policy)) {
                place++;
            }
            places[i] = place++;
        }
        return places;
    }

    /** The policies of administrators, in the order in which they are asked. */
    static List<OrderedPolicy> ordered(
            List<Policy> before, Cluster former, Cluster changed, CniProfile profile, Rereading reading) {
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
                policy = reading.fresh(OrderedPolicy.of(object));
            }
            if (policy != null) {
                ordered.add(policy);
            }
        }
        ordered.sort(OrderedPolicy.PRECEDENCE);
        return ordered;
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
}
