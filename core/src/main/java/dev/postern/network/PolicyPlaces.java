package dev.postern.network;

import com.google.common.collect.ImmutableList;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/**
 * Where the policies for the pods of some namespaces stand among those in force. NetworkPolicies that are a pool stand together, in
 * the order of their names, so that those of a namespace need not be searched for; of all others each is asked.
 */
final class PolicyPlaces {
    private final ImmutableList<Policy> policies;
    /** The first of the NetworkPolicies, and the one behind the last. */
    private final int first;

    private final int end;

    /** Of policies as they are in force. O(policies that are not in the pool). */
    PolicyPlaces(ImmutableList<Policy> policies) {
        this.policies = policies;
        int start = 0;
        while (start < policies.size() && !isPooled(policies.get(start))) {
            start++;
        }
        int last = policies.size();
        while (last > start && !isPooled(policies.get(last - 1))) {
            last--;
        }
        first = start;
        end = last;
    }

    /** Whether it is one of the pool: among policies of Calico NetworkPolicies stand elsewhere. */
    private static boolean isPooled(Policy policy) {
        return policy instanceof PooledPolicy && policy.tier().equals(Tier.NETWORK_POLICY);
    }

    /** The NetworkPolicies of the pool. */
    ImmutableList<Policy> pooled() {
        return policies.subList(first, end);
    }

    /** Those before them. */
    ImmutableList<Policy> before() {
        return policies.subList(0, first);
    }

    /** Those behind them. */
    ImmutableList<Policy> behind() {
        return policies.subList(end, policies.size());
    }

    /** The places of the policies that may be for pods of some namespaces. */
    RoaringBitmap within(Set<String> namespaces) {
        RoaringBitmap places = new RoaringBitmap();
        add(0, first, namespaces, places);
        for (String namespace : namespaces) {
            places.add((long) behind(namespace, false), behind(namespace, true));
        }
        add(end, policies.size(), namespaces, places);
        return places;
    }

    private void add(int from, int to, Set<String> namespaces, RoaringBitmap places) {
        for (int i = from; i < to; i++) {
            String only = policies.get(i).namespace();
            if (only.isEmpty() || namespaces.contains(only)) {
                places.add(i);
            }
        }
    }

    /** The first place of a policy of a namespace that comes later, or of the namespace itself or one later. */
    private int behind(String namespace, boolean itself) {
        int low = first;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = policies.get(middle).namespace().compareTo(namespace);
            if (order < 0 || order == 0 && itself) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
