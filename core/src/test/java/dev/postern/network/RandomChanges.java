package dev.postern.network;

import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Changes of a cluster, one after the other, with what other clusters of its kind hold. */
final class RandomChanges {
    private final Random random;
    private final Cluster donor;

    RandomChanges(Random random, Cluster donor) {
        this.random = random;
        this.donor = donor;
    }

    /** A policy, a pod or a namespace that is new, gone or another than before; of others now and then. */
    Cluster next(Cluster cluster) {
        switch (random.nextInt(12)) {
            case 0, 1, 2:
                return put(cluster, policies(donor));
            case 3, 4:
                return without(cluster, policies(cluster).map(KubernetesObject::ref));
            case 5:
                return existing(donor).map(pod -> with(cluster, pod)).orElse(cluster);
            case 6:
                return without(cluster, cluster.existingPods().map(Pod::object));
            case 7, 8:
                return existing(cluster)
                        .map(pod -> with(cluster, labelled(pod, labels(pod.meta(), "app", "tier"))))
                        .orElse(cluster);
            case 9, 10:
                String name = pick(cluster.pods().stream().map(Pod::namespace)).orElse("a");
                Namespace namespace = cluster.namespace(name).orElseGet(() -> Namespace.implied(name));
                ObjectMeta meta = namespace.meta();
                return put(cluster, Stream.of(new Namespace(meta.withLabels(labels(meta, "team", "zone")))));
            default:
                return random.nextInt(3) > 0
                        ? put(cluster, donor.objects())
                        : without(cluster, cluster.objects().map(KubernetesObject::ref));
        }
    }

    private static Stream<KubernetesObject> policies(Cluster cluster) {
        return cluster.objects().filter(object -> object.kind().contains("Policy"));
    }

    private Optional<Pod> existing(Cluster cluster) {
        return pick(cluster.existingPods());
    }

    private ImmutableSortedMap<String, String> labels(ObjectMeta meta, String first, String second) {
        Map<String, String> labels = new HashMap<>(meta.labels());
        String key = random.nextBoolean() ? first : second;
        List<String> values = List.of("web", "db", "1", "2", "blue", "red", "green", "");
        String value = values.get(random.nextInt(values.size()));
        if (value.isEmpty()) {
            labels.remove(key);
        } else {
            labels.put(key, value);
        }
        return ImmutableSortedMap.copyOf(labels);
    }

    private static Pod labelled(Pod pod, ImmutableSortedMap<String, String> labels) {
        return new Pod(
                pod.object(),
                pod.meta().withLabels(labels),
                pod.spec(),
                pod.specField(),
                pod.nodeName(),
                pod.phase(),
                pod.ips(),
                pod.owner(),
                pod.virtual(),
                pod.mirror());
    }

    private static Cluster with(Cluster cluster, Pod pod) {
        return cluster.with(Cluster.builder().add(pod).build(), Set.of());
    }

    private Cluster put(Cluster cluster, Stream<KubernetesObject> objects) {
        return pick(objects)
                .map(object -> cluster.with(Cluster.builder().add(object).build(), Set.of()))
                .orElse(cluster);
    }

    private Cluster without(Cluster cluster, Stream<ObjectRef> objects) {
        return pick(objects)
                .map(object -> cluster.with(Cluster.builder().build(), Set.of(object)))
                .orElse(cluster);
    }

    private <T> Optional<T> pick(Stream<T> all) {
        List<T> list = new ArrayList<>(all.toList());
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(random.nextInt(list.size())));
    }
}
