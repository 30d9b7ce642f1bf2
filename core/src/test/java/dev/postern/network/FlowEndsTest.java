package dev.postern.network;

import static dev.postern.network.Verdicts.facts;
import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.model.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands at the ends that people name, and what explains a flow between them best. */
class FlowEndsTest {
    private static final String CART = pod("shop", "cart", "{nodeName: n1}", "10.0.0.1");
    private static final String CLOSED_OUT =
            policy("shop", "out", "{podSelector: {matchLabels: {app: cart}}, policyTypes: [Egress]}");
    private static final String CLOSED_IN = policy("shop", "in", "{podSelector: {matchLabels: {app: db}}}");

    private static FlowExplanation explain(CniProfile profile, String from, String to, String... manifests) {
        return Network.of(Manifests.cluster(String.join("\n---\n", manifests)), profile)
                .explain(Flow.from(Endpoint.parse(from)).to(Endpoint.parse(to)).tcp(80));
    }

    private static FlowExplanation explain(String from, String to, String... manifests) {
        return explain(CniProfile.KUBERNETES, from, to, manifests);
    }

    private static List<String> rules(FlowExplanation explanation) {
        return explanation.changes().stream()
                .map(change -> change.rule().toString())
                .toList();
    }

    private static String node(String name, String internal, String external) {
        return "kind: Node\nmetadata: {name: " + name + "}\nstatus: {addresses: [{type: InternalIP, address: '"
                + internal + "'}, {type: ExternalIP, address: '" + external + "'}]}";
    }

    private static String dual(String name, String ips) {
        return "kind: Pod\nmetadata: {namespace: shop, name: " + name + ", labels: {app: " + name
                + "}}\nspec: {}\nstatus: {podIPs: [" + ips + "]}";
    }

    @ParameterizedTest
    @CsvSource({
        "api-server, 443",
        "kubelet, 10250",
        "kubelet:n1, 10250",
        "etcd, 2379",
        "metadata, 80",
        "internet,",
        "shop/cart,",
        "node:n1,",
        "10.0.0.1,",
        "service:shop/cart,"
    })
    void some_ends_have_a_usual_port(String end, Integer port) {
        assertThat(Endpoint.parse(end).usualPort()).isEqualTo(Optional.ofNullable(port));
    }

