package dev.postern.network;

import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ways in from the internet and the gates on them. */
class EntryPointsTest {
    private static final String WEB = pod(
            "shop",
            "web",
            "{nodeName: n1, containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}",
            "10.0.0.9");
    private static final String PUBLIC_NODE = node("ExternalIP", "198.51.100.7");
    private static final String PRIVATE_NODE = node("InternalIP", "192.168.0.1");
    private static final String DENY = policy("{podSelector: {}, policyTypes: [Ingress]}");

    private static String node(String type, String address) {
        return "kind: Node\nmetadata: {name: n1}\nstatus: {addresses: [{type: " + type + ", address: " + address
                + "}]}";
    }

    private static String service(String spec) {
        return service(spec, "{}", "{}");
    }

    private static String service(String spec, String annotations, String status) {
        return "kind: Service\nmetadata: {namespace: shop, name: web, annotations: " + annotations
                + "}\nspec: {selector: " + "{app: web}, ports: [{port: 80, targetPort: http, nodePort: 30080}], " + spec
                + "}\nstatus: " + status;
    }

    private static String ingress(String fields, String status) {
        return "kind: Ingress\nmetadata: {namespace: shop, name: web, annotations: " + fields + "}\n"
                + "spec: {ingressClassName: nginx, rules: [{host: shop.example, http: {paths: [{path: /, backend: "
                + "{service: {name: web, port: {number: 80}}}}]}}]}\nstatus: " + status;
    }

    /** As {@code Kind name how protocol port confidence}. */
    private static List<String> entries(String... manifests) {
        return Verdicts.of(manifests).network().entryPoints().stream()
                .map(entry -> entry.via().kind() + " " + entry.how() + " -> "
                        + entry.backend().object().qualifiedName() + " " + entry.protocol() + " " + entry.port() + " "
                        + entry.confidence())
                .toList();
    }

    private static final String TO_WEB = " -> shop/web TCP 8080 ";

    @Test
    void a_load_balancer_is_a_way_in_and_certain_once_it_has_a_public_address() {
        assertThat(entries(WEB, service("type: LoadBalancer")))
                .containsExactly("Service LoadBalancer" + TO_WEB + "LIKELY");
        for (String address : List.of("{ip: 198.51.100.9}", "{hostname: a1b2.elb.example.com}")) {
            String status = "{loadBalancer: {ingress: [" + address + "]}}";
            assertThat(entries(WEB, service("type: LoadBalancer", "{}", status)))
                    .containsExactly("Service LoadBalancer" + TO_WEB + "CERTAIN");
        }
        assertThat(entries(WEB, service("type: LoadBalancer", "{}", "{loadBalancer: {ingress: [{ip: 10.9.9.9}]}}")))
                .containsExactly("Service LoadBalancer" + TO_WEB + "POSSIBLE");
        assertThat(entries(
                        WEB,
                        service("type: LoadBalancer", "{}", "{loadBalancer: {ingress: [{hostname: internal-a.elb}]}}")))
                .isEmpty();
    }

    @Test
    void internal_load_balancers_are_not_ways_in() {
        for (String annotation : List.of(
                "service.beta.kubernetes.io/aws-load-balancer-internal: 'true'",
                "service.beta.kubernetes.io/aws-load-balancer-internal: 0.0.0.0/0",
                "service.beta.kubernetes.io/aws-load-balancer-scheme: internal",
                "service.beta.kubernetes.io/azure-load-balancer-internal: 'true'",
                "networking.gke.io/load-balancer-type: Internal",
                "cloud.google.com/load-balancer-type: Internal",
                "service.beta.kubernetes.io/oci-load-balancer-internal: 'true'")) {
            assertThat(entries(WEB, service("type: LoadBalancer", "{" + annotation + "}", "{}")))
                    .as(annotation)
                    .isEmpty();
        }
        assertThat(entries(
                        WEB,
                        service(
                                "type: LoadBalancer",
                                "{service.beta.kubernetes.io/aws-load-balancer-internal: 'false'}",
                                "{}")))
                .hasSize(1);
    }

    @Test
    void the_node_ports_of_an_internal_load_balancer_stay_possible_on_public_nodes() {
        String internal = service("type: LoadBalancer", "{networking.gke.io/load-balancer-type: Internal}", "{}");
        assertThat(entries(WEB, internal, PRIVATE_NODE)).isEmpty();
        assertThat(entries(WEB, internal, PUBLIC_NODE)).containsExactly("Service NodePort" + TO_WEB + "POSSIBLE");
    }

