package dev.postern.network;

import static dev.postern.network.ExposureWorlds.entries;
import static dev.postern.network.ExposureWorlds.gateway;
import static dev.postern.network.ExposureWorlds.gatewayClass;
import static dev.postern.network.ExposureWorlds.network;
import static dev.postern.network.ExposureWorlds.pod;
import static dev.postern.network.ExposureWorlds.route;
import static dev.postern.network.ExposureWorlds.service;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How sure it is that strangers reach a Gateway: the gates. */
class GatewayReachTest {
    private static final String ALL = "allowedRoutes: {namespaces: {from: All}}";
    private static final String LISTENERS = "listeners: [{name: http, port: 80, protocol: HTTP, " + ALL + "}]";
    private static final String ROUTE = route(
            "HTTPRoute", "shop", "[{name: edge, namespace: infra}]", "rules: [{backendRefs: [{name: web, port: 80}]}]");

    /** Confidences of the route's ways, most often one. */
    private static List<String> confidence(String... manifests) {
        List<String> world = new ArrayList<>(List.of(pod("shop", "web"), service("shop", "web"), ROUTE));
        world.addAll(List.of(manifests));
        return entries(world.toArray(new String[0])).stream()
                .filter(entry -> entry.startsWith("HTTPRoute shop/r -> shop/web TCP 8080 "))
                .map(entry -> entry.substring(entry.lastIndexOf(' ') + 1))
                .toList();
    }

