package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import java.util.Optional;

/** Controls over AppArmor and seccomp profiles, by field and by annotation. */
final class Profiles {
    private static final ImmutableSet<String> TYPES = ImmutableSet.of("RuntimeDefault", "Localhost");
    private static final String APP_ARMOR = "securityContext.appArmorProfile.type";
    private static final String SECCOMP = "securityContext.seccompProfile.type";
    private static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
    static final String SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";

    private Profiles() {}

    static ImmutableList<Evidence> appArmor(Pod pod) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        bad(pod.spec().securityContext().appArmorProfile())
                .ifPresent(type -> bad.add(Fields.stated(pod, APP_ARMOR, type)));
        for (Container container : pod.spec().containers()) {
            bad(container.securityContext().appArmorProfile())
                    .ifPresent(type -> bad.add(Fields.stated(pod, container, APP_ARMOR, type)));
        }
        pod.spec().profiles().forEach((key, value) -> {
            boolean allowed = value.isEmpty() || value.equals("runtime/default") || value.startsWith("localhost/");
            if (key.startsWith(AppArmor.ANNOTATION) && !allowed) {
                bad.add(Fields.annotation(pod, key, value));
            }
        });
        return bad.build();
    }

    /** Before v1.19 there were annotations only. */
    static ImmutableList<Evidence> seccompAnnotations(Pod pod) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        annotation(pod, SECCOMP_POD).ifPresent(bad::add);
        for (Container container : pod.spec().containers()) {
            annotation(pod, SECCOMP_CONTAINER + container.name()).ifPresent(bad::add);
        }
        return bad.build();
    }

    private static Optional<Evidence> annotation(Pod pod, String key) {
        return Optional.ofNullable(pod.spec().profiles().get(key))
                .filter(value -> !value.equals("runtime/default")
                        && !value.equals("docker/default")
                        && !value.startsWith("localhost/"))
                .map(value -> Fields.annotation(pod, key, value));
    }

    static ImmutableList<Evidence> seccomp(Pod pod) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        bad(pod.spec().securityContext().seccompProfile())
                .ifPresent(type -> bad.add(Fields.stated(pod, SECCOMP, type)));
        for (Container container : pod.spec().containers()) {
            bad(container.securityContext().seccompProfile())
                    .ifPresent(type -> bad.add(Fields.stated(pod, container, SECCOMP, type)));
        }
        return bad.build();
    }

    /** As {@link #seccomp}, and each container has a profile, of its own or of its pod. */
    static ImmutableList<Evidence> seccompRequired(Pod pod) {
        ImmutableList.Builder<Evidence> bad = ImmutableList.builder();
        bad.addAll(seccomp(pod));
        boolean ofPod = pod.spec()
                .securityContext()
                .seccompProfile()
                .filter(TYPES::contains)
                .isPresent();
        for (Container container : pod.spec().containers()) {
            if (!ofPod && container.securityContext().seccompProfile().isEmpty()) {
                bad.add(Fields.byDefault(pod, container, SECCOMP, "none"));
            }
        }
        return bad.build();
    }

    private static Optional<String> bad(Optional<String> type) {
        return type.filter(given -> !TYPES.contains(given));
    }
}
