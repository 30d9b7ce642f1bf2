package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.Cluster;
import dev.postern.model.Gateway;
import dev.postern.model.GatewayRoute;
import dev.postern.model.LabelSelector;
import dev.postern.model.OpenShiftRoute;
import dev.postern.model.PortRef;
import dev.postern.model.ReferenceGrant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds of the Gateway API and OpenShift's Route: which fields end up where, and which defaults are applied. */
class GatewayReadersTest {
    @Test
    void gateways() {
        Cluster cluster = Snapshots.clean(
                "apiVersion: gateway.networking.k8s.io/v1",
                "kind: GatewayClass",
                "metadata: {name: c}",
                "spec: {controllerName: example.net/c}",
                "---",
                "apiVersion: gateway.networking.k8s.io/v1",
                "kind: Gateway",
                "metadata: {name: g, namespace: infra}",
                "spec:",
                "  gatewayClassName: c",
                "  infrastructure: {annotations: {networking.gke.io/load-balancer-type: Internal, other: x}}",
                "  addresses: [{type: Hostname, value: a.example}, {type: IPAddress}]",
                "  tls: {frontend: {default: {validation: {}}}}",
                "  listeners:",
                "  - {name: plain, port: 80, protocol: HTTP}",
                "  - name: tls",
                "    port: 443",
                "    protocol: TLS",
                "    hostname: '*.example'",
                "    tls: {mode: Passthrough, frontendValidation: {}}",
                "    allowedRoutes:",
                "      kinds: [{kind: TLSRoute}, {kind: Own, group: example.com}]",
                "      namespaces: {from: Selector, selector: {matchLabels: {a: b}}}",
                "  - {name: https, port: 444, protocol: HTTPS, allowedRoutes: {namespaces: {from: All}}}",
                "status:",
                "  addresses: [{type: IPAddress, value: 1.2.3.4}]",
                "  conditions: [{type: Accepted, status: 'True'}, {type: Programmed, status: 'False'}]");
        assertThat(cluster.gatewayClasses().get(0).controllerName()).isEqualTo("example.net/c");
        Gateway gateway = cluster.gateways().get(0);
        assertThat(gateway.className()).isEqualTo("c");
        assertThat(gateway.infrastructureAnnotations())
                .containsExactly(Map.entry("networking.gke.io/load-balancer-type", "Internal"));
        assertThat(gateway.requestedAddresses()).containsExactly("a.example");
        assertThat(gateway.addresses()).containsExactly("1.2.3.4");
        assertThat(gateway.conditions())
                .containsExactly(Map.entry("Accepted", "True"), Map.entry("Programmed", "False"));
        assertThat(gateway.listeners())
                .containsExactly(
                        new Gateway.Listener(
                                "plain", 80, "HTTP", "", false, "", "Same", Optional.empty(), ImmutableList.of()),
                        new Gateway.Listener(
                                "tls",
                                443,
                                "TLS",
                                "*.example",
                                true,
                                "spec.listeners[1].tls.frontendValidation",
                                "Selector",
                                Optional.of(LabelSelector.ofLabels(ImmutableMap.of("a", "b"))),
                                ImmutableList.of("TLSRoute", "Own.example.com")),
                        new Gateway.Listener(
                                "https",
                                444,
                                "HTTPS",
                                "",
                                false,
                                "spec.tls.frontend.default.validation",
                                "All",
                                Optional.empty(),
                                ImmutableList.of()));
    }

    @Test
    void routes() {
        GatewayRoute route = Snapshots.clean(
                        "apiVersion: gateway.networking.k8s.io/v1",
                        "kind: HTTPRoute",
                        "metadata: {name: r, namespace: shop}",
                        "spec:",
                        "  parentRefs: [{name: g}, {group: '', kind: Service, name: s, namespace: ns, port: 80, sectionName: x}]",
                        "  hostnames: [a.example]",
                        "  rules:",
                        "  - matches: [{path: {value: /}}]",
                        "    backendRefs: [{name: web, port: 80}, {name: b, namespace: ns, port: 1, weight: 0}]",
                        "    filters:",
                        "    - {type: RequestMirror, requestMirror: {backendRef: {name: m, port: 2}}}",
                        "  - {}",
                        "status:",
                        "  parents:",
                        "  - {parentRef: {name: g}, conditions: [{type: Accepted, status: 'False'}]}",
                        "  - {parentRef: {name: h}, conditions: [{type: Accepted, status: 'True'}]}")
                .gatewayRoutes()
                .get(0);
        GatewayRoute.Parent gateway =
                new GatewayRoute.Parent("gateway.networking.k8s.io", "Gateway", "shop", "g", "", 0);
        assertThat(route.kind()).isEqualTo("HTTPRoute");
        assertThat(route.hostnames()).containsExactly("a.example");
        assertThat(route.parents())
                .containsExactly(gateway, new GatewayRoute.Parent("", "Service", "ns", "s", "x", 80));
        assertThat(route.refusedBy()).containsExactly(gateway);
        assertThat(route.rules())
                .containsExactly(
                        new GatewayRoute.Rule(
                                ImmutableList.of(
                                        new GatewayRoute.Filter("RequestMirror", Optional.of(backend("", "m", 2, 1)))),
                                ImmutableList.of(backend("", "web", 80, 1), backend("ns", "b", 1, 0))),
                        new GatewayRoute.Rule(ImmutableList.of(), ImmutableList.of()));
    }

