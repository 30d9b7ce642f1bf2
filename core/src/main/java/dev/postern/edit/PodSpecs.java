package dev.postern.edit;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Container;
import dev.postern.model.ContainerPort;
import dev.postern.model.KeyRef;
import dev.postern.model.PodSecurityContext;
import dev.postern.model.PodSpec;
import dev.postern.model.SecurityContext;
import dev.postern.model.Volume;
import dev.postern.model.VolumeMount;
import dev.postern.model.VolumeSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Copies of pod specifications with something changed. */
final class PodSpecs {
    /** What the reader calls the volume in which the API server gives a pod its token. */
    private static final String INJECTED = "kube-api-access";

    /** Where the API server mounts it. */
    private static final String PLACE = "/var/run/secrets/kubernetes.io/serviceaccount";

    private PodSpecs() {}

    static PodSpec withAutomount(PodSpec spec, boolean value) {
        return copy(spec, Optional.of(value), spec.containers(), spec.volumes());
    }

    static PodSpec withContainers(PodSpec spec, UnaryOperator<Container> change) {
        ImmutableList<Container> containers =
                spec.containers().stream().map(change).collect(ImmutableList.toImmutableList());
        return copy(spec, spec.automountServiceAccountToken(), containers, spec.volumes());
    }

    static PodSpec withContainer(PodSpec spec, String name, UnaryOperator<Container> change) {
        return withContainers(spec, container -> container.name().equals(name) ? change.apply(container) : container);
    }

    /** Without what admission put there for a token that is not wanted any more. */
    static PodSpec withoutInjectedToken(PodSpec spec) {
        return without(spec, volume -> isInjected(spec, volume));
    }

    /** A token volume of the API server's own: by its name, or by its only mount place. */
    static boolean isInjected(PodSpec spec, Volume volume) {
        if (!(volume.source() instanceof VolumeSource.Projected)
                && !(volume.source() instanceof VolumeSource.SecretFiles)) {
            return false;
        }
        return volume.name().startsWith(INJECTED)
                && spec.containers().stream()
                        .flatMap(container -> container.volumeMounts().stream())
                        .filter(mount -> mount.volume().equals(volume.name()))
                        .allMatch(mount -> mount.mountPath().equals(PLACE));
    }

    /** Without some volumes and their mounts. */
    static PodSpec without(PodSpec spec, Predicate<Volume> gone) {
        List<Volume> removed = spec.volumes().stream().filter(gone).toList();
        if (removed.isEmpty()) {
            return spec;
        }
        Set<String> names = Set.copyOf(removed.stream().map(Volume::name).toList());
        List<String> places = removed.stream().map(Volume::field).toList();
        ImmutableList<Volume> left = spec.volumes().stream()
                .filter(gone.negate())
                .map(volume -> new Volume(volume.name(), volume.source(), Places.shifted(volume.field(), places)))
                .collect(ImmutableList.toImmutableList());
        PodSpec fewer = copy(spec, spec.automountServiceAccountToken(), spec.containers(), left);
        return withContainers(fewer, container -> withoutMounts(container, mount -> names.contains(mount.volume())));
    }

    static PodSpec withVolumes(PodSpec spec, UnaryOperator<Volume> change) {
        return copy(
                spec,
                spec.automountServiceAccountToken(),
                spec.containers(),
                spec.volumes().stream().map(change).collect(ImmutableList.toImmutableList()));
    }

    static Container withoutMounts(Container container, Predicate<VolumeMount> gone) {
        return copy(
                container,
                container.ports(),
                container.securityContext(),
                container.volumeMounts().stream().filter(gone.negate()).collect(ImmutableList.toImmutableList()),
                container.environmentRefs());
    }

    static Container withMounts(Container container, UnaryOperator<VolumeMount> change) {
        return copy(
                container,
                container.ports(),
                container.securityContext(),
                container.volumeMounts().stream().map(change).collect(ImmutableList.toImmutableList()),
                container.environmentRefs());
    }

    static Container withoutVariables(Container container, Predicate<KeyRef> gone) {
        List<String> places = container.environmentRefs().stream()
                .filter(gone)
                .map(KeyRef::field)
                .toList();
        return copy(
                container,
                container.ports(),
                container.securityContext(),
                container.volumeMounts(),
                container.environmentRefs().stream()
                        .filter(gone.negate())
                        .map(ref -> new KeyRef(
                                ref.secret(),
                                ref.name(),
                                ref.key(),
                                ref.optional(),
                                Places.shifted(ref.field(), places)))
                        .collect(ImmutableList.toImmutableList()));
    }

