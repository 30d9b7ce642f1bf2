package dev.postern.network;

import static dev.postern.network.Verdicts.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Pod;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is known to listen in a pod. */
class ListenersTest {
    private static List<String> listeners(String... manifests) {
        Verdicts verdicts = Verdicts.of(manifests);
        Pod pod = verdicts.cluster().pods().get(0);
        return verdicts.network().listeners(pod).stream()
                .map(listener -> listener.protocol() + " " + listener.port() + " '" + listener.container() + "' "
                        + listener.evidence().stream()
                                .map(fact -> fact.field() + "=" + fact.value())
                                .toList())
                .toList();
    }

    private static String service(String ports) {
        return "kind: Service\nmetadata: {namespace: shop, name: web}\nspec: {selector: {app: web}, ports: " + ports
                + "}";
    }

    @Test
    void declared_ports_come_with_their_container_and_field() {
        String spec = "{containers: [{name: a, ports: [{containerPort: 80}, {containerPort: 53, protocol: UDP}]}, "
                + "{name: b, ports: [{containerPort: 9090}]}]}";
        assertThat(listeners(pod("shop", "web", spec, "")))
                .containsExactly(
                        "TCP 80 'a' [spec.containers[0].ports[0].containerPort=80]",
                        "UDP 53 'a' [spec.containers[0].ports[1].containerPort=53]",
                        "TCP 9090 'b' [spec.containers[1].ports[0].containerPort=9090]");
    }

    @Test
    void ports_of_services_and_probes_listen_though_no_container_declares_them() {
        String spec = "{containers: [{name: a, ports: [{name: http, containerPort: 80}], livenessProbe: "
                + "{httpGet: {port: http}}, readinessProbe: {tcpSocket: {port: 81}}, startupProbe: "
                + "{tcpSocket: {port: 82, host: example.com}}}]}";
        assertThat(
                        listeners(
                                pod("shop", "web", spec, ""),
                                service(
                                        "[{port: 8000, targetPort: http}, {port: 9000, targetPort: 9001}, {port: 1, targetPort: none}]")))
                .containsExactly(
                        "TCP 80 'a' [spec.containers[0].ports[0].containerPort=80, spec.ports[0].targetPort=http,"
                                + " spec.containers[0].livenessProbe.httpGet.port=http]",
                        "TCP 9001 '' [spec.ports[1].targetPort=9001]",
                        "TCP 81 'a' [spec.containers[0].readinessProbe.tcpSocket.port=81]");
    }

    @Test
    void a_service_of_other_pods_says_nothing() {
        String other = service("[{port: 8000}]").replace("app: web", "app: other");
        assertThat(listeners(pod("shop", "web", "{containers: [{name: a}]}", ""), other))
                .containsExactly("TCP 0 '' [spec.containers=no port is declared: what listens is not known]");
    }

    @Test
    void a_pod_that_declares_nothing_is_unknown_and_not_closed() {
        Verdicts verdicts = Verdicts.of(pod("shop", "web", "{containers: [{name: a}]}", ""));
        assertThat(verdicts.network().listeners(verdicts.cluster().pods().get(0)))
                .singleElement()
                .satisfies(listener -> assertThat(listener.isUnknown()).isTrue());
    }

    @Test
    void ports_of_init_containers_do_not_listen_unless_they_are_sidecars() {
        String spec = "{initContainers: [{name: i, ports: [{containerPort: 1}]}, {name: s, restartPolicy: Always, "
                + "ports: [{containerPort: 2}]}], containers: [{name: a}]}";
        assertThat(listeners(pod("shop", "web", spec, "")))
                .containsExactly("TCP 2 's' [spec.initContainers[1].ports[0].containerPort=2]");
    }
}
