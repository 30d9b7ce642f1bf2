package dev.postern.network;

import static dev.postern.model.Outcome.ALLOWED;
import static dev.postern.model.Outcome.DENIED;
import static dev.postern.model.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.Outcome;
import dev.postern.model.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cilium's policies, row by row, by the engine and by the twin. */
class CiliumRowsTest {
    private static final String WEB = "10.0.0.1";
    private static final String DB = "10.0.0.2";
    private static final String PAY = "10.0.0.3";
    private static final String CI = "10.0.0.4";
    private static final String WORLD = "203.0.113.7";
    private static final String WORLD6 = "2001:db8::7";
    private static final String OWN = "172.18.0.2";
    private static final String OTHER = "172.18.0.3";
    private static final String CONTROL = "172.18.0.10";

    private static final String BASE = String.join(
            "\n---\n",
            namespace("shop", "red"),
            namespace("pay", "red"),
            namespace("ci", "blue"),
            node("n1", OWN, "worker"),
            node("n2", OTHER, "worker"),
            node("cp", CONTROL, "control"),
            "kind: EndpointSlice\nmetadata: {namespace: default, name: k, labels: {kubernetes.io/service-name:"
                    + " kubernetes}}\nendpoints: [{addresses: [" + CONTROL + "]}]",
            pod("shop", "web", "web", "n1", WEB),
            pod("shop", "db", "db", "n1", DB),
            pod("pay", "pay", "web", "n2", PAY),
            pod("ci", "ci", "ci", "n2", CI));

    private static String namespace(String name, String team) {
        return "kind: Namespace\nmetadata: {name: " + name + ", labels: {team: " + team + "}}";
    }

    private static String node(String name, String address, String role) {
        return "kind: Node\nmetadata: {name: " + name + ", labels: {role: " + role
                + "}}\nstatus: {addresses: [{type: InternalIP, address: " + address + "}]}";
    }

    private static String pod(String namespace, String name, String app, String node, String address) {
        return "kind: Pod\nmetadata: {namespace: " + namespace + ", name: " + name + ", labels: {app: " + app
                + "}}\nspec: {serviceAccountName: sa-" + app + ", nodeName: " + node
                + ", containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}\nstatus: {podIPs: [{ip: "
                + address + "}, {ip: '" + Both.ofFamily6(address) + "'}]}";
    }

    /** A policy in the namespace {@code shop} for its {@code db}. */
    private static String cnp(String name, String fields) {
        return "kind: CiliumNetworkPolicy\nmetadata: {namespace: shop, name: " + name
                + "}\nspec: {endpointSelector: {matchLabels: {app: db}}, " + fields + "}";
    }

    private static String ingress(String rule) {
        return cnp("a", "ingress: [" + rule + "]");
    }

    private static String egress(String rule) {
        return cnp("a", "egress: [" + rule + "]");
    }

    private static String clusterwide(String fields) {
        return "kind: CiliumClusterwideNetworkPolicy\nmetadata: {name: w}\nspec: {endpointSelector: {matchLabels: {app:"
                + " db}}, " + fields + "}";
    }

    /** The engine, and the twin, which must say the same. */
    private record Both(Network network, NaiveCilium twin) {
        Outcome decide(String source, String destination, Protocol protocol, int port) {
            boolean six = source.contains(":") || destination.contains(":");
            String from = six ? ofFamily6(source) : source;
            String to = six ? ofFamily6(destination) : destination;
            Outcome outcome = network.decide(from, to, protocol, port).outcome();
            assertThat(outcome).isEqualTo(twin.decide(from, to, protocol, port));
            return outcome;
        }

        private static String ofFamily6(String address) {
            return address.replace("10.0.0.", "fd00::");
        }
    }

    private static Both of(String... policies) {
        Cluster cluster = Manifests.cluster(BASE + "\n---\n" + String.join("\n---\n", policies));
        Network network = Network.of(cluster, CniProfile.CILIUM);
        assertThat(network.diagnostics()).noneMatch(fault -> fault.severity() == Diagnostic.Severity.ERROR);
        return new Both(network, new NaiveCilium(cluster));
    }

    private static Outcome to(Both world, String source, int port) {
        return world.decide(source, DB, Protocol.TCP, port);
    }

