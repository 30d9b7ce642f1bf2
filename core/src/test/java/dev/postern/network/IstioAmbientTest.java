package dev.postern.network;

import static dev.postern.model.Outcome.ALLOWED;
import static dev.postern.model.Outcome.DENIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Diagnostic;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pods before which a ztunnel of Istio stands: identities and ports are judged, requests are not. */
class IstioAmbientTest {
    private static final String CART = "10.0.0.1";
    private static final String DB = "10.0.0.2";
    private static final String OUT = "10.0.0.3";
    private static final String OLD = "10.0.1.1";
    private static final String STRANGER = "10.0.2.1";

    private static String pod(String namespace, String name, String ip, String labels, String containers) {
        return "kind: Pod\nmetadata: {name: " + name + ", namespace: " + namespace + ", labels: {app: " + name + labels
                + "}}\nspec: {serviceAccountName: " + name + ", containers: [{name: c, image: i}" + containers
                + "]}\nstatus: {phase: Running, podIP: " + ip + ", podIPs: [{ip: " + ip + "}]}";
    }

    private static Network network(String... policies) {
        List<String> all = new ArrayList<>(List.of(
                "kind: Namespace\nmetadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}",
                "kind: Namespace\nmetadata: {name: pay}",
                "kind: Namespace\nmetadata: {name: lab}",
                pod("shop", "cart", CART, "", ""),
                pod("shop", "db", DB, "", ""),
                pod("shop", "out", OUT, ", istio.io/dataplane-mode: none", ""),
                pod("pay", "old", OLD, "", ", {name: istio-proxy, image: i}"),
                pod("lab", "stranger", STRANGER, "", "")));
        all.addAll(List.of(policies));
        Cluster cluster = IstioManifests.read(all);
        return Network.of(cluster);
    }

    private static String policy(String action, String rules) {
        return "kind: AuthorizationPolicy\nmetadata: {name: db, namespace: shop}\nspec: {selector: {matchLabels: {app: db}},"
                + " action: " + action + ", rules: " + rules + "}";
    }

    private static String strict(String mode) {
        return "kind: PeerAuthentication\nmetadata: {name: default, namespace: shop}\nspec: {mtls: {mode: " + mode
                + "}}";
    }

    private static Outcome tcp(Network network, String from, String to, int port) {
        return network.decide(from, to, Protocol.TCP, port).outcome();
    }

