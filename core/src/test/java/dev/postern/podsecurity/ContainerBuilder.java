package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Container;
import dev.postern.model.KeyRef;
import dev.postern.model.SecurityContext;
import dev.postern.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a container of a test pod in one expression; what is not said is absent. */
final class ContainerBuilder {
    private final String name;
    private Container.Role role = Container.Role.MAIN;
    private String image = "registry.example/app:1";
    private Optional<Boolean> privileged = Optional.empty();
    private Optional<Boolean> allowPrivilegeEscalation = Optional.empty();
    private Optional<Boolean> runAsNonRoot = Optional.empty();
    private Optional<Long> runAsUser = Optional.empty();
    private Optional<String> appArmor = Optional.empty();
    private Optional<String> seccomp = Optional.empty();
    private Optional<Boolean> hostProcess = Optional.empty();
    private ImmutableList<String> add = ImmutableList.of();
    private ImmutableList<String> drop = ImmutableList.of();
    private final List<VolumeMount> mounts = new ArrayList<>();
    private final List<KeyRef> environment = new ArrayList<>();
    private final List<String> programs = new ArrayList<>();

    private ContainerBuilder(String name) {
        this.name = name;
    }

    static ContainerBuilder container(String name) {
        return new ContainerBuilder(name);
    }

    static ContainerBuilder app() {
        return container("app");
    }

    ContainerBuilder role(Container.Role value) {
        role = value;
        return this;
    }

    ContainerBuilder image(String value) {
        image = value;
        return this;
    }

    ContainerBuilder privileged() {
        return privileged(true);
    }

    ContainerBuilder privileged(boolean value) {
        privileged = Optional.of(value);
        return this;
    }

    ContainerBuilder allowPrivilegeEscalation(boolean value) {
        allowPrivilegeEscalation = Optional.of(value);
        return this;
    }

    ContainerBuilder runAsNonRoot(boolean value) {
        runAsNonRoot = Optional.of(value);
        return this;
    }

    ContainerBuilder runAsUser(long value) {
        runAsUser = Optional.of(value);
        return this;
    }

    ContainerBuilder appArmor(String value) {
        appArmor = Optional.of(value);
        return this;
    }

    ContainerBuilder seccomp(String value) {
        seccomp = Optional.of(value);
        return this;
    }

    ContainerBuilder hostProcess() {
        hostProcess = Optional.of(true);
        return this;
    }

    ContainerBuilder add(String... names) {
        add = ImmutableList.copyOf(names);
        return this;
    }

    ContainerBuilder drop(String... names) {
        drop = ImmutableList.copyOf(names);
        return this;
    }

    ContainerBuilder mount(String volume, String mountPath) {
        return mount(volume, mountPath, "", false);
    }

    ContainerBuilder mountReadOnly(String volume, String mountPath) {
        return mount(volume, mountPath, "", true);
    }

    ContainerBuilder mount(String volume, String mountPath, String subPath, boolean readOnly) {
        return mount(new VolumeMount(volume, mountPath, subPath, readOnly, false));
    }

    ContainerBuilder mount(VolumeMount mount) {
        mounts.add(mount);
        return this;
    }

    ContainerBuilder environment(KeyRef reference) {
        environment.add(reference);
        return this;
    }

    ContainerBuilder program(String program) {
        programs.add(program);
        return this;
    }

    Container build(int index) {
        SecurityContext context = new SecurityContext(
                privileged,
                allowPrivilegeEscalation,
                runAsNonRoot,
                runAsUser,
                Optional.empty(),
                Optional.empty(),
                add,
                drop,
                Optional.empty(),
                seccomp,
                appArmor,
                Optional.empty(),
                hostProcess);
        String list = switch (role) {
            case INIT, SIDECAR -> "initContainers";
            case MAIN -> "containers";
            case EPHEMERAL -> "ephemeralContainers";
        };
        return new Container(
                name,
                role,
                image,
                list + "[" + index + "]",
                ImmutableList.of(),
                context,
                ImmutableList.copyOf(mounts),
                ImmutableList.of(),
                ImmutableList.copyOf(environment),
                ImmutableList.of(),
                ImmutableList.copyOf(programs),
                ImmutableList.of());
    }
}