    private static Outcome from(Both world, String destination, int port) {
        return world.decide(DB, destination, Protocol.TCP, port);
    }

    private static void admits(Both world, String... sources) {
        for (String source : new String[] {WEB, PAY, CI, WORLD, WORLD6, OTHER, CONTROL}) {
            assertThat(to(world, source, 80))
                    .as(source)
                    .isEqualTo(List.of(sources).contains(source) ? ALLOWED : DENIED);
        }
    }

    private static void reaches(Both world, String... destinations) {
        for (String destination : new String[] {WEB, PAY, CI, WORLD, WORLD6, OWN, OTHER, CONTROL}) {
            assertThat(from(world, destination, 80))
                    .as(destination)
                    .isEqualTo(List.of(destinations).contains(destination) ? ALLOWED : DENIED);
        }
    }

    @Test
    void cilium_1_rules_isolate_their_direction_denying_ones_too_unless_it_is_said_that_they_do_not() {
        Both deny = of(cnp("a", "ingressDeny: [{fromEntities: [none]}]"));
        assertThat(to(deny, WEB, 80)).isEqualTo(DENIED);
        assertThat(from(deny, WEB, 80)).isEqualTo(ALLOWED);
        Both open = of(cnp(
                "a",
                "enableDefaultDeny: {ingress: false}, ingressDeny: [{fromEndpoints: [{matchLabels: {app: web}}]}]"));
        assertThat(to(open, WEB, 80)).isEqualTo(DENIED);
        assertThat(to(open, WORLD, 80)).isEqualTo(ALLOWED);
        Both norule = of(cnp("a", "enableDefaultDeny: {ingress: true}, egress: [{toEntities: [all]}]"));
        assertThat(to(norule, WEB, 80)).isEqualTo(ALLOWED);
    }

    @Test
    void cilium_2_a_denial_beats_what_any_kind_allows() {
        String np = "kind: NetworkPolicy\nmetadata: {namespace: shop, name: n}\nspec: {podSelector: {}, ingress: [{}]}";
        assertThat(to(of(np), WEB, 80)).isEqualTo(ALLOWED);
        Both world = of(np, cnp("a", "ingressDeny: [{fromEndpoints: [{matchLabels: {app: web}}]}]"));
        admits(world, PAY, CI, WORLD, WORLD6, OTHER, CONTROL);
    }

    @Test
    void cilium_3_an_empty_rule_matches_nothing_but_isolates() {
        admits(of(ingress("{}")));
        admits(of(ingress("{toPorts: []}")));
    }

    @Test
    void cilium_4_no_endpoints_select_nothing_and_an_empty_selector_the_own_namespace_or_every_pod() {
        admits(of(ingress("{fromEndpoints: [], toPorts: [{ports: [{port: '80'}]}]}")));
        admits(of(ingress("{fromEndpoints: [{}]}")), WEB);
        admits(of(clusterwide("ingress: [{fromEndpoints: [{}]}]")), WEB, PAY, CI);
    }

    @Test
    void cilium_5_only_ports_are_open_to_any_peer() {
        Both world = of(ingress("{toPorts: [{ports: [{port: '80'}]}]}"));
        admits(world, WEB, PAY, CI, WORLD, WORLD6, OTHER, CONTROL);
        assertThat(to(world, WEB, 81)).isEqualTo(DENIED);
        assertThat(to(of(ingress("{toPorts: [{}]}")), WEB, 80)).isEqualTo(DENIED);
    }

    @Test
    void cilium_7_a_peer_is_in_the_own_namespace_unless_the_selector_names_one_or_its_labels() {
        admits(of(ingress("{fromEndpoints: [{matchLabels: {app: web}}]}")), WEB);
        admits(of(ingress("{fromEndpoints: [{matchLabels: {'k8s:io.kubernetes.pod.namespace': pay}}]}")), PAY);
        admits(of(ingress("{fromEndpoints: [{matchLabels: {io.cilium.k8s.namespace.labels.team: red}}]}")), WEB, PAY);
        admits(of(clusterwide("ingress: [{fromEndpoints: [{matchLabels: {app: web}}]}]")), WEB, PAY);
    }

