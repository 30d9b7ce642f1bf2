package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The partition of the pods into network classes. Pods are positions in the cluster's list of pods. */
final class NetworkClasses {
    private final int[] classOfPod;
    private final int[] traits;
    private final int[] resolutions;
    /** Pods sorted by class: those of class c stand from first[c] to first[c + 1]. */
    private final int[] members;

    private final int[] first;

    private final ImmutableList<Pod> newcomers;
    private final Map<ObjectRef, Integer> classOfNewcomer = new HashMap<>();
    private final Map<Integer, Pod> newcomerOfClass = new HashMap<>();

    NetworkClasses(
            PodGroups groups, int[] classOfGroup, int[] traits, int[] resolutions, ImmutableList<Pod> newcomers) {
        this.traits = traits;
        this.newcomers = newcomers;
        for (int i = 0; i < newcomers.size(); i++) {
            int networkClass = classOfGroup[groups.groupOfNewcomer(i)];
            classOfNewcomer.put(newcomers.get(i).object(), networkClass);
            newcomerOfClass.putIfAbsent(networkClass, newcomers.get(i));
        }
        this.resolutions = resolutions;
        classOfPod = new int[groups.podCount()];
        for (int pod = 0; pod < classOfPod.length; pod++) {
            int group = groups.groupOf(pod);
            classOfPod[pod] = group < 0 ? Network.NO_CLASS : classOfGroup[group];
        }
        first = new int[traits.length + 1];
        members = members();
    }

    /** Classes of pods that are there; the arrays must not change any more. */
    NetworkClasses(int[] classOfPod, int[] traits, int[] resolutions) {
        this.classOfPod = classOfPod;
        this.traits = traits;
        this.resolutions = resolutions;
        newcomers = ImmutableList.of();
        first = new int[traits.length + 1];
        members = members();
    }

    /** Fills in {@link #first}. */
    private int[] members() {
        for (int networkClass : classOfPod) {
            if (networkClass >= 0) {
                first[networkClass + 1]++;
            }
        }
        for (int i = 0; i < traits.length; i++) {
            first[i + 1] += first[i];
        }
        int[] sorted = new int[first[traits.length]];
        int[] next = Arrays.copyOf(first, traits.length);
        for (int pod = 0; pod < classOfPod.length; pod++) {
            if (classOfPod[pod] >= 0) {
                sorted[next[classOfPod[pod]]++] = pod;
            }
        }
        return sorted;
    }

    /** Pods that are not there. */
    ImmutableList<Pod> newcomers() {
        return newcomers;
    }

    /** {@link Network#NO_CLASS} unless it is one of {@link #newcomers}. */
    int classOfNewcomer(ObjectRef pod) {
        return classOfNewcomer.getOrDefault(pod, Network.NO_CLASS);
    }

    /** A newcomer of a class that has one. */
    Optional<Pod> newcomer(int networkClass) {
        return Optional.ofNullable(newcomerOfClass.get(networkClass));
    }

    int count() {
        return traits.length;
    }

    /** {@link Network#NO_CLASS} for a pod that takes no part. */
    int classOf(int pod) {
        return classOfPod[pod];
    }

    int size(int networkClass) {
        return first[networkClass + 1] - first[networkClass];
    }

    /** The i-th pod of a class. */
    int pod(int networkClass, int i) {
        return members[first[networkClass] + i];
    }

    /** See {@link Traits}. */
    int traits(int networkClass) {
        return traits[networkClass];
    }

    /** See {@link NamedPorts}. */
    int resolution(int networkClass) {
        return resolutions[networkClass];
    }
}
