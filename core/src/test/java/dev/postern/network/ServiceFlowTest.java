package dev.postern.network;

import static dev.postern.network.Verdicts.facts;
import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.model.Decision;
import dev.postern.model.Outcome;
import dev.postern.model.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Service as the end of a flow. */
class ServiceFlowTest {
    private static final String CART = pod(
            "shop",
            "cart",
            "{nodeName: n1, containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}",
            "10.1.0.2");
    private static final String WEB = pod("shop", "web", "{nodeName: n1}", "10.1.0.1");

    /** Lets pods of the namespace in on one port only. */
    private static String lets(int port) {
        return policy("{podSelector: {matchLabels: {app: cart}}, policyTypes: [Ingress], ingress: "
                + "[{from: [{podSelector: {}}], ports: [{port: " + port + "}]}]}");
    }

    private static String service(String spec) {
        return "kind: Service\nmetadata: {namespace: shop, name: cart}\nspec: " + spec;
    }

    private static String cart(String ports) {
        return service("{clusterIP: 10.96.0.9, selector: {app: cart}, ports: [" + ports + "]}");
    }

    private static String slice(String fields) {
        return "kind: EndpointSlice\nmetadata: {namespace: shop, name: cart-1, labels: "
                + "{kubernetes.io/service-name: cart}}\n" + fields;
    }

    private static Network network(CniProfile profile, String... manifests) {
        return Network.of(Manifests.cluster(String.join("\n---\n", manifests)), profile);
    }

    private static FlowExplanation explain(String from, int port, String... manifests) {
        return network(CniProfile.KUBERNETES, manifests)
                .explain(Flow.from(Endpoint.parse(from))
                        .to(Endpoint.parse("service:shop/cart"))
                        .tcp(port));
    }

    private static Outcome outcome(String from, int port, String... manifests) {
        return explain(from, port, manifests).decision().outcome();
    }

    @Test
    void policy_sees_the_target_port() {
        String service = cart("{port: 80, targetPort: 8080}");
        assertThat(outcome("shop/web", 80, WEB, CART, service, lets(8080))).isEqualTo(Outcome.ALLOWED);
        assertThat(outcome("shop/web", 80, WEB, CART, service, lets(80))).isEqualTo(Outcome.DENIED);
    }

    @Test
    void a_port_that_the_service_does_not_have_is_denied() {
        FlowExplanation answer = explain("shop/web", 8080, WEB, CART, cart("{port: 80, targetPort: 8080}"));
        assertThat(answer.decision().outcome()).isEqualTo(Outcome.DENIED);
        assertThat(facts(answer.decision())).containsExactly("Service shop/cart spec.ports = TCP 80 (stated)");
        assertThat(answer.behind()).isEmpty();
        assertThat(network(CniProfile.KUBERNETES, WEB, CART, cart("{port: 80}"))
                        .decide(Flow.from(Endpoint.parse("shop/web"))
                                .to(Endpoint.service("shop", "cart"))
                                .udp(80))
                        .outcome())
                .isEqualTo(Outcome.DENIED);
    }

    @Test
    void the_verdict_cites_the_port_and_the_selector_of_the_service() {
        FlowExplanation answer = explain("shop/web", 80, WEB, CART, cart("{port: 80, targetPort: http}"), lets(8080));
        assertThat(facts(answer.decision()))
                .startsWith(
                        "Service shop/cart spec.ports[0].port = 80 (stated)",
                        "Service shop/cart spec.selector = app=cart (stated)",
                        "Service shop/cart spec.ports[0].targetPort = http (stated)",
                        "Pod shop/cart spec.containers[0].ports[0].containerPort = 8080 (stated)")
                .anyMatch(fact -> fact.startsWith("NetworkPolicy shop/np spec.ingress[0].from[0]"));
        assertThat(answer.flow().port()).isEqualTo(80);
        assertThat(answer.behind())
                .hasValueSatisfying(way -> assertThat(way.port()).isEqualTo(8080));
        assertThat(answer.destination()).isEqualTo("Pod shop/cart");
    }

    @Test
    void the_rule_that_is_missing_has_the_target_port() {
        FlowExplanation answer = explain("shop/web", 80, WEB, CART, cart("{port: 80, targetPort: 8080}"), lets(80));
        assertThat(answer.changes())
                .extracting(change -> change.rule().toString())
                .containsExactly("{\"from\":[{\"podSelector\":{\"matchLabels\":{\"app\":\"web\"}}}],"
                        + "\"ports\":[{\"protocol\":\"TCP\",\"port\":8080}]}");
    }