    @Test
    void cilium_8_keys_are_the_same_with_and_without_a_source_and_a_service_account_is_a_label() {
        for (String key : new String[] {"app", "any:app", "k8s:app"}) {
            admits(of(ingress("{fromEndpoints: [{matchLabels: {'" + key + "': web}}]}")), WEB);
        }
        admits(of(ingress("{fromEndpoints: [{matchLabels: {'other:app': web}}]}")));
        admits(of(ingress("{fromEndpoints: [{matchLabels: {io.cilium.k8s.policy.serviceaccount: sa-web}}]}")), WEB);
        admits(of(ingress("{fromEndpoints: [{matchLabels: {'reserved:remote-node': ''}}]}")), OTHER, CONTROL);
        admits(of(ingress("{fromEndpoints: [{matchLabels: {'io.cilium.k8s.policy.cluster': other}}]}")));
    }

    @Test
    void cilium_9_a_missing_key_matches_a_negation_but_neither_world_nor_nodes_do() {
        String not = "{fromEndpoints: [{matchExpressions: [{key: tier, operator: NotIn, values: [x]}]}]}";
        admits(of(ingress(not)), WEB);
        String elsewhere = "{fromEndpoints: [{matchExpressions: [{key: io.kubernetes.pod.namespace, operator: NotIn,"
                + " values: [pay]}]}]}";
        admits(of(ingress(elsewhere)), WEB, CI);
        admits(of(clusterwide("ingress: [" + elsewhere + "]")), WEB, CI);
    }

    @Test
    void cilium_6_a_rule_has_peers_of_one_kind() {
        Cluster cluster =
                Manifests.cluster(BASE + "\n---\n" + ingress("{fromEntities: [all], fromCIDR: [10.0.0.0/8]}"));
        Network network = Network.of(cluster, CniProfile.CILIUM);
        assertThat(network.diagnostics()).hasSize(1);
        assertThat(network.diagnostics().get(0).message()).contains("spec.ingress[0] has fromEntities beside fromCIDR");
        assertThat(network.decide(WEB, DB, Protocol.TCP, 80).isAllowed()).isTrue();
    }

    @Test
    void cilium_10_world_is_whatever_is_no_pod_node_or_api_server() {
        reaches(of(egress("{toEntities: [world]}")), WORLD, WORLD6);
        reaches(of(egress("{toEntities: [world-ipv4]}")), WORLD);
        reaches(of(egress("{toEntities: [world-ipv6]}")), WORLD6);
        String server = "kind: EndpointSlice\nmetadata: {namespace: default, name: l, labels:"
                + " {kubernetes.io/service-name: kubernetes}}\nendpoints: [{addresses: [" + WORLD + "]}]";
        reaches(of(server, egress("{toEntities: [world]}")), WORLD6);
        reaches(of(server, egress("{toEntities: [kube-apiserver]}")), WORLD, CONTROL);
    }

    @Test
    void cilium_11_cluster_is_pods_nodes_and_the_api_server() {
        reaches(of(egress("{toEntities: [cluster]}")), WEB, PAY, CI, OWN, OTHER, CONTROL);
        reaches(of(egress("{toEntities: [all]}")), WEB, PAY, CI, WORLD, WORLD6, OWN, OTHER, CONTROL);
        reaches(of(egress("{toEntities: [none, init, health, ingress, unmanaged]}")));
    }

    @Test
    void cilium_12_one_address_is_host_or_remote_node_by_where_the_pod_runs() {
        reaches(of(egress("{toEntities: [host]}")), OWN);
        reaches(of(egress("{toEntities: [remote-node]}")), OTHER, CONTROL);
        reaches(of(egress("{toEntities: [remote-node, host]}")), OWN, OTHER, CONTROL);
    }

    @Test
    void cilium_13_a_control_plane_node_is_the_api_server_a_remote_node_and_of_the_cluster() {
        for (String entity : new String[] {"kube-apiserver", "remote-node", "cluster"}) {
            assertThat(from(of(egress("{toEntities: [" + entity + "]}")), CONTROL, 80))
                    .isEqualTo(ALLOWED);
        }
        reaches(of(egress("{toEntities: [kube-apiserver]}")), CONTROL);
    }

