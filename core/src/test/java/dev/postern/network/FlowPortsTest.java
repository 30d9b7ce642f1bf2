package dev.postern.network;

import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On which ports packets pass between two ends, where nobody asks for one. */
class FlowPortsTest {
    private static final String CART = pod("shop", "cart", "{}", "10.0.0.1");
    private static final String DB = pod(
            "shop",
            "db",
            "{containers: [{name: c, ports: [{name: http, containerPort: 80}, {name: alt, containerPort: 81}, {name: last, "
                    + "containerPort: 65535}, {name: dns, containerPort: 53, protocol: UDP}]}]}",
            "10.0.0.2");

    private static String ports(String to, String... manifests) {
        FlowPorts ports = Verdicts.of(manifests).network().ports(Endpoint.parse("shop/cart"), Endpoint.parse(to));
        return ports.ports().notation()
                + (ports.unknown().isEmpty()
                        ? ""
                        : " unknown " + ports.unknown().notation());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{}]|All Connections",
                "[{ports: [{port: 80, endPort: 90}]}]|TCP 80-90",
                "[{ports: [{port: 1}, {port: 65535}]}]|TCP 1,65535",
                "[{ports: [{protocol: SCTP}, {port: 53, protocol: UDP}]}]|SCTP 1-65535,UDP 53",
                "[{ports: [{port: http}]}]|TCP 80",
                "[{ports: [{port: http}, {port: alt}]}]|TCP 80-81",
                "[{ports: [{port: alt}]}, {from: [{podSelector: {matchLabels: {app: x}}}], ports: [{port: http}]}]|TCP 81",
                "[{ports: [{port: last}]}]|TCP 65535",
                "[{ports: [{port: dns, protocol: UDP}, {port: dns}]}]|UDP 53",
                "[{from: [{podSelector: {matchLabels: {app: x}}}]}]|No Connections",
            })
    void between_two_pods(String ingress, String expected) {
        String rule = policy("{podSelector: {matchLabels: {app: db}}, ingress: " + ingress + "}");
        assertThat(ports("shop/db", CART, DB, rule)).isEqualTo(expected);
    }

    @Test
    void what_only_an_address_would_tell_is_unknown() {
        String rule = policy(
                "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/24}}], ports: "
                        + "[{port: 80}]}, {ports: [{port: 443}]}]}");
        assertThat(ports("shop/db", pod("shop", "cart"), DB, rule)).isEqualTo("TCP 443 unknown TCP 80");
        assertThat(ports("shop/db", CART, DB, rule)).isEqualTo("TCP 80,443");
    }

    @Test
    void towards_the_outside_names_stand_for_nothing() {
        String rule =
                policy("{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: http}, {port: 443}]}]}");
        assertThat(ports("203.0.113.9", CART, rule)).isEqualTo("TCP 443");
    }

    @Test
    void of_a_service_its_own() {
        String service =
                "kind: Service\nmetadata: {namespace: shop, name: db}\nspec: {selector: {app: db}, ports: [{name: a, port: "
                        + "5432, targetPort: http}, {name: b, port: 53, targetPort: dns, protocol: UDP}]}";
        assertThat(ports("service:shop/db", CART, DB, service)).isEqualTo("TCP 5432,UDP 53");
        String headless = service.replace("spec: {", "spec: {clusterIP: None, ");
        assertThat(ports("service:shop/db", CART, DB, headless)).isEqualTo("All Connections");
    }
}
