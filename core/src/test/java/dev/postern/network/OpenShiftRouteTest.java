package dev.postern.network;

import static dev.postern.network.ExposureWorlds.entries;
import static dev.postern.network.ExposureWorlds.faults;
import static dev.postern.network.ExposureWorlds.network;
import static dev.postern.network.ExposureWorlds.pod;
import static dev.postern.network.ExposureWorlds.service;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes of OpenShift: to which pods and ports they lead, and how sure it is. */
class OpenShiftRouteTest {
    private static final String WEB = pod("shop", "web");
    private static final String SERVICE = service("shop", "web");
    private static final String API = pod("shop", "api");
    private static final String TO_WEB = "Route shop/r -> shop/web TCP 8080 ";
    private static final String ROUTER = "apiVersion: v1\nkind: Pod\nmetadata: {namespace: openshift-ingress, name: "
            + "router, labels: {ingresscontroller.operator.openshift.io/deployment-ingresscontroller: default}}\n"
            + "spec: {containers: [{name: router, image: x, ports: [{containerPort: 443}]}]}";
    private static final String BALANCER = "apiVersion: v1\nkind: Service\nmetadata: {namespace: openshift-ingress, "
            + "name: router-default}\nspec: {type: LoadBalancer, selector: "
            + "{ingresscontroller.operator.openshift.io/deployment-ingresscontroller: default}, ports: [{port: 443}]}";

    private static String route(String spec) {
        return route("{}", spec, "{}");
    }

    private static String route(String annotations, String spec, String status) {
        return "apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {namespace: shop, name: r, annotations: "
                + annotations + "}\nspec: {" + spec + "}\nstatus: " + status;
    }

    private static List<String> ways(String... manifests) {
        return entries(manifests).stream()
                .filter(entry -> entry.startsWith("Route "))
                .toList();
    }

    @Test
    void a_route_leads_through_the_pods_of_the_router() {
        String plain = route("to: {kind: Service, name: web}");
        assertThat(ways(WEB, SERVICE, plain)).containsExactly(TO_WEB + "POSSIBLE");
        assertThat(ways(WEB, SERVICE, plain, ROUTER)).containsExactly(TO_WEB + "POSSIBLE");
        assertThat(ways(WEB, SERVICE, plain, ROUTER, BALANCER)).containsExactly(TO_WEB + "LIKELY");
        assertThat(
                        network(WEB, SERVICE, plain, ROUTER, BALANCER)
                                .entryPoints()
                                .get(0)
                                .supports()
                                .get(0)
                                .facts()
                                .stream()
                                .map(Verdicts::text))
                .contains(
                        "Route shop/r spec.to = web (stated)",
                        "Service openshift-ingress/router-default spec.type = LoadBalancer (stated)",
                        "Pod openshift-ingress/router metadata.labels[ingresscontroller.operator.openshift.io/"
                                + "deployment-ingresscontroller] = default (stated)",
                        "Pod shop/web spec.containers[0].ports[0].containerPort = 8080 (stated)");
        String policy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {namespace: shop, name: np}\n"
                + "spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: "
                + "{kubernetes.io/metadata.name: openshift-ingress}}}]}]}";
        assertThat(ways(WEB, SERVICE, plain, ROUTER, BALANCER, policy)).containsExactly(TO_WEB + "LIKELY");
        assertThat(ways(WEB, SERVICE, plain, ROUTER, BALANCER, policy.replace("name: openshift-ingress", "name: x")))
                .isEmpty();
    }

