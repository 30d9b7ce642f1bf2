package dev.postern.network;

import static dev.postern.network.ExposureWorlds.entries;
import static dev.postern.network.ExposureWorlds.faults;
import static dev.postern.network.ExposureWorlds.pod;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Services as they are written: which of their fields opens a way, and to which port of which pod. */
class ServiceExposureTest {
    private static final String WEB = pod("shop", "web");
    private static final String TO_WEB = "Service shop/web -> shop/web TCP 8080 ";

    private static String service(String spec) {
        return service("{}", spec);
    }

    private static String service(String annotations, String spec) {
        return "apiVersion: v1\nkind: Service\nmetadata: {namespace: shop, name: web, annotations: " + annotations
                + "}\nspec: {selector: {app: web}, ports: [{name: web, port: 80, targetPort: http}], " + spec + "}";
    }

    private static String node(String name, String address) {
        return "apiVersion: v1\nkind: Node\nmetadata: {name: " + name + "}\nstatus: {addresses: [{type: ExternalIP,"
                + " address: " + address + "}]}";
    }

    /** A pod with an address on a node. */
    private static String placed(String name, String ip, String node) {
        return pod("shop", name).replace("spec: {", "status: {podIP: " + ip + "}\nspec: {nodeName: " + node + ", ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type: ClusterIP                                                            | ''
            type: NodePort                                                             | POSSIBLE
            type: LoadBalancer                                                         | LIKELY
            externalIPs: [198.51.100.9]                                                | LIKELY
            type: ExternalName, externalName: a.example                                | ''
            clusterIP: None                                                            | ''
            clusterIP: None, externalIPs: [198.51.100.9]                               | ''
            type: LoadBalancer, loadBalancerClass: service.k8s.aws/nlb                 | POSSIBLE
            type: LoadBalancer, loadBalancerClass: io.cilium/bgp-control-plane         | POSSIBLE
            type: LoadBalancer, loadBalancerClass: tailscale                           | ''
            type: LoadBalancer, loadBalancerSourceRanges: [' 10.0.0.0/8 ']             | ''
            type: LoadBalancer, loadBalancerSourceRanges: [198.51.100.0/24]            | LIKELY
            """)
    void types_and_fields(String spec, String expected) {
        assertThat(entries(WEB, service(spec))).isEqualTo(expected.isEmpty() ? List.of() : List.of(TO_WEB + expected));
    }

    @Test
    void the_load_balancer_controller_of_aws_stays_inside_unless_told_otherwise() {
        String scheme = "service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing";
        String type = "service.beta.kubernetes.io/aws-load-balancer-type: external";
        String nlb = "type: LoadBalancer, loadBalancerClass: service.k8s.aws/nlb";
        assertThat(entries(WEB, service("{" + scheme + "}", nlb))).containsExactly(TO_WEB + "LIKELY");
        assertThat(entries(WEB, service("{" + type + "}", "type: LoadBalancer")))
                .containsExactly(TO_WEB + "POSSIBLE");
        assertThat(entries(WEB, service("{" + type + ", " + scheme + "}", "type: LoadBalancer")))
                .containsExactly(TO_WEB + "LIKELY");
        String address = "\nstatus: {loadBalancer: {ingress: [{hostname: k8s-web.elb.example.com}]}}";
        assertThat(entries(WEB, service(nlb) + address)).containsExactly(TO_WEB + "CERTAIN");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            service.beta.kubernetes.io/azure-load-balancer-internal: 'true'            | no
            service.beta.kubernetes.io/azure-load-balancer-internal: 'yes'             | open
            service.beta.kubernetes.io/aws-load-balancer-internal: ''                  | open
            service.beta.kubernetes.io/aws-load-balancer-internal: 'yes'               | no
            service.beta.kubernetes.io/openstack-internal-load-balancer: 'true'        | no
            service.beta.kubernetes.io/oci-load-balancer-internal: 'true'              | no
            oci-network-load-balancer.oraclecloud.com/internal: 'true'                 | no
            oci-network-load-balancer.oraclecloud.com/internal: 'false'                | open
            networking.gke.io/load-balancer-type: Internal                             | no
            networking.gke.io/load-balancer-type: External                             | open
            service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type: private    | no
            service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type: public     | open
            service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type: intranet | no
            service.kubernetes.io/qcloud-loadbalancer-internal-subnetid: subnet-1      | no
            load-balancer.hetzner.cloud/disable-public-network: 'true'                 | no
            service.beta.kubernetes.io/do-loadbalancer-network: INTERNAL               | no
            service.beta.kubernetes.io/do-loadbalancer-network: EXTERNAL               | open
            """)
    void annotations_of_the_clouds_mean_what_their_controllers_make_of_them(String annotation, String open) {
        assertThat(entries(WEB, service("{" + annotation + "}", "type: LoadBalancer")))
                .isEqualTo(open.equals("open") ? List.of(TO_WEB + "LIKELY") : List.of());
    }

    @Test
    void ranges_and_internal_load_balancers_do_not_guard_node_ports() {
        String ranged = "type: LoadBalancer, loadBalancerSourceRanges: [198.51.100.0/24]";
        String open = node("n1", "198.51.100.7");
        assertThat(entries(WEB, open, service(ranged))).containsExactly(TO_WEB + "LIKELY", TO_WEB + "POSSIBLE");
        assertThat(entries(WEB, open, service(ranged + ", allocateLoadBalancerNodePorts: false")))
                .containsExactly(TO_WEB + "LIKELY");
        assertThat(entries(WEB, open, service("type: LoadBalancer"))).containsExactly(TO_WEB + "LIKELY");
        String internal = "{networking.gke.io/load-balancer-type: Internal}";
        assertThat(entries(WEB, open, service(internal, "type: LoadBalancer"))).containsExactly(TO_WEB + "POSSIBLE");
        assertThat(entries(WEB, open, service(internal, "type: LoadBalancer, allocateLoadBalancerNodePorts: false")))
                .isEmpty();
    }

    @Test
    void a_node_port_with_the_traffic_policy_local_leads_to_pods_of_that_node_only() {
        String[] world = {
            placed("web", "10.0.0.1", "open"),
            placed("web", "10.0.0.2", "shut").replace("name: web, labels", "name: web2, labels"),
            node("open", "198.51.100.7"),
            node("shut", "10.9.9.9"),
            ""
        };
        world[4] = service("type: NodePort, externalTrafficPolicy: Local");
        assertThat(entries(world))
                .containsExactly(TO_WEB + "LIKELY", "Service shop/web -> shop/web2 TCP 8080 POSSIBLE");
        world[4] = service("type: NodePort, externalTrafficPolicy: Cluster");
        assertThat(entries(world)).containsExactly(TO_WEB + "LIKELY", "Service shop/web -> shop/web2 TCP 8080 LIKELY");
        world[4] = service(
                "{networking.gke.io/load-balancer-type: Internal}", "type: LoadBalancer, externalTrafficPolicy: Local");
        assertThat(entries(world)).containsExactly(TO_WEB + "POSSIBLE");
    }

    @Test
    void a_target_port_by_name_is_that_of_each_pod() {
        String other = pod("shop", "web")
                .replace("name: web, labels", "name: web2, labels")
                .replace("8080", "9090");
        String nameless = other.replace("web2", "web3").replace("name: http, ", "");
        assertThat(entries(WEB, other, nameless, service("type: LoadBalancer")))
                .containsExactly(TO_WEB + "LIKELY", "Service shop/web -> shop/web2 TCP 9090 LIKELY");
    }

    @Test
    void slices_lead_to_the_port_that_they_name_and_count_beside_a_selector() {
        String api = placed("api", "10.0.0.5", "n1");
        String slice = "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {namespace: shop, name: s,"
                + " labels: {kubernetes.io/service-name: web}}\nports: [{name: %s, port: 9000%s}]\n"
                + "endpoints: [{addresses: [10.0.0.5]}]";
        String bare = service("type: LoadBalancer").replace("selector: {app: web}, ", "");
        assertThat(entries(api, bare, String.format(slice, "web", "")))
                .as("not the Service's target port")
                .containsExactly("Service shop/web -> shop/api TCP 9000 LIKELY");
        assertThat(entries(api, bare, String.format(slice, "other", ""))).isEmpty();
        assertThat(entries(api, bare, String.format(slice, "web", ", protocol: UDP")))
                .isEmpty();
        assertThat(entries(WEB, api, service("type: LoadBalancer"), String.format(slice, "web", "")))
                .containsExactly("Service shop/web -> shop/api TCP 9000 LIKELY", TO_WEB + "LIKELY");
        String own = String.format(slice, "web", "")
                .replace(
                        "labels: {",
                        "labels: {endpointslice.kubernetes.io/managed-by: " + "endpointslice-controller.k8s.io, ");
        assertThat(entries(WEB, api, service("type: LoadBalancer"), own))
                .as("the cluster's own slices say what the selector says")
                .containsExactly(TO_WEB + "LIKELY");
    }

    @Test
    void an_endpoints_object_counts_for_a_service_without_a_selector() {
        String api = placed("api", "10.0.0.5", "n1");
        String endpoints = "apiVersion: v1\nkind: Endpoints\nmetadata: {namespace: shop, name: web}\n"
                + "subsets: [{addresses: [{ip: 10.0.0.5}], ports: [{name: web, port: 9000}]}]";
        String bare = service("type: NodePort").replace("selector: {app: web}, ", "");
        assertThat(entries(api, bare, endpoints)).containsExactly("Service shop/web -> shop/api TCP 9000 POSSIBLE");
        assertThat(entries(WEB, api, service("type: NodePort"), endpoints)).containsExactly(TO_WEB + "POSSIBLE");
    }

    @Test
    void an_address_in_a_slice_counts_more_than_the_pod_that_it_names() {
        String slice = "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {namespace: shop, name: s,"
                + " labels: {kubernetes.io/service-name: web}}\nports: [{name: web, port: 8080}]\n"
                + "endpoints: [{addresses: [10.0.0.5], targetRef: {kind: Pod, name: web}}]";
        String bare = service("type: LoadBalancer").replace("selector: {app: web}, ", "");
        assertThat(entries(placed("web", "10.0.0.1", "n1"), placed("api", "10.0.0.5", "n1"), bare, slice))
                .containsExactly("Service shop/web -> shop/api TCP 8080 LIKELY");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type: loadbalancer                                                     | spec.type is none of
            type: LoadBalancer, clusterIP: None                                    | spec.clusterIP must not be None
            type: NodePort, clusterIP: None                                        | spec.clusterIP must not be None
            type: LoadBalancer, loadBalancerSourceRanges: [198.51.100.9]           | spec.loadBalancerSourceRanges holds
            type: LoadBalancer, loadBalancerSourceRanges: [0.0.0.0/0, anywhere]    | spec.loadBalancerSourceRanges holds
            type: NodePort, loadBalancerSourceRanges: [0.0.0.0/0]                  | spec.loadBalancerSourceRanges is for
            externalIPs: [198.51.100.256]                                          | spec.externalIPs holds
            type: NodePort, externalTrafficPolicy: local                           | spec.externalTrafficPolicy is neither
            externalTrafficPolicy: Local                                           | spec.externalTrafficPolicy is for
            """)
    void a_service_that_the_api_server_refuses_opens_nothing_and_is_told(String spec, String why) {
        assertThat(entries(WEB, service(spec))).isEmpty();
        assertThat(faults(WEB, service(spec)))
                .hasSize(1)
                .allMatch(fault -> fault.startsWith("service-refused: Service shop/web: " + why));
    }

    @Test
    void an_ingress_that_names_no_service_or_port_is_told() {
        String ingress = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {namespace: shop, name: i}\n"
                + "spec: {rules: [{http: {paths: [{path: /, backend: {service: {name: %s, port: {number: %d}}}}]}}]}";
        String at = "backend-unresolved: Ingress shop/i: spec.rules[0].http.paths[0].backend names ";
        assertThat(faults(WEB, service(""), String.format(ingress, "web", 80))).isEmpty();
        assertThat(faults(WEB, service(""), String.format(ingress, "gone", 80)))
                .hasSize(1)
                .allMatch(fault -> fault.startsWith(at + "Service shop/gone, which the input does not hold; "));
        assertThat(faults(WEB, service(""), String.format(ingress, "web", 81)))
                .hasSize(1)
                .allMatch(fault -> fault.startsWith(at + "port 81, which Service shop/web does not have; "));
    }
}
