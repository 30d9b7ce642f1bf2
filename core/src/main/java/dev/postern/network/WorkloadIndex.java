package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** The workloads that have a pod which takes part, in canonical order: namespace, name, kind. Numbered from 0. */
final class WorkloadIndex {
    static final Comparator<ObjectRef> ORDER = Comparator.comparing(ObjectRef::namespace)
            .thenComparing(ObjectRef::name)
            .thenComparing(ObjectRef::kind);

    private final ImmutableList<ObjectRef> workloads;
    private final int[][] podsOf;
    private final int[][] classesOf;
    private final int[][] ofClass;
    private final int[] ofPod;

    WorkloadIndex(Cluster cluster, NetworkClasses classes) {
        ImmutableList<Pod> pods = cluster.pods();
        int[] live = IntStream.range(0, pods.size())
                .filter(pod -> classes.classOf(pod) != Network.NO_CLASS)
                .toArray();
        workloads = Arrays.stream(live)
                .mapToObj(pod -> pods.get(pod).owner())
                .distinct()
                .sorted(ORDER)
                .collect(ImmutableList.toImmutableList());
        Map<ObjectRef, Integer> numbers = new HashMap<>();
        workloads.forEach(workload -> numbers.put(workload, numbers.size()));
        ofPod = new int[pods.size()];
        Arrays.fill(ofPod, -1);
        IntStream.Builder[] byWorkload = builders(workloads.size());
        IntStream.Builder[] byClass = builders(classes.count());
        for (int pod : live) {
            ofPod[pod] = numbers.getOrDefault(pods.get(pod).owner(), -1);
            byWorkload[ofPod[pod]].add(pod);
            byClass[classes.classOf(pod)].add(ofPod[pod]);
        }
        podsOf = new int[workloads.size()][];
        classesOf = new int[workloads.size()][];
        for (int i = 0; i < podsOf.length; i++) {
            podsOf[i] = byWorkload[i].build().toArray();
            classesOf[i] = Arrays.stream(podsOf[i])
                    .map(classes::classOf)
                    .distinct()
                    .sorted()
                    .toArray();
        }
        ofClass = new int[classes.count()][];
        for (int i = 0; i < ofClass.length; i++) {
            ofClass[i] = byClass[i].build().distinct().toArray();
        }
    }

    private static IntStream.Builder[] builders(int count) {
        return IntStream.range(0, count).mapToObj(i -> IntStream.builder()).toArray(IntStream.Builder[]::new);
    }

    int count() {
        return workloads.size();
    }

    ObjectRef workload(int number) {
        return workloads.get(number);
    }

    /** The numbers of the workloads of that name, of whatever kind. */
    int[] named(String namespace, String name) {
        return IntStream.range(0, workloads.size())
                .filter(i -> workloads.get(i).namespace().equals(namespace)
                        && workloads.get(i).name().equals(name))
                .toArray();
    }

    /** The positions of a workload's pods; not to be changed, like the arrays below. */
    int[] pods(int workload) {
        return podsOf[workload];
    }

    /** The network classes of a workload's pods. */
    int[] classes(int workload) {
        return classesOf[workload];
    }

    /** The workloads with a pod of a class. */
    int[] ofClass(int networkClass) {
        return ofClass[networkClass];
    }

    /** The workload of the pod at a position; -1 if it takes no part. */
    int ofPod(int pod) {
        return ofPod[pod];
    }
}
