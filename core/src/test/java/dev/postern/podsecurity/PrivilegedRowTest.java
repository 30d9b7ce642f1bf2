package dev.postern.podsecurity;

import static dev.postern.podsecurity.ContainerBuilder.app;
import static dev.postern.podsecurity.PodBuilder.pod;
import static dev.postern.podsecurity.Worlds.described;
import static dev.postern.podsecurity.Worlds.escapes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.model.Evidence;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrivilegedRowTest {
    static Stream<Arguments> rows() {
        return Stream.of(
                arguments("root stated", pod(app().privileged().runAsUser(0)), List.of("PRIVILEGED NODE CERTAIN")),
                arguments("the image decides", pod(app().privileged()), List.of("PRIVILEGED NODE LIKELY")),
                arguments("another user", pod(app().privileged().runAsUser(7)), List.of("PRIVILEGED NODE POSSIBLE")),
                arguments(
                        "another user by the pod's word",
                        pod(app().privileged()).runAsNonRoot(true),
                        List.of("PRIVILEGED NODE POSSIBLE")),
                arguments(
                        "escalation forbidden, which a privileged container ignores",
                        pod(app().privileged().runAsUser(7).allowPrivilegeEscalation(false)),
                        List.of("PRIVILEGED NODE POSSIBLE")),
                arguments(
                        "all capabilities dropped, which a privileged container ignores",
                        pod(app().privileged().runAsUser(0).drop("ALL")),
                        List.of("PRIVILEGED NODE CERTAIN")),
                arguments("near miss: false", pod(app().privileged(false).runAsUser(0)), List.of()),
                arguments("near miss: only escalation", pod(app().allowPrivilegeEscalation(true)), List.of()),
                arguments("near miss: a user namespace", pod(app().privileged()).hostUsers(false), List.of()),
                arguments(
                        "hostUsers: true is no user namespace",
                        pod(app().privileged()).hostUsers(true),
                        List.of("PRIVILEGED NODE LIKELY")),
                arguments(
                        "a runtime class with a kernel of its own",
                        pod(app().privileged().runAsUser(0)).runtimeClass("kata-qemu"),
                        List.of("PRIVILEGED NODE LIKELY")),
                arguments(
                        "such a runtime class and an unknown user",
                        pod(app().privileged()).runtimeClass("gvisor"),
                        List.of("PRIVILEGED NODE POSSIBLE")),
                arguments(
                        "any other runtime class",
                        pod(app().privileged().runAsUser(0)).runtimeClass("nvidia"),
                        List.of("PRIVILEGED NODE CERTAIN")),
                arguments("Windows has none", pod(app().privileged()).os("windows"), List.of()),
                arguments(
                        "Windows by its node",
                        pod(app().privileged()).nodeSelector("kubernetes.io/os", "windows"),
                        List.of()),
                arguments(
                        "Linux in so many words",
                        pod(app().privileged()).os("linux"),
                        List.of("PRIVILEGED NODE LIKELY")));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("rows")
    void privileged(String situation, PodBuilder pod, List<String> escapes) {
        assertThat(described(pod)).as(situation).isEqualTo(escapes);
    }

    @Test
    void theEvidenceIsTheFieldAndTheUser() {
        ObjectRef pod = ObjectRef.of("Pod", "shop", "cart");
        Escape escape = escapes(pod(app().privileged())).get(0);
        assertThat(escape.supports()).hasSize(1);
        assertThat(escape.supports().get(0).facts())
                .containsExactly(
                        Evidence.stated(pod, "spec.containers[0].securityContext.privileged", "true"),
                        Evidence.byDefault(pod, "spec.containers[0].securityContext.runAsUser", "decided by the image"),
                        Evidence.byDefault(pod, "spec.hostUsers", "true"));
        assertThat(escape.missing()).isEqualTo("whether the image's user is uid 0");
    }

    @Test
    void nothingIsMissingWhereItIsCertain() {
        assertThat(escapes(pod(app().privileged().runAsUser(0))).get(0).missing())
                .isEmpty();
    }

    @Test
    void aServerThatMayDropHostUsersLeavesItPossible() {
        PodSecurity old = PodSecurity.of(Worlds.cluster(List.of()), new KubernetesVersion(1, 30));
        Pod pod = pod(app().privileged().runAsUser(0)).hostUsers(false).build();
        assertThat(old.escapes(pod, pod.spec().containers().get(0)))
                .extracting(Worlds::describe)
                .containsExactly("PRIVILEGED NODE POSSIBLE");
    }
}
