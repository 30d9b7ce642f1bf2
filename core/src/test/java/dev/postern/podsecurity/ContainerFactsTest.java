package dev.postern.podsecurity;

import static dev.postern.podsecurity.ContainerBuilder.app;
import static dev.postern.podsecurity.Fact.Truth.NO;
import static dev.postern.podsecurity.Fact.Truth.UNKNOWN;
import static dev.postern.podsecurity.Fact.Truth.YES;
import static dev.postern.podsecurity.PodBuilder.pod;
import static dev.postern.podsecurity.Worlds.facts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.model.Basis;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.Pod;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContainerFactsTest {
    static Stream<Arguments> users() {
        String ofContainer = "spec.containers[0].securityContext.";
        String ofPod = "spec.securityContext.";
        return Stream.of(
                arguments("nothing said", pod(app()), UNKNOWN, ofContainer + "runAsUser"),
                arguments("container says 0", pod(app().runAsUser(0)), YES, ofContainer + "runAsUser"),
                arguments("container says 1000", pod(app().runAsUser(1000)), NO, ofContainer + "runAsUser"),
                arguments("pod says 0", pod(app()).runAsUser(0), YES, ofPod + "runAsUser"),
                arguments("pod says 1000", pod(app()).runAsUser(1000), NO, ofPod + "runAsUser"),
                arguments(
                        "container 0 wins over pod 1000",
                        pod(app().runAsUser(0)).runAsUser(1000),
                        YES,
                        ofContainer + "runAsUser"),
                arguments(
                        "container 1000 wins over pod 0",
                        pod(app().runAsUser(1000)).runAsUser(0),
                        NO,
                        ofContainer + "runAsUser"),
                arguments("container forbids root", pod(app().runAsNonRoot(true)), NO, ofContainer + "runAsNonRoot"),
                arguments("pod forbids root", pod(app()).runAsNonRoot(true), NO, ofPod + "runAsNonRoot"),
                arguments(
                        "container allows root that the pod forbids",
                        pod(app().runAsNonRoot(false)).runAsNonRoot(true),
                        UNKNOWN,
                        ofContainer + "runAsUser"),
                arguments(
                        "root is named and forbidden: the container does not start",
                        pod(app().runAsUser(0)).runAsNonRoot(true),
                        NO,
                        ofPod + "runAsNonRoot"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("users")
    void root(String situation, PodBuilder pod, Fact.Truth root, String field) {
        Fact fact = facts(pod).root();
        assertThat(fact.truth()).as(situation).isEqualTo(root);
        assertThat(fact.evidence().field()).isEqualTo(field);
        assertThat(fact.evidence().basis()).isEqualTo(root == UNKNOWN ? Basis.DEFAULT : Basis.STATED);
    }

    static Stream<Arguments> appArmor() {
        return Stream.of(
                arguments("nothing said", pod(app()), UNKNOWN, "spec.containers[0].securityContext.appArmorProfile"),
                arguments(
                        "container unconfined",
                        pod(app().appArmor("Unconfined")),
                        NO,
                        "spec.containers[0].securityContext.appArmorProfile"),
                arguments(
                        "pod unconfined",
                        pod(app()).appArmor("Unconfined"),
                        NO,
                        "spec.securityContext.appArmorProfile"),
                arguments(
                        "pod confined, container not",
                        pod(app().appArmor("Unconfined")).appArmor("RuntimeDefault"),
                        NO,
                        "spec.containers[0].securityContext.appArmorProfile"),
                arguments(
                        "container confined, pod not",
                        pod(app().appArmor("Localhost")).appArmor("Unconfined"),
                        YES,
                        "spec.containers[0].securityContext.appArmorProfile"),
                arguments(
                        "a privileged container is never confined",
                        pod(app().privileged().appArmor("RuntimeDefault")),
                        NO,
                        "spec.containers[0].securityContext.privileged"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("appArmor")
    void appArmorConfines(String situation, PodBuilder pod, Fact.Truth confined, String field) {
        Fact fact = facts(pod).appArmor();
        assertThat(fact.truth()).as(situation).isEqualTo(confined);
        assertThat(fact.evidence().field()).isEqualTo(field);
    }

    @Test
    void aUserNamespaceNeedsHostUsersFalse() {
        assertThat(facts(pod(app())).userNamespace().truth()).isEqualTo(NO);
        assertThat(facts(pod(app()).hostUsers(true)).userNamespace().truth()).isEqualTo(NO);
        assertThat(facts(pod(app()).hostUsers(false)).userNamespace().truth()).isEqualTo(YES);
    }

    @Test
    void aServerThatDropsHostUsersLeavesTheUserNamespaceOpenUnlessTheObjectIsLive() {
        PodSecurity old = PodSecurity.of(Worlds.cluster(List.of()), new KubernetesVersion(1, 32));
        Pod manifest = pod(app()).hostUsers(false).build();
        Pod live = pod(app()).hostUsers(false).live().build();
        assertThat(old.facts(manifest, manifest.spec().containers().get(0))
                        .userNamespace()
                        .truth())
                .isEqualTo(UNKNOWN);
        assertThat(old.facts(live, live.spec().containers().get(0))
                        .userNamespace()
                        .truth())
                .isEqualTo(YES);
    }
}
