package dev.postern.network;

import static dev.postern.model.Outcome.ALLOWED;
import static dev.postern.model.Outcome.DENIED;
import static dev.postern.model.Outcome.UNKNOWN;
import static dev.postern.network.Verdicts.facts;
import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Decision;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import org.junit.jupiter.api.Test;

/** Egress of pods towards the API server. */
class ApiServerReachTest {
    private static final String CART = pod("shop", "cart", "{nodeName: w1}", "10.0.0.9");
    private static final String ENDPOINTS = "kind: EndpointSlice\nmetadata: {namespace: default, name: kubernetes, "
            + "labels: {kubernetes.io/service-name: kubernetes}}\nports: [{name: https, port: 6443}]\n"
            + "endpoints: [{addresses: [172.16.0.5]}]";
    private static final String SERVICE = "kind: Service\nmetadata: {namespace: default, name: kubernetes}\n"
            + "spec: {clusterIP: 10.96.0.1, ports: [{port: 443, targetPort: 6443}]}";
    private static final String CONTROL_PLANE = "kind: Node\nmetadata: {name: cp, labels: "
            + "{node-role.kubernetes.io/control-plane: ''}}\nstatus: {addresses: [{type: InternalIP, address: 172.16.0.5}]}";

    private static Decision decide(String... manifests) {
        Verdicts verdicts = Verdicts.of(manifests);
        Pod pod = verdicts.cluster().pods().stream()
                .filter(candidate -> candidate.object().equals(ObjectRef.of("Pod", "shop", "cart")))
                .findFirst()
                .orElseThrow();
        return verdicts.network().reachesApiServer(pod);
    }

    private static String egress(String rule) {
        return policy("{podSelector: {}, policyTypes: [Egress], egress: [" + rule + "]}");
    }

    @Test
    void a_pod_that_no_policy_isolates_for_egress_reaches_it() {
        Decision decision = decide(CART, policy("{podSelector: {}, policyTypes: [Ingress]}"));
        assertThat(decision.outcome()).isEqualTo(ALLOWED);
        assertThat(facts(decision))
                .containsExactly("Pod shop/cart = no NetworkPolicy isolates it for egress (default)");
        assertThat(facts(decide(CART, ENDPOINTS))).isEqualTo(facts(decision));
    }

    @Test
    void a_pod_on_the_host_network_reaches_it() {
        String host = pod("shop", "cart", "{hostNetwork: true}", "");
        assertThat(decide(host, egress("")).outcome()).isEqualTo(ALLOWED);
    }

    @Test
    void a_rule_without_peers_admits_it_if_it_admits_the_port() {
        assertThat(decide(CART, egress("{}")).outcome()).isEqualTo(ALLOWED);
        assertThat(decide(CART, egress("{ports: [{port: 6443}, {port: 443}]}")).outcome())
                .isEqualTo(ALLOWED);
        assertThat(decide(CART, egress("{ports: [{port: 443}]}")).outcome()).isEqualTo(UNKNOWN);
        assertThat(decide(CART, egress("{ports: [{port: 53, protocol: UDP}]}")).outcome())
                .isEqualTo(DENIED);
        assertThat(decide(CART, ENDPOINTS, egress("{ports: [{port: 6443}]}")).outcome())
                .isEqualTo(ALLOWED);
        assertThat(decide(CART, SERVICE, egress("{ports: [{port: 6443}]}")).outcome())
                .isEqualTo(ALLOWED);
        assertThat(decide(CART, SERVICE, ENDPOINTS, egress("{ports: [{port: 443}]}"))
                        .outcome())
                .as("judged before translation it is 443")
                .isEqualTo(UNKNOWN);
    }

    @Test
    void a_block_is_compared_with_the_known_addresses() {
        String inside = egress("{to: [{ipBlock: {cidr: 172.16.0.0/24}}]}");
        String outside = egress("{to: [{ipBlock: {cidr: 172.17.0.0/24}}]}");
        for (String source : new String[] {ENDPOINTS, CONTROL_PLANE, staticPod()}) {
            assertThat(decide(CART, source, inside).outcome()).isEqualTo(ALLOWED);
            assertThat(decide(CART, source, outside).outcome()).isEqualTo(DENIED);
        }
        assertThat(facts(decide(CART, ENDPOINTS, inside)))
                .contains(
                        "NetworkPolicy shop/np spec.egress[0].to[0].ipBlock = 172.16.0.0/24 (stated)",
                        "EndpointSlice default/kubernetes endpoints[0].addresses = 172.16.0.5 (stated)");
        Decision unknown = decide(CART, inside);
        assertThat(unknown.outcome()).isEqualTo(UNKNOWN);
        assertThat(unknown.missing()).startsWith("the address of the API server");
        assertThat(decide(CART, egress("{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}")).outcome())
                .isEqualTo(ALLOWED);
    }

