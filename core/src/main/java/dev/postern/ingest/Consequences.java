package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.PodSpec;
import dev.postern.model.PodTemplate;
import dev.postern.model.Volume;
import dev.postern.model.Workload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What controllers make of changes, taken to its end.
 *
 * <ul>
 *   <li>What a deleted workload controls goes with it; with a Namespace goes what is in it.
 *   <li>When a workload's template changes, what it controls follows: its ReplicaSets and Jobs take the template, its pods the
 *       template's specification, labels and annotations. They keep their names and nodes, so that answers before and after
 *       can be compared; their text is that of the workload. Containers and volumes that only the pod had, which admission
 *       put there, stay, but for the token's: whether one is mounted is decided anew.
 *   <li>An object that is itself among the changes is what they say.
 * </ul>
 *
 * <p>Not followed: who takes the place of a deleted pod (its workload has a virtual one if it was the last), what a scheduler
 * does when nodes change, what an operator makes of a custom resource. O(objects) if a workload or namespace is among the
 * changes.
 */
final class Consequences {
    private static final String TOKEN_PLACE = "/var/run/secrets/kubernetes.io/serviceaccount";

    private final Cluster before;
    private final Cluster stated;
    private final Set<ObjectRef> gone = new HashSet<>();
    private final Cluster.Builder changed = Cluster.builder();
    private final Set<ObjectRef> settled = new HashSet<>();

    /** By what controls them: workloads and pods. */
    private final Map<ObjectRef, List<Record>> controlled = new HashMap<>();

    Consequences(Cluster before, Cluster stated, Set<ObjectRef> deleted) {
        this.before = before;
        this.stated = stated;
        stated.objects().forEach(object -> {
            changed.add(object);
            settled.add(object.ref());
        });
        stated.existingPods().forEach(pod -> {
            changed.add(pod);
            settled.add(pod.object());
        });
        stated.otherKinds().forEach(changed::addOther);
        List<Workload> templates = stated.workloads().stream()
                .filter(workload -> before.find(Workload.class, workload.ref())
                        .filter(old -> !sameTemplate(old, workload))
                        .isPresent())
                .toList();
        if (!templates.isEmpty() || deleted.stream().anyMatch(this::mayOwn)) {
            before.workloads().forEach(workload -> note(workload.meta(), workload));
            before.existingPods().forEach(pod -> note(pod.meta(), pod));
        }
        deleted.forEach(this::delete);
        templates.forEach(this::follow);
    }

    /** Everything that is another than before. */
    Cluster changed() {
        return changed.build();
    }

    /** Everything that is no more. */
    ImmutableSet<ObjectRef> gone() {
        return ImmutableSet.copyOf(gone);
    }

    private static boolean sameTemplate(Workload a, Workload b) {
        return a.template().equals(b.template());
    }

    private boolean mayOwn(ObjectRef object) {
        return object.kind().equals("Namespace")
                || before.find(Workload.class, object).isPresent();
    }

    private void note(ObjectMeta meta, Record object) {
        meta.controller()
                .ifPresent(controller -> controlled
                        .computeIfAbsent(controller, key -> new ArrayList<>())
                        .add(object));
    }

    private void delete(ObjectRef object) {
        if (object.kind().equals("Namespace")) {
            String name = object.name();
            Stream.concat(
                            before.objects()
                                    .filter(other -> other.meta().namespace().equals(name))
                                    .map(KubernetesObject::ref),
                            before.existingPods()
                                    .filter(pod -> pod.namespace().equals(name))
                                    .map(Pod::object))
                    .filter(other -> !settled.contains(other))
                    .forEach(gone::add);
        }
        Deque<ObjectRef> open = new ArrayDeque<>(List.of(object));
        gone.add(object);
        while (!open.isEmpty()) {
            for (Record owned : controlled.getOrDefault(open.remove(), List.of())) {
                ObjectRef ref = Duplicates.ref(owned);
                if (!settled.contains(ref) && gone.add(ref)) {
                    open.add(ref);
                }
            }
        }
    }