    static Container withPorts(Container container, UnaryOperator<ContainerPort> change) {
        return copy(
                container,
                container.ports().stream().map(change).collect(ImmutableList.toImmutableList()),
                container.securityContext(),
                container.volumeMounts(),
                container.environmentRefs());
    }

    static Container withSecurity(Container container, SecurityContext context) {
        return copy(container, container.ports(), context, container.volumeMounts(), container.environmentRefs());
    }

    private static Container copy(
            Container container,
            ImmutableList<ContainerPort> ports,
            SecurityContext context,
            ImmutableList<VolumeMount> mounts,
            ImmutableList<KeyRef> environment) {
        return new Container(
                container.name(),
                container.role(),
                container.image(),
                container.field(),
                ports,
                context,
                mounts,
                container.volumeDevices(),
                environment,
                container.probePorts(),
                container.programFlags(),
                container.credentialVariables());
    }

    private static PodSpec copy(
            PodSpec spec,
            Optional<Boolean> automount,
            ImmutableList<Container> containers,
            ImmutableList<Volume> volumes) {
        return new PodSpec(
                spec.serviceAccountName(),
                automount,
                spec.hostNetwork(),
                spec.hostPID(),
                spec.hostIPC(),
                spec.hostUsers(),
                spec.shareProcessNamespace(),
                spec.nodeSelector(),
                spec.nodeAffinity(),
                spec.tolerations(),
                spec.securityContext(),
                containers,
                volumes,
                spec.runtimeClassName(),
                spec.imagePullSecrets(),
                spec.os(),
                spec.profiles());
    }

    /** With one of the pod's own switches turned to the safe side. */
    static PodSpec switched(PodSpec spec, EditKind which) {
        return new PodSpec(
                spec.serviceAccountName(),
                spec.automountServiceAccountToken(),
                which != EditKind.HOST_NETWORK && spec.hostNetwork(),
                which != EditKind.HOST_PID && spec.hostPID(),
                which != EditKind.HOST_IPC && spec.hostIPC(),
                which == EditKind.HOST_USERS ? Optional.of(false) : spec.hostUsers(),
                which != EditKind.SHARE_PROCESS_NAMESPACE && spec.shareProcessNamespace(),
                spec.nodeSelector(),
                spec.nodeAffinity(),
                spec.tolerations(),
                which == EditKind.HOST_PROCESS ? withoutHostProcess(spec.securityContext()) : spec.securityContext(),
                spec.containers(),
                spec.volumes(),
                spec.runtimeClassName(),
                spec.imagePullSecrets(),
                spec.os(),
                spec.profiles());
    }

    private static PodSecurityContext withoutHostProcess(PodSecurityContext context) {
        return new PodSecurityContext(
                context.runAsNonRoot(),
                context.runAsUser(),
                context.runAsGroup(),
                context.supplementalGroups(),
                context.fsGroup(),
                context.seccompProfile(),
                context.appArmorProfile(),
                context.seLinuxOptions(),
                context.windowsHostProcess().map(yes -> false),
                context.sysctls());
    }

    /** With one thing of a container's security context turned to the safe side. */
    static SecurityContext switched(SecurityContext context, EditKind which, String capability) {
        return new SecurityContext(
                which == EditKind.PRIVILEGED ? Optional.of(false) : context.privileged(),
                context.allowPrivilegeEscalation(),
                context.runAsNonRoot(),
                context.runAsUser(),
                context.runAsGroup(),
                context.readOnlyRootFilesystem(),
                which == EditKind.DROP_CAPABILITY
                        ? context.capabilitiesAdd().stream()
                                .filter(added -> !added.equals(capability))
                                .collect(ImmutableList.toImmutableList())
                        : context.capabilitiesAdd(),
                context.capabilitiesDrop(),
                which == EditKind.PROC_MOUNT ? Optional.of("Default") : context.procMount(),
                context.seccompProfile(),
                context.appArmorProfile(),
                context.seLinuxOptions(),
                which == EditKind.HOST_PROCESS
                        ? context.windowsHostProcess().map(yes -> false)
                        : context.windowsHostProcess());
    }
}
