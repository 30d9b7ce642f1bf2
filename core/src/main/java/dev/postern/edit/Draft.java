package dev.postern.edit;

import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.PodSpec;
import dev.postern.model.PodTemplate;
import dev.postern.model.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A working copy of a cluster, to which edits are made one after another. Belongs to one thread. */
public final class Draft {
    private final Cluster original;
    private final Map<ObjectRef, KubernetesObject> changed = new HashMap<>();
    private final Set<ObjectRef> deleted = new HashSet<>();
    /** What is taken out of policies: of each, everything so far. */
    private final Map<ObjectRef, List<Edit>> policies = new HashMap<>();

    private Optional<UnaryOperator<Pod>> podChanges = Optional.empty();

    private Draft(Cluster original) {
        this.original = original;
    }

    /** The cluster with these edits made to it, in canonical order. O(objects). */
    public static Cluster edited(Cluster original, Collection<? extends Edit> edits) {
        if (edits.isEmpty()) {
            return original;
        }
        Draft draft = new Draft(original);
        edits.stream().sorted().forEach(edit -> edit.applyTo(draft));
        return draft.build();
    }

    /** Replaces an object that is there by what the function makes of it. */
    <T extends KubernetesObject> void update(Class<T> type, ObjectRef ref, UnaryOperator<T> change) {
        find(type, ref).ifPresent(object -> put(change.apply(object)));
    }

    <T extends KubernetesObject> Optional<T> find(Class<T> type, ObjectRef ref) {
        KubernetesObject now = changed.get(ref);
        if (now != null) {
            return Optional.of(type.cast(now));
        }
        return deleted.contains(ref) ? Optional.empty() : original.find(type, ref);
    }

    /** Whether there is an object of that kind and name, which is no pod. */
    boolean holds(ObjectRef ref) {
        return changed.containsKey(ref)
                || (!deleted.contains(ref) && original.find(ref).isPresent());
    }

    void put(KubernetesObject object) {
        changed.put(object.ref(), object);
        deleted.remove(object.ref());
    }

    void delete(ObjectRef ref) {
        changed.remove(ref);
        deleted.add(ref);
    }

    /** Changes what a workload's pods are made from, in the workload, in what it made, and in its pods. */
    void podSpecs(ObjectRef owner, UnaryOperator<PodSpec> change) {
        for (Workload workload : original.workloads()) {
            if (workload.ref().equals(owner)
                    || workload.meta().controller().filter(owner::equals).isPresent()) {
                update(Workload.class, workload.ref(), now -> withTemplate(now, change));
            }
        }
        pods(pod -> pod.owner().equals(owner), change);
    }

    /** Changes pods that exist; a workload's virtual pod follows its template. */
    void pods(Predicate<Pod> wanted, UnaryOperator<PodSpec> change) {
        UnaryOperator<Pod> next = pod -> wanted.test(pod) ? withSpec(pod, change.apply(pod.spec())) : pod;
        podChanges = Optional.of(podChanges
                .<UnaryOperator<Pod>>map(before -> pod -> next.apply(before.apply(pod)))
                .orElse(next));
    }

    /** Takes something out of a policy that is there. */
    void policy(Edit edit) {
        List<Edit> edits = policies.computeIfAbsent(edit.object(), any -> new ArrayList<>());
        edits.add(edit);
        original.find(edit.object()).map(was -> PolicyCut.of(was, edits).now()).ifPresent(this::put);
    }

    Cluster original() {
        return original;
    }

    private Cluster build() {
        Cluster.Builder builder = Cluster.builder();
        changed.values().forEach(builder::add);
        podChanges.ifPresent(change -> original.existingPods().forEach(pod -> {
            Pod now = change.apply(pod);
            if (!now.equals(pod)) {
                builder.add(now);
            }
        }));
        return original.with(builder.build(), deleted);
    }

    private static Workload withTemplate(Workload workload, UnaryOperator<PodSpec> change) {
        PodTemplate template = workload.template();
        return new Workload(
                workload.meta(),
                workload.kind(),
                new PodTemplate(
                        template.labels(), template.annotations(), change.apply(template.spec()), template.field()),
                workload.replicas(),
                workload.suspended());
    }

    private static Pod withSpec(Pod pod, PodSpec spec) {
        return new Pod(
                pod.object(),
                pod.meta(),
                spec,
                pod.specField(),
                pod.nodeName(),
                pod.phase(),
                pod.ips(),
                pod.owner(),
                pod.virtual(),
                pod.mirror());
    }
}