    @Test
    void source_ranges_that_are_all_private_close_a_load_balancer() {
        assertThat(entries(WEB, service("type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8]")))
                .isEmpty();
        assertThat(entries(WEB, service("type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8, 198.51.100.0/24]")))
                .containsExactly("Service LoadBalancer" + TO_WEB + "LIKELY");
        assertThat(entries(
                        WEB,
                        service(
                                "type: LoadBalancer",
                                "{service.beta.kubernetes.io/load-balancer-source-ranges: 192.168.0.0/16}",
                                "{}")))
                .isEmpty();
    }

    @Test
    void a_node_port_needs_a_node_that_the_internet_reaches() {
        assertThat(entries(WEB, PUBLIC_NODE, service("type: NodePort")))
                .containsExactly("Service NodePort" + TO_WEB + "LIKELY");
        assertThat(entries(WEB, PRIVATE_NODE, service("type: NodePort")))
                .containsExactly("Service NodePort" + TO_WEB + "POSSIBLE");
        assertThat(entries(WEB, service("type: NodePort"))).containsExactly("Service NodePort" + TO_WEB + "POSSIBLE");
    }

    @Test
    void a_cluster_ip_is_not_external_but_its_external_ips_are() {
        assertThat(entries(WEB, service("type: ClusterIP"))).isEmpty();
        assertThat(entries(WEB, service("externalIPs: [198.51.100.9]")))
                .containsExactly("Service externalIPs" + TO_WEB + "LIKELY");
        assertThat(entries(WEB, service("externalIPs: [10.9.9.9]")))
                .containsExactly("Service externalIPs" + TO_WEB + "POSSIBLE");
        assertThat(entries(WEB, service("type: ExternalName, externalName: example.com, externalIPs: [198.51.100.9]")))
                .isEmpty();
    }

    @Test
    void a_service_without_selector_leads_to_the_pods_of_its_slices() {
        String bare = "kind: Service\nmetadata: {namespace: shop, name: web}\nspec: {type: LoadBalancer, ports: "
                + "[{port: 80, targetPort: 8080}]}";
        String slice = "kind: EndpointSlice\nmetadata: {namespace: shop, name: web-1, labels: "
                + "{kubernetes.io/service-name: web}}\nports: [{port: 8080}]\nendpoints: ";
        assertThat(entries(WEB, bare, slice + "[{addresses: [10.0.0.9], targetRef: {kind: Pod, name: web}}]"))
                .containsExactly("Service LoadBalancer" + TO_WEB + "LIKELY");
        assertThat(entries(WEB, bare, slice + "[{addresses: [10.0.0.9]}]")).hasSize(1);
        assertThat(entries(WEB, bare, slice + "[{addresses: [10.0.0.8]}]")).isEmpty();
        assertThat(entries(WEB, bare)).isEmpty();
    }

    @Test
    void ingress_policy_that_admits_nobody_closes_a_way() {
        assertThat(entries(WEB, DENY, service("type: LoadBalancer"))).isEmpty();
        String onlyPods = policy("{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}");
        assertThat(entries(WEB, onlyPods, service("type: LoadBalancer"))).isEmpty();
        String otherPort = policy("{podSelector: {}, ingress: [{ports: [{port: 80}]}]}");
        assertThat(entries(WEB, otherPort, service("type: LoadBalancer"))).isEmpty();
        String targetPort = policy("{podSelector: {}, ingress: [{ports: [{port: 8080}]}]}");
        assertThat(entries(WEB, targetPort, service("type: LoadBalancer")))
                .containsExactly("Service LoadBalancer" + TO_WEB + "LIKELY");
    }

    @Test
    void the_source_is_a_node_with_the_traffic_policy_cluster_and_the_client_with_local() {
        String local = service("type: LoadBalancer, externalTrafficPolicy: Local");
        String cluster = service("type: LoadBalancer, externalTrafficPolicy: Cluster");
        String nodes = policy("{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 192.168.0.0/16}}]}]}");
        assertThat(entries(WEB, PRIVATE_NODE, nodes, cluster))
                .containsExactly("Service LoadBalancer" + TO_WEB + "LIKELY");
        assertThat(entries(WEB, PRIVATE_NODE, nodes, local)).isEmpty();
        assertThat(entries(WEB, nodes, cluster))
                .as("node addresses unknown")
                .containsExactly("Service LoadBalancer" + TO_WEB + "POSSIBLE");
        String clients = policy("{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 198.51.100.0/24}}]}]}");
        assertThat(entries(WEB, PRIVATE_NODE, clients, local))
                .containsExactly("Service LoadBalancer" + TO_WEB + "LIKELY");
        assertThat(entries(WEB, PRIVATE_NODE, clients, cluster))
                .containsExactly("Service LoadBalancer" + TO_WEB + "POSSIBLE");
        assertThat(entries(
                        WEB,
                        PRIVATE_NODE,
                        clients,
                        service("type: LoadBalancer, externalTrafficPolicy: Local, loadBalancerSourceRanges: "
                                + "[203.0.113.0/24]")))
                .as("ranges and policy have no client in common")
                .isEmpty();
        String inside = policy("{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}");
        assertThat(entries(WEB, PRIVATE_NODE, inside, local)).isEmpty();
    }