    @Test
    void a_route_leads_to_services_of_its_own_namespace_only() {
        assertThat(ways(pod("bank", "web"), service("bank", "web"), route("to: {name: web}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            port: {targetPort: web}      | yes
            port: {targetPort: http}     | no
            port: {targetPort: 8080}     | yes
            port: {targetPort: 80}       | no
            port: {targetPort: other}    | no
            tls: {termination: edge}     | yes
            tls: {termination: reencrypt, insecureEdgeTerminationPolicy: Redirect} | yes
            tls: {termination: passthrough} | yes
            host: a.example, path: /a    | yes
            wildcardPolicy: None         | yes
            """)
    void the_target_port_is_the_services_name_or_the_pods_number(String fields, String leads) {
        assertThat(ways(WEB, SERVICE, route("to: {kind: Service, name: web}, " + fields)))
                .isEqualTo(leads.equals("yes") ? List.of(TO_WEB + "POSSIBLE") : List.of());
    }

    @Test
    void without_a_target_port_all_tcp_ports_are_meant() {
        String many = SERVICE.replace("ports: [", "ports: [{name: b, port: 81}, {name: u, port: 82, protocol: UDP}, ");
        assertThat(ways(WEB, many, route("to: {name: web}")))
                .containsExactly("Route shop/r -> shop/web TCP 81 POSSIBLE", TO_WEB + "POSSIBLE");
    }

    @Test
    void alternates_count_and_nothing_goes_to_weight_0() {
        String both = "to: {kind: Service, name: web, weight: %d}, alternateBackends: [{kind: Service, name: api%s}]";
        String[] world = {WEB, SERVICE, API, service("shop", "api"), ""};
        world[4] = route(String.format(both, 100, ""));
        assertThat(ways(world)).containsExactly("Route shop/r -> shop/api TCP 8080 POSSIBLE", TO_WEB + "POSSIBLE");
        world[4] = route(String.format(both, 0, ""));
        assertThat(ways(world)).containsExactly("Route shop/r -> shop/api TCP 8080 POSSIBLE");
        world[4] = route(String.format(both, 256, ", weight: 0"));
        assertThat(ways(world)).containsExactly(TO_WEB + "POSSIBLE");
    }

    @Test
    void a_wildcard_must_be_admitted() {
        String wild = "host: www.a.example, wildcardPolicy: Subdomain, to: {name: web}";
        assertThat(ways(WEB, SERVICE, route(wild), ROUTER, BALANCER)).containsExactly(TO_WEB + "POSSIBLE");
        String admitted = "{ingress: [{routerName: default, conditions: [{type: Admitted, status: 'True'}]}]}";
        assertThat(ways(WEB, SERVICE, route("{}", wild, admitted), ROUTER, BALANCER))
                .containsExactly(TO_WEB + "LIKELY");
    }

    @Test
    void what_its_status_says_and_what_is_assumed_is_cited() {
        String wild = "host: www.a.example, wildcardPolicy: Subdomain, to: {name: web}, port: {targetPort: web}";
        String stated = "Route shop/r status.ingress = Admitted (stated)";
        String assumed = "Route shop/r spec.wildcardPolicy = the router admits wildcards (assumed)";
        String target = "Route shop/r spec.port.targetPort = web (stated)";
        String admitted = "{ingress: [{routerName: default, conditions: [{type: Admitted, status: 'True'}]}]}";
        assertThat(facts(route(wild))).contains(assumed, target).doesNotContain(stated);
        assertThat(facts(route("{}", wild, admitted))).contains(stated, target).doesNotContain(assumed);
        assertThat(facts(route("to: {name: web}"))).doesNotContain(stated, assumed, target);
    }

    private static List<String> facts(String route) {
        return network(WEB, SERVICE, route).entryPoints().stream()
                .flatMap(entry -> entry.supports().stream())
                .flatMap(support -> support.facts().stream())
                .map(Verdicts::text)
                .toList();
    }

    @Test
    void a_route_that_no_router_admits_opens_nothing() {
        String refused = "{routerName: default, conditions: [{type: Admitted, status: 'False'}]}";
        String admitted = "{routerName: other, conditions: [{type: Admitted, status: 'True'}]}";
        String one = route("{}", "to: {name: web}", "{ingress: [" + refused + "]}");
        assertThat(ways(WEB, SERVICE, one)).isEmpty();
        assertThat(faults(WEB, SERVICE, one))
                .hasSize(1)
                .allMatch(fault ->
                        fault.startsWith("route-not-attached: Route shop/r: its status says that no router admits it"));
        String two = route("{}", "to: {name: web}", "{ingress: [" + refused + ", " + admitted + "]}");
        assertThat(ways(WEB, SERVICE, two)).containsExactly(TO_WEB + "POSSIBLE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            haproxy.router.openshift.io/ip_whitelist: 10.0.0.0/8 192.168.1.1  | no
            haproxy.router.openshift.io/ip_allowlist: 10.0.0.0/8              | no
            haproxy.router.openshift.io/ip_allowlist: 10.0.0.0/8 198.51.100.1 | yes
            """)
    void a_route_for_private_clients_only_is_no_way_in(String annotation, String open) {
        assertThat(ways(WEB, SERVICE, route("{" + annotation + "}", "to: {name: web}", "{}")))
                .hasSize(open.equals("yes") ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            host: a.example                                             | spec.to is missing
            to: {kind: Service}                                         | spec.to.name is missing
            to: {kind: Pod, name: web}                                  | spec.to.kind is not Service
            to: {name: web, weight: 257}                                | spec.to.weight is not 0 to 256
            to: {name: web}, alternateBackends: [{name: a}, {name: b}, {name: c}, {name: d}] | spec.alternateBackends are more than three
            to: {name: web}, alternateBackends: [{kind: X, name: b}]    | spec.alternateBackends[0].kind is not Service
            to: {name: web}, path: a                                    | spec.path does not begin with /
            to: {name: web}, tls: {termination: other}                  | spec.tls.termination is none of
            to: {name: web}, tls: {}                                    | spec.tls.termination is none of
            to: {name: web}, path: /a, tls: {termination: passthrough}  | spec.path does not go with
            to: {name: web}, wildcardPolicy: Subdomain                  | spec.wildcardPolicy needs spec.host
            to: {name: web}, host: a.b, wildcardPolicy: Any             | spec.wildcardPolicy is neither None
            """)
    void a_route_that_the_api_server_refuses_opens_nothing(String spec, String why) {
        assertThat(ways(WEB, SERVICE, route(spec))).isEmpty();
        assertThat(faults(WEB, SERVICE, route(spec)))
                .hasSize(1)
                .allMatch(fault -> fault.startsWith("route-refused: Route shop/r: " + why));
    }

    @Test
    void a_backend_that_is_none_is_told() {
        assertThat(faults(WEB, SERVICE, route("to: {name: gone}")))
                .hasSize(1)
                .allMatch(fault -> fault.startsWith("backend-unresolved: Route shop/r: spec.to names Service shop/gone,"
                        + " which the input does not hold; "));
        assertThat(faults(WEB, SERVICE, route("to: {name: web}, port: {targetPort: other}")))
                .hasSize(1)
                .allMatch(fault -> fault.startsWith("backend-unresolved: Route shop/r: spec.port.targetPort names a TCP"
                        + " port that Service shop/web does not have; "));
    }

    @Test
    void a_route_of_another_group_is_another_kind() {
        String knative = route("to: {name: web}").replace("route.openshift.io/v1", "serving.knative.dev/v1");
        assertThat(ways(WEB, SERVICE, knative)).isEmpty();
        assertThat(ways(WEB, SERVICE, route("to: {name: web}").replace("route.openshift.io/v1", "v1")))
                .as("OpenShift 3")
                .hasSize(1);
    }

    @Test
    void an_ingress_without_a_class_may_be_the_routers() {
        String ingress = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {namespace: shop, name: i}\n"
                + "spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}";
        assertThat(entries(WEB, SERVICE, ingress, ROUTER, BALANCER))
                .contains("Ingress shop/i -> shop/web TCP 8080 LIKELY");
    }
}
