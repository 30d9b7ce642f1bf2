package dev.postern.network;

import static dev.postern.network.ExposureWorlds.entries;
import static dev.postern.network.ExposureWorlds.faults;
import static dev.postern.network.ExposureWorlds.gateway;
import static dev.postern.network.ExposureWorlds.grant;
import static dev.postern.network.ExposureWorlds.namespace;
import static dev.postern.network.ExposureWorlds.network;
import static dev.postern.network.ExposureWorlds.pod;
import static dev.postern.network.ExposureWorlds.route;
import static dev.postern.network.ExposureWorlds.service;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which routes of the Gateway API lead where: every link from the Gateway to the pod. */
class GatewayAttachmentTest {
    private static final String WEB = pod("shop", "web");
    private static final String SERVICE = service("shop", "web");
    private static final String TO_EDGE = "[{name: edge, namespace: infra}]";
    private static final String RULES = "rules: [{backendRefs: [{name: web, port: 80}]}]";
    private static final String ALL = "allowedRoutes: {namespaces: {from: All}}";
    private static final String OPEN = gateway("[{name: http, port: 80, protocol: HTTP, " + ALL + "}]");
    private static final String EXPOSED = "HTTPRoute shop/r -> shop/web TCP 8080 POSSIBLE";

    private static String http(String rest) {
        return route("HTTPRoute", "shop", TO_EDGE, rest);
    }

    private static String listener(String fields) {
        return gateway("[{name: http, port: 80, protocol: HTTP, " + fields + "}]");
    }

