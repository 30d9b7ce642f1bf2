package dev.postern.network;

import static dev.postern.network.Verdicts.facts;
import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Decision;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** What a verdict says for itself. */
class EvidenceTest {
    private static final String CART = pod("shop", "cart");
    private static final String DB = pod("shop", "db");

    @Test
    void an_open_flow_rests_on_two_defaults_of_the_pods_owners() {
        String deployment = "kind: Deployment\nmetadata: {namespace: shop, name: web}\n"
                + "spec: {template: {metadata: {labels: {app: web}}}}";
        assertThat(facts(Verdicts.of(CART, deployment).tcp("shop/cart", "shop/web", 80)))
                .containsExactly(
                        "Pod shop/cart = no NetworkPolicy isolates it for egress (default)",
                        "Deployment shop/web = no NetworkPolicy isolates it for ingress (default)");
    }

    @Test
    void a_rule_that_allows_is_cited_by_peer_and_port() {
        Decision decision = Verdicts.of(
                        CART,
                        DB,
                        policy("{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: x}}}]}, {from: "
                                + "[{podSelector: {matchLabels: {app: cart}}, namespaceSelector: {}}], ports: "
                                + "[{port: 80}, {port: 5000, endPort: 6000, protocol: TCP}]}]}"))
                .tcp("shop/cart", "shop/db", 5432);
        assertThat(facts(decision))
                .containsExactly(
                        "Pod shop/cart = no NetworkPolicy isolates it for egress (default)",
                        "NetworkPolicy shop/np spec.ingress[1].from[0].namespaceSelector = {} (stated)",
                        "NetworkPolicy shop/np spec.ingress[1].from[0].podSelector = app=cart (stated)",
                        "NetworkPolicy shop/np spec.ingress[1].ports[1] = TCP 5000-6000 (stated)");
    }

    @Test
    void an_absent_list_is_cited_as_a_default_and_alternatives_are_separate_supports() {
        Decision decision = Verdicts.of(
                        CART,
                        DB,
                        policy("shop", "a", "{podSelector: {matchLabels: {app: db}}, ingress: [{}]}"),
                        policy(
                                "shop",
                                "b",
                                "{podSelector: {matchLabels: {app: db}}, ingress: [{ports: [{port: 80}]}]}"))
                .tcp("shop/cart", "shop/db", 80);
        assertThat(decision.supports()).hasSize(2);
        assertThat(decision.supports().get(0).facts().stream().map(Verdicts::text))
                .contains(
                        "NetworkPolicy shop/a spec.ingress[0].from = any peer (default)",
                        "NetworkPolicy shop/a spec.ingress[0].ports = any port (default)");
    }

