package dev.postern.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.model.Container;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.Node;
import dev.postern.model.Pod;
import dev.postern.podsecurity.Admission.Level;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which escapes a pod that is created can have, held against pods that are written here and judged one by one. */
class EscapeClassesTest {
    private static final String ENFORCE = "pod-security.kubernetes.io/enforce";
    private static final int NEWEST = KubernetesVersion.LATEST_KNOWN.minor();

    /** A raw block device takes a volume besides, which no level looks at. */
    private static final Set<Escape.Kind> BY_THE_SPEC = EnumSet.complementOf(EnumSet.of(Escape.Kind.RAW_BLOCK));

    /** The least that each escape takes, as hardened otherwise as it can be. */
    private static PodBuilder witness(Escape.Kind kind) {
        switch (kind) {
            case PRIVILEGED:
                return PodBuilder.pod(hardened().privileged());
            case NSENTER:
                return PodBuilder.pod(adding("SYS_ADMIN", "SYS_PTRACE").appArmor("Unconfined"))
                        .hostPid();
            case SYS_PTRACE:
                return PodBuilder.pod(adding("SYS_PTRACE", "SYS_ADMIN").appArmor("Unconfined"))
                        .hostPid();
            case SYS_MODULE:
                return PodBuilder.pod(adding("SYS_MODULE"));
            case SYS_RAWIO:
                return PodBuilder.pod(adding("SYS_RAWIO"));
            case SYS_ADMIN:
                return PodBuilder.pod(adding("SYS_ADMIN").appArmor("Unconfined"));
            case DAC_READ_SEARCH:
                return PodBuilder.pod(adding("DAC_READ_SEARCH"));
            case BPF:
                return PodBuilder.pod(adding("BPF", "PERFMON"));
            case RUNTIME_SOCKET:
                return PodBuilder.pod(hardened().mount("v", "/v")).hostPath("v", "/run/containerd/containerd.sock");
            case HOSTPATH_WRITE:
                return PodBuilder.pod(hardened().mount("v", "/v")).hostPath("v", "/etc/cron.d");
            case CORE_PATTERN:
                return PodBuilder.pod(root().mount("v", "/v")).hostPath("v", "/proc/sys/kernel");
            case UEVENT_HELPER:
                return PodBuilder.pod(root().mount("v", "/v")).hostPath("v", "/sys");
            case POD_TOKENS:
                return PodBuilder.pod(root().mount("v", "/v")).hostPath("v", "/var/lib/kubelet/pods");
            case KUBELET_CREDENTIALS:
                return PodBuilder.pod(root().mount("v", "/v")).hostPath("v", "/var/lib/kubelet/pki");
            case CLUSTER_CREDENTIALS:
                return PodBuilder.pod(root().mount("v", "/v")).hostPath("v", "/etc/kubernetes");
            case VAR_LOG:
                return PodBuilder.pod(root().mount("v", "/v")).hostPath("v", "/var/log");
            case HOST_PROCESS:
                return PodBuilder.pod(hardened().hostProcess()).os("windows");
            default:
                throw new AssertionError(kind);
        }
    }

    private static ContainerBuilder hardened() {
        return ContainerBuilder.app()
                .seccomp("RuntimeDefault")
                .runAsNonRoot(true)
                .allowPrivilegeEscalation(false)
                .drop("ALL");
    }

    private static ContainerBuilder root() {
        return ContainerBuilder.app()
                .seccomp("RuntimeDefault")
                .runAsUser(0)
                .allowPrivilegeEscalation(false)
                .drop("ALL");
    }

    private static ContainerBuilder adding(String... names) {
        return ContainerBuilder.app()
                .seccomp("RuntimeDefault")
                .runAsUser(0)
                .drop("ALL")
                .add(names);
    }

    @ParameterizedTest
    @EnumSource(value = Escape.Kind.class, names = "RAW_BLOCK", mode = EnumSource.Mode.EXCLUDE)
    void theWitnessOfAnEscapeHasIt(Escape.Kind kind) {
        assertThat(kinds(witness(kind).build())).contains(kind);
    }