    @Test
    void host_ports_and_host_network_ports_are_ways_in_over_the_node() {
        String hostPort = "{nodeName: n1, containers: [{name: c, ports: [{containerPort: 8080, hostPort: 80%s}]}]}";
        assertThat(entries(pod("shop", "web", String.format(hostPort, ""), ""), PUBLIC_NODE))
                .containsExactly("Pod hostPort" + TO_WEB + "LIKELY");
        assertThat(entries(pod("shop", "web", String.format(hostPort, ""), ""), PRIVATE_NODE))
                .containsExactly("Pod hostPort" + TO_WEB + "POSSIBLE");
        assertThat(entries(pod("shop", "web", String.format(hostPort, ", hostIP: 127.0.0.1"), ""), PUBLIC_NODE))
                .isEmpty();
        assertThat(entries(pod("shop", "web", String.format(hostPort, ""), ""), PUBLIC_NODE, DENY))
                .isEmpty();
        String host = pod(
                "shop",
                "web",
                "{hostNetwork: true, nodeName: n1, containers: [{name: c, ports: [{containerPort: 8080}]}]}",
                "");
        assertThat(entries(host, PUBLIC_NODE, DENY)).containsExactly("Pod hostNetwork" + TO_WEB + "LIKELY");
        assertThat(entries(host)).containsExactly("Pod hostNetwork" + TO_WEB + "POSSIBLE");
    }

    @Test
    void what_listens_on_the_host_network_need_not_be_a_declared_port() {
        String host = "{hostNetwork: true, nodeName: n1, containers: [{name: c%s}]}";
        String probed = ", livenessProbe: {httpGet: {port: 8080}}";
        String local = ", livenessProbe: {httpGet: {port: 8080, host: 127.0.0.1}}";
        assertThat(entries(pod("shop", "web", String.format(host, probed), ""), PUBLIC_NODE, DENY))
                .containsExactly("Pod hostNetwork" + TO_WEB + "LIKELY");
        for (String silent : List.of("", local)) {
            assertThat(entries(pod("shop", "web", String.format(host, silent), ""), PUBLIC_NODE, DENY))
                    .as("nothing is declared: unknown, not closed")
                    .containsExactly("Pod hostNetwork" + TO_WEB.replace("8080", "0") + "POSSIBLE");
        }
        assertThat(entries(pod("shop", "web", String.format(host, "").replace("true", "false"), ""), PUBLIC_NODE))
                .as("an address of its own")
                .isEmpty();
    }

    @Test
    void an_ingress_without_a_controller_is_only_possible() {
        assertThat(entries(WEB, service(""), ingress("{}", "{}")))
                .containsExactly("Ingress Ingress" + TO_WEB + "POSSIBLE");
        assertThat(entries(WEB, service(""), ingress("{}", "{loadBalancer: {ingress: [{ip: 198.51.100.9}]}}")))
                .containsExactly("Ingress Ingress" + TO_WEB + "CERTAIN");
        assertThat(entries(WEB, ingress("{}", "{}"))).as("no Service").isEmpty();
        assertThat(entries(WEB, DENY, service(""), ingress("{}", "{}"))).isEmpty();
        String fromAnywhere = policy("{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}");
        assertThat(entries(WEB, fromAnywhere, service(""), ingress("{}", "{}")))
                .containsExactly("Ingress Ingress" + TO_WEB + "POSSIBLE");
    }