    @Test
    void cilium_12_host_and_remote_node_are_unknown_where_nothing_says_which_node_the_pod_is_on() {
        String pod = "kind: Pod\nmetadata: {namespace: shop, name: new, labels: {app: db}}\nspec: {containers: []}\n"
                + "status: {podIPs: [{ip: 10.0.0.9}]}";
        Both world = of(
                pod,
                ingress("{fromEntities: [remote-node]}, {}"),
                egress("{toEntities: [host]}").replace("name: a", "name: b"));
        assertThat(world.decide("10.0.0.9", OWN, Protocol.TCP, 80)).isEqualTo(UNKNOWN);
        // Let in as its own node or as another one: the engine, which reads rule by rule, leaves it open.
        assertThat(world.twin().decide(OWN, "10.0.0.9", Protocol.TCP, 80)).isEqualTo(ALLOWED);
        assertThat(world.network().decide(OWN, "10.0.0.9", Protocol.TCP, 80).outcome())
                .isEqualTo(UNKNOWN);
    }

    @Test
    void cilium_14_the_own_node_is_let_in_unless_a_rule_denies_it_and_out_to_it_leads_only_a_rule() {
        assertThat(to(of(ingress("{}")), OWN, 80)).isEqualTo(ALLOWED);
        assertThat(to(of(ingress("{}")), OTHER, 80)).isEqualTo(DENIED);
        for (String rule : new String[] {"{fromEntities: [host]}", "{toPorts: [{ports: [{port: '80'}]}]}"}) {
            assertThat(to(of(cnp("a", "ingressDeny: [" + rule + "]")), OWN, 80)).isEqualTo(DENIED);
        }
        assertThat(from(of(egress("{}")), OWN, 80)).isEqualTo(DENIED);
    }

    @Test
    void cilium_15_cidrs_never_match_pods_or_nodes_and_exceptions_bind_to_their_own_block() {
        reaches(of(egress("{toCIDR: [0.0.0.0/0]}")), WORLD);
        reaches(of(egress("{toCIDR: ['::/0', " + WORLD + "]}")), WORLD, WORLD6);
        String hole = "{cidr: 203.0.113.0/24, except: [203.0.113.0/29]}";
        reaches(of(egress("{toCIDRSet: [" + hole + "]}")));
        reaches(of(egress("{toCIDRSet: [" + hole + ", {cidr: 203.0.0.0/16}]}")), WORLD);
        String np = "kind: NetworkPolicy\nmetadata: {namespace: shop, name: n}\nspec: {podSelector: {}, policyTypes:"
                + " [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}";
        reaches(of(np), WORLD);
    }

    @Test
    void cilium_15_groups_of_cidrs_are_found_by_name_and_by_labels() {
        String group = "kind: CiliumCIDRGroup\nmetadata: {name: g, labels: {a: b}}\nspec: {externalCIDRs: [0.0.0.0/0]}";
        reaches(of(group, egress("{toCIDRSet: [{cidrGroupRef: g}]}")), WORLD);
        reaches(of(group, egress("{toCIDRSet: [{cidrGroupRef: h}]}")));
        reaches(of(group, egress("{toCIDRSet: [{cidrGroupSelector: {matchLabels: {a: b}}}]}")), WORLD);
        reaches(of(group, egress("{toCIDRSet: [{cidrGroupRef: g, except: [203.0.113.0/24]}]}")));
    }

    @Test
    void cilium_16_a_port_is_of_any_protocol_unless_one_is_named_0_is_every_port_and_the_end_is_included() {
        Both any = of(ingress("{toPorts: [{ports: [{port: '80', endPort: 82}]}]}"));
        assertThat(any.decide(WEB, DB, Protocol.UDP, 82)).isEqualTo(ALLOWED);
        assertThat(any.decide(WEB, DB, Protocol.UDP, 83)).isEqualTo(DENIED);
        Both udp = of(ingress("{toPorts: [{ports: [{port: '0', protocol: UDP}]}]}"));
        assertThat(udp.decide(WEB, DB, Protocol.UDP, 9)).isEqualTo(ALLOWED);
        assertThat(to(udp, WEB, 9)).isEqualTo(DENIED);
        assertThat(to(of(ingress("{toPorts: [{ports: [{port: '80', endPort: 70}]}]}")), WEB, 75))
                .isEqualTo(DENIED);
        assertThat(to(of(ingress("{toPorts: [{ports: [{port: '0120'}]}]}")), WEB, 80))
                .isEqualTo(ALLOWED);
    }