    private static String staticPod() {
        return "kind: Pod\nmetadata: {namespace: kube-system, name: kube-apiserver-cp, labels: {component: "
                + "kube-apiserver}}\nspec: {hostNetwork: true, nodeName: cp}\nstatus: {podIP: 172.16.0.5}";
    }

    @Test
    void the_address_of_the_service_counts_for_plugins_that_judge_before_translation() {
        String clusterIp = egress("{to: [{ipBlock: {cidr: 10.96.0.1/32}}]}");
        Decision decision = decide(CART, SERVICE, ENDPOINTS, clusterIp);
        assertThat(decision.outcome()).isEqualTo(UNKNOWN);
        assertThat(decision.missing()).contains("before or after");
    }

    @Test
    void selectors_never_match_it() {
        String everything = egress("{to: [{namespaceSelector: {}}]}");
        assertThat(decide(CART, everything).outcome()).isEqualTo(DENIED);
        assertThat(decide(CART, ENDPOINTS, everything).outcome()).isEqualTo(DENIED);
        assertThat(decide(CART, staticPod(), CONTROL_PLANE, everything).outcome())
                .isEqualTo(DENIED);
        Decision denied = decide(CART, egress(""));
        assertThat(denied.outcome()).isEqualTo(DENIED);
        assertThat(facts(denied))
                .containsExactly(
                        "NetworkPolicy shop/np spec.podSelector = {} (stated)",
                        "NetworkPolicy shop/np spec.policyTypes = Egress (stated)");
    }

    @Test
    void a_pod_on_the_servers_own_node_always_reaches_it() {
        String beside = pod("shop", "cart", "{nodeName: cp}", "10.0.0.9");
        assertThat(decide(beside, CONTROL_PLANE, egress("")).outcome()).isEqualTo(ALLOWED);
        assertThat(decide(CART, CONTROL_PLANE, egress("")).outcome()).isEqualTo(DENIED);
    }

    @Test
    void of_an_unknown_server_it_is_not_known_whether_it_is_one_of_the_nodes() {
        String worker =
                "kind: Node\nmetadata: {name: w1}\nstatus: {addresses: [{type: InternalIP, address: 172.16.0.9}]}";
        String deny = "kind: ClusterNetworkPolicy\nmetadata: {name: a}\nspec: {tier: Admin, priority: 1, subject: "
                + "{namespaces: {}}, egress: [{action: Deny, to: [{nodes: {}}]}]}";
        Decision decision = decide(CART, worker, deny);
        assertThat(decision.outcome()).isEqualTo(UNKNOWN);
        assertThat(decision.missing()).isEqualTo("whether the API server is a node, and with which labels");
        assertThat(decide(CART, worker, CONTROL_PLANE, deny).missing())
                .as("a node, but behind an address that is none")
                .contains("before or after");
        assertThat(decide(CART, worker, ENDPOINTS, deny).outcome())
                .as("none of the nodes of the input has its address")
                .isEqualTo(ALLOWED);
    }

    @Test
    void a_target_port_by_name_leaves_the_port_open() {
        String named = SERVICE.replace("targetPort: 6443", "targetPort: https");
        assertThat(decide(CART, named, egress("{ports: [{port: 6443}, {port: 443}]}"))
                        .outcome())
                .isEqualTo(ALLOWED);
        assertThat(decide(CART, named, egress("{ports: [{port: 443}]}")).outcome())
                .isEqualTo(UNKNOWN);
    }

    @Test
    void of_several_servers_one_that_is_reached_suffices() {
        String both = ENDPOINTS.replace("[172.16.0.5]", "[172.16.0.5, 172.16.1.5]");
        assertThat(decide(CART, both, egress("{to: [{ipBlock: {cidr: 172.16.1.0/24}}]}"))
                        .outcome())
                .isEqualTo(ALLOWED);
        assertThat(decide(CART, both, egress("{to: [{ipBlock: {cidr: 172.17.1.0/24}}]}"))
                        .outcome())
                .isEqualTo(DENIED);
    }

    @Test
    void the_port_is_that_of_tcp() {
        String udpFirst = ENDPOINTS.replace("ports: [", "ports: [{name: x, port: 1, protocol: UDP}, ");
        assertThat(decide(CART, udpFirst, egress("{ports: [{port: 6443}]}")).outcome())
                .isEqualTo(ALLOWED);
    }

