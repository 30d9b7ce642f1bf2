package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Container;
import dev.postern.model.PodSecurityContext;
import dev.postern.model.SecurityContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** AppArmor and seccomp profiles that annotations name: they count where the field of today is absent. */
final class LegacyProfiles {
    private LegacyProfiles() {}

    static ImmutableList<Container> inContainers(
            ImmutableList<Container> containers, ImmutableSortedMap<String, String> profiles) {
        return containers.stream().map(container -> in(container, profiles)).collect(ImmutableList.toImmutableList());
    }

    static PodSecurityContext inPod(PodSecurityContext pod, ImmutableSortedMap<String, String> profiles) {
        Optional<String> seccomp = profile(profiles.get(Annotations.SECCOMP_POD));
        if (pod.seccompProfile().isPresent() || seccomp.isEmpty()) {
            return pod;
        }
        return new PodSecurityContext(
                pod.runAsNonRoot(),
                pod.runAsUser(),
                pod.runAsGroup(),
                pod.supplementalGroups(),
                pod.fsGroup(),
                seccomp,
                pod.appArmorProfile(),
                pod.seLinuxOptions(),
                pod.windowsHostProcess(),
                pod.sysctls());
    }

    private static Container in(Container container, ImmutableSortedMap<String, String> profiles) {
        SecurityContext old = container.securityContext();
        Optional<String> appArmor =
                old.appArmorProfile().or(() -> profile(profiles.get(Annotations.APP_ARMOR_PREFIX + container.name())));
        Optional<String> seccomp =
                old.seccompProfile().or(() -> profile(profiles.get(Annotations.SECCOMP_PREFIX + container.name())));
        if (appArmor.equals(old.appArmorProfile()) && seccomp.equals(old.seccompProfile())) {
            return container;
        }
        SecurityContext folded = new SecurityContext(
                old.privileged(),
                old.allowPrivilegeEscalation(),
                old.runAsNonRoot(),
                old.runAsUser(),
                old.runAsGroup(),
                old.readOnlyRootFilesystem(),
                old.capabilitiesAdd(),
                old.capabilitiesDrop(),
                old.procMount(),
                seccomp,
                appArmor,
                old.seLinuxOptions(),
                old.windowsHostProcess());
        return new Container(
                container.name(),
                container.role(),
                container.image(),
                container.field(),
                container.ports(),
                folded,
                container.volumeMounts(),
                container.volumeDevices(),
                container.environmentRefs(),
                container.probePorts(),
                container.programFlags(),
                container.credentialVariables());
    }

    /** The profile type that today's field would hold; what is none of them is kept as written. */
    private static Optional<String> profile(@Nullable String annotation) {
        if (annotation == null || annotation.isEmpty()) {
            return Optional.empty();
        }
        switch (annotation) {
            case "runtime/default":
            case "docker/default":
                return Optional.of("RuntimeDefault");
            case "unconfined":
                return Optional.of("Unconfined");
            default:
                return Optional.of(annotation.startsWith("localhost/") ? "Localhost" : annotation);
        }
    }
}