    @Test
    void a_refusal_names_the_policies_that_isolate_on_each_side_that_stops_it() {
        Decision decision = Verdicts.of(
                        CART,
                        DB,
                        policy("shop", "in", "{podSelector: {matchLabels: {app: db}}}"),
                        policy("shop", "out", "{podSelector: {matchLabels: {app: cart}}, policyTypes: [Egress]}"))
                .tcp("shop/cart", "shop/db", 80);
        assertThat(decision.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(decision.supports()).hasSize(2);
        assertThat(facts(decision))
                .containsExactly(
                        "NetworkPolicy shop/out spec.podSelector = app=cart (stated)",
                        "NetworkPolicy shop/out spec.policyTypes = Egress (stated)",
                        "NetworkPolicy shop/in spec.podSelector = app=db (stated)",
                        "NetworkPolicy shop/in spec.policyTypes = Ingress (default)");
    }

    @Test
    void an_unknown_end_is_unknown_and_named() {
        Decision decision = Verdicts.of(CART).tcp("shop/cart", "shop/nobody", 80);
        assertThat(decision.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(decision.missing()).contains("shop/nobody");
    }

    @Test
    void an_address_of_the_pod_network_that_no_pod_has_is_unknown_and_not_outside() {
        String node = "kind: Node\nmetadata: {name: n1}\nspec: {podCIDRs: [10.244.0.0/16]}";
        String selector = policy("{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}");
        Verdicts verdicts = Verdicts.of(CART, node, selector);
        assertThat(verdicts.outcome("10.244.1.1", "shop/cart", 80)).isEqualTo(Outcome.UNKNOWN);
        assertThat(verdicts.outcome("10.245.1.1", "shop/cart", 80)).isEqualTo(Outcome.DENIED);
        assertThat(verdicts.outcome("shop/cart", "10.244.1.1", 80)).isEqualTo(Outcome.UNKNOWN);
        assertThat(Verdicts.of(CART, node).outcome("shop/cart", "10.244.1.1", 80))
                .isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void one_open_replica_is_enough() {
        String closed = CART.replace("name: cart,", "name: cart-1,")
                .replace("}}", ", tier: x}, ownerReferences: " + "[{kind: ReplicaSet, name: cart, controller: true}]}");
        String open = closed.replace("cart-1", "cart-2").replace("tier: x", "tier: y");
        Verdicts verdicts = Verdicts.of(
                closed, open, DB, policy("{podSelector: {matchLabels: {tier: x}}, policyTypes: [Ingress]}"));
        assertThat(verdicts.outcome("shop/db", "shop/cart", 80)).isEqualTo(Outcome.ALLOWED);
        assertThat(verdicts.outcome("shop/db", "shop/cart-1", 80)).isEqualTo(Outcome.DENIED);
    }

    @Test
    void own_node_pods_are_listed_both_ways() {
        Verdicts verdicts = Verdicts.of(
                pod("shop", "a", "{nodeName: n1}", ""),
                pod("shop", "b", "{nodeName: n2}", ""),
                pod("shop", "host", "{hostNetwork: true, nodeName: n1}", ""));
        var pods = verdicts.cluster().pods();
        assertThat(verdicts.network().ownNode(pods.get(0))).containsExactly(pods.get(2));
        assertThat(verdicts.network().ownNode(pods.get(1))).isEmpty();
        assertThat(verdicts.network().ownNode(pods.get(2))).containsExactly(pods.get(0));
    }

    @Test
    void a_workload_to_itself_is_judged_between_two_replicas() {
        String first =
                pod("shop", "a").replace("}}", "}, ownerReferences: [{kind: ReplicaSet, name: a, controller: true}]}");
        String second = first.replace("name: a, labels", "name: a2, labels");
        String deny = policy("{podSelector: {}, policyTypes: [Ingress]}");
        Verdicts verdicts = Verdicts.of(first, second, deny);
        Endpoint set = Endpoint.pod(ObjectRef.of("ReplicaSet", "shop", "a"));
        assertThat(verdicts.network().decide(Flow.from(set).to(set).tcp(80)).outcome())
                .isEqualTo(Outcome.DENIED);
    }

    @Test
    void a_daemon_on_every_node_reaches_the_replicas_beside_it() {
        String daemon =
                "kind: Pod\nmetadata: {namespace: sys, name: d-%1$s, ownerReferences: [{kind: DaemonSet, name: d, "
                        + "controller: true}]}\nspec: {hostNetwork: true, nodeName: %1$s}";
        Verdicts verdicts = Verdicts.of(
                String.format(daemon, "n1"),
                String.format(daemon, "n2"),
                pod("shop", "db", "{nodeName: n2}", ""),
                policy("{podSelector: {}, policyTypes: [Ingress]}"));
        assertThat(verdicts.outcome("sys/d", "shop/db", 80)).isEqualTo(Outcome.ALLOWED);
        assertThat(verdicts.outcome("sys/d-n1", "shop/db", 80)).isEqualTo(Outcome.DENIED);
    }

    @Test
    void of_an_address_of_the_pod_network_that_no_pod_has_it_says_what_is_missing() {
        String node = "kind: Node\nmetadata: {name: n1}\nspec: {podCIDRs: [10.244.0.0/16]}";
        Verdicts bySelector = Verdicts.of(CART, node, policy("{podSelector: {}, egress: [{to: [{podSelector: {}}]}]}"));
        assertThat(bySelector.tcp("shop/cart", "10.244.1.1", 80).missing())
                .isEqualTo("which pod has the address 10.244.1.1 of the pod network, and with which labels");
        Verdicts byName = Verdicts.of(
                CART,
                node,
                policy(
                        "{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 443}, {port: http}, {port: dns, protocol: UDP}]}]}"));
        assertThat(byName.tcp("shop/cart", "10.244.1.1", 80).missing())
                .isEqualTo("what the port name http stands for on 10.244.1.1");
        assertThat(facts(byName.tcp("shop/cart", "10.244.1.1", 80)))
                .contains("NetworkPolicy shop/np spec.egress[0].ports[1] = TCP http (stated)");
        assertThat(byName.outcome("shop/cart", "10.244.1.1", 443)).isEqualTo(Outcome.ALLOWED);
        assertThat(byName.udp("shop/cart", "10.244.1.1", 53)).isEqualTo(Outcome.UNKNOWN);
        assertThat(byName.outcome("shop/cart", "203.0.113.9", 80))
                .as("outside nothing has names")
                .isEqualTo(Outcome.DENIED);
        String tcpOnly = policy("{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: http}]}]}");
        assertThat(Verdicts.of(CART, node, tcpOnly).udp("shop/cart", "10.244.1.1", 53))
                .as("no such name of that protocol")
                .isEqualTo(Outcome.DENIED);
    }

    @Test
    void alternatives_are_told_up_to_a_number() {
        String peers = String.join(", ", Collections.nCopies(3, "{podSelector: {}}"));
        String ports = String.join(", ", Collections.nCopies(6, "{port: 80}"));
        String rule = "{from: [" + peers + "], ports: [" + ports + "]}";
        Verdicts one = Verdicts.of(CART, DB, policy("{podSelector: {}, ingress: [" + rule + "]}"));
        assertThat(one.tcp("shop/cart", "shop/db", 80).supports()).hasSize(Judge.MAX_SUPPORTS);
        Verdicts many = Verdicts.of(
                CART,
                DB,
                policy("{podSelector: {}, ingress: [" + String.join(", ", Collections.nCopies(20, "{}")) + "]}"));
        assertThat(many.tcp("shop/cart", "shop/db", 80).supports()).hasSize(Judge.MAX_SUPPORTS);
    }

    private static String dual(String name, String ips) {
        return "kind: Pod\nmetadata: {namespace: shop, name: " + name + ", labels: {app: " + name
                + "}}\nspec: {}\nstatus: {podIPs: [" + ips + "]}";
    }

    @Test
    void of_two_families_the_one_that_passes_counts_and_a_refusal_has_a_reason_in_each() {
        String cart = dual("cart", "{ip: 10.0.0.1}, {ip: 'fd00::1'}");
        String db = dual("db", "{ip: 10.0.0.2}, {ip: 'fd00::2'}");
        String out =
                "{podSelector: {matchLabels: {app: cart}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: '%s'}}]}]}";
        String in = "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{ipBlock: {cidr: '%s'}}]}]}";
        String toSix = policy("shop", "out", String.format(out, "fd00::/8"));
        assertThat(Verdicts.of(cart, db, toSix).outcome("shop/cart", "shop/db", 80))
                .isEqualTo(Outcome.ALLOWED);
        assertThat(Verdicts.of(cart, db, policy("shop", "out", String.format(out, "10.0.0.0/8")))
                        .outcome("shop/cart", "shop/db", 80))
                .isEqualTo(Outcome.ALLOWED);
        Decision refused = Verdicts.of(cart, db, toSix, policy("shop", "in", String.format(in, "10.0.0.0/8")))
                .tcp("shop/cart", "shop/db", 80);
        assertThat(refused.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(refused.supports())
                .singleElement()
                .satisfies(support -> assertThat(support.facts())
                        .extracting(fact -> fact.object().name())
                        .contains("out", "in"));
        String template =
                "kind: Deployment\nmetadata: {namespace: shop, name: web}\nspec: {template: {metadata: {labels: {a: b}}}}";
        assertThat(Verdicts.of(cart, template, toSix).outcome("shop/cart", "shop/web", 80))
                .as("refused by IPv4, and by IPv6 nobody knows")
                .isEqualTo(Outcome.UNKNOWN);
    }
}