    static Stream<Arguments> editions() {
        return Stream.of(Level.BASELINE, Level.RESTRICTED)
                .flatMap(level -> IntStream.rangeClosed(0, NEWEST).mapToObj(minor -> arguments(level, minor)));
    }

    @ParameterizedTest(name = "{0} v1.{1}")
    @MethodSource("editions")
    void noWitnessPassesTheBaselineInAnyEdition(Level level, int minor) {
        for (Escape.Kind kind : BY_THE_SPEC) {
            assertThat(PodSecurity.violations(witness(kind).build(), level, new KubernetesVersion(1, minor)))
                    .as("%s", kind)
                    .isNotEmpty();
        }
        Admission admission =
                admission(Map.of(ENFORCE, level.name().toLowerCase(Locale.ROOT), ENFORCE + "-version", "v1." + minor));
        assertThat(admission.openTo()).isEmpty();
    }

    @Test
    void everyWitnessPassesTheLevelPrivilegedAndEveryEscapeIsOpen() {
        for (Escape.Kind kind : BY_THE_SPEC) {
            assertThat(PodSecurity.violations(witness(kind).build(), Level.PRIVILEGED, KubernetesVersion.LATEST_KNOWN))
                    .isEmpty();
        }
        assertThat(admission(Map.of(ENFORCE, "privileged")).openTo()).isEqualTo(BY_THE_SPEC);
    }

    @Test
    void aPodOfWindowsIsExcusedFromControlsOfLinuxButHasNoEscapeOfLinux() {
        Pod pod = PodBuilder.pod(adding("SYS_MODULE").allowPrivilegeEscalation(false))
                .os("windows")
                .build();
        assertThat(kinds(pod)).isEmpty();
    }

    @Test
    void usersOfItsOwnExcuseAPodFromNotBeingRootButOpenNoEscape() {
        PodBuilder pod = PodBuilder.pod(root()).hostUsers(false);
        assertThat(PodSecurity.violations(pod.build(), Level.RESTRICTED, new KubernetesVersion(1, 35)))
                .isEmpty();
        assertThat(PodSecurity.violations(pod.build(), Level.RESTRICTED, new KubernetesVersion(1, 34)))
                .isNotEmpty();
        assertThat(kinds(pod.build())).isEmpty();
    }

    static Stream<Arguments> nodes() {
        return Stream.of(
                arguments("no Node is known", List.of(), true),
                arguments("a Node of Windows", List.of(Map.of("kubernetes.io/os", "windows")), true),
                arguments("a Node that does not say", List.of(Map.of()), true),
                arguments("Nodes of Linux only", List.of(Map.of("kubernetes.io/os", "linux")), false));
    }

    @ParameterizedTest(name = "{0}: HostProcess {2}")
    @MethodSource("nodes")
    void hostProcessTakesANodeOfWindows(String title, List<Map<String, String>> labels, boolean open) {
        Node[] nodes = IntStream.range(0, labels.size())
                .mapToObj(i -> Worlds.node("n" + i, labels.get(i)))
                .toArray(Node[]::new);
        assertThat(Worlds.security(nodes).admission("shop").admits(Escape.Kind.HOST_PROCESS))
                .isEqualTo(open);
        assertThat(Worlds.security(nodes).admission("shop").admits(Escape.Kind.PRIVILEGED))
                .isTrue();
    }

    private static Set<Escape.Kind> kinds(Pod pod) {
        EnumSet<Escape.Kind> kinds = EnumSet.noneOf(Escape.Kind.class);
        for (Container container : pod.spec().containers()) {
            Worlds.security().escapes(pod, container).forEach(escape -> kinds.add(escape.kind()));
        }
        return kinds;
    }

    private static Admission admission(Map<String, String> labels) {
        return Worlds.security(Worlds.namespace("shop", labels)).admission("shop");
    }
}
