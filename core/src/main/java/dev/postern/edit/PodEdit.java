package dev.postern.edit;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Container;
import dev.postern.model.ContainerPort;
import dev.postern.model.ObjectRef;
import dev.postern.model.PodSpec;
import dev.postern.model.Protocol;
import dev.postern.model.Volume;
import dev.postern.model.VolumeMount;
import dev.postern.model.VolumeSource;
import dev.postern.model.VolumeSource.Projection;

/** Changes what pods are made from, in the workload that makes them or in a pod that nothing makes. */
public record PodEdit(ObjectRef object, Change change) implements Edit {
    /** What changes in the specification. */
    public sealed interface Change {
        EditKind kind();

        PodSpec applyTo(PodSpec spec);

        /** As a sentence without the object; {@code of} or {@code from} and the object follow. */
        String describe();

        /** A switch of the pod as a whole. */
        record Switch(EditKind kind) implements Change {
            @Override
            public PodSpec applyTo(PodSpec spec) {
                return isAutomount()
                        ? PodSpecs.withoutInjectedToken(PodSpecs.withAutomount(spec, false))
                        : PodSpecs.switched(spec, kind);
            }

            private boolean isAutomount() {
                return kind == EditKind.AUTOMOUNT_POD || kind == EditKind.AUTOMOUNT_POD_WITH_RIGHTS;
            }

            @Override
            public String describe() {
                switch (kind) {
                    case AUTOMOUNT_POD:
                    case AUTOMOUNT_POD_WITH_RIGHTS:
                        return "set automountServiceAccountToken: false in the pods of";
                    case HOST_USERS:
                        return "set hostUsers: false in the pods of";
                    case HOST_PID:
                        return "remove hostPID from";
                    case HOST_IPC:
                        return "remove hostIPC from";
                    case HOST_NETWORK:
                        return "remove hostNetwork from";
                    case HOST_PROCESS:
                        return "set securityContext.windowsOptions.hostProcess: false in the pods of";
                    default:
                        return "remove shareProcessNamespace from";
                }
            }
        }

        /** A switch of one container. */
        record ContainerSwitch(EditKind kind, String container) implements Change {
            @Override
            public PodSpec applyTo(PodSpec spec) {
                return PodSpecs.withContainer(spec, container, this::switched);
            }

            /** The API server refuses mounts that show on the node in a container that is not privileged. */
            private Container switched(Container now) {
                Container switched =
                        PodSpecs.withSecurity(now, PodSpecs.switched(now.securityContext(), kind, ""));
                return kind == EditKind.PRIVILEGED ? PodSpecs.withMounts(switched, VolumeMount::inward) : switched;
            }

            @Override
            public String describe() {
                String what = kind == EditKind.PRIVILEGED
                        ? "set privileged: false"
                        : kind == EditKind.PROC_MOUNT
                                ? "set procMount: Default"
                                : "set windowsOptions.hostProcess: false";
                return what + " in container " + container + " of";
            }
        }

        /** One capability of one container. */
        record DropCapability(String container, String capability) implements Change {
            @Override
            public EditKind kind() {
                return EditKind.DROP_CAPABILITY;
            }

            @Override
            public PodSpec applyTo(PodSpec spec) {
                return PodSpecs.withContainer(
                        spec,
                        container,
                        now -> PodSpecs.withSecurity(
                                now, PodSpecs.switched(now.securityContext(), kind(), capability)));
            }

            @Override
            public String describe() {
                return "remove capability " + capability + " from container " + container + " of";
            }
        }

        /** A volume and its mounts. */
        record RemoveVolume(String volume) implements Change {
            @Override
            public EditKind kind() {
                return EditKind.REMOVE_VOLUME;
            }

            @Override
            public PodSpec applyTo(PodSpec spec) {
                return PodSpecs.without(spec, other -> other.name().equals(volume));
            }

            @Override
            public String describe() {
                return "remove volume " + volume + " and its mounts from";
            }
        }

