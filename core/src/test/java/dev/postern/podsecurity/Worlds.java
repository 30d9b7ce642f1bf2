package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.KubernetesObject;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.Namespace;
import dev.postern.model.Node;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.PersistentVolume;
import dev.postern.model.PersistentVolumeClaim;
import dev.postern.model.Pod;
import dev.postern.model.Secret;
import dev.postern.model.ServiceAccount;
import dev.postern.model.Taint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small clusters, and short ways to ask about them. */
final class Worlds {
    static final KubernetesVersion LATEST = KubernetesVersion.LATEST_KNOWN;

    private Worlds() {}

    static Cluster cluster(List<Pod> pods, KubernetesObject... objects) {
        Cluster.Builder builder = Cluster.builder();
        pods.forEach(builder::add);
        for (KubernetesObject object : objects) {
            builder.add(object);
        }
        return builder.build();
    }

    static PodSecurity security(KubernetesObject... objects) {
        return PodSecurity.of(cluster(List.of(), objects), LATEST);
    }

    static PodSecurity security(List<Pod> pods, KubernetesObject... objects) {
        return PodSecurity.of(cluster(pods, objects), LATEST);
    }

    /** The first container's escapes, in a cluster of nothing but these objects. */
    static ImmutableList<Escape> escapes(PodBuilder builder, KubernetesObject... objects) {
        Pod pod = builder.build();
        return security(objects).escapes(pod, pod.spec().containers().get(0));
    }

    /** As {@link #escapes}, each as {@code KIND EFFECT CONFIDENCE}. */
    static List<String> described(PodBuilder builder, KubernetesObject... objects) {
        return escapes(builder, objects).stream().map(Worlds::describe).toList();
    }

    static String describe(Escape escape) {
        return escape.kind() + " " + escape.effect() + " " + escape.confidence();
    }

    static ContainerFacts facts(PodBuilder builder, KubernetesObject... objects) {
        Pod pod = builder.build();
        return security(objects).facts(pod, pod.spec().containers().get(0));
    }

    static Container container(Pod pod, String name) {
        return pod.spec().containers().stream()
                .filter(container -> container.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static ServiceAccount account(String name, Optional<Boolean> automount, String... imagePullSecrets) {
        return new ServiceAccount(
                ObjectMeta.of("shop", name), automount, ImmutableList.of(), ImmutableList.copyOf(imagePullSecrets));
    }

    static Secret tokenSecret(String name, String account) {
        return new Secret(
                ObjectMeta.of("shop", name),
                Secret.SERVICE_ACCOUNT_TOKEN,
                ImmutableList.of("ca.crt", "namespace", "token"),
                account,
                false);
    }

    static Secret secret(String name, String... keys) {
        return new Secret(ObjectMeta.of("shop", name), "Opaque", ImmutableList.copyOf(keys), "", false);
    }

    static PersistentVolumeClaim claim(String name, String volume, String storageClass) {
        return new PersistentVolumeClaim(ObjectMeta.of("shop", name), volume, storageClass);
    }

    static PersistentVolume volume(String name, String path, String field, String claim, String storageClass) {
        return new PersistentVolume(
                ObjectMeta.of("", name),
                Optional.of(path),
                field,
                false,
                claim.isEmpty() ? Optional.empty() : Optional.of(ObjectRef.of("PersistentVolumeClaim", "shop", claim)),
                storageClass,
                ImmutableList.of());
    }

    static Namespace namespace(String name, Map<String, String> labels) {
        return new Namespace(ObjectMeta.of("", name).withLabels(ImmutableSortedMap.copyOf(labels)));
    }

    static Node node(String name, Map<String, String> labels, Taint... taints) {
        return new Node(
                ObjectMeta.of("", name).withLabels(ImmutableSortedMap.copyOf(labels)),
                ImmutableList.copyOf(taints),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                "",
                "",
                false);
    }

    static Node cordoned(String name) {
        Node node = node(name, Map.of());
        return new Node(
                node.meta(),
                node.taints(),
                node.internalAddresses(),
                node.externalAddresses(),
                node.podCIDRs(),
                "",
                "",
                true);
    }
}