    @Test
    void without_its_service_the_usual_port_of_it_counts_as_well() {
        Decision decision =
                decide(CART, ENDPOINTS, egress("{to: [{ipBlock: {cidr: 172.16.0.5/32}}], ports: [{port: 443}]}"));
        assertThat(decision.outcome()).isEqualTo(UNKNOWN);
        assertThat(decision.missing()).contains("before or after");
    }

    @Test
    void static_pods_are_told_by_label_or_name_in_their_namespace() {
        String inside = egress("{to: [{ipBlock: {cidr: 172.16.0.0/24}}]}");
        String unlabelled = staticPod().replace("component: kube-apiserver", "a: b");
        assertThat(decide(CART, unlabelled, inside).outcome()).isEqualTo(ALLOWED);
        String labelled = staticPod().replace("name: kube-apiserver-cp", "name: x");
        assertThat(decide(CART, labelled, inside).outcome()).isEqualTo(ALLOWED);
        assertThat(decide(CART, unlabelled.replace("name: kube-apiserver-cp", "name: x"), inside)
                        .outcome())
                .isEqualTo(UNKNOWN);
        assertThat(decide(CART, staticPod().replace("kube-system", "shop"), inside)
                        .outcome())
                .isEqualTo(UNKNOWN);
        assertThat(decide(CART, staticPod().replace("status: {", "status: {phase: Failed, "), inside)
                        .outcome())
                .as("it has ended")
                .isEqualTo(UNKNOWN);
    }

    @Test
    void a_worker_is_no_server() {
        String worker =
                CONTROL_PLANE.replace("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/worker");
        assertThat(decide(CART, worker, egress("{to: [{ipBlock: {cidr: 172.16.0.0/24}}]}"))
                        .outcome())
                .isEqualTo(UNKNOWN);
        assertThat(Verdicts.of(CART, CONTROL_PLANE).network().apiServerNodes()).containsExactly("cp");
        assertThat(Verdicts.of(CART, worker).network().apiServerNodes()).isEmpty();
    }

    private static Decision reaches(String... manifests) {
        Verdicts verdicts = Verdicts.of(manifests);
        return verdicts.network().apiServerReaches(verdicts.cluster().pods().get(0), Protocol.TCP, 8443);
    }

    @Test
    void a_pod_is_reached_by_the_server_or_it_is_not_known() {
        String in = policy("{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: %s}}], ports: [{port: 8443}]}]}");
        assertThat(reaches(CART).outcome()).isEqualTo(ALLOWED);
        assertThat(reaches(CART, CONTROL_PLANE, String.format(in, "172.16.0.0/24"))
                        .outcome())
                .isEqualTo(ALLOWED);
        assertThat(reaches(CART, CONTROL_PLANE, policy("{podSelector: {}}")).missing())
                .isEqualTo("whether the pod's policies admit the address that the API server comes with");
        assertThat(reaches(CART, CONTROL_PLANE, String.format(in, "172.17.0.0/24"))
                        .missing())
                .as("it may come with another one")
                .startsWith("the address of the API server: whether it lies in 172.17.0.0/24");
        assertThat(reaches(CART, String.format(in, "172.16.0.0/24")).missing())
                .startsWith("the address of the API server: whether it lies in 172.16.0.0/24");
        assertThat(reaches(CART.replace("Running", "Failed")).missing()).isEqualTo("whether the pod runs");
        assertThat(facts(decide(CART.replace("Running", "Failed"))))
                .containsExactly("Pod shop/cart status.phase = Failed (stated)");
    }

    @Test
    void it_dials_services_that_have_an_address() {
        String service = "kind: Service\nmetadata: {namespace: shop, name: hook}\nspec: ";
        Decision external = dials(service + "{type: ExternalName, externalName: a.b}");
        assertThat(external.outcome()).isEqualTo(DENIED);
        assertThat(facts(external)).containsExactly("Service shop/hook spec.type = ExternalName (stated)");
        Decision headless = dials(service + "{clusterIP: None}");
        assertThat(headless.outcome()).isEqualTo(UNKNOWN);
        assertThat(headless.missing()).isEqualTo("the API server runs with --enable-aggregator-routing");
        assertThat(dials(service + "{clusterIP: 10.96.0.7}").outcome()).isEqualTo(ALLOWED);
    }

    private static Decision dials(String service) {
        Verdicts verdicts = Verdicts.of(service);
        return verdicts.network().apiServerDials(verdicts.cluster().services().get(0));
    }
}
