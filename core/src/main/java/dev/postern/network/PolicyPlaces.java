package dev.postern.network;

import com.google.common.collect.ImmutableList;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/**
 * Where the policies for the pods of some namespaces stand among those in force. NetworkPolicies stand together, in the order of
 * their names, and each is for pods of its own namespace; any other may be for any pod.
 */
final class PolicyPlaces {
    private final ImmutableList<Policy> policies;
    /** The first of the NetworkPolicies, and the one behind the last. */
    private final int first;

    private final int end;

    /** Of policies as they are in force where there are none of Istio or Calico. O(policies that are no NetworkPolicies). */
    PolicyPlaces(ImmutableList<Policy> policies) {
        this.policies = policies;
        int start = 0;
        while (start < policies.size() && !(policies.get(start) instanceof PooledPolicy)) {
            start++;
        }
        int last = policies.size();
        while (last > start && !(policies.get(last - 1) instanceof PooledPolicy)) {
            last--;
        }
        first = start;
        end = last;
    }

    /** The NetworkPolicies. */
    ImmutableList<Policy> pooled() {
        return policies.subList(first, end);
    }

    /** Those before and behind them. */
    ImmutableList<Policy> others() {
        return ImmutableList.<Policy>builder()
                .addAll(policies.subList(0, first))
                .addAll(policies.subList(end, policies.size()))
                .build();
    }

    /** The places of the policies that may be for pods of some namespaces. */
    RoaringBitmap within(Set<String> namespaces) {
        RoaringBitmap places = RoaringBitmap.bitmapOfRange(0, first);
        places.add((long) end, policies.size());
        for (String namespace : namespaces) {
            places.add((long) behind(namespace, false), behind(namespace, true));
        }
        return places;
    }

    /** The first place of a policy of a namespace that comes later, or of the namespace itself or one later. */
    private int behind(String namespace, boolean itself) {
        int low = first;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = ((PooledPolicy) policies.get(middle))
                    .object()
                    .meta()
                    .namespace()
                    .compareTo(namespace);
            if (order < 0 || order == 0 && itself) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
