package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Annotations that confine no container, and labels of namespaces that Pod Security admission does not read as meant.
 * Replicas of one owner count once. Source: the warnings and the validation of pods
 * ({@code api/pod.warningsForPodSpecAndMeta}, {@code ValidateAppArmorPodAnnotations}); KEP-135, KEP-24.
 */
final class Mistakes {
    /** Also that of such annotations on what is no pod, which the reader finds. */
    private static final String CODE = "profile-annotation-ignored";

    private record Place(ObjectRef owner, String key) {}

    private final KubernetesVersion serverVersion;
    private final ImmutableList.Builder<Mistake> found = ImmutableList.builder();
    private final Set<Place> seen = new HashSet<>();

    private Mistakes(KubernetesVersion serverVersion) {
        this.serverVersion = serverVersion;
    }

    /** O(pods + annotations x containers). */
    static ImmutableList<Mistake> in(Cluster cluster, KubernetesVersion serverVersion) {
        Mistakes mistakes = new Mistakes(serverVersion);
        cluster.namespaces().forEach(namespace -> mistakes.found.addAll(LevelMistakes.of(namespace, serverVersion)));
        cluster.pods().forEach(mistakes::pod);
        return mistakes.found.build();
    }

    private void pod(Pod pod) {
        pod.spec()
                .profiles()
                .forEach((key, value) -> fault(pod, key).ifPresent(fault -> {
                    if (seen.add(new Place(pod.owner(), key))) {
                        found.add(new Mistake(CODE, Fields.annotation(pod, key, value), fault));
                    }
                }));
    }

    private Optional<String> fault(Pod pod, String key) {
        if (key.startsWith(AppArmor.ANNOTATION)) {
            return appArmor(pod, key.substring(AppArmor.ANNOTATION.length()));
        }
        return key.startsWith(Profiles.SECCOMP_CONTAINER)
                ? seccomp(pod, key.substring(Profiles.SECCOMP_CONTAINER.length()))
                : seccomp(pod);
    }

    private static Optional<String> appArmor(Pod pod, String name) {
        return container(pod, name).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "names no container of the pod, so it confines nothing and the API server refuses the pod");
    }

    /** Where the field says something the annotation is beside the point: no warning, as the API server gives none. */
    private Optional<String> seccomp(Pod pod) {
        boolean stated = pod.spec().securityContext().seccompProfile().isPresent();
        return stated || !ignoresSeccomp() ? Optional.empty() : Optional.of(ignored("the pod's"));
    }

    private Optional<String> seccomp(Pod pod, String name) {
        Optional<Container> container = container(pod, name);
        if (container.isEmpty()) {
            return Optional.of("has no effect: it names no container of the pod");
        }
        boolean stated = container.get().securityContext().seccompProfile().isPresent();
        return stated || !ignoresSeccomp() ? Optional.empty() : Optional.of(ignored("the container's"));
    }

    private boolean ignoresSeccomp() {
        return serverVersion.isAtLeast(1, 27);
    }

    private String ignored(String whose) {
        return "has no effect: API servers ignore it since v1.27 (this one is taken to be " + serverVersion
                + "). Write seccompProfile in " + whose + " securityContext";
    }

    private static Optional<Container> container(Pod pod, String name) {
        return pod.spec().containers().stream()
                .filter(container -> container.name().equals(name))
                .findFirst();
    }
}
