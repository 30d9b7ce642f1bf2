package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Namespace;
import dev.postern.model.Pod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The pods of a changed cluster, beside those that there were.
 *
 * @param before for each pod the position of the one of its name before; -1 if there was none
 * @param changed positions of the pods that are not the very ones that there were
 * @param gone former positions of those that are no longer there
 * @param inPlace whether names are where they were
 */
record PodChange(int[] before, List<Integer> changed, List<Integer> gone, boolean inPlace) {
    /** Reads both lists at once. O(pods), most of them compared by identity alone. */
    static PodChange of(ImmutableList<Pod> former, ImmutableList<Pod> pods) {
        int[] before = new int[pods.size()];
        List<Integer> changed = new ArrayList<>();
        List<Integer> gone = new ArrayList<>();
        if (Identity.same(former, pods)) {
            Arrays.setAll(before, i -> i);
            return new PodChange(before, changed, gone, true);
        }
        int old = 0;
        int shorter = Math.min(former.size(), pods.size());
        while (old < shorter && Identity.same(former.get(old), pods.get(old))) {
            before[old] = old;
            old++;
        }
        boolean inPlace = former.size() == pods.size();
        for (int i = old; i < before.length; i++) {
            Pod pod = pods.get(i);
            while (old < former.size()
                    && !Identity.same(former.get(old), pod)
                    && former.get(old).object().compareTo(pod.object()) < 0) {
                gone.add(old++);
            }
            if (old < former.size() && Identity.same(former.get(old), pod)) {
                before[i] = old++;
            } else {
                changed.add(i);
                boolean same = old < former.size() && former.get(old).object().equals(pod.object());
                before[i] = same ? old++ : -1;
            }
            inPlace &= before[i] == i;
        }
        while (old < former.size()) {
            gone.add(old++);
        }
        return new PodChange(before, changed, gone, inPlace);
    }

    /** The namespaces whose labels are others than before, by one of some keys. O(namespaces). */
    static Set<String> relabelled(Cluster former, Cluster changed, Set<String> keys, boolean byAnyKey) {
        Set<String> names = new TreeSet<>();
        if (Identity.same(former.namespaces(), changed.namespaces())) {
            return names;
        }
        Set<Namespace> both = new HashSet<>();
        ImmutableList<Namespace> then = former.namespaces();
        int old = 0;
        for (Namespace namespace : changed.namespaces()) {
            while (old < then.size()
                    && !Identity.same(then.get(old), namespace)
                    && then.get(old).ref().compareTo(namespace.ref()) < 0) {
                both.add(then.get(old++));
            }
            if (old < then.size() && Identity.same(then.get(old), namespace)) {
                old++;
            } else {
                both.add(namespace);
            }
        }
        both.addAll(then.subList(old, then.size()));
        for (Namespace namespace : both) {
            String name = namespace.meta().name();
            Map<String, String> labels = Matches.namespaceLabels(former, name);
            Map<String, String> now = Matches.namespaceLabels(changed, name);
            if (byAnyKey
                    ? !labels.equals(now)
                    : keys.stream().anyMatch(key -> !Objects.equals(labels.get(key), now.get(key)))) {
                names.add(name);
            }
        }
        return names;
    }
}
