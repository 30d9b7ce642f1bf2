package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.KubernetesObject;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Policies of changed lists of objects: those of unchanged objects are the very ones that there were, the others are read. */
final class Rereading {
    private final Set<Policy> fresh = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * The part of two lists in which they differ: what they begin and what they end with is the same.
     *
     * @param start where it starts, in both of them
     */
    record Difference(int start, int formerEnd, int changedEnd) {
        static Difference of(ImmutableList<?> former, ImmutableList<?> changed) {
            if (Identity.same(former, changed)) {
                return new Difference(0, 0, 0);
            }
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
            return new Difference(start, end, changedEnd);
        }

        boolean isNothing() {
            return start == formerEnd && start == changedEnd;
        }
    }

    /** Takes note of a policy that was read. */
    <P extends Policy> P fresh(P policy) {
        fresh.add(policy);
        return policy;
    }

    boolean isFresh(Policy policy) {
        return fresh.contains(policy);
    }

    /**
     * Both lists of objects, and so the policies that were made of them, are in the order of their names.
     *
     * @param known of the former objects; those that are refused make none
     * @param reader of one object
     */
    <T extends KubernetesObject> void read(
            List<Policy> known,
            ImmutableList<T> former,
            ImmutableList<T> changed,
            Function<T, List<? extends Policy>> reader,
            ImmutableList.Builder<Policy> all) {
        Difference difference = Difference.of(former, changed);
        if (difference.isNothing()) {
            all.addAll(known);
            return;
        }
        int next = place(known, former, difference.start());
        int last = place(known, former, difference.formerEnd());
        all.addAll(known.subList(0, next));
        for (T object : changed.subList(difference.start(), difference.changedEnd())) {
            while (next < last
                    && !isOf(known.get(next), object)
                    && known.get(next).ref().compareTo(object.ref()) < 0) {
                next++;
            }
            if (next < last && isOf(known.get(next), object)) {
                while (next < last && isOf(known.get(next), object)) {
                    all.add(known.get(next++));
                }
            } else {
                reader.apply(object).forEach(policy -> all.add(fresh(policy)));
            }
        }
        all.addAll(known.subList(last, known.size()));
    }

    private static boolean isOf(Policy policy, KubernetesObject object) {
        return Identity.same(policy.object(), object);
    }

    /** How many policies are made of the first objects. */
    private static int place(List<Policy> known, ImmutableList<? extends KubernetesObject> objects, int count) {
        if (count == objects.size()) {
            return known.size();
        }
        int low = 0;
        int high = known.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (known.get(middle).ref().compareTo(objects.get(count).ref()) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