    @Test
    void an_ingress_leads_through_its_controller_pods() {
        String controller = "kind: Pod\nmetadata: {namespace: edge, name: ctl, labels: {app.kubernetes.io/name: "
                + "ingress-nginx}}\nspec: {containers: [{name: c, ports: [{containerPort: 443}]}]}";
        String balancer = "kind: Service\nmetadata: {namespace: edge, name: ctl}\nspec: {type: LoadBalancer, selector: "
                + "{app.kubernetes.io/name: ingress-nginx}, ports: [{port: 443}]}";
        String route = ingress("{}", "{}");
        assertThat(entries(WEB, service(""), route, controller))
                .as("nothing exposes the controller")
                .containsExactly("Ingress Ingress" + TO_WEB + "POSSIBLE");
        assertThat(entries(WEB, service(""), route, controller, balancer))
                .containsExactly(
                        "Ingress Ingress" + TO_WEB + "LIKELY", "Service LoadBalancer -> edge/ctl TCP 443 LIKELY");
        String fromEdge = policy("{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: "
                + "{kubernetes.io/metadata.name: edge}}}]}]}");
        Verdicts verdicts = Verdicts.of(WEB, service(""), route, controller, balancer, fromEdge);
        EntryPoint entry = verdicts.network().entryPoints().get(0);
        assertThat(entry.confidence()).isEqualTo(Confidence.LIKELY);
        assertThat(entry.supports().get(0).facts().stream().map(Verdicts::text))
                .containsSubsequence(
                        "Ingress shop/web spec.rules[0].http.paths[0].backend = web:80 (stated)",
                        "Service edge/ctl spec.type = LoadBalancer (stated)",
                        "Service shop/web spec.selector = app=web (stated)",
                        "NetworkPolicy shop/np spec.ingress[0].from[0].namespaceSelector ="
                                + " kubernetes.io/metadata.name=edge (stated)");
        assertThat(entry.supports().get(entry.supports().size() - 1).facts().stream()
                        .map(Verdicts::text))
                .as("what is taken for granted stays when the load balancer goes, and comes last")
                .contains("Ingress shop/web = the internet reaches the pods that serve it (assumed)")
                .noneMatch(fact -> fact.contains("LoadBalancer"));
        String notEdge = fromEdge.replace("name: edge", "name: other");
        assertThat(entries(WEB, service(""), route, controller, balancer, notEdge))
                .containsExactly("Service LoadBalancer -> edge/ctl TCP 443 LIKELY");
    }

    @Test
    void ingresses_for_private_clients_only_are_not_ways_in() {
        String allow = "{nginx.ingress.kubernetes.io/whitelist-source-range: '10.0.0.0/8, 192.168.0.0/16'}";
        assertThat(entries(WEB, service(""), ingress(allow, "{}"))).isEmpty();
        String alb =
                ingress("{alb.ingress.kubernetes.io/scheme: internal}", "{}").replace("nginx", "alb");
        assertThat(entries(WEB, service(""), alb)).isEmpty();
        assertThat(entries(WEB, service(""), alb.replace("scheme: internal", "scheme: internet-facing")))
                .containsExactly("Ingress Ingress" + TO_WEB + "LIKELY");
    }

    @Test
    void an_ingress_that_asks_for_credentials_is_a_possible_way_in_at_most() {
        String alb =
                ingress("{alb.ingress.kubernetes.io/auth-type: oidc}", "{}").replace("nginx", "alb");
        String open =
                alb.replace("auth-type: oidc", "auth-type: none, alb.ingress.kubernetes.io/scheme: internet-facing");
        assertThat(entries(WEB, service(""), open)).containsExactly("Ingress Ingress" + TO_WEB + "LIKELY");
        assertThat(entries(WEB, service(""), open.replace("auth-type: none", "auth-type: oidc")))
                .containsExactly("Ingress Ingress" + TO_WEB + "POSSIBLE");
    }

    @Test
    void replicas_have_an_entry_point_each_and_share_its_supports() {
        String owned = "kind: Pod\nmetadata: {namespace: shop, name: web-%d, labels: {app: web}, ownerReferences: "
                + "[{kind: ReplicaSet, name: web, controller: true}]}\n"
                + "spec: {containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}";
        String set = "kind: ReplicaSet\nmetadata: {namespace: shop, name: web}\nspec: {template: {metadata: {labels: "
                + "{app: web}}}}";
        String numeric = service("type: LoadBalancer").replace("targetPort: http", "targetPort: 8080");
        List<EntryPoint> entries = Verdicts.of(set, String.format(owned, 1), String.format(owned, 2), numeric)
                .network()
                .entryPoints();
        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).supports()).isSameAs(entries.get(1).supports());
        assertThat(entries.get(0).supports().get(0).facts())
                .contains(Evidence.byDefault(
                        entries.get(0).backend().owner(), "", "no NetworkPolicy isolates it for ingress"));
    }
}