        /** One mount of one container. */
        record RemoveMount(String container, String mountPath) implements Change {
            @Override
            public EditKind kind() {
                return EditKind.REMOVE_MOUNT;
            }

            @Override
            public PodSpec applyTo(PodSpec spec) {
                return PodSpecs.withContainer(
                        spec,
                        container,
                        now -> PodSpecs.withoutMounts(
                                now, mount -> mount.mountPath().equals(mountPath)));
            }

            @Override
            public String describe() {
                return "remove the mount at " + mountPath + " from container " + container + " of";
            }
        }

        /** The tokens of a projected volume. */
        record RemoveTokens(String volume) implements Change {
            @Override
            public EditKind kind() {
                return EditKind.REMOVE_TOKEN_VOLUME;
            }

            @Override
            public PodSpec applyTo(PodSpec spec) {
                return PodSpecs.withVolumes(spec, this::withoutTokens);
            }

            private Volume withoutTokens(Volume now) {
                return now.name().equals(volume) && now.source() instanceof VolumeSource.Projected projected
                        ? new Volume(
                                now.name(),
                                new VolumeSource.Projected(projected.sources().stream()
                                        .filter(source -> !(source instanceof Projection.Token))
                                        .collect(ImmutableList.toImmutableList())),
                                now.field())
                        : now;
            }

            @Override
            public String describe() {
                return "remove the service-account tokens from volume " + volume + " of";
            }
        }

        /** What a container's environment takes from one Secret. */
        record RemoveVariables(String container, String secret) implements Change {
            @Override
            public EditKind kind() {
                return EditKind.REMOVE_SECRET_VARIABLES;
            }

            @Override
            public PodSpec applyTo(PodSpec spec) {
                return PodSpecs.withContainer(
                        spec,
                        container,
                        now -> PodSpecs.withoutVariables(
                                now, ref -> ref.secret() && ref.name().equals(secret)));
            }

            @Override
            public String describe() {
                return "remove the variables from Secret " + secret + " in container " + container + " of";
            }
        }

        /** A port of the node that leads to a container. */
        record RemoveHostPort(String container, int containerPort, Protocol protocol, int hostPort) implements Change {
            @Override
            public EditKind kind() {
                return EditKind.HOST_PORT;
            }

            @Override
            public PodSpec applyTo(PodSpec spec) {
                return PodSpecs.withContainer(spec, container, now -> PodSpecs.withPorts(now, this::withoutHostPort));
            }

            private ContainerPort withoutHostPort(ContainerPort port) {
                return port.containerPort() == containerPort
                                && port.protocol() == protocol
                                && port.hostPort() == hostPort
                        ? new ContainerPort(port.name(), port.containerPort(), port.protocol(), 0, "")
                        : port;
            }

            @Override
            public String describe() {
                return "remove hostPort " + hostPort + " from container " + container + " of";
            }
        }
    }

    @Override
    public EditKind kind() {
        return change.kind();
    }

    @Override
    public String describe() {
        return change.describe() + " " + object;
    }

    /** Whether a container no longer finds the files of a mount. */
    public boolean takes(Container container, VolumeMount mount) {
        return change instanceof Change.RemoveVolume volume && volume.volume().equals(mount.volume())
                || change instanceof Change.RemoveMount of
                        && of.container().equals(container.name())
                        && of.mountPath().equals(mount.mountPath());
    }

    /** Whether what a container mounts below a mount no longer shows on the node. */
    public boolean turnsInward(Container container, VolumeMount mount) {
        return mount.bidirectional()
                && change instanceof Change.ContainerSwitch of
                && of.kind() == EditKind.PRIVILEGED
                && of.container().equals(container.name());
    }

    /** Nearly all of a pod's fields, and of a job's template, cannot be changed. */
    @Override
    public boolean isReplacement() {
        return object.kind().equals("Pod") || object.kind().equals("Job");
    }

    @Override
    public void applyTo(Draft draft) {
        if (object.kind().equals("Pod")) {
            draft.pods(pod -> pod.object().equals(object), change::applyTo);
        } else {
            draft.podSpecs(object, change::applyTo);
        }
    }
}
