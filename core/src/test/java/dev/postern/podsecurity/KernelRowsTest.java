package dev.postern.podsecurity;

import static dev.postern.podsecurity.ContainerBuilder.app;
import static dev.postern.podsecurity.PodBuilder.pod;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Capabilities and files of the kernel: how certain each way is, by user, by runtime class and by namespace. */
class KernelRowsTest {
    private static List<String> described(PodBuilder pod) {
        return Worlds.described(pod);
    }

    @ParameterizedTest
    @CsvSource({
        "SYS_MODULE, SYS_MODULE NODE CERTAIN, SYS_MODULE NODE LIKELY",
        "SYS_ADMIN, SYS_ADMIN NODE LIKELY, SYS_ADMIN NODE LIKELY",
        "DAC_READ_SEARCH, DAC_READ_SEARCH NODE LIKELY, DAC_READ_SEARCH NODE LIKELY",
        "BPF, BPF NODE POSSIBLE, BPF NODE POSSIBLE"
    })
    void aCapabilityAsRootOrAsWhomTheImageNames(String capability, String asRoot, String asTheImageSays) {
        assertThat(described(pod(app().add(capability).runAsUser(0).appArmor("Unconfined"))))
                .containsExactly(asRoot);
        assertThat(described(pod(app().add(capability).appArmor("Unconfined")))).containsExactly(asTheImageSays);
        assertThat(described(pod(app().add(capability).runAsUser(1000).appArmor("Unconfined"))))
                .isEmpty();
        assertThat(described(pod(app().add(capability).runAsUser(0).appArmor("Unconfined"))
                        .hostUsers(false)))
                .isEmpty();
    }

    @Test
    void aKernelOfItsOwnMakesItLessCertain() {
        assertThat(described(pod(app().add("SYS_MODULE").runAsUser(0)).runtimeClass("kata")))
                .containsExactly("SYS_MODULE NODE LIKELY");
    }

    @Test
    void perfmonBesideBpfReachesTheMemoryOfOthers() {
        assertThat(described(pod(app().add("BPF", "PERFMON").runAsUser(0)))).containsExactly("BPF NODE LIKELY");
    }

    @Test
    void withoutOverrideHandlesOnlyRead() {
        assertThat(described(
                        pod(app().add("DAC_READ_SEARCH").drop("DAC_OVERRIDE").runAsUser(0))))
                .containsExactly("DAC_READ_SEARCH CREDENTIALS LIKELY");
    }

    @Test
    void tracingTakesProcessesOfTheNode() {
        assertThat(described(pod(app().add("SYS_PTRACE").runAsUser(0).appArmor("Unconfined"))
                        .hostPid()))
                .containsExactly("SYS_PTRACE NODE LIKELY");
        assertThat(described(pod(app().add("SYS_PTRACE").runAsUser(0).appArmor("Unconfined"))))
                .isEmpty();
    }

    @Test
    void aPrivilegedContainerIsOneWayAndNotSix() {
        assertThat(described(
                        pod(app().privileged().add("SYS_ADMIN", "SYS_MODULE").runAsUser(0))))
                .containsExactly("PRIVILEGED NODE CERTAIN");
    }

    @Test
    void filesOfTheKernelTakeRootOfTheNodesOwnUsers() {
        assertThat(described(pod(app().runAsUser(0).mount("node", "/host", "", false))
                        .hostPath("node", "/proc")))
                .containsExactly("CORE_PATTERN NODE CERTAIN");
        assertThat(described(pod(app().runAsUser(0).mount("node", "/host", "", false))
                        .hostPath("node", "/sys")))
                .containsExactly("UEVENT_HELPER NODE LIKELY");
        assertThat(described(pod(app().runAsUser(0).mount("node", "/host", "", false))
                        .hostPath("node", "/proc")
                        .hostUsers(false)))
                .isEmpty();
    }
}