    @Test
    void cilium_17_a_named_port_is_of_the_pod_that_is_reached() {
        Both in = of(ingress("{toPorts: [{ports: [{port: HTTP}]}]}"));
        assertThat(to(in, WORLD, 8080)).isEqualTo(ALLOWED);
        assertThat(to(in, WORLD, 80)).isEqualTo(DENIED);
        assertThat(in.decide(WORLD, DB, Protocol.UDP, 8080)).isEqualTo(DENIED);
        Both out = of(egress("{toPorts: [{ports: [{port: http}]}]}"));
        assertThat(from(out, WEB, 8080)).isEqualTo(ALLOWED);
        assertThat(from(out, WORLD, 8080)).isEqualTo(DENIED);
        assertThat(to(of(ingress("{toPorts: [{ports: [{port: other}]}]}")), WEB, 8080))
                .isEqualTo(DENIED);
    }

    @Test
    void cilium_18_layer_7_leaves_the_connection_possible_and_icmp_rules_are_about_no_port() {
        Both http = of(ingress("{toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{path: /}]}}]}"));
        assertThat(to(http, WEB, 80)).isEqualTo(ALLOWED);
        assertThat(to(of(ingress("{icmps: [{fields: [{type: 8}]}]}")), WEB, 80)).isEqualTo(DENIED);
    }

    @Test
    void what_the_input_does_not_say_is_unknown_names_groups_services_labels_of_nodes_and_the_host_firewall() {
        for (String peers : new String[] {"toFQDNs: [{matchName: a.b}]", "toGroups: [{aws: {}}]"}) {
            Both world = of(egress("{" + peers + "}"));
            assertThat(from(world, WORLD, 80)).isEqualTo(UNKNOWN);
            assertThat(from(world, WEB, 80)).isEqualTo(DENIED);
        }
        assertThat(from(of(egress("{toServices: [{k8sService: {serviceName: a}}]}")), WEB, 80))
                .isEqualTo(UNKNOWN);
        Both nodes = of(egress("{toNodes: [{matchLabels: {role: control}}]}"));
        assertThat(from(nodes, CONTROL, 80)).isEqualTo(UNKNOWN);
        assertThat(from(nodes, OTHER, 80)).isEqualTo(DENIED);
        String host = "kind: CiliumClusterwideNetworkPolicy\nmetadata: {name: h}\nspec: {nodeSelector: {matchLabels:"
                + " {role: control}}, ingress: [{}]}";
        assertThat(from(of(host), CONTROL, 80)).isEqualTo(UNKNOWN);
        assertThat(from(of(host), OTHER, 80)).isEqualTo(ALLOWED);
        assertThat(from(of(host, egress("{}")), CONTROL, 80)).isEqualTo(DENIED);
    }

    @Test
    void a_rule_with_an_unknown_field_fails_closed() {
        admits(of(ingress("{fromEntities: [all], somethingNew: {}}")));
        Both deny = of(cnp(
                "a", "enableDefaultDeny: {ingress: false}, ingressDeny: [{fromEntities: [none], somethingNew: {}}]"));
        admits(deny);
    }

    @Test
    void the_subject_is_in_the_own_namespace_whatever_it_may_name_and_spec_and_specs_are_both_in_force() {
        String named = ingress("{}").replace("app: db", "app: db, 'k8s:io.kubernetes.pod.namespace': pay");
        assertThat(to(of(named), WEB, 80)).isEqualTo(DENIED);
        String asked = ingress("{}")
                .replace(
                        "matchLabels: {app: db}",
                        "matchExpressions: [{key: 'k8s:io.kubernetes.pod.namespace', operator: In, values: ['']}]");
        assertThat(to(of(asked), WEB, 80)).isEqualTo(ALLOWED);
        String both = "kind: CiliumNetworkPolicy\nmetadata: {namespace: shop, name: a}\nspec: {endpointSelector: {},"
                + " ingress: [{}]}\nspecs: [{endpointSelector: {}, ingress: [{fromEntities: [world]}]}]";
        admits(of(both), WORLD, WORLD6);
    }
}
