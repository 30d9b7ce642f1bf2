package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which pods there are: those of the input, and a virtual one for each top-most workload that owns none of them.
 * Facts come from the pods that exist; owners are followed through the input (Pod, ReplicaSet, Deployment).
 */
final class EffectivePods {
    /** No chain of real controllers is longer; a longer one is a cycle in hostile input. */
    private static final int MAX_OWNERS = 8;

    private final Map<ObjectRef, Workload> workloads = new HashMap<>();

    private EffectivePods(List<Workload> workloads) {
        for (Workload workload : workloads) {
            this.workloads.put(workload.ref(), workload);
        }
    }

    static ImmutableList<Pod> of(List<Workload> workloads, List<Pod> existing) {
        EffectivePods owners = new EffectivePods(workloads);
        List<Pod> pods = new ArrayList<>(existing.size());
        Set<ObjectRef> withPods = new HashSet<>();
        for (Pod pod : existing) {
            ObjectRef owner = owners.topMost(pod.object(), pod.meta().controller());
            withPods.add(owner);
            owner = owner.equals(pod.object()) ? absentOwner(pod) : owner;
            pods.add(pod.withOwner(owner));
        }
        for (Workload workload : workloads) {
            ObjectRef owner = owners.topMost(workload.ref(), workload.meta().controller());
            if (owner.equals(workload.ref()) && !withPods.contains(owner)) {
                pods.add(virtual(workload));
            }
        }
        pods.sort(Comparator.comparing(Pod::object));
        return ImmutableList.copyOf(pods);
    }

    private ObjectRef topMost(ObjectRef start, Optional<ObjectRef> controller) {
        ObjectRef top = start;
        Optional<ObjectRef> next = controller;
        for (int i = 0; i < MAX_OWNERS && next.isPresent(); i++) {
            Workload workload = workloads.get(next.get());
            if (workload == null) {
                break;
            }
            top = workload.ref();
            next = workload.meta().controller();
        }
        return top;
    }

    /** Replicas of a controller that the input does not hold still belong together. A Node owns mirror pods only. */
    private static ObjectRef absentOwner(Pod pod) {
        return pod.meta()
                .controller()
                .filter(controller -> !controller.kind().equals("Node"))
                .orElse(pod.object());
    }

    private static Pod virtual(Workload workload) {
        PodTemplate template = workload.template();
        return new Pod(
                workload.ref(),
                workload.meta().withLabels(template.labels()),
                template.spec(),
                template.field() + ".spec",
                Optional.empty(),
                "",
                ImmutableList.of(),
                workload.ref(),
                true,
                false);
    }
}