    private static GatewayRoute.Backend backend(String namespace, String name, int port, int weight) {
        return new GatewayRoute.Backend("", "Service", namespace, name, port, weight, ImmutableList.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1 HTTPRoute",
                "v1beta1 HTTPRoute",
                "v1 GRPCRoute",
                "v1alpha2 GRPCRoute",
                "v1alpha2 TCPRoute",
                "v1alpha3 TLSRoute",
                "v1alpha2 UDPRoute"
            })
    void everyKindOfRouteIsReadInTheVersionsThatAreServed(String versionAndKind) {
        String[] parts = versionAndKind.split(" ", -1);
        assertThat(Snapshots.clean("{apiVersion: gateway.networking.k8s.io/" + parts[0] + ", kind: " + parts[1]
                                + ", metadata: {name: r}}")
                        .gatewayRoutes()
                        .get(0)
                        .kind())
                .isEqualTo(parts[1]);
    }

    @Test
    void grants() {
        ReferenceGrant grant = Snapshots.clean(
                        "apiVersion: gateway.networking.k8s.io/v1beta1",
                        "kind: ReferenceGrant",
                        "metadata: {name: g, namespace: bank}",
                        "spec:",
                        "  from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}]",
                        "  to: [{group: '', kind: Service}, {group: '', kind: Service, name: a}]")
                .referenceGrants()
                .get(0);
        assertThat(grant.from())
                .containsExactly(new ReferenceGrant.From("gateway.networking.k8s.io", "HTTPRoute", "shop"));
        assertThat(grant.to())
                .containsExactly(new ReferenceGrant.To("", "Service", ""), new ReferenceGrant.To("", "Service", "a"));
    }

    @Test
    void openShiftRoutes() {
        OpenShiftRoute route = Snapshots.clean(
                        "apiVersion: route.openshift.io/v1",
                        "kind: Route",
                        "metadata: {name: r, namespace: shop}",
                        "spec:",
                        "  host: a.example",
                        "  path: /a",
                        "  to: {kind: Service, name: web}",
                        "  alternateBackends: [{kind: Service, name: b, weight: 0}]",
                        "  port: {targetPort: http}",
                        "  tls: {termination: edge, key: not kept}",
                        "  wildcardPolicy: Subdomain",
                        "status:",
                        "  ingress:",
                        "  - {routerName: default, conditions: [{type: Admitted, status: 'True'}]}",
                        "  - {routerName: other}")
                .openShiftRoutes()
                .get(0);
        assertThat(route.host() + route.path() + route.wildcardPolicy()).isEqualTo("a.example/aSubdomain");
        assertThat(route.backends())
                .containsExactly(
                        new OpenShiftRoute.Backend("Service", "web", 100, "spec.to"),
                        new OpenShiftRoute.Backend("Service", "b", 0, "spec.alternateBackends[0]"));
        assertThat(route.targetPort()).contains(PortRef.named("http"));
        assertThat(route.termination()).contains("edge");
        assertThat(route.routers())
                .containsExactly(new OpenShiftRoute.Router("default", "True"), new OpenShiftRoute.Router("other", ""));
    }

    @Test
    void aCommonNameWithoutAVersionIsNobodys() {
        ClusterSnapshot snapshot = Snapshots.read(
                "{kind: Gateway, metadata: {name: a}}",
                "---",
                "{kind: Route, metadata: {name: a}}",
                "---",
                "{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: a}}",
                "---",
                "{apiVersion: gateway.networking.k8s.io/v1, kind: ListenerSet, metadata: {name: a}}");
        assertThat(snapshot.inventory().otherKinds())
                .containsOnlyKeys(
                        "Gateway", "Route", "Gateway.networking.istio.io", "ListenerSet.gateway.networking.k8s.io");
    }

    @Test
    void wrongTypesAreToldWithTheirPlaceAndTheRestIsRead() {
        ClusterSnapshot snapshot = Snapshots.read(
                "apiVersion: gateway.networking.k8s.io/v1",
                "kind: Gateway",
                "metadata: {name: g}",
                "spec:",
                "  gatewayClassName: c",
                "  listeners:",
                "  - {name: a, port: eighty, protocol: HTTP, allowedRoutes: none}",
                "  - 80",
                "  - {name: b, port: 70000, protocol: HTTP}",
                "status: [x]");
        assertThat(snapshot.diagnostics())
                .extracting(fault -> fault.source().line() + " " + fault.code())
                .containsExactlyInAnyOrder(
                        "7 wrong-type", "7 wrong-type", "8 wrong-type", "9 wrong-value", "10 wrong-type");
        assertThat(snapshot.cluster().gateways().get(0).listeners())
                .extracting(Gateway.Listener::name)
                .containsExactly("a", "b");
    }
}
