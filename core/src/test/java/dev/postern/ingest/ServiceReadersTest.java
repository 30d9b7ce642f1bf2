package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.EndpointSlice;
import dev.postern.model.Ingress;
import dev.postern.model.ObjectRef;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import dev.postern.model.Service;
import dev.postern.model.ServicePort;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Services and what stands before and behind them: which fields end up where. */
class ServiceReadersTest {
    @Test
    void services() {
        Cluster cluster = Snapshots.clean(
                "apiVersion: v1",
                "kind: Service",
                "metadata:",
                "  name: a",
                "  namespace: shop",
                "  annotations: {service.beta.kubernetes.io/aws-load-balancer-internal: 'true'}",
                "spec:",
                "  type: LoadBalancer",
                "  clusterIP: 10.0.0.9",
                "  selector: {app: web}",
                "  externalTrafficPolicy: Local",
                "  externalIPs: [9.9.9.9]",
                "  loadBalancerSourceRanges: [1.0.0.0/8]",
                "  ports:",
                "  - {port: 80}",
                "  - {name: dns, port: 53, protocol: UDP, targetPort: dns, nodePort: 30053}",
                "status: {loadBalancer: {ingress: [{ip: 1.2.3.4}, {hostname: lb.example}]}}",
                "---",
                "apiVersion: v1",
                "kind: Service",
                "metadata: {name: b, namespace: shop}",
                "---",
                "apiVersion: v1",
                "kind: Service",
                "metadata: {name: c, namespace: shop}",
                "spec: {type: ExternalName, externalName: db.example}");
        Service service = cluster.services().get(0);
        assertThat(service.type()).isEqualTo("LoadBalancer");
        assertThat(service.ports())
                .containsExactly(
                        new ServicePort("", Protocol.TCP, 80, PortRef.of(80), 0, ""),
                        new ServicePort("dns", Protocol.UDP, 53, PortRef.named("dns"), 30053, ""));
        assertThat(service.selector()).containsExactly(Map.entry("app", "web"));
        assertThat(service.clusterIP()).isEqualTo("10.0.0.9");
        assertThat(service.externalIPs()).containsExactly("9.9.9.9");
        assertThat(service.loadBalancerSourceRanges()).containsExactly("1.0.0.0/8");
        assertThat(service.loadBalancerAddresses()).containsExactly("1.2.3.4", "lb.example");
        assertThat(service.externalTrafficPolicy()).isEqualTo("Local");
        assertThat(service.meta().annotations()).hasSize(1);
        assertThat(cluster.services().get(1).type()).isEqualTo("ClusterIP");
        assertThat(cluster.services().get(2).externalName()).isEqualTo("db.example");
    }

    @Test
    void endpointSlicesAndEndpoints() {
        Cluster cluster = Snapshots.clean(
                "apiVersion: discovery.k8s.io/v1",
                "kind: EndpointSlice",
                "addressType: IPv4",
                "endpoints:",
                "- {addresses: [10.1.0.1], nodeName: w1, targetRef: {kind: Pod, name: p}}",
                "- {addresses: [10.1.0.2], conditions: {ready: false}}",
                "metadata: {name: e, namespace: shop, labels: {kubernetes.io/service-name: web}}",
                "ports: [{name: http, port: 8080}, {port: 53, protocol: UDP}]",
                "---",
                "apiVersion: v1",
                "kind: Endpoints",
                "metadata: {name: web, namespace: shop}",
                "subsets:",
                "- addresses: [{ip: 10.1.0.1, nodeName: w1, targetRef: {kind: Pod, name: p, namespace: shop}}]",
                "  ports: [{port: 8080}]",
                "- notReadyAddresses: [{ip: 10.1.0.2}]",
                "  ports: [{port: 8080}]");
        EndpointSlice slice = cluster.endpointSlices().get(0);
        EndpointSlice endpoints = cluster.endpointSlices().get(1);
        if (slice.kind().equals("Endpoints")) {
            EndpointSlice other = slice;
            slice = endpoints;
            endpoints = other;
        }
        EndpointSlice.Endpoint ready = new EndpointSlice.Endpoint(
                ImmutableList.of("10.1.0.1"), Optional.of(ObjectRef.of("Pod", "shop", "p")), "w1");
        EndpointSlice.Endpoint notReady =
                new EndpointSlice.Endpoint(ImmutableList.of("10.1.0.2"), Optional.empty(), "");
        assertThat(slice.serviceName()).isEqualTo("web");
        assertThat(slice.endpoints()).containsExactly(ready, notReady);
        assertThat(slice.ports())
                .containsExactly(
                        new EndpointSlice.Port("http", Protocol.TCP, 8080),
                        new EndpointSlice.Port("", Protocol.UDP, 53));
        assertThat(endpoints.serviceName()).isEqualTo("web");
        assertThat(endpoints.endpoints()).containsExactly(ready, notReady);
        assertThat(endpoints.ports()).containsExactly(new EndpointSlice.Port("", Protocol.TCP, 8080));
    }

    @Test
    void ingresses() {
        Ingress ingress = Snapshots.clean(
                        "apiVersion: networking.k8s.io/v1",
                        "kind: Ingress",
                        "metadata: {name: i, namespace: shop}",
                        "spec:",
                        "  ingressClassName: nginx",
                        "  defaultBackend: {service: {name: fallback, port: {number: 80}}}",
                        "  rules:",
                        "  - host: shop.example",
                        "    http:",
                        "      paths:",
                        "      - {path: /, backend: {service: {name: web, port: {name: http}}}}",
                        "      - {path: /static, backend: {resource: {kind: Bucket, name: x}}}",
                        "  - host: none.example",
                        "status: {loadBalancer: {ingress: [{ip: 1.2.3.4}]}}")
                .ingresses()
                .get(0);
        assertThat(ingress.className()).isEqualTo("nginx");
        assertThat(ingress.loadBalancerAddresses()).containsExactly("1.2.3.4");
        assertThat(ingress.backends())
                .containsExactly(
                        new Ingress.Backend("", "", "fallback", PortRef.of(80), "spec.defaultBackend"),
                        new Ingress.Backend(
                                "shop.example",
                                "/",
                                "web",
                                PortRef.named("http"),
                                "spec.rules[0].http.paths[0].backend"));
    }

    @Test
    void ingressesOfRetiredVersionsHaveTheirOwnShape() {
        ClusterSnapshot snapshot = Snapshots.read(
                "apiVersion: extensions/v1beta1",
                "kind: Ingress",
                "metadata: {name: i, namespace: shop, annotations: {kubernetes.io/ingress.class: traefik}}",
                "spec:",
                "  backend: {serviceName: fallback, servicePort: http}",
                "  rules:",
                "  - http: {paths: [{path: /a, backend: {serviceName: web, servicePort: 80}}]}");
        Ingress ingress = snapshot.cluster().ingresses().get(0);
        assertThat(ingress.className()).isEqualTo("traefik");
        assertThat(ingress.backends())
                .containsExactly(
                        new Ingress.Backend("", "", "fallback", PortRef.named("http"), "spec.backend"),
                        new Ingress.Backend("", "/a", "web", PortRef.of(80), "spec.rules[0].http.paths[0].backend"));
        assertThat(Snapshots.codes(snapshot)).containsExactly("retired-version");
        assertThat(snapshot.inventory().retiredVersions()).containsExactly("extensions/v1beta1 Ingress");
    }
}