    @Test
    void a_route_leads_through_its_rule_and_the_named_target_port_to_the_pod() {
        List<EntryPoint> found = network(WEB, SERVICE, OPEN, http(RULES)).entryPoints();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).how()).isEqualTo("Gateway");
        assertThat(found.get(0).supports().get(0).facts().stream().map(Verdicts::text))
                .containsExactly(
                        "HTTPRoute shop/r spec.rules[0].backendRefs[0] = shop/web:80 (stated)",
                        "HTTPRoute shop/r spec.parentRefs[0] = infra/edge (stated)",
                        "Gateway infra/edge spec.listeners[0] = http HTTP 80 (stated)",
                        "Gateway infra/edge spec.listeners[0].allowedRoutes.namespaces.from = All (stated)",
                        "Gateway infra/edge spec.gatewayClassName = some (stated)",
                        "Gateway infra/edge = a controller serves it at an address that the internet reaches (assumed)",
                        "Service shop/web spec.selector = app=web (stated)",
                        "Service shop/web spec.ports[0].targetPort = http (stated)",
                        "Pod shop/web spec.containers[0].ports[0].containerPort = 8080 (stated)",
                        "Pod shop/web = no NetworkPolicy isolates it for ingress (default)");
        String closed = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {namespace: shop, name: np}\n"
                + "spec: {podSelector: {}, policyTypes: [Ingress]}";
        assertThat(entries(WEB, SERVICE, OPEN, http(RULES), closed)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            allowedRoutes: {namespaces: {from: All}}                                                  | yes
            allowedRoutes: {namespaces: {from: Same}}                                                 | no
            allowedRoutes: {namespaces: {}}                                                           | no
            allowedRoutes: {}                                                                         | no
            allowedRoutes: {namespaces: {from: None}}                                                 | no
            allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: a}}}}         | yes
            allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: b}}}}         | no
            allowedRoutes: {namespaces: {from: Selector, selector: {}}}                               | yes
            allowedRoutes: {namespaces: {from: Selector}}                                             | no
            allowedRoutes: {namespaces: {from: All, selector: {matchLabels: {team: b}}}}              | yes
            allowedRoutes: {namespaces: {from: All}, kinds: [{kind: HTTPRoute}]}                      | yes
            allowedRoutes: {namespaces: {from: All}, kinds: [{kind: GRPCRoute}]}                      | no
            allowedRoutes: {namespaces: {from: All}, kinds: [{kind: HTTPRoute, group: example.com}]}  | no
            allowedRoutes: {namespaces: {from: All}, kinds: []}                                       | yes
            """)
    void a_listener_says_from_which_namespaces_and_of_which_kinds(String allowed, String attached) {
        String labelled = namespace("shop", "{team: a}");
        assertThat(entries(WEB, SERVICE, labelled, listener(allowed), http(RULES)))
                .isEqualTo(attached.equals("yes") ? List.of(EXPOSED) : List.of());
        assertThat(faults(WEB, SERVICE, labelled, listener(allowed), http(RULES)))
                .hasSize(attached.equals("yes") ? 0 : 1)
                .allMatch(fault -> fault.startsWith("route-not-attached: HTTPRoute shop/r: spec.parentRefs[0] names"
                        + " Gateway infra/edge, none of whose listeners takes it: http "));
    }

    @Test
    void the_own_namespace_is_allowed_by_default() {
        String inside = route("HTTPRoute", "infra", "[{name: edge}]", RULES);
        assertThat(entries(
                        pod("infra", "web"),
                        service("infra", "web"),
                        gateway("[{name: http, port: 80, protocol: HTTP}]"),
                        inside))
                .containsExactly("HTTPRoute infra/r -> infra/web TCP 8080 POSSIBLE");
    }

    @Test
    void labels_of_a_namespace_that_is_not_in_the_input_are_unknown_but_for_its_name() {
        String team = listener("allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: a}}}}");
        assertThat(network(WEB, SERVICE, team, http(RULES)).entryPoints().get(0).supports().get(0).facts().stream()
                        .map(Verdicts::text))
                .contains("Namespace shop metadata.labels = they are team=a (assumed)");
        String other = listener("allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: "
                + "{kubernetes.io/metadata.name: bank}}}}");
        assertThat(entries(WEB, SERVICE, other, http(RULES))).isEmpty();
        assertThat(entries(WEB, SERVICE, other.replace("bank", "shop"), http(RULES)))
                .containsExactly(EXPOSED);
        String byExpressions = other.replace(
                "matchLabels: {kubernetes.io/metadata.name: bank}",
                "matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [bank]}, {key: team, operator: Exists}]");
        assertThat(entries(WEB, SERVICE, byExpressions, http(RULES))).isEmpty();
        assertThat(entries(WEB, SERVICE, byExpressions.replace("bank", "shop"), http(RULES)))
                .as("what it says of other labels is unknown")
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{name: edge, namespace: infra, sectionName: http}]              | yes
            [{name: edge, namespace: infra, sectionName: https}]             | no
            [{name: edge, namespace: infra, port: 80}]                       | yes
            [{name: edge, namespace: infra, port: 443}]                      | no
            [{name: edge, namespace: infra, sectionName: http, port: 443}]   | no
            [{name: edge}]                                                   | no
            [{name: other, namespace: infra}]                                | no
            [{name: edge, namespace: infra, group: example.com}]             | no
            [{name: edge, namespace: infra, kind: ListenerSet}]              | no
            """)
    void a_parent_is_named_by_namespace_section_and_port(String parents, String attached) {
        assertThat(entries(WEB, SERVICE, OPEN, route("HTTPRoute", "shop", parents, RULES)))
                .isEqualTo(attached.equals("yes") ? List.of(EXPOSED) : List.of());
        assertThat(faults(WEB, SERVICE, OPEN, route("HTTPRoute", "shop", parents, RULES)))
                .hasSize(attached.equals("yes") ? 0 : 1);
    }

    @Test
    void a_route_of_a_mesh_stands_before_a_service_and_is_no_way_in() {
        String mesh = route("HTTPRoute", "shop", "[{group: '', kind: Service, name: web}]", RULES);
        assertThat(entries(WEB, SERVICE, mesh)).isEmpty();
        assertThat(faults(WEB, SERVICE, mesh)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''             | ''                          | yes
            a.example      | ''                          | yes
            ''             | a.example                   | yes
            a.example      | a.example                   | yes
            a.example      | b.example                   | no
            '*.example'    | a.example                   | yes
            '*.example'    | a.b.example                 | yes
            '*.example'    | example                     | no
            '*.example'    | aexample                    | no
            a.example      | '*.example'                 | yes
            '*.example'    | '*.b.example'               | yes
            '*.b.example'  | '*.c.example'               | no
            a.example      | b.example, a.example        | yes
            """)
    void listener_and_route_have_a_host_name_in_common(String listener, String hostnames, String attached) {
        String open = listener("hostname: '" + listener + "', " + ALL);
        String names = hostnames.isEmpty() ? "" : "'" + hostnames.replace(", ", "', '") + "'";
        assertThat(entries(WEB, SERVICE, open, http("hostnames: [" + names + "], " + RULES)))
                .isEqualTo(attached.equals("yes") ? List.of(EXPOSED) : List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP                                | HTTPRoute | yes
            HTTP                                | GRPCRoute | yes
            HTTP                                | TLSRoute  | no
            HTTP                                | TCPRoute  | no
            HTTPS                               | HTTPRoute | yes
            HTTPS                               | GRPCRoute | yes
            HTTPS                               | TCPRoute  | no
            TLS, tls: {mode: Passthrough}       | TLSRoute  | yes
            TLS, tls: {mode: Passthrough}       | TCPRoute  | no
            TLS                                 | TLSRoute  | yes
            TLS                                 | TCPRoute  | yes
            TLS                                 | HTTPRoute | no
            TCP                                 | TCPRoute  | yes
            TCP                                 | HTTPRoute | no
            UDP                                 | TCPRoute  | no
            http                                | HTTPRoute | no
            example.com/own                     | TCPRoute  | yes
            """)
    void kinds_go_with_protocols(String protocol, String kind, String attached) {
        String open = gateway("[{name: l, port: 80, " + ALL + ", protocol: " + protocol + "}]");
        String one = route(kind, "shop", TO_EDGE, RULES);
        assertThat(entries(WEB, SERVICE, open, one))
                .isEqualTo(
                        attached.equals("yes") ? List.of(kind + " shop/r -> shop/web TCP 8080 POSSIBLE") : List.of());
    }

    @Test
    void a_udp_route_leads_to_the_udp_port_of_a_number() {
        String dns = service("shop", "web")
                .replace(
                        "{name: web, port: 80", "{name: t, port: 53, targetPort: 1}, {name: u, port: 53, protocol: UDP")
                .replace("targetPort: http", "targetPort: 5353");
        String open = gateway("[{name: l, port: 53, " + ALL + ", protocol: UDP}]");
        String one = route("UDPRoute", "shop", TO_EDGE, RULES.replace("port: 80", "port: 53"));
        assertThat(entries(WEB, dns, open, one)).containsExactly("UDPRoute shop/r -> shop/web UDP 5353 POSSIBLE");
    }

    @Test
    void a_service_of_another_namespace_needs_a_grant_there() {
        String across = http("rules: [{backendRefs: [{name: ledger, namespace: bank, port: 80}]}]");
        String[] world = {pod("bank", "ledger"), service("bank", "ledger"), OPEN, across, ""};
        String from = "{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}";
        String to = "{group: '', kind: Service}";
        world[4] = grant("bank", from, to);
        assertThat(entries(world)).containsExactly("HTTPRoute shop/r -> bank/ledger TCP 8080 POSSIBLE");
        assertThat(network(world).entryPoints().get(0).supports().get(0).facts().stream()
                        .map(Verdicts::text))
                .contains("ReferenceGrant bank/g spec.from[0] = HTTPRoute of shop (stated)");
        world[4] = grant("bank", "{group: x, kind: Y, namespace: z}, " + from, "{group: '', kind: Secret}, " + to);
        assertThat(entries(world)).hasSize(1);
        world[4] = grant("bank", from, "{group: '', kind: Service, name: ledger}");
        assertThat(entries(world)).hasSize(1);
        for (String wrong : List.of(
                "",
                grant("shop", from, to),
                grant("bank", from.replace("HTTPRoute", "GRPCRoute"), to),
                grant("bank", from.replace("shop", "infra"), to),
                grant("bank", from.replace("gateway.networking.k8s.io", "''"), to),
                grant("bank", from, "{group: '', kind: Service, name: other}"),
                grant("bank", from, "{group: '', kind: Secret}"),
                grant("bank", "", to))) {
            world[4] = wrong;
            assertThat(entries(world)).as(wrong).isEmpty();
            assertThat(faults(world))
                    .containsExactly("backend-unresolved: HTTPRoute shop/r: spec.rules[0].backendRefs[0] names Service"
                            + " bank/ledger of another namespace, and no ReferenceGrant there lets a HTTPRoute of"
                            + " namespace shop do so; nothing is exposed that way. Correct it, or add to the input what"
                            + " is missing.");
        }
    }

    @Test
    void nothing_goes_to_a_backend_of_weight_0() {
        String two = "rules: [{backendRefs: [{name: web, port: 80, weight: %d}, {name: api, port: 80, weight: %d}]}]";
        String[] world = {WEB, SERVICE, pod("shop", "api"), service("shop", "api"), OPEN, ""};
        world[5] = http(String.format(two, 0, 1));
        assertThat(entries(world)).containsExactly("HTTPRoute shop/r -> shop/api TCP 8080 POSSIBLE");
        world[5] = http(String.format(two, 1, 9));
        assertThat(entries(world)).hasSize(2);
        world[5] = http(String.format(two, 0, 0));
        assertThat(entries(world)).isEmpty();
        assertThat(faults(world)).isEmpty();
    }

    @Test
    void copies_of_requests_are_sent_to_the_mirror_too() {
        String mirror = "filters: [{type: RequestMirror, requestMirror: {backendRef: {name: api, port: 80}}}]";
        for (String rules : List.of(
                "rules: [{" + mirror + ", backendRefs: [{name: web, port: 80}]}]",
                "rules: [{backendRefs: [{name: web, port: 80, " + mirror + "}]}]")) {
            assertThat(entries(WEB, SERVICE, pod("shop", "api"), service("shop", "api"), OPEN, http(rules)))
                    .containsExactly("HTTPRoute shop/r -> shop/api TCP 8080 POSSIBLE", EXPOSED);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{backendRefs: [{name: gone, port: 80}]}]                       | Service shop/gone, which the input does not hold
            [{backendRefs: [{name: web, port: 81}]}]                        | port 81/TCP, which Service shop/web does not have
            [{backendRefs: [{name: web, port: 80, kind: ServiceImport, group: multicluster.x-k8s.io}]}] | ServiceImport.multicluster.x-k8s.io, which is not followed
            [{backendRefs: [{name: out, port: 80}]}]                        | Service shop/out, which stands for a name outside the cluster
            """)
    void a_backend_that_is_none_is_told(String rules, String why) {
        String out = "apiVersion: v1\nkind: Service\nmetadata: {namespace: shop, name: out}\n"
                + "spec: {type: ExternalName, externalName: db.example, ports: [{port: 80}]}";
        assertThat(entries(WEB, SERVICE, out, OPEN, http("rules: " + rules))).isEmpty();
        assertThat(faults(WEB, SERVICE, out, OPEN, http("rules: " + rules)))
                .hasSize(1)
                .allMatch(fault ->
                        fault.startsWith("backend-unresolved: HTTPRoute shop/r: spec.rules[0].backendRefs[0] names ")
                                && fault.contains(why));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{backendRefs: [{name: web}]}]                                                      | spec.rules[0].backendRefs[0].port is missing
            [{backendRefs: [{name: web, port: 80, weight: -1}]}]                                | spec.rules[0].backendRefs[0].weight is not 0 to 1000000
            [{backendRefs: [{port: 80}]}]                                                       | spec.rules[0].backendRefs[0].name is missing
            [{backendRefs: [{name: web, port: 80}], filters: [{type: RequestRedirect}]}]        | spec.rules[0] has backendRefs beside the filter RequestRedirect
            [{backendRefs: [{name: web, port: 80}], filters: [{type: RequestMirror, requestMirror: {backendRef: {name: web}}}]}] | spec.rules[0].filters[0].requestMirror.backendRef.port is missing
            """)
    void a_route_that_the_api_server_refuses_opens_nothing(String rules, String why) {
        assertThat(entries(WEB, SERVICE, OPEN, http("rules: " + rules))).isEmpty();
        assertThat(faults(WEB, SERVICE, OPEN, http("rules: " + rules)))
                .containsExactly(
                        "route-refused: HTTPRoute shop/r: " + why + "; the API server refuses this object, so it"
                                + " opens no way here either. Correct it and run again.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            some | listeners: []                                                     | spec.listeners is empty
            ''   | listeners: [{name: a, port: 80, protocol: HTTP}]                   | spec.gatewayClassName is missing
            some | listeners: [{name: a, protocol: HTTP}]                             | spec.listeners[0].port is not 1 to 65535
            some | listeners: [{name: a, port: 80, protocol: TCP, hostname: x.y}]     | spec.listeners[0].hostname must not be given for protocol TCP
            some | listeners: [{name: a, port: 80, protocol: HTTP}, {name: a, port: 81, protocol: HTTP}] | spec.listeners[1].name is that of another listener, or missing
            some | listeners: [{name: a, port: 80, protocol: HTTP}, {name: b, port: 80, protocol: HTTP}] | spec.listeners[1] has the port, protocol and hostname of another listener
            """)
    void a_gateway_that_the_api_server_refuses_takes_no_route(String className, String spec, String why) {
        String refused = gateway("'" + className + "'", spec, "{}");
        assertThat(entries(WEB, SERVICE, refused, http(RULES))).isEmpty();
        assertThat(faults(WEB, SERVICE, refused, http(RULES)))
                .hasSize(2)
                .anyMatch(fault -> fault.startsWith("gateway-refused: Gateway infra/edge: " + why + "; "))
                .anyMatch(fault -> fault.contains(", which the API server refuses (" + why + ")"));
    }

    @Test
    void a_status_says_who_does_not_accept_what() {
        String refused = "\nstatus: {parents: [{parentRef: {name: edge, namespace: infra%s}, conditions: "
                + "[{type: Accepted, status: 'False'}]}]}";
        assertThat(entries(WEB, SERVICE, OPEN, http(RULES) + String.format(refused, "")))
                .isEmpty();
        assertThat(faults(WEB, SERVICE, OPEN, http(RULES) + String.format(refused, "")))
                .hasSize(1);
        assertThat(entries(WEB, SERVICE, OPEN, http(RULES) + String.format(refused, ", sectionName: other")))
                .containsExactly(EXPOSED);
        assertThat(entries(
                        WEB,
                        SERVICE,
                        OPEN,
                        http(RULES) + String.format(refused, "").replace("'False'", "'True'")))
                .containsExactly(EXPOSED);
        assertThat(entries(WEB, SERVICE, OPEN + "\n", http(RULES), OPEN.replace("name: edge}", "name: edge2}")))
                .containsExactly(EXPOSED);
        String unaccepted = OPEN.replace("status: {}", "status: {conditions: [{type: Accepted, status: 'False'}]}");
        assertThat(entries(WEB, SERVICE, unaccepted, http(RULES))).isEmpty();
        assertThat(faults(WEB, SERVICE, unaccepted, http(RULES)))
                .hasSize(1)
                .allMatch(fault -> fault.contains("whose controller does not accept it"));
    }

    @Test
    void faults_stand_where_their_objects_stand() {
        assertThat(ExposureWorlds.diagnostics(WEB, SERVICE, OPEN, route("HTTPRoute", "shop", "[{name: gone}]", RULES)))
                .hasSize(1)
                .allMatch(fault -> fault.source().line() == 17);
    }

    @Test
    void gateways_of_other_groups_are_other_kinds() {
        String istios = OPEN.replace("gateway.networking.k8s.io/v1", "networking.istio.io/v1");
        assertThat(entries(WEB, SERVICE, istios, http(RULES))).isEmpty();
        assertThat(faults(WEB, SERVICE, istios, http(RULES)))
                .hasSize(1)
                .allMatch(fault -> fault.contains("names Gateway infra/edge, which the input does not hold"));
    }
}