    @Test
    void an_address_and_a_block_must_be_such() {
        assertThatThrownBy(() -> Endpoint.address("shop"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not an IP literal: shop");
        assertThatThrownBy(() -> Endpoint.cidr("10.0.0.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a CIDR: 10.0.0.0");
    }

    @Test
    void an_address_is_the_pod_or_node_that_has_it() {
        String host = pod("shop", "agent", "{hostNetwork: true, nodeName: n2}", "10.9.0.2");
        String[] manifests = {CART, host, node("n1", "10.9.0.1", "203.0.113.1")};
        assertThat(explain("shop/cart", "10.0.0.1", manifests).destination()).isEqualTo("Pod shop/cart");
        assertThat(explain("shop/cart", "10.9.0.1", manifests).destination()).isEqualTo("Node n1");
        assertThat(explain("shop/cart", "203.0.113.1", manifests).destination()).isEqualTo("Node n1");
        assertThat(explain("shop/cart", "10.9.0.2", manifests).destination())
                .as("that of a pod on the host network is its node's")
                .isEqualTo("Node n2");
        assertThat(explain("shop/cart", "10.9.0.3", manifests).destination()).isEqualTo("10.9.0.3");
        assertThat(explain("shop/cart", "::ffff:10.0.0.1", manifests).destination())
                .isEqualTo("Pod shop/cart");
    }

    @Test
    void of_two_pods_with_one_address_either_is_meant() {
        String first = pod("shop", "a", "{}", "10.0.0.7");
        String second = pod("shop", "b", "{}", "10.0.0.7");
        String closed = policy("{podSelector: {matchLabels: {app: a}}}");
        assertThat(explain("shop/cart", "10.0.0.7", CART, first, second, closed)
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.ALLOWED);
        String both = policy("{podSelector: {}}");
        assertThat(explain("shop/cart", "10.0.0.7", CART, first, second, both)
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.DENIED);
    }

    @Test
    void a_namespace_is_any_of_its_pods() {
        String db = pod("shop", "db");
        assertThat(explain("shop/cart", "namespace:shop", CART, db, CLOSED_IN).destination())
                .as("itself, by its own address")
                .isEqualTo("Pod shop/cart");
        String api = pod("pay", "api");
        assertThat(explain("pay/api", "namespace:shop", api, CART, db, CLOSED_IN)
                        .destination())
                .isEqualTo("Pod shop/cart");
        assertThat(explain("namespace:shop", "pay/api", api, CART, db, CLOSED_OUT)
                        .source())
                .isEqualTo("Pod shop/db");
        assertThat(explain("pay/api", "namespace:none", api).decision().outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void kubelets_and_etcd_are_on_nodes_of_the_input_or_on_some_node() {
        String controlPlane = node("cp", "10.9.0.1", "")
                .replace("{name: cp}", "{name: cp, labels: {node-role.kubernetes.io/master: ''}}");
        String[] manifests = {CART, node("n2", "10.9.0.2", ""), controlPlane};
        assertThat(explain("shop/cart", "etcd", manifests).destination()).isEqualTo("Node cp");
        assertThat(explain("shop/cart", "kubelet:n2", manifests).destination()).isEqualTo("Node n2");
        assertThat(explain("shop/cart", "etcd", CART).destination()).isEqualTo("a node");
        assertThat(explain("shop/cart", "kubelet", CART).destination()).isEqualTo("a node");
        assertThat(explain("shop/cart", "etcd", CART, node("n2", "10.9.0.2", ""), CLOSED_OUT)
                        .decision()
                        .outcome())
                .as("which may be the pod's own")
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void ends_without_a_family_in_common_do_not_reach_each_other() {
        FlowExplanation none = explain("shop/a", "shop/b", dual("a", "{ip: 10.0.0.1}"), dual("b", "{ip: 'fd00::1'}"));
        assertThat(none.decision().outcome()).isEqualTo(Outcome.DENIED);
        assertThat(facts(none.decision()))
                .containsExactly(
                        "Pod shop/a status.podIPs = 10.0.0.1 (stated)",
                        "Pod shop/b status.podIPs = fd00:0:0:0:0:0:0:1 (stated)");
        assertThat(none.changes()).isEmpty();
    }

    @Test
    void the_family_that_comes_closest_explains_most() {
        String cart = dual("cart", "{ip: 10.0.0.1}, {ip: 'fd00::1'}");
        String db = dual("db", "{ip: 10.0.0.2}, {ip: 'fd00::2'}");
        for (String block : List.of("fd00::/8", "10.0.0.0/8")) {
            String out = policy(
                    "shop",
                    "out",
                    "{podSelector: {matchLabels: {app: cart}}, policyTypes: [Egress], egress: "
                            + "[{to: [{ipBlock: {cidr: '" + block + "'}}]}]}");
            FlowExplanation explanation = explain("shop/cart", "shop/db", cart, db, out, CLOSED_IN);
            assertThat(explanation.egress().outcome()).isEqualTo(Outcome.ALLOWED);
            assertThat(explanation.ingress().outcome()).isEqualTo(Outcome.DENIED);
            assertThat(explanation.changes()).extracting(FlowChange::field).containsExactly("spec.ingress");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "internet|0.0.0.0/0",
                "198.51.100.0/24|198.51.100.0/24",
                "198.51.100.7|198.51.100.7/32",
                "node:n2|10.9.0.2/32",
                "shop/agent|10.9.0.2/32",
            })
    void what_is_no_pod_of_the_pod_network_is_let_in_by_its_address(String to, String cidr) {
        String agent = pod("shop", "agent", "{hostNetwork: true, nodeName: n2}", "");
        assertThat(rules(explain("shop/cart", to, CART, agent, node("n2", "10.9.0.2", ""), CLOSED_OUT)))
                .containsExactly("{\"to\":[{\"ipBlock\":{\"cidr\":\"" + cidr
                        + "\"}}],\"ports\":[{\"protocol\":\"TCP\",\"port\":80}]}");
    }

    @Test
    void where_no_rule_of_a_network_policy_would_do_none_is_proposed() {
        String agent = pod("shop", "agent", "{hostNetwork: true, nodeName: n2}", "");
        String node = node("n2", "10.9.0.2", "");
        assertThat(rules(explain(CniProfile.CILIUM, "shop/cart", "shop/agent", CART, agent, node, CLOSED_OUT)))
                .as("blocks do not match nodes")
                .isEmpty();
        assertThat(rules(explain("shop/cart", "node:n3", CART, CLOSED_OUT)))
                .as("no address is known")
                .isEmpty();
        String admin = "kind: AdminNetworkPolicy\nmetadata: {name: a}\nspec: {priority: 1, subject: {namespaces: {}}, "
                + "ingress: [{action: Deny, from: [{namespaces: {}}]}]}";
        String db = pod("shop", "db");
        assertThat(rules(explain("shop/cart", "shop/db", CART, db, admin))).isEmpty();
        FlowExplanation half = explain("shop/cart", "shop/db", CART, db, admin, CLOSED_OUT);
        assertThat(half.decision().outcome()).isEqualTo(Outcome.DENIED);
        assertThat(rules(half)).as("one side alone does not let it pass").isEmpty();
    }

    @Test
    void a_rule_has_the_labels_that_all_replicas_keep() {
        String db = pod("shop", "db");
        String replica = CART.replace("app: cart", "app: cart, pod-template-hash: abc");
        assertThat(rules(explain("shop/cart", "shop/db", replica, db, CLOSED_IN)))
                .containsExactly("{\"from\":[{\"podSelector\":{\"matchLabels\":{\"app\":\"cart\"}}}],"
                        + "\"ports\":[{\"protocol\":\"TCP\",\"port\":80}]}");
        assertThat(rules(explain(
                        "shop/cart", "shop/db", CART.replace("app: cart", "controller-uid: abc"), db, CLOSED_IN)))
                .containsExactly("{\"from\":[{\"podSelector\":{}}],\"ports\":[{\"protocol\":\"TCP\",\"port\":80}]}");
    }

    @Test
    void a_flow_is_described_by_its_ends_protocol_and_port() {
        Flow.To flow = Flow.from(Endpoint.parse("shop/cart")).to(Endpoint.internet());
        assertThat(flow.sctp(9).describe()).isEqualTo("shop/cart to the internet, SCTP 9");
        assertThat(flow.tcp(1).describe()).isEqualTo("shop/cart to the internet, TCP 1");
        assertThat(flow.udp(65535).describe()).isEqualTo("shop/cart to the internet, UDP 65535");
        for (int port : new int[] {0, 65536}) {
            assertThatThrownBy(() -> flow.tcp(port)).hasMessage("a port is 1 to 65535, not " + port);
        }
    }

    @Test
    void a_pod_and_its_own_node_are_told_by_the_pod_s_field() {
        String closed = policy("{podSelector: {}, policyTypes: [Ingress, Egress]}");
        for (String[] ends : new String[][] {{"node:n1", "shop/cart"}, {"shop/cart", "node:n1"}}) {
            FlowExplanation own = explain(ends[0], ends[1], CART, closed);
            assertThat(own.decision().outcome()).isEqualTo(Outcome.ALLOWED);
            assertThat(facts(own.decision()))
                    .containsExactly(
                            "Pod shop/cart spec.nodeName = n1: traffic between a pod and its own node always passes"
                                    + " (default)");
        }
        assertThat(explain("node:n2", "shop/cart", CART, closed).decision().outcome())
                .isEqualTo(Outcome.DENIED);
    }

    @Test
    void pods_of_which_the_node_is_not_known_may_be_beside_a_daemon() {
        String daemon = pod("shop", "agent", "{hostNetwork: true, nodeName: n1}", "");
        String closed = policy("{podSelector: {matchLabels: {app: db}}}");
        assertThat(explain("shop/agent", "shop/db", daemon, pod("shop", "db"), closed)
                        .decision()
                        .missing())
                .isEqualTo(
                        "whether Pod shop/agent and Pod shop/db are on one node: traffic between a pod and its own node"
                                + " always passes");
        String adrift = pod("shop", "agent", "{hostNetwork: true}", "");
        assertThat(explain("shop/agent", "shop/db", adrift, pod("shop", "db", "{nodeName: n1}", ""), closed)
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void a_cluster_of_one_family_has_no_other() {
        String db = pod("shop", "db");
        String six = "kind: Pod\nmetadata: {namespace: shop, name: x}\nspec: {}\nstatus: {podIP: 'fd00::9'}";
        String[] sources = {
            node("n1", "fd00::1", ""),
            "kind: Node\nmetadata: {name: n1}\nspec: {podCIDRs: ['fd00::/64']}",
            six,
            "kind: Service\nmetadata: {namespace: shop, name: s}\nspec: {clusterIP: 'fd00::5'}"
        };
        for (String source : sources) {
            assertThat(explain("shop/db", "2001:db8::1", db, source).decision().outcome())
                    .as("IPv6 by %s", source)
                    .isEqualTo(Outcome.ALLOWED);
            assertThat(explain("shop/db", "198.51.100.1", db, source).decision().outcome())
                    .as("IPv4 by %s", source)
                    .isEqualTo(Outcome.DENIED);
        }
        assertThat(explain("shop/db", "2001:db8::1", db).decision().outcome())
                .as("IPv4 where nothing tells")
                .isEqualTo(Outcome.DENIED);
        assertThat(explain("shop/db", "2001:db8::1", db, six, pod("shop", "y", "{}", "10.0.0.9"))
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.ALLOWED);
    }
}