    static Stream<Arguments> policies() {
        String byCart = "[{from: [{source: {principals: ['cluster.local/ns/shop/sa/cart']}}]}]";
        return Stream.of(
                arguments("an identity is known", policy("ALLOW", byCart), ALLOWED, DENIED, DENIED),
                arguments(
                        "that of a sidecar too",
                        policy("ALLOW", "[{from: [{source: {namespaces: [pay]}}]}]"),
                        DENIED,
                        ALLOWED,
                        DENIED),
                arguments(
                        "ports are",
                        policy("ALLOW", "[{to: [{operation: {ports: ['80']}}]}]"),
                        ALLOWED,
                        ALLOWED,
                        ALLOWED),
                arguments(
                        "other ports are",
                        policy("ALLOW", "[{to: [{operation: {ports: ['81']}}]}]"),
                        DENIED,
                        DENIED,
                        DENIED),
                arguments(
                        "what asks for a request lets nothing in",
                        policy("ALLOW", "[{to: [{operation: {methods: [GET]}}]}]"),
                        DENIED,
                        DENIED,
                        DENIED),
                arguments("what is refused is", policy("DENY", byCart), DENIED, ALLOWED, ALLOWED),
                arguments(
                        "what refuses requests refuses all",
                        policy("DENY", "[{to: [{operation: {methods: [GET]}}]}]"),
                        DENIED,
                        DENIED,
                        DENIED),
                arguments("STRICT keeps strangers out", strict("STRICT"), ALLOWED, ALLOWED, DENIED),
                arguments("PERMISSIVE does not", strict("PERMISSIVE"), ALLOWED, ALLOWED, ALLOWED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void a_ztunnel_judges(String title, String policy, Outcome cart, Outcome sidecar, Outcome stranger) {
        Network network = network(policy);
        assertThat(tcp(network, CART, DB, 80)).isEqualTo(cart);
        assertThat(tcp(network, OLD, DB, 80)).isEqualTo(sidecar);
        assertThat(tcp(network, OUT, DB, 80)).isEqualTo(stranger);
        assertThat(tcp(network, STRANGER, DB, 80)).isEqualTo(stranger);
    }

    @Test
    void between_ztunnels_tls_cannot_be_switched_off() {
        Network network =
                network(strict("DISABLE"), policy("ALLOW", "[{from: [{source: {serviceAccounts: [cart]}}]}]"));
        assertThat(tcp(network, CART, DB, 80)).isEqualTo(ALLOWED);
        assertThat(tcp(network, STRANGER, DB, 80)).isEqualTo(DENIED);
    }

    @Test
    void a_pod_that_is_left_out_is_judged_by_nobody() {
        Network network = network("kind: AuthorizationPolicy\nmetadata: {name: all, namespace: shop}\nspec: {}");
        assertThat(tcp(network, STRANGER, OUT, 80)).isEqualTo(ALLOWED);
        assertThat(tcp(network, STRANGER, CART, 80)).isEqualTo(DENIED);
        assertThat(network.decide(STRANGER, CART, Protocol.UDP, 53).outcome()).isEqualTo(ALLOWED);
    }

    private static String ports(String ports) {
        return "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: np, namespace: shop}\nspec: {podSelector: {matchLabels: {app: db}},"
                + " ingress: [{ports: [" + ports + "]}]}";
    }

    @Test
    void a_plugin_sees_the_port_of_the_tunnel() {
        Network closed = network(ports("{port: 80}"));
        assertThat(tcp(closed, CART, DB, 80)).isEqualTo(DENIED);
        assertThat(tcp(closed, STRANGER, DB, 80)).isEqualTo(ALLOWED);
        assertThat(Verdicts.facts(closed.decide(CART, DB, Protocol.TCP, 80)))
                .contains("Pod shop/db = between ztunnels TCP goes to port 15008, which is what policies of the network"
                        + " see (default)");

        Network open = network(ports("{port: 15008}, {port: 53, protocol: UDP}"));
        assertThat(tcp(open, CART, DB, 80)).isEqualTo(ALLOWED);
        assertThat(tcp(open, CART, DB, 5432)).isEqualTo(ALLOWED);
        assertThat(tcp(open, STRANGER, DB, 80)).isEqualTo(DENIED);
        assertThat(tcp(open, OUT, DB, 80)).isEqualTo(DENIED);
        assertThat(open.decide(CART, DB, Protocol.UDP, 53).outcome()).isEqualTo(ALLOWED);
        assertThat(open.decide(CART, DB, Protocol.UDP, 54).outcome()).isEqualTo(DENIED);
    }

    /** A pod has one proxy, and the sidecar is asked for first. */
    @Test
    void a_sidecar_that_is_still_to_come_leaves_no_tunnel() {
        String both =
                "kind: Namespace\nmetadata: {name: pair, labels: {istio.io/dataplane-mode: ambient, istio-injection: enabled}}";
        Network network = network(
                both,
                pod("pair", "one", "10.0.3.1", "", ""),
                pod("pair", "two", "10.0.3.2", "", ""),
                ports("{port: 80}")
                        .replace("namespace: shop", "namespace: pair")
                        .replace("app: db", "app: two"));
        assertThat(tcp(network, "10.0.3.1", "10.0.3.2", 80)).isEqualTo(ALLOWED);
        assertThat(tcp(network, "10.0.3.1", "10.0.3.2", 15008)).isEqualTo(DENIED);
    }

    @Test
    void the_ztunnel_sees_what_is_in_it() {
        Network both = network(ports("{port: 15008}"), policy("ALLOW", "[{to: [{operation: {ports: ['80']}}]}]"));
        assertThat(tcp(both, CART, DB, 80)).isEqualTo(ALLOWED);
        assertThat(tcp(both, CART, DB, 81)).isEqualTo(DENIED);
        assertThat(tcp(both, STRANGER, DB, 80)).isEqualTo(DENIED);
    }

    /** Verdicts with reasons, verdicts without, rows and counts are reckoned in different places. */
    @Test
    void every_way_to_ask_answers_alike() {
        Network network = network(
                ports("{port: 15008}, {port: 81}"),
                policy("ALLOW", "[{to: [{operation: {ports: ['80']}}]}]"),
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: out, namespace: shop}\nspec: {podSelector: {matchLabels: {app: cart}},"
                        + " policyTypes: [Egress], egress: [{to: [{podSelector: {}}], ports: [{port: 15008}, {port: 82}]}]}");
        List<Pod> pods = network.cluster().pods();
        for (int port : List.of(80, 81, 82, 15008)) {
            long pairs = 0;
            for (Pod source : pods) {
                for (Pod destination : pods) {
                    if (!source.equals(destination)) {
                        Outcome decided = network.decide(source, destination, Protocol.TCP, port)
                                .outcome();
                        int from = network.classOf(source);
                        int to = network.classOf(destination);
                        boolean[] listed = {false};
                        network.reachableFrom(
                                from,
                                (other, allowed, unknown) ->
                                        listed[0] |= other == to && allowed.contains(Protocol.TCP, port));
                        assertThat(network.outcome(from, to, Protocol.TCP, port))
                                .isEqualTo(decided);
                        assertThat(listed[0]).isEqualTo(decided == ALLOWED);
                        pairs += decided == ALLOWED ? 1 : 0;
                    }
                }
            }
            assertThat(network.allowedPairs(Protocol.TCP, port)).isEqualTo(pairs);
        }
    }

    @Test
    void what_is_taken_for_granted_is_said() {
        Network network = network(policy("ALLOW", "[]"));
        Decision refused = network.decide(CART, DB, Protocol.TCP, 80);
        assertThat(Verdicts.facts(refused))
                .contains("AuthorizationPolicy shop/db = that the ztunnel of their node stands before these pods, as"
                        + " istio.io/dataplane-mode wants (assumed)");
        assertThat(network.diagnostics()).extracting(Diagnostic::code).contains("network-mesh-ambient");
    }

    @Test
    void that_waypoints_are_not_judged_is_said_of_pods_too() {
        String db =
                "apiVersion: v1\nkind: Pod\nmetadata: {name: db, namespace: shop, labels: {LABEL}}\nspec: {containers: [{name: c,"
                        + " image: i}]}\n---\n";
        String authorization =
                "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: a, namespace: shop}\n";
        for (String label : List.of("ambient", "none")) {
            Network network = Network.of(
                    CalicoManifests.read(db.replace("LABEL", "istio.io/dataplane-mode: " + label) + authorization)
                            .cluster());
            assertThat(network.diagnostics())
                    .extracting(Diagnostic::message)
                    .filteredOn(message -> message.contains("waypoints are not"))
                    .hasSize(label.equals("ambient") ? 1 : 0);
        }
    }
}
