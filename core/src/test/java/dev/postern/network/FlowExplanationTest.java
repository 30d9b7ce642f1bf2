package dev.postern.network;

import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.model.Cluster;
import dev.postern.model.JsonValue;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What each side says of a flow, and what would let it pass. */
class FlowExplanationTest {
    private static final String CLOSED_OUT =
            policy("shop", "out", "{podSelector: {matchLabels: {app: cart}}, policyTypes: [Egress]}");
    private static final String CLOSED_IN = policy("data", "in", "{podSelector: {}, policyTypes: [Ingress]}");

    private static FlowExplanation explain(String from, String to, int port, String... manifests) {
        return Manifests.network(String.join("\n---\n", manifests))
                .explain(Flow.from(Endpoint.parse(from)).to(Endpoint.parse(to)).tcp(port));
    }

    @Test
    void names_the_side_that_stops_it() {
        FlowExplanation in = explain("shop/cart", "data/db", 80, pod("shop", "cart"), pod("data", "db"), CLOSED_IN);
        assertThat(in.decision().outcome()).isEqualTo(Outcome.DENIED);
        assertThat(in.egress().outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(in.ingress().outcome()).isEqualTo(Outcome.DENIED);
        assertThat(in.source()).isEqualTo("Pod shop/cart");
        assertThat(in.destination()).isEqualTo("Pod data/db");
        FlowExplanation both =
                explain("shop/cart", "data/db", 80, pod("shop", "cart"), pod("data", "db"), CLOSED_IN, CLOSED_OUT);
        assertThat(both.egress().outcome()).isEqualTo(Outcome.DENIED);
        assertThat(both.changes()).extracting(FlowChange::field).containsExactly("spec.egress", "spec.ingress");
    }

    @Test
    void proposes_a_rule_for_that_peer_and_port_in_the_policy_of_the_fewest_pods() {
        String narrow = policy("data", "only-db", "{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}");
        FlowExplanation answer = explain(
                "shop/cart",
                "data/db",
                80,
                pod("shop", "cart"),
                pod("data", "db"),
                pod("data", "other"),
                CLOSED_IN,
                narrow);
        assertThat(answer.changes()).hasSize(1);
        assertThat(answer.changes().get(0).policy()).hasToString("NetworkPolicy data/only-db");
        assertThat(answer.changes().get(0).rule())
                .hasToString(
                        "{\"from\":[{\"namespaceSelector\":{\"matchLabels\":{\"kubernetes.io/metadata.name\":\"shop\"}},"
                                + "\"podSelector\":{\"matchLabels\":{\"app\":\"cart\"}}}],"
                                + "\"ports\":[{\"protocol\":\"TCP\",\"port\":80}]}");
    }

    @Test
    void proposes_no_label_that_comes_from_the_pod_s_node() {
        String cart = pod("shop", "cart").replace("app: cart", "app: cart, topology.kubernetes.io/zone: z1");
        assertThat(explain("shop/cart", "data/db", 80, cart, pod("data", "db"), CLOSED_IN)
                        .changes())
                .extracting(change -> change.rule().toString())
                .singleElement()
                .asString()
                .contains("{\"app\":\"cart\"}");
    }

    @Test
    void an_address_outside_is_named_by_a_block() {
        assertThat(explain("shop/cart", "192.0.2.7", 443, pod("shop", "cart"), CLOSED_OUT)
                        .changes())
                .extracting(change -> change.rule().toString())
                .containsExactly("{\"to\":[{\"ipBlock\":{\"cidr\":\"192.0.2.7/32\"}}],"
                        + "\"ports\":[{\"protocol\":\"TCP\",\"port\":443}]}");
    }

    @Test
    void what_is_allowed_or_has_nobody_there_needs_no_change() {
        assertThat(explain("shop/cart", "data/db", 80, pod("shop", "cart"), pod("data", "db"))
                        .changes())
                .isEmpty();
        FlowExplanation nobody = explain("shop/cart", "data/nobody", 80, pod("shop", "cart"));
        assertThat(nobody.decision().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(nobody.decision().missing()).contains("data/nobody");
    }

    @Property(tries = 200)
    void with_the_proposed_rules_it_passes(@ForAll @IntRange(max = 1_000_000_000) int seed) {
        List<Map<String, Object>> objects = RandomClusters.objects(seed);
        Cluster cluster = RandomClusters.build(objects);
        Network network = Network.of(cluster);
        for (Pod source : cluster.pods()) {
            for (Pod destination : cluster.pods()) {
                Flow flow = Flow.from(Endpoint.pod(source.object()))
                        .to(Endpoint.pod(destination.object()))
                        .on(Protocol.UDP, 81);
                FlowExplanation answer = network.explain(flow);
                assertThat(answer.decision()).isEqualTo(network.decide(flow));
                if (!answer.changes().isEmpty()) {
                    assertThat(answer.decision().outcome()).isEqualTo(Outcome.DENIED);
                    Network changed = Network.of(RandomClusters.build(with(objects, answer.changes())));
                    boolean known = answer.egress().outcome() != Outcome.UNKNOWN
                            && answer.ingress().outcome() != Outcome.UNKNOWN;
                    Set<Outcome> expected = EnumSet.of(known ? Outcome.ALLOWED : Outcome.UNKNOWN);
                    if (!cluster.adminPolicies().isEmpty()) {
                        // What an administrator's rule may still do shows once the NetworkPolicy lets the packet pass.
                        expected.add(Outcome.UNKNOWN);
                    }
                    assertThat(changed.decide(flow).outcome())
                            .as("%s with %s", flow.describe(), answer.changes())
                            .isIn(expected);
                }
            }
        }
    }

    private static List<Map<String, Object>> with(List<Map<String, Object>> objects, List<FlowChange> changes) {
        List<Map<String, Object>> changed = new ArrayList<>();
        for (Map<String, Object> object : objects) {
            Map<String, Object> copy = new LinkedHashMap<>(object);
            Map<String, Object> meta = Fields.child(object, "metadata");
            for (FlowChange change : changes) {
                if (Fields.text(object, "kind").equals("NetworkPolicy")
                        && Fields.text(meta, "name").equals(change.policy().name())
                        && Fields.text(meta, "namespace").equals(change.policy().namespace())) {
                    copy.put("spec", added(Fields.child(copy, "spec"), change));
                }
            }
            changed.add(copy);
        }
        return changed;
    }

    private static Map<String, Object> added(Map<String, Object> spec, FlowChange change) {
        String direction = change.field().substring("spec.".length());
        Map<String, Object> copy = new LinkedHashMap<>(spec);
        List<Map<String, Object>> rules = new ArrayList<>(Fields.maps(spec, direction));
        rules.add(Fields.map(parsed(change.rule())));
        copy.put(direction, rules);
        return copy;
    }

    private static Object parsed(JsonValue rule) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(rule.toString());
    }

    @Property(tries = 100)
    void the_ports_of_two_ends_are_those_that_the_verdicts_say(
            @ForAll @IntRange(max = 1_000_000_000) int seed, @ForAll @IntRange(min = 1, max = 65535) int any) {
        Cluster cluster = RandomClusters.of(seed);
        Network network = Network.of(cluster);
        Endpoint source = Endpoint.pod(cluster.pods().get(0).object());
        Endpoint destination =
                Endpoint.pod(cluster.pods().get(cluster.pods().size() - 1).object());
        FlowPorts ports = network.ports(source, destination);
        for (Protocol protocol : Protocol.values()) {
            for (int port : List.of(1, 53, 80, 81, 100, 8080, 65535, any)) {
                Outcome outcome = ports.ports().contains(protocol, port)
                        ? Outcome.ALLOWED
                        : ports.unknown().contains(protocol, port) ? Outcome.UNKNOWN : Outcome.DENIED;
                assertThat(outcome)
                        .isEqualTo(network.decide(new Flow(source, destination, protocol, port))
                                .outcome());
            }
        }
    }

    @Test
    void neighbouring_ports_of_two_names_are_told_apart() {
        the_ports_of_two_ends_are_those_that_the_verdicts_say(45547, 1);
    }

    @Test
    void ends_are_read_as_people_write_them() {
        List<String> said = List.of(
                "pod:shop/cart-0",
                "workload:shop/cart",
                "shop/cart",
                "namespace:shop",
                "node:n1",
                "10.0.0.7",
                "fd00::1",
                "10.0.0.0/8",
                "fd00::/64",
                "internet",
                "api-server",
                "kubelet",
                "kubelet:n1",
                "etcd",
                "metadata");
        assertThat(said.stream().map(Endpoint::parse).map(Endpoint::describe))
                .containsExactly(
                        "Pod shop/cart-0",
                        "shop/cart",
                        "shop/cart",
                        "namespace shop",
                        "Node n1",
                        "10.0.0.7",
                        "fd00::1",
                        "10.0.0.0/8",
                        "fd00::/64",
                        "the internet",
                        "the API server",
                        "a kubelet",
                        "the kubelet of Node n1",
                        "etcd",
                        "the cloud's metadata service");
        for (String text : List.of("", "cart", "pod:cart", "pod:a/b/c", "node:", "namespace:", "10.0.0.0/33", "x:y")) {
            assertThatThrownBy(() -> Endpoint.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is no end of a flow");
        }
    }

    @Test
    void services_of_nodes_and_clouds_have_the_addresses_that_policies_name() {
        String node = "kind: Node\nmetadata: {name: n1, labels: {node-role.kubernetes.io/control-plane: ''}}\n"
                + "status: {addresses: [{type: InternalIP, address: 10.9.0.1}]}";
        String worker =
                "kind: Node\nmetadata: {name: n2}\n" + "status: {addresses: [{type: InternalIP, address: 10.9.0.2}]}";
        String rule = "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: %s}}]}]}";
        String cart = pod("shop", "cart", "{nodeName: n3}", "10.0.0.1");
        String toControlPlane = policy(String.format(rule, "10.9.0.1/32"));
        assertThat(explain("shop/cart", "etcd", 2379, cart, node, worker, toControlPlane)
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.ALLOWED);
        assertThat(explain("shop/cart", "kubelet:n2", 10250, cart, node, worker, toControlPlane)
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.DENIED);
        assertThat(explain("shop/cart", "kubelet", 10250, cart, node, worker, toControlPlane)
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.ALLOWED);
        assertThat(explain("shop/cart", "metadata", 80, cart, toControlPlane)
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.DENIED);
        assertThat(explain("shop/cart", "metadata", 80, cart, policy(String.format(rule, "100.100.100.0/24")))
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.ALLOWED);
        assertThat(explain("shop/cart", "api-server", 443, cart, node, worker, toControlPlane)
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.ALLOWED);
    }
}
