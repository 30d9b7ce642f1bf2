package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import java.util.Collection;
import java.util.Collections;

/** Finds pods in the list of a cluster, which is in the order of kind, namespace, name. */
final class PodOrder {
    private PodOrder() {}

    /** Adds the positions of all pods of some namespaces, which are searched for kind by kind. */
    static void addAll(ImmutableList<Pod> pods, Collection<String> namespaces, Collection<Integer> positions) {
        for (int i = 0; i < pods.size(); ) {
            String kind = pods.get(i).object().kind();
            for (String name : namespaces) {
                int first = place(pods, ObjectRef.of(kind, name, ""));
                int end = first < pods.size() ? endOfNamespace(pods, first) : first;
                for (int pod = first;
                        pod < end && pods.get(pod).object().namespace().equals(name);
                        pod++) {
                    positions.add(pod);
                }
            }
            i = place(pods, ObjectRef.of(kind + Character.MIN_VALUE, "", ""));
        }
    }

    /** How many pods are called what is sorted before a name. */
    private static int place(ImmutableList<Pod> pods, ObjectRef name) {
        int found = Collections.binarySearch(Lists.transform(pods, Pod::object), name);
        return found < 0 ? ~found : found;
    }

    /** Where the pods of one namespace that stand together end. */
    static int endOfNamespace(ImmutableList<Pod> pods, int start) {
        int step = 1;
        while (start + step < pods.size() && areTogether(pods.get(start), pods.get(start + step))) {
            step *= 2;
        }
        int inside = start + step / 2;
        int end = Math.min(start + step, pods.size());
        while (end - inside > 1) {
            int middle = (inside + end) >>> 1;
            if (areTogether(pods.get(start), pods.get(middle))) {
                inside = middle;
            } else {
                end = middle;
            }
        }
        return end;
    }

    private static boolean areTogether(Pod one, Pod other) {
        return one.object().namespace().equals(other.object().namespace())
                && one.object().kind().equals(other.object().kind());
    }
}