    private static String proxy(String labels) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {namespace: infra, name: proxy, labels: {p: q, " + labels
                + "}}\nspec: {containers: [{name: c, image: proxy, ports: [{containerPort: 80}]}]}";
    }

    private static String balancer(String type) {
        return "apiVersion: v1\nkind: Service\nmetadata: {namespace: infra, name: lb}\nspec: {type: " + type
                + ", selector: {p: q}, ports: [{port: 80}]}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                      | POSSIBLE
            {addresses: [{value: 198.51.100.9}]}                                    | CERTAIN
            {addresses: [{type: Hostname, value: lb.example.com}]}                  | CERTAIN
            {addresses: [{value: 10.0.0.9}]}                                        | POSSIBLE
            {addresses: [{value: 10.0.0.9}, {value: 198.51.100.9}]}                 | CERTAIN
            {addresses: [{type: Hostname, value: internal-a.elb.amazonaws.com}]}    | ''
            {addresses: [{type: Hostname, value: edge-istio.infra.svc.cluster.local}]} | ''
            {addresses: [{value: 198.51.100.9}], conditions: [{type: Programmed, status: 'False'}]} | POSSIBLE
            {addresses: [{value: 198.51.100.9}], conditions: [{type: Programmed, status: 'True'}]}  | CERTAIN
            """)
    void an_address_in_the_status_decides(String status, String expected) {
        assertThat(confidence(gateway("some", LISTENERS, status)))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gke-l7-global-external-managed    | ''                                                  | LIKELY
            gke-l7-gxlb                       | networking.gke.io/gateway                           | LIKELY
            gke-l7-rilb                       | ''                                                  | ''
            gke-l7-rilb                       | networking.gke.io/gateway                           | ''
            mine                              | networking.gke.io/gateway                           | POSSIBLE
            azure-alb-external                | ''                                                  | LIKELY
            amazon-alb                        | gateway.k8s.aws/alb                                 | POSSIBLE
            amazon-vpc-lattice                | ''                                                  | ''
            mine                              | application-networking.k8s.aws/gateway-api-controller | ''
            istio-waypoint                    | istio.io/mesh-controller                            | ''
            """)
    void the_clouds_have_classes_of_their_own(String name, String controller, String expected) {
        String known = controller.isEmpty() ? pod("x", "y") : gatewayClass(name, controller);
        assertThat(confidence(known, gateway(name, LISTENERS, "{}")))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
    }

    @Test
    void a_controller_in_the_input_is_exposed_by_its_own_entry_points() {
        String traefik = proxy("app.kubernetes.io/name: traefik");
        String edge = gateway("mine", LISTENERS, "{}");
        String mine = gatewayClass("mine", "traefik.io/gateway-controller");
        assertThat(confidence(edge, mine, traefik, balancer("LoadBalancer"))).containsExactly("LIKELY");
        assertThat(confidence(edge, mine, traefik, balancer("ClusterIP")))
                .as("nothing exposes it")
                .containsExactly("POSSIBLE");
        assertThat(confidence(edge, traefik, balancer("LoadBalancer")))
                .as("whose the class is, is not known")
                .containsExactly("POSSIBLE");
        assertThat(confidence(gateway("traefik", LISTENERS, "{}"), traefik, balancer("LoadBalancer")))
                .as("by its name")
                .containsExactly("LIKELY");
        assertThat(confidence(edge, gatewayClass("mine", "example.net/c"), traefik, balancer("LoadBalancer")))
                .as("another's")
                .containsExactly("POSSIBLE");
        List<String> facts = network(
                        pod("shop", "web"),
                        service("shop", "web"),
                        ROUTE,
                        edge,
                        mine,
                        traefik,
                        balancer("LoadBalancer"))
                .entryPoints()
                .get(0)
                .supports()
                .get(0)
                .facts()
                .stream()
                .map(Verdicts::text)
                .toList();
        assertThat(facts)
                .contains(
                        "GatewayClass mine spec.controllerName = traefik.io/gateway-controller (stated)",
                        "Service infra/lb spec.type = LoadBalancer (stated)",
                        "Pod infra/proxy metadata.labels[app.kubernetes.io/name] = traefik (stated)");
    }

    @Test
    void pods_that_carry_the_gateways_name_serve_it_and_no_other() {
        String edge = gateway("istio", LISTENERS, "{}");
        String own = proxy("gateway.networking.k8s.io/gateway-name: edge");
        assertThat(confidence(edge, own, balancer("LoadBalancer"))).containsExactly("LIKELY");
        assertThat(confidence(edge, own.replace("namespace: infra", "namespace: other"), balancer("LoadBalancer")))
                .containsExactly("POSSIBLE");
        String envoys = proxy("gateway.envoyproxy.io/owning-gateway-name: edge,"
                        + " gateway.envoyproxy.io/owning-gateway-namespace: infra")
                .replace("namespace: infra, name: proxy", "namespace: envoy, name: proxy");
        String there = balancer("LoadBalancer").replace("namespace: infra", "namespace: envoy");
        assertThat(confidence(edge, envoys, there)).containsExactly("LIKELY");
        assertThat(confidence(
                        edge,
                        envoys.replace("namespace: infra,", "namespace: x,")
                                .replace("gateway-namespace: infra", "gateway-namespace: shop"),
                        there))
                .containsExactly("POSSIBLE");
        String shared = proxy("app: istio-ingressgateway");
        assertThat(confidence(edge, shared, balancer("LoadBalancer")))
                .as("istio makes pods for each Gateway")
                .containsExactly("POSSIBLE");
        String manual = gateway("istio", LISTENERS + ", addresses: [{type: Hostname, value: lb.infra}]", "{}");
        assertThat(confidence(manual, shared, balancer("LoadBalancer"))).containsExactly("LIKELY");
    }

    @Test
    void what_serves_it_must_be_let_in_by_policy() {
        String edge = gateway("istio", LISTENERS, "{}");
        String own = proxy("gateway.networking.k8s.io/gateway-name: edge");
        String policy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {namespace: shop, name: np}\n"
                + "spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: "
                + "{kubernetes.io/metadata.name: infra}}}]}]}";
        assertThat(confidence(edge, own, balancer("LoadBalancer"), policy)).containsExactly("LIKELY");
        assertThat(confidence(edge, own, balancer("LoadBalancer"), policy.replace("name: infra", "name: other")))
                .isEmpty();
        assertThat(confidence(edge, policy.replace("name: infra", "name: other")))
                .as("who forwards is not known")
                .containsExactly("POSSIBLE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            infrastructure: {annotations: {networking.gke.io/load-balancer-type: Internal}}                  | no
            infrastructure: {annotations: {service.beta.kubernetes.io/azure-load-balancer-internal: 'true'}} | no
            infrastructure: {annotations: {service.beta.kubernetes.io/azure-load-balancer-internal: 'false'}}| yes
            infrastructure: {annotations: {networking.istio.io/service-type: ClusterIP}}                     | no
            infrastructure: {labels: {a: b}}                                                                 | yes
            """)
    void what_is_made_for_it_may_stay_inside(String infrastructure, String open) {
        String edge = gateway("istio", LISTENERS + ", " + infrastructure, "{}");
        assertThat(confidence(edge)).isEqualTo(open.equals("yes") ? List.of("POSSIBLE") : List.of());
        String own = proxy("gateway.networking.k8s.io/gateway-name: edge");
        assertThat(confidence(edge, own, balancer("LoadBalancer")))
                .as("another Service leads to its pods")
                .containsExactly("LIKELY");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tls: {frontend: {default: {validation: {caCertificateRefs: []}}}}                                         | POSSIBLE
            tls: {frontend: {default: {validation: {mode: AllowInsecureFallback}}}}                                   | CERTAIN
            tls: {frontend: {default: {validation: {}}, perPort: [{port: 443, tls: {}}]}}                             | CERTAIN
            tls: {frontend: {default: {}, perPort: [{port: 443, tls: {validation: {}}}]}}                             | POSSIBLE
            tls: {frontend: {default: {}, perPort: [{port: 444, tls: {validation: {}}}]}}                             | CERTAIN
            tls: {backend: {}}                                                                                        | CERTAIN
            """)
    void a_gateway_that_asks_for_certificates_is_a_possible_way_in_at_most(String tls, String expected) {
        String spec = LISTENERS.replace("port: 80, protocol: HTTP", "port: 443, protocol: HTTPS") + ", " + tls;
        assertThat(confidence(gateway("some", spec, "{addresses: [{value: 198.51.100.9}]}")))
                .containsExactly(expected);
    }

    @Test
    void a_filter_that_another_object_explains_may_be_in_the_way() {
        String edge = gateway("some", LISTENERS, "{addresses: [{value: 198.51.100.9}]}");
        for (String filter : List.of("ExternalAuth", "ExtensionRef", "URLRewrite")) {
            String filtered = ROUTE.replace("rules: [{", "rules: [{filters: [{type: " + filter + "}], ");
            assertThat(entries(pod("shop", "web"), service("shop", "web"), edge, filtered))
                    .containsExactly("HTTPRoute shop/r -> shop/web TCP 8080 "
                            + (filter.equals("URLRewrite") ? "CERTAIN" : "POSSIBLE"));
        }
    }
}
