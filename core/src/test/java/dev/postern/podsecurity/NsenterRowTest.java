package dev.postern.podsecurity;

import static dev.postern.podsecurity.ContainerBuilder.app;
import static dev.postern.podsecurity.PodBuilder.pod;
import static dev.postern.podsecurity.Worlds.escapes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NsenterRowTest {
    private static final String[] BOTH = {"SYS_ADMIN", "SYS_PTRACE"};

    static Stream<Arguments> rows() {
        return Stream.of(
                arguments(
                        "privileged root", pod(app().privileged().runAsUser(0)).hostPid(), "CERTAIN"),
                arguments(
                        "privileged, the image decides", pod(app().privileged()).hostPid(), "LIKELY"),
                arguments(
                        "privileged, another user",
                        pod(app().privileged().runAsUser(7)).hostPid(),
                        "POSSIBLE"),
                arguments(
                        "near miss: privileged without hostPID",
                        pod(app().privileged().runAsUser(0)),
                        ""),
                arguments("near miss: hostPID alone", pod(app().runAsUser(0)).hostPid(), ""),
                arguments(
                        "near miss: a user namespace",
                        pod(app().privileged()).hostPid().hostUsers(false),
                        ""),
                arguments(
                        "both capabilities, root, unconfined",
                        pod(app().add(BOTH).runAsUser(0).appArmor("Unconfined")).hostPid(),
                        "LIKELY"),
                arguments(
                        "both capabilities, the image decides, unconfined",
                        pod(app().add(BOTH)).hostPid().appArmor("Unconfined"),
                        "LIKELY"),
                arguments(
                        "both capabilities, AppArmor not said",
                        pod(app().add(BOTH).runAsUser(0)).hostPid(),
                        "POSSIBLE"),
                arguments(
                        "all capabilities",
                        pod(app().add("all").runAsUser(0).appArmor("Unconfined"))
                                .hostPid(),
                        "LIKELY"),
                arguments(
                        "capabilities with prefix",
                        pod(app().add("CAP_SYS_ADMIN", "cap_sys_ptrace").appArmor("Unconfined"))
                                .hostPid(),
                        "LIKELY"),
                arguments(
                        "near miss: confined",
                        pod(app().add(BOTH).runAsUser(0)).hostPid().appArmor("RuntimeDefault"),
                        ""),
                arguments(
                        "near miss: SYS_ADMIN only",
                        pod(app().add("SYS_ADMIN").runAsUser(0).appArmor("Unconfined"))
                                .hostPid(),
                        ""),
                arguments(
                        "near miss: SYS_PTRACE only",
                        pod(app().add("SYS_PTRACE").runAsUser(0).appArmor("Unconfined"))
                                .hostPid(),
                        ""),
                arguments(
                        "near miss: capabilities of another user",
                        pod(app().add(BOTH).runAsUser(7).appArmor("Unconfined")).hostPid(),
                        ""),
                arguments(
                        "near miss: capabilities in a user namespace",
                        pod(app().add(BOTH).runAsUser(0).appArmor("Unconfined"))
                                .hostPid()
                                .hostUsers(false),
                        ""));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("rows")
    void nsenter(String situation, PodBuilder pod, String confidence) {
        List<String> expected = confidence.isEmpty() ? List.of() : List.of("NSENTER NODE " + confidence);
        assertThat(escapes(pod).stream()
                        .filter(escape -> escape.kind() == Escape.Kind.NSENTER)
                        .map(Worlds::describe)
                        .toList())
                .as(situation)
                .isEqualTo(expected);
    }

    @Test
    void theEvidenceHoldsBothCapabilities() {
        Escape escape = escapes(pod(app().add(BOTH).runAsUser(0)).hostPid()).get(0);
        assertThat(escape.supports().get(0).facts())
                .extracting(fact -> fact.field() + "=" + fact.value())
                .containsExactly(
                        "spec.hostPID=true",
                        "spec.containers[0].securityContext.capabilities.add[0]=SYS_ADMIN",
                        "spec.containers[0].securityContext.capabilities.add[1]=SYS_PTRACE",
                        "spec.containers[0].securityContext.runAsUser=0",
                        "spec.containers[0].securityContext.appArmorProfile="
                                + "the runtime's profile where the node has AppArmor");
        assertThat(escape.missing()).contains("AppArmor");
    }
}
