package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Container;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.PodSecurityContext;
import dev.postern.model.PodSpec;
import dev.postern.model.SecurityContext;
import dev.postern.model.Volume;
import dev.postern.model.VolumeMount;
import dev.postern.model.VolumeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A pod that does not exist, drafted to see what becomes of it. Not thread-safe. */
final class DraftPod {
    private boolean hostPid;
    private Optional<Boolean> hostUsers = Optional.empty();
    private Optional<String> os = Optional.empty();
    private Optional<Boolean> hostProcess = Optional.empty();
    private final List<Volume> volumes = new ArrayList<>();
    private final List<VolumeMount> mounts = new ArrayList<>();
    private final List<SecurityContext> containers = new ArrayList<>();

    /** The security context of a container in the making. */
    static final class Context {
        private Optional<Boolean> privileged = Optional.empty();
        private Optional<Boolean> escalation = Optional.empty();
        private Optional<Boolean> nonRoot = Optional.empty();
        private Optional<Long> user = Optional.empty();
        private ImmutableList<String> added = ImmutableList.of();
        private ImmutableList<String> dropped = ImmutableList.of();
        private Optional<String> seccomp = Optional.empty();
        private Optional<String> appArmor = Optional.empty();

        /** What every level of the Pod Security Standards admits. */
        static Context hardened() {
            Context context = new Context();
            context.escalation = Optional.of(false);
            context.nonRoot = Optional.of(true);
            context.dropped = ImmutableList.of("ALL");
            context.seccomp = Optional.of("RuntimeDefault");
            return context;
        }

        Context privileged() {
            privileged = Optional.of(true);
            return this;
        }

        Context escalation(boolean allowed) {
            escalation = Optional.of(allowed);
            return this;
        }

        Context user(long uid) {
            user = Optional.of(uid);
            nonRoot = Optional.empty();
            return this;
        }

        Context adding(ImmutableList<String> capabilities) {
            added = capabilities;
            return this;
        }

        Context dropping(ImmutableList<String> capabilities) {
            dropped = capabilities;
            return this;
        }

        Context unconfined() {
            appArmor = Optional.of("Unconfined");
            return this;
        }

        private SecurityContext build() {
            return new SecurityContext(
                    privileged,
                    escalation,
                    nonRoot,
                    user,
                    Optional.empty(),
                    Optional.empty(),
                    added,
                    dropped,
                    Optional.empty(),
                    seccomp,
                    appArmor,
                    Optional.empty(),
                    Optional.empty());
        }
    }

    DraftPod container(Context context) {
        containers.add(context.build());
        return this;
    }

    DraftPod hostPid() {
        hostPid = true;
        return this;
    }

    DraftPod ownUsers() {
        hostUsers = Optional.of(false);
        return this;
    }

    /** A pod of Windows whose containers are processes of the node. */
    DraftPod hostProcess() {
        os = Optional.of("windows");
        hostProcess = Optional.of(true);
        return this;
    }

    /** Mounts a path of the node into every container. */
    DraftPod hostPath(String path, boolean readOnly) {
        String name = "v" + volumes.size();
        volumes.add(new Volume(name, new VolumeSource.HostPath(path, ""), "volumes[" + volumes.size() + "]"));
        mounts.add(new VolumeMount(name, "/mnt/" + name, "", readOnly, false));
        return this;
    }

    Pod build() {
        ImmutableList.Builder<Container> built = ImmutableList.builder();
        for (int i = 0; i < containers.size(); i++) {
            built.add(new Container(
                    "c" + i,
                    Container.Role.MAIN,
                    "",
                    "containers[" + i + "]",
                    ImmutableList.of(),
                    containers.get(i),
                    ImmutableList.copyOf(mounts),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    ImmutableList.of()));
        }
        PodSpec spec = new PodSpec(
                Optional.empty(),
                Optional.empty(),
                false,
                hostPid,
                false,
                hostUsers,
                false,
                ImmutableSortedMap.of(),
                Optional.empty(),
                ImmutableList.of(),
                context(),
                built.build(),
                ImmutableList.copyOf(volumes),
                Optional.empty(),
                ImmutableList.of(),
                os,
                ImmutableSortedMap.of());
        ObjectRef ref = ObjectRef.of("Pod", "", "");
        return new Pod(
                ref, ObjectMeta.of("", ""), spec, "spec", Optional.empty(), "", ImmutableList.of(), ref, true, false);
    }

    private PodSecurityContext context() {
        PodSecurityContext none = PodSecurityContext.NONE;
        return new PodSecurityContext(
                none.runAsNonRoot(),
                none.runAsUser(),
                none.runAsGroup(),
                none.supplementalGroups(),
                none.fsGroup(),
                none.seccompProfile(),
                none.appArmorProfile(),
                none.seLinuxOptions(),
                hostProcess,
                none.sysctls());
    }
}
