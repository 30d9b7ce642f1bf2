package dev.postern.network;

import static dev.postern.network.Verdicts.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Confidence;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a way in from the internet rests on, fact by fact, and where a port of a node is open. */
class WaysInTest {
    private static final String WEB =
            pod("shop", "web", "{nodeName: n1, containers: [{name: c, ports: [{containerPort: 8080}]}]}", "");

    private static String service(String spec, String annotations, String status) {
        return "kind: Service\nmetadata: {namespace: shop, name: web, annotations: {" + annotations
                + "}}\nspec: {selector: " + "{app: web}, " + spec + "}\nstatus: {" + status + "}";
    }

    private static String node(String name, String address) {
        return "kind: Node\nmetadata: {name: " + name + "}\nstatus: {addresses: [{type: ExternalIP, address: " + address
                + "}]}";
    }

    private static List<EntryPoint> entries(String... manifests) {
        return Verdicts.of(manifests).network().entryPoints();
    }

    /** The facts of the only way in, but those of the pod's own policies. */
    private static List<String> facts(String... manifests) {
        List<EntryPoint> entries = entries(manifests);
        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).supports()).hasSize(1);
        return entries.get(0).supports().get(0).facts().stream()
                .map(Verdicts::text)
                .filter(fact -> !fact.contains("no NetworkPolicy isolates"))
                .toList();
    }

    private static final String PORT_80 = "ports: [{port: 80, targetPort: 8080}]";
    private static final String BEHIND = "Service shop/web spec.selector = app=web (stated)";
    private static final String TARGET = "Service shop/web spec.ports[0].targetPort = 8080 (stated)";

    @Test
    void a_load_balancer_cites_its_ranges_and_address() {
        assertThat(facts(WEB, service("type: LoadBalancer, " + PORT_80, "", "")))
                .containsExactly("Service shop/web spec.type = LoadBalancer (stated)", BEHIND, TARGET);
        assertThat(facts(
                        WEB,
                        service(
                                "type: LoadBalancer, loadBalancerSourceRanges: [198.51.100.0/24, 10.0.0.0/8], "
                                        + PORT_80,
                                "",
                                "loadBalancer: {ingress: [{ip: 203.0.113.1}]}")))
                .containsExactly(
                        "Service shop/web spec.type = LoadBalancer (stated)",
                        "Service shop/web spec.loadBalancerSourceRanges = 198.51.100.0/24, 10.0.0.0/8 (stated)",
                        "Service shop/web status.loadBalancer.ingress = 203.0.113.1 (stated)",
                        BEHIND,
                        TARGET);
        assertThat(facts(
                        WEB,
                        service(
                                "type: LoadBalancer, " + PORT_80,
                                "service.beta.kubernetes.io/load-balancer-source-ranges: '198.51.100.0/24'",
                                "")))
                .contains("Service shop/web"
                        + " metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges] = 198.51.100.0/24"
                        + " (stated)");
    }

    @Test
    void a_node_port_cites_its_number_where_it_has_one() {
        String node = node("n1", "203.0.113.1");
        String assigned = "ports: [{port: 80, targetPort: 8080, nodePort: 30080}]";
        assertThat(facts(WEB, node, service("type: NodePort, " + assigned, "", "")))
                .containsExactly(
                        "Service shop/web spec.type = NodePort (stated)",
                        "Service shop/web spec.ports[0].nodePort = 30080 (stated)",
                        "Node n1 status.addresses = 203.0.113.1 (stated)",
                        BEHIND,
                        TARGET);
        assertThat(facts(WEB, node, service("type: NodePort, " + PORT_80, "", "")))
                .containsExactly(
                        "Service shop/web spec.type = NodePort (stated)",
                        "Node n1 status.addresses = 203.0.113.1 (stated)",
                        BEHIND,
                        TARGET);
    }

    private static String ingress(String className, String annotations, String status) {
        return "kind: Ingress\nmetadata: {namespace: shop, name: web, annotations: {" + annotations
                + "}}\nspec: {ingressClassName: " + className
                + ", defaultBackend: {service: {name: web, port: {number: 80}}}}\nstatus: {" + status + "}";
    }

    private static final String CLUSTER_IP = service(PORT_80, "", "");
    private static final String BACKEND = "Ingress shop/web spec.defaultBackend = web:80 (stated)";

    @Test
    void an_ingress_cites_its_address_or_what_must_be_assumed() {
        assertThat(facts(WEB, CLUSTER_IP, ingress("nginx", "", "")))
                .containsExactly(
                        BACKEND, "Ingress shop/web = an Ingress controller serves it (assumed)", BEHIND, TARGET);
        assertThat(facts(WEB, CLUSTER_IP, ingress("nginx", "", "loadBalancer: {ingress: [{ip: 203.0.113.1}]}")))
                .containsExactly(
                        BACKEND, "Ingress shop/web status.loadBalancer.ingress = 203.0.113.1 (stated)", BEHIND, TARGET);
        assertThat(facts(WEB, CLUSTER_IP, ingress("gce", "haproxy.org/auth-type: basic-auth", "")))
                .containsExactly(
                        BACKEND,
                        "Ingress shop/web spec.ingressClassName = gce (stated)",
                        "Ingress shop/web metadata.annotations[haproxy.org/auth-type] = requests get past the Ingress's"
                                + " authentication (assumed)",
                        BEHIND,
                        TARGET);
    }

    @ParameterizedTest
    @CsvSource({
        "gce, '', LIKELY",
        "alb, '', POSSIBLE",
        "alb, 'alb.ingress.kubernetes.io/scheme: internet-facing', LIKELY",
        "azure-application-gateway, '', LIKELY",
        "nginx, '', POSSIBLE",
    })
    void a_cloud_s_balancer_is_outside_and_that_of_aws_inside_by_default(
            String className, String annotations, Confidence expected) {
        assertThat(entries(WEB, CLUSTER_IP, ingress(className, annotations, "")))
                .extracting(EntryPoint::confidence)
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'', LIKELY",
        "0.0.0.0, LIKELY",
        "'::', LIKELY",
        "127.0.0.1,",
        "127.9.9.9,",
        "'::1',",
        "203.0.113.9, LIKELY",
        "'2001:db8::9', LIKELY",
        "10.0.0.9, POSSIBLE",
        "'fd00::1', POSSIBLE",
        "128.0.0.1, LIKELY",
    })
    void a_host_port_is_open_on_the_address_that_it_is_bound_to(String hostIp, Confidence expected) {
        String bound = pod(
                "shop",
                "web",
                "{nodeName: n1, containers: [{name: c, ports: [{containerPort: 1, hostPort: 80, hostIP: '" + hostIp
                        + "'}]}]}",
                "");
        assertThat(entries(bound, node("n1", "203.0.113.1")))
                .extracting(EntryPoint::confidence)
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void a_pod_without_a_node_may_be_on_any() {
        String host =
                pod("shop", "web", "{hostNetwork: true, containers: [{name: c, ports: [{containerPort: 80}]}]}", "");
        String first = node("n1", "203.0.113.1");
        assertThat(confidences(host, first, node("n2", "203.0.113.2"))).containsExactly(Confidence.LIKELY);
        assertThat(confidences(host, first, node("n2", "10.0.0.2")))
                .as("one that nobody reaches")
                .containsExactly(Confidence.POSSIBLE);
        assertThat(confidences(host)).containsExactly(Confidence.POSSIBLE);
        assertThat(facts(host)).contains("Pod shop/web = some node has an address that the internet reaches (assumed)");
        assertThat(facts(host.replace("spec: {", "spec: {nodeName: n9, ")))
                .contains("Pod shop/web = node n9 has an address that the internet reaches (assumed)");
    }

    private static Stream<Confidence> confidences(String... manifests) {
        return entries(manifests).stream().map(EntryPoint::confidence);
    }

    @Test
    void ports_at_the_ends_of_what_is_valid_are_heard() {
        String ends = pod(
                "shop",
                "web",
                "{containers: [{name: c, ports: [{containerPort: 1}, {containerPort: 65535}, {containerPort: 0}, "
                        + "{containerPort: 65536}]}]}",
                "");
        Verdicts verdicts = Verdicts.of(ends);
        assertThat(verdicts.network().listeners(verdicts.cluster().pods().get(0)))
                .extracting(Listener::port)
                .containsExactly(1, 65535);
        for (int target : new int[] {1, 65535}) {
            String service = service("type: LoadBalancer, ports: [{port: 80, targetPort: " + target + "}]", "", "");
            assertThat(entries(ends, service)).extracting(EntryPoint::port).containsExactly(target);
        }
        for (int target : new int[] {65536, -1}) {
            String service = service("type: LoadBalancer, ports: [{port: 80, targetPort: " + target + "}]", "", "");
            assertThat(entries(ends, service)).isEmpty();
        }
    }

    @Test
    void a_probe_by_name_is_of_the_port_of_that_name() {
        String probed = pod(
                "shop",
                "web",
                "{containers: [{name: c, ports: [{name: a, containerPort: 1}, {name: b, containerPort: 2}], "
                        + "livenessProbe: {httpGet: {port: b}}}]}",
                "");
        Verdicts verdicts = Verdicts.of(probed);
        List<Listener> listeners =
                verdicts.network().listeners(verdicts.cluster().pods().get(0));
        assertThat(listeners.get(0).evidence()).hasSize(1);
        assertThat(listeners.get(1).evidence()).as("declared and probed").hasSize(2);
    }
}
