package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Confidence;
import dev.postern.model.VolumeMount;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What matters to escapes, in a form that properties can draw at random and change one piece of. */
record Sketch(
        boolean privileged,
        boolean hostPid,
        Optional<Boolean> hostUsers,
        Optional<Long> user,
        Optional<Boolean> nonRoot,
        Optional<Boolean> escalation,
        Optional<String> appArmor,
        Optional<String> runtimeClass,
        ImmutableList<String> add,
        ImmutableList<String> drop,
        ImmutableList<Mount> mounts) {
    /** A host path and how it is mounted. */
    record Mount(String path, boolean readOnly, boolean recursive) {}

    static Arbitrary<Optional<Boolean>> optionalBoolean() {
        return Arbitraries.of(true, false).optional();
    }

    static Arbitrary<String> capability() {
        return Arbitraries.of("SYS_ADMIN", "SYS_PTRACE", "CAP_SYS_ADMIN", "ALL", "NET_ADMIN", "CHOWN");
    }

    static Arbitrary<Mount> mount() {
        Arbitrary<String> paths = Arbitraries.of(
                "/", "/etc", "/var/run", "/run/docker.sock", "/var/lib/kubelet", "/var", "/data", "/etcetera");
        Arbitrary<Boolean> either = Arbitraries.of(true, false);
        return Combinators.combine(paths, either, either).as(Mount::new);
    }

    static Arbitrary<Sketch> any() {
        Arbitrary<Boolean> seldom = Arbitraries.frequency(Tuple.of(1, true), Tuple.of(2, false));
        Arbitrary<Sketch> users = Combinators.combine(
                        seldom,
                        Arbitraries.of(true, false),
                        optionalBoolean(),
                        Arbitraries.of(0L, 1000L).optional(),
                        optionalBoolean(),
                        optionalBoolean(),
                        Arbitraries.of("Unconfined", "RuntimeDefault").optional(),
                        Arbitraries.of("kata", "runc").optional())
                .as((privileged, pid, hostUsers, user, nonRoot, escalation, appArmor, runtimeClass) -> new Sketch(
                        privileged,
                        pid,
                        hostUsers,
                        user,
                        nonRoot,
                        escalation,
                        appArmor,
                        runtimeClass,
                        ImmutableList.of(),
                        ImmutableList.of(),
                        ImmutableList.of()));
        return Combinators.combine(
                        users,
                        capability().list().ofMaxSize(3),
                        capability().list().ofMaxSize(2),
                        mount().list().ofMaxSize(3))
                .as((sketch, add, drop, mounts) ->
                        sketch.adding(add).dropping(drop).mounting(mounts));
    }

    Sketch adding(List<String> names) {
        return new Sketch(
                privileged,
                hostPid,
                hostUsers,
                user,
                nonRoot,
                escalation,
                appArmor,
                runtimeClass,
                both(add, names),
                drop,
                mounts);
    }

    Sketch dropping(List<String> names) {
        return new Sketch(
                privileged,
                hostPid,
                hostUsers,
                user,
                nonRoot,
                escalation,
                appArmor,
                runtimeClass,
                add,
                both(drop, names),
                mounts);
    }

    Sketch mounting(List<Mount> more) {
        return new Sketch(
                privileged,
                hostPid,
                hostUsers,
                user,
                nonRoot,
                escalation,
                appArmor,
                runtimeClass,
                add,
                drop,
                both(mounts, more));
    }

    Sketch withPrivileged(boolean value) {
        return new Sketch(
                value, hostPid, hostUsers, user, nonRoot, escalation, appArmor, runtimeClass, add, drop, mounts);
    }

    Sketch withHostPid(boolean value) {
        return new Sketch(
                privileged, value, hostUsers, user, nonRoot, escalation, appArmor, runtimeClass, add, drop, mounts);
    }

    Sketch withHostUsers(boolean value) {
        return new Sketch(
                privileged,
                hostPid,
                Optional.of(value),
                user,
                nonRoot,
                escalation,
                appArmor,
                runtimeClass,
                add,
                drop,
                mounts);
    }

    Sketch withUser(long value) {
        return new Sketch(
                privileged,
                hostPid,
                hostUsers,
                Optional.of(value),
                nonRoot,
                escalation,
                appArmor,
                runtimeClass,
                add,
                drop,
                mounts);
    }

    Sketch withNonRoot(boolean value) {
        return new Sketch(
                privileged,
                hostPid,
                hostUsers,
                user,
                Optional.of(value),
                escalation,
                appArmor,
                runtimeClass,
                add,
                drop,
                mounts);
    }

    Sketch withEscalation(boolean value) {
        return new Sketch(
                privileged,
                hostPid,
                hostUsers,
                user,
                nonRoot,
                Optional.of(value),
                appArmor,
                runtimeClass,
                add,
                drop,
                mounts);
    }

    Sketch withAppArmor(String value) {
        return new Sketch(
                privileged,
                hostPid,
                hostUsers,
                user,
                nonRoot,
                escalation,
                Optional.of(value),
                runtimeClass,
                add,
                drop,
                mounts);
    }

    Sketch withRuntimeClass(String value) {
        return new Sketch(
                privileged,
                hostPid,
                hostUsers,
                user,
                nonRoot,
                escalation,
                appArmor,
                Optional.of(value),
                add,
                drop,
                mounts);
    }

    Sketch allReadOnly() {
        List<Mount> readOnly = new ArrayList<>();
        mounts.forEach(mount -> readOnly.add(new Mount(mount.path(), true, mount.recursive())));
        return new Sketch(
                privileged,
                hostPid,
                hostUsers,
                user,
                nonRoot,
                escalation,
                appArmor,
                runtimeClass,
                add,
                drop,
                ImmutableList.copyOf(readOnly));
    }

    PodBuilder pod() {
        ContainerBuilder container = ContainerBuilder.app()
                .privileged(privileged)
                .add(add.toArray(new String[0]))
                .drop(drop.toArray(new String[0]));
        user.ifPresent(container::runAsUser);
        nonRoot.ifPresent(container::runAsNonRoot);
        escalation.ifPresent(container::allowPrivilegeEscalation);
        appArmor.ifPresent(container::appArmor);
        PodBuilder pod = PodBuilder.pod();
        for (int i = 0; i < mounts.size(); i++) {
            Mount mount = mounts.get(i);
            container.mount(new VolumeMount("v" + i, "/m" + i, "", mount.readOnly(), mount.recursive()));
            pod.hostPath("v" + i, mount.path());
        }
        if (hostPid) {
            pod.hostPid();
        }
        hostUsers.ifPresent(pod::hostUsers);
        runtimeClass.ifPresent(pod::runtimeClass);
        return pod.container(container);
    }

    /** The best confidence of each kind. */
    Map<Escape.Kind, Confidence> strengths() {
        Map<Escape.Kind, Confidence> best = new EnumMap<>(Escape.Kind.class);
        Worlds.escapes(pod())
                .forEach(escape -> best.merge(
                        escape.kind(), escape.confidence(), (one, other) -> one.compareTo(other) >= 0 ? one : other));
        return best;
    }

    private static <T> ImmutableList<T> both(List<T> one, List<T> other) {
        return ImmutableList.<T>builder().addAll(one).addAll(other).build();
    }
}