    @Test
    void a_named_port_is_each_pod_s_own_and_one_pod_that_is_reached_suffices() {
        String other = "kind: Pod\nmetadata: {namespace: shop, name: cart-b, labels: {app: cart}}\n"
                + "spec: {containers: [{name: c, ports: [{name: http, containerPort: 9090}]}]}";
        String nameless = "kind: Pod\nmetadata: {namespace: shop, name: cart-c, labels: {app: cart}}\nspec: {}";
        String service = cart("{port: 80, targetPort: http}");
        assertThat(explain("shop/web", 80, WEB, CART, other, service, lets(9090))
                        .behind())
                .hasValueSatisfying(way -> assertThat(way.port()).isEqualTo(9090));
        assertThat(outcome("shop/web", 80, WEB, CART, other, nameless, service, lets(80)))
                .isEqualTo(Outcome.DENIED);
        FlowExplanation none = explain("shop/web", 80, WEB, nameless, service);
        assertThat(none.decision().outcome()).isEqualTo(Outcome.DENIED);
        assertThat(facts(none.decision()))
                .contains(
                        "Service shop/cart spec.ports[0].targetPort = http (stated)",
                        "Service shop/cart = nothing behind it has this port (default)");
    }

    @Test
    void a_headless_service_leads_to_its_pods_on_their_own_ports() {
        String service = service("{clusterIP: None, selector: {app: cart}, ports: [{port: 80, targetPort: 8080}]}");
        assertThat(outcome("shop/web", 8080, WEB, CART, service, lets(8080))).isEqualTo(Outcome.ALLOWED);
        assertThat(outcome("shop/web", 80, WEB, CART, service, lets(8080))).isEqualTo(Outcome.DENIED);
        assertThat(outcome("internet", 8080, WEB, CART, service)).isEqualTo(Outcome.ALLOWED);
        assertThat(outcome("shop/cart", 80, WEB, CART, service, lets(8080))).isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void a_service_with_nothing_behind_it_is_denied() {
        FlowExplanation answer = explain("shop/web", 80, WEB, cart("{port: 80}"));
        assertThat(answer.decision().outcome()).isEqualTo(Outcome.DENIED);
        assertThat(facts(answer.decision()))
                .containsExactly(
                        "Service shop/cart spec.selector = app=cart (stated)",
                        "Service shop/cart = no running pod and no template of the input has these labels (default)");
        String done = "kind: Pod\nmetadata: {namespace: shop, name: cart, labels: {app: cart}}\n"
                + "spec: {}\nstatus: {phase: Succeeded}";
        assertThat(outcome("shop/web", 80, WEB, done, cart("{port: 80}"))).isEqualTo(Outcome.DENIED);
    }

    @Test
    void without_a_selector_endpoints_count() {
        String service = service("{clusterIP: 10.96.0.9, ports: [{name: web, port: 80, targetPort: 1}]}");
        assertThat(explain("shop/web", 80, WEB, CART, service).decision().missing())
                .isEqualTo("the EndpointSlices of Service shop/cart, which has no selector: the input holds none");
        String pods = slice("endpoints: [{addresses: [10.1.0.2]}]\nports: [{name: web, port: 8080}]");
        FlowExplanation toPod = explain("shop/web", 80, WEB, CART, service, pods, lets(8080));
        assertThat(toPod.decision().outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(toPod.behind())
                .hasValueSatisfying(way -> assertThat(way.facts())
                        .extracting(Verdicts::text)
                        .containsExactly(
                                "Service shop/cart spec.ports[0].port = 80 (stated)",
                                "EndpointSlice shop/cart-1 endpoints[0].addresses = 10.1.0.2 (stated)",
                                "EndpointSlice shop/cart-1 ports[0].port = 8080 (stated)"));
        String otherName = slice("endpoints: [{addresses: [10.1.0.2]}]\nports: [{name: other, port: 8080}]");
        assertThat(outcome("shop/web", 80, WEB, CART, service, otherName)).isEqualTo(Outcome.DENIED);
        String empty = slice("endpoints: []\nports: [{name: web, port: 8080}]");
        assertThat(outcome("shop/web", 80, WEB, CART, service, empty)).isEqualTo(Outcome.DENIED);
    }

    @Test
    void a_pod_that_a_slice_names_counts_where_none_has_the_address() {
        String service = service("{clusterIP: 10.96.0.9, ports: [{port: 80}]}");
        String named = slice(
                "endpoints: [{addresses: [10.9.9.9], targetRef: {kind: Pod, name: cart}}]\nports: [{port: 8080}]");
        assertThat(explain("shop/web", 80, WEB, CART, service, named, lets(8080))
                        .destination())
                .isEqualTo("Pod shop/cart");
        assertThat(explain("shop/web", 80, WEB, CART, service, named.replace("Pod, name: cart", "Pod, name: other"))
                        .destination())
                .isEqualTo("10.9.9.9");
    }

    @Test
    void an_address_behind_it_that_is_no_pod_is_judged_as_that_address() {
        String service = service("{clusterIP: 10.96.0.9, ports: [{port: 80}]}");
        String outside = slice("endpoints: [{addresses: [192.0.2.7]}]\nports: [{port: 5432}]");
        String out = policy("{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: "
                + "[{to: [{ipBlock: {cidr: 192.0.2.0/24}}], ports: [{port: 5432}]}]}");
        FlowExplanation answer = explain("shop/web", 80, WEB, CART, service, outside, out);
        assertThat(answer.decision().outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(answer.destination()).isEqualTo("192.0.2.7");
        assertThat(outcome("shop/web", 80, WEB, service, outside.replace("5432", "5433"), out))
                .isEqualTo(Outcome.DENIED);
    }

    @ParameterizedTest
    @CsvSource({
        "db.example.com, 'the address of db.example.com, for which Service shop/cart stands: ask for that address'",
        "db.data.svc.cluster.local, 'what Service shop/cart stands for: ask for service:data/db'",
        "db.data.svc, 'what Service shop/cart stands for: ask for service:data/db'",
    })
    void an_external_name_says_what_would_settle_it(String name, String missing) {
        Decision decision = explain("shop/web", 80, WEB, service("{type: ExternalName, externalName: " + name + "}"))
                .decision();
        assertThat(decision.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(decision.missing()).isEqualTo(missing);
        assertThat(facts(decision)).containsExactly("Service shop/cart spec.externalName = " + name + " (stated)");
    }

    @Test
    void what_is_not_in_the_input_or_is_refused_says_so() {
        assertThat(explain("shop/web", 80, WEB).decision().missing())
                .isEqualTo("Service shop/cart: the input does not hold it");
        assertThat(facts(explain("shop/web", 80, WEB, CART, service("{type: Odd, selector: {app: cart}}"))
                        .decision()))
                .singleElement()
                .asString()
                .contains("the API server refuses it: spec.type");
        String kubernetes =
                "kind: Service\nmetadata: {namespace: default, name: kubernetes}\nspec: {ports: [{port: 443}]}";
        assertThat(network(CniProfile.KUBERNETES, WEB, kubernetes)
                        .decide(Flow.from(Endpoint.parse("shop/web"))
                                .to(Endpoint.service("default", "kubernetes"))
                                .tcp(443))
                        .missing())
                .contains("ask for api-server");
        assertThatThrownBy(() -> Endpoint.parse("service:cart")).hasMessageContaining("service:NS/NAME");
    }

    @Test
    void who_is_outside_does_not_come_by_the_address_of_the_service() {
        String service = service("{type: LoadBalancer, selector: {app: cart}, ports: [{port: 80, targetPort: 8080}]}");
        assertThat(explain("internet", 80, CART, service).decision().missing())
                .contains("its address is of the cluster");
        assertThat(outcome("192.0.2.1", 80, CART, service)).isEqualTo(Outcome.UNKNOWN);
        assertThat(outcome("node:n1", 80, CART, service)).isEqualTo(Outcome.ALLOWED);
        assertThat(outcome("api-server", 80, CART, service)).isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void a_rule_for_the_address_of_the_service_itself_leaves_it_to_the_plugin() {
        String service = cart("{port: 80, targetPort: 8080}");
        String out = policy("{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: "
                + "[{to: [{ipBlock: {cidr: 10.96.0.9/32}}], ports: [{port: 80}]}]}");
        assertThat(explain("shop/web", 80, WEB, CART, service, out).decision().missing())
                .contains("before or after its address and port are translated");
        String in = policy("shop", "in", "{podSelector: {matchLabels: {app: cart}}, policyTypes: [Ingress]}");
        assertThat(outcome("shop/web", 80, WEB, CART, service, out, in)).isEqualTo(Outcome.DENIED);
    }

    @ParameterizedTest
    @CsvSource({
        "kubernetes, UNKNOWN",
        "np-guard, UNKNOWN",
        "calico, UNKNOWN",
        "cilium, ALLOWED",
        "ovn-kubernetes, ALLOWED",
    })
    void a_pod_and_itself_by_its_service_is_what_the_profile_says(String profile, Outcome expected) {
        String service = cart("{port: 80, targetPort: 8080}");
        Flow flow = Flow.from(Endpoint.parse("shop/cart"))
                .to(Endpoint.service("shop", "cart"))
                .tcp(80);
        CniProfile cni = CniProfile.parse(profile);
        assertThat(network(cni, CART, service, lets(80)).decide(flow).outcome()).isEqualTo(expected);
        assertThat(network(cni, CART, service, lets(8080)).decide(flow).outcome())
                .as("let in as itself, but the address is perhaps another")
                .isEqualTo(expected);
        assertThat(network(cni, CART, service).decide(flow).outcome())
                .as("nothing binds it")
                .isEqualTo(Outcome.ALLOWED);
        assertThat(network(cni, CART, service, lets(80))
                        .decide(Flow.from(Endpoint.parse("shop/cart"))
                                .to(Endpoint.parse("shop/cart"))
                                .tcp(8080))
                        .outcome())
                .as("by its own address")
                .isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void administrators_bind_a_pod_and_itself_by_its_service_as_well() {
        String admin =
                "kind: AdminNetworkPolicy\nmetadata: {name: deny}\nspec: {priority: 1, subject: {namespaces: {}}, "
                        + "ingress: [{action: Deny, from: [{namespaces: {}}]}]}";
        Flow flow = Flow.from(Endpoint.parse("shop/cart"))
                .to(Endpoint.service("shop", "cart"))
                .tcp(80);
        assertThat(network(CniProfile.CILIUM, CART, cart("{port: 80, targetPort: 8080}"), admin)
                        .decide(flow)
                        .outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void as_a_source_it_is_whatever_is_behind_it() {
        String service = cart("{port: 80, targetPort: 8080}");
        String in = policy("{podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress], ingress: "
                + "[{from: [{podSelector: {matchLabels: {app: cart}}}]}]}");
        Network network = network(CniProfile.KUBERNETES, WEB, CART, service, in);
        assertThat(network.explain(Flow.from(Endpoint.service("shop", "cart"))
                                .to(Endpoint.parse("shop/web"))
                                .tcp(7))
                        .source())
                .isEqualTo("Pod shop/cart");
        assertThat(network.decide(Flow.from(Endpoint.service("shop", "none"))
                                .to(Endpoint.parse("shop/web"))
                                .tcp(7))
                        .missing())
                .contains("Service shop/none");
    }

    @Test
    void without_a_port_the_service_s_own_are_told() {
        Network network = network(
                CniProfile.KUBERNETES,
                WEB,
                CART,
                cart("{name: a, port: 80, targetPort: 8080}, {name: b, port: 81, targetPort: 81}"),
                lets(8080));
        FlowPorts ports = network.ports(Endpoint.parse("shop/web"), Endpoint.service("shop", "cart"));
        assertThat(ports.ports()).isEqualTo(PortSet.of(Protocol.TCP, 80));
        assertThat(ports.unknown().isEmpty()).isTrue();
    }

    @Test
    void a_service_of_the_own_node_leads_nowhere_else() {
        String service = service("{clusterIP: 10.96.0.9, internalTrafficPolicy: Local, selector: {app: cart},"
                + " ports: [{port: 80, targetPort: 8080}]}");
        assertThat(outcome("shop/web", 80, WEB, CART, service)).isEqualTo(Outcome.ALLOWED);
        assertThat(outcome("node:n1", 80, WEB, CART, service)).isEqualTo(Outcome.ALLOWED);
        FlowExplanation elsewhere = explain("shop/web", 80, WEB.replace("n1", "n2"), CART, service);
        assertThat(elsewhere.decision().outcome()).isEqualTo(Outcome.DENIED);
        assertThat(facts(elsewhere.decision()))
                .contains(
                        "Service shop/cart spec.internalTrafficPolicy = Local (stated)",
                        "Service shop/cart = nothing behind it is on the node of Pod shop/web (default)");
        assertThat(explain("shop/web", 80, WEB.replace("nodeName: n1", ""), CART, service)
                        .decision()
                        .missing())
                .startsWith("whether Pod shop/web and Pod shop/cart are on one node: Service shop/cart");
        assertThat(outcome("shop/web", 80, WEB.replace("nodeName: n1", ""), CART, service, lets(80)))
                .isEqualTo(Outcome.DENIED);
    }
}