    private void follow(Workload top) {
        PodTemplate old = before.find(Workload.class, top.ref()).orElse(top).template();
        Deque<ObjectRef> open = new ArrayDeque<>(List.of(top.ref()));
        while (!open.isEmpty()) {
            for (Record owned : controlled.getOrDefault(open.remove(), List.of())) {
                ObjectRef ref = Duplicates.ref(owned);
                if (gone.contains(ref) || !settled.add(ref)) {
                    continue;
                }
                if (owned instanceof Workload workload) {
                    changed.add(following(workload, top, old));
                    open.add(ref);
                } else {
                    changed.add(following((Pod) owned, top, old));
                }
            }
        }
    }

    private static Workload following(Workload workload, Workload top, PodTemplate old) {
        PodTemplate own = workload.template();
        PodTemplate template = new PodTemplate(
                exchanged(own.labels(), old.labels(), top.template().labels()),
                exchanged(own.annotations(), old.annotations(), top.template().annotations()),
                top.template().spec(),
                own.field());
        return new Workload(workload.meta(), workload.kind(), template, workload.replicas(), workload.suspended());
    }

    private static Pod following(Pod pod, Workload top, PodTemplate old) {
        ObjectMeta meta = pod.meta();
        return new Pod(
                pod.object(),
                new ObjectMeta(
                        meta.name(),
                        meta.namespace(),
                        meta.namespaceBasis(),
                        exchanged(meta.labels(), old.labels(), top.template().labels()),
                        exchanged(
                                meta.annotations(),
                                old.annotations(),
                                top.template().annotations()),
                        false, // what the API server put into the old pod says nothing about the new one
                        meta.controller(),
                        top.meta().origin()),
                withInjected(top.template().spec(), pod.spec(), old.spec()),
                top.template().field() + ".spec",
                pod.nodeName(),
                pod.phase(),
                pod.ips(),
                pod.owner(),
                false,
                pod.mirror());
    }

    /** What came from the old template goes, what is in the new one comes, what came from elsewhere stays. */
    private static ImmutableSortedMap<String, String> exchanged(
            Map<String, String> own, Map<String, String> old, Map<String, String> now) {
        Map<String, String> all = new TreeMap<>(own);
        all.keySet().removeAll(old.keySet());
        all.putAll(now);
        return ImmutableSortedMap.copyOf(all);
    }

    private static PodSpec withInjected(PodSpec template, PodSpec pod, PodSpec old) {
        Set<String> known = new HashSet<>();
        Stream.of(template, old).forEach(spec -> spec.containers().forEach(container -> known.add(container.name())));
        List<Container> injected = pod.containers().stream()
                .filter(container -> container.role() != Container.Role.EPHEMERAL && !known.contains(container.name()))
                .map(Consequences::withoutToken)
                .toList();
        if (injected.isEmpty()) {
            return template;
        }
        Set<String> volumes = new HashSet<>();
        injected.forEach(container -> container.volumeMounts().forEach(mount -> volumes.add(mount.volume())));
        Stream<Volume> added = pod.volumes().stream()
                .filter(volume -> volumes.contains(volume.name())
                        && template.volumes().stream()
                                .noneMatch(other -> other.name().equals(volume.name())));
        return template.with(concat(template.containers(), injected.stream()), concat(template.volumes(), added));
    }

    private static <T> ImmutableList<T> concat(List<T> first, Stream<T> then) {
        return Stream.concat(first.stream(), then).collect(ImmutableList.toImmutableList());
    }

    private static Container withoutToken(Container container) {
        return container.withVolumeMounts(container.volumeMounts().stream()
                .filter(mount -> !mount.mountPath().equals(TOKEN_PLACE))
                .collect(ImmutableList.toImmutableList()));
    }
}
