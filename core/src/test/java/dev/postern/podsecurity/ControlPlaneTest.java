package dev.postern.podsecurity;

import static dev.postern.podsecurity.ContainerBuilder.app;
import static dev.postern.podsecurity.ContainerBuilder.container;
import static dev.postern.podsecurity.PodBuilder.pod;
import static dev.postern.podsecurity.Worlds.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.model.Decision;
import dev.postern.model.Node;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Taint;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ControlPlaneTest {
    private static final String ROLE = "node-role.kubernetes.io/";

    static Stream<Arguments> nodes() {
        return Stream.of(
                arguments("today's label", node("n", Map.of(ROLE + "control-plane", "")), true),
                arguments("yesterday's label", node("n", Map.of(ROLE + "master", "")), true),
                arguments("k3s writes true", node("n", Map.of(ROLE + "control-plane", "true")), true),
                arguments("RKE's spelling", node("n", Map.of(ROLE + "controlplane", "true")), true),
                arguments("a node for etcd", node("n", Map.of(ROLE + "etcd", "true")), true),
                arguments("the oldest label", node("n", Map.of("kubernetes.io/role", "master")), true),
                arguments(
                        "the taint alone",
                        node("n", Map.of(), new Taint(ROLE + "control-plane", "", "NoSchedule")),
                        true),
                arguments("a worker", node("n", Map.of(ROLE + "worker", "")), false),
                arguments("a name is not a role", node("control-plane", Map.of()), false),
                arguments("denied in so many words", node("n", Map.of(ROLE + "control-plane", "false")), false),
                arguments("a label that only looks alike", node("n", Map.of("control-plane", "")), false));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("nodes")
    void byLabelOrTaint(String situation, Node node, boolean controlPlane) {
        Decision decision = Worlds.security(node).controlPlane(node.meta().name());
        assertThat(decision.isAllowed()).as(situation).isEqualTo(controlPlane);
        assertThat(decision.evidence()).isNotEmpty();
    }

    static Stream<Arguments> pods() {
        ContainerBuilder server = container("kube-apiserver").image("registry.k8s.io/kube-apiserver:v1.36.0");
        ContainerBuilder renamed = app().image("registry.example:5000/k8s/kube-apiserver-amd64:v1@sha256:00");
        return Stream.of(
                arguments(
                        "static API server",
                        pod(server).named("kube-system", "x").mirror(),
                        true),
                arguments(
                        "static API server in another namespace",
                        pod(server).named("shop", "x").mirror(),
                        true),
                arguments(
                        "static etcd",
                        pod(container("etcd")).named("kube-system", "x").mirror(),
                        true),
                arguments("by image", pod(renamed).named("kube-system", "x").mirror(), true),
                arguments(
                        "by program",
                        pod(app().program("kube-apiserver"))
                                .named("kube-system", "x")
                                .mirror(),
                        true),
                arguments(
                        "not static, in the node's network",
                        pod(server).named("kube-system", "x").hostNetwork(),
                        true),
                arguments(
                        "an API server hosted for another cluster",
                        pod(server).named("tenant", "x").hostNetwork(),
                        false),
                arguments("an etcd of an application", pod(container("etcd")).named("kube-system", "x"), false),
                arguments(
                        "an operator of etcd",
                        pod(container("etcd-operator"))
                                .named("kube-system", "x")
                                .mirror(),
                        false),
                arguments(
                        "a finished one",
                        pod(server).named("kube-system", "x").mirror().phase("Failed"),
                        false),
                arguments(
                        "static kube-proxy",
                        pod(container("kube-proxy")).named("kube-system", "x").mirror(),
                        false));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("pods")
    void byWhatRunsThere(String situation, PodBuilder pod, boolean controlPlane) {
        Node here = node("n1", Map.of());
        Node there = node("n2", Map.of());
        PodSecurity security = Worlds.security(List.of(pod.node("n1").build()), here, there);
        assertThat(security.controlPlane("n1").isAllowed()).as(situation).isEqualTo(controlPlane);
        assertThat(security.controlPlane("n2").isAllowed()).as("the other node").isFalse();
    }

    @Test
    void labelAndProgramAreTwoSupports() {
        Node node = node("n1", Map.of(ROLE + "control-plane", ""));
        PodSecurity security = Worlds.security(
                List.of(pod(container("etcd"))
                        .named("kube-system", "x")
                        .mirror()
                        .node("n1")
                        .build()),
                node);
        assertThat(security.controlPlane(node.meta().name()).supports())
                .hasSize(2)
                .isSorted();
    }

    @Test
    void aNodeThatIsNotInTheInputIsUnknownUnlessAProgramTells() {
        Pod etcd = pod(container("etcd"))
                .named("kube-system", "x")
                .mirror()
                .node("n1")
                .build();
        PodSecurity security = Worlds.security(List.of(etcd));
        assertThat(security.controlPlane("n1").isAllowed()).isTrue();
        assertThat(security.controlPlane("n2").outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(security.controlPlane("n2").missing()).contains("n2");
    }
}
