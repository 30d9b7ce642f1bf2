package dev.postern.network;

import static dev.postern.network.Verdicts.facts;
import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Decision;
import dev.postern.model.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a verdict of administrators' tiers says for itself. */
class AdminEvidenceTest {
    private static final String CART = pod("shop", "cart");
    private static final String DB = pod("shop", "db");

    private static String cnp(String name, String subject, String ingress) {
        return "kind: ClusterNetworkPolicy\nmetadata: {name: " + name + "}\nspec: {tier: Admin, priority: 7, subject: "
                + subject + ", ingress: [" + ingress + "]}";
    }

    @Test
    void a_refusal_names_the_policy_its_subject_and_the_rule_that_stops_it() {
        String other = "{action: Accept, from: [{namespaces: {matchLabels: {a: b}}}]}";
        String deny =
                "{name: no-cart, action: Deny, from: [{pods: {podSelector: {matchLabels: {app: cart}}}}], protocols: "
                        + "[{udp: {}}, {tcp: {destinationPort: {range: {start: 80, end: 90}}}}]}";
        Decision decision = Verdicts.of(
                        CART, DB, cnp("guard", "{pods: {podSelector: {matchLabels: {app: db}}}}", other + ", " + deny))
                .tcp("shop/cart", "shop/db", 81);
        assertThat(decision.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(facts(decision))
                .containsExactly(
                        "ClusterNetworkPolicy guard spec.ingress[1] = Deny (no-cart) (stated)",
                        "ClusterNetworkPolicy guard spec.subject.pods.namespaceSelector = {} (stated)",
                        "ClusterNetworkPolicy guard spec.subject.pods.podSelector = app=db (stated)",
                        "ClusterNetworkPolicy guard spec.ingress[1].from[0].pods.namespaceSelector = {} (stated)",
                        "ClusterNetworkPolicy guard spec.ingress[1].from[0].pods.podSelector = app=cart (stated)",
                        "ClusterNetworkPolicy guard spec.ingress[1].protocols[1] = TCP 80-90 (stated)");
    }

    @Test
    void an_accepted_flow_names_the_rule_and_the_default_of_the_other_side() {
        Decision decision = Verdicts.of(
                        CART, DB, cnp("guard", "{namespaces: {}}", "{action: Accept, from: [{namespaces: {}}]}"))
                .tcp("shop/cart", "shop/db", 81);
        assertThat(facts(decision))
                .containsExactly(
                        "Pod shop/cart = no NetworkPolicy isolates it for egress (default)",
                        "ClusterNetworkPolicy guard spec.ingress[0] = Accept (stated)",
                        "ClusterNetworkPolicy guard spec.ingress[0].from[0].namespaces = {} (stated)",
                        "ClusterNetworkPolicy guard spec.ingress[0].protocols = any port (default)");
    }

    @Test
    void a_default_says_which_kinds_have_nothing_to_say() {
        String other = cnp("guard", "{namespaces: {}}", "{action: Deny, from: [{namespaces: {matchLabels: {a: b}}}]}");
        String banp = "kind: BaselineAdminNetworkPolicy\nmetadata: {name: default}\nspec: {subject: {namespaces: "
                + "{matchLabels: {a: b}}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}";
        assertThat(facts(Verdicts.of(CART, DB, other, banp).tcp("shop/cart", "shop/db", 80)))
                .containsExactly(
                        "Pod shop/cart = no NetworkPolicy isolates it for egress (default)",
                        "Pod shop/db = no NetworkPolicy isolates it for ingress, no BaselineAdminNetworkPolicy or"
                                + " ClusterNetworkPolicy has a rule for this (default)");
        assertThat(facts(Verdicts.of(CART, DB, banp).tcp("shop/cart", "shop/db", 80)))
                .contains(
                        "Pod shop/db = no NetworkPolicy isolates it for ingress, no BaselineAdminNetworkPolicy selects it"
                                + " (default)");
    }

    @Test
    void a_rule_that_passes_is_named_with_what_decides_then() {
        String pass = "{action: Pass, from: [{namespaces: {}}]}";
        Decision decision = Verdicts.of(
                        CART,
                        DB,
                        cnp("guard", "{namespaces: {}}", pass + ", {action: Deny, from: [{namespaces: {}}]}"),
                        policy("{podSelector: {matchLabels: {app: db}}, ingress: [{ports: [{port: 80}]}]}"))
                .tcp("shop/cart", "shop/db", 80);
        assertThat(decision.isAllowed()).isTrue();
        assertThat(facts(decision))
                .containsExactly(
                        "Pod shop/cart = no NetworkPolicy isolates it for egress (default)",
                        "ClusterNetworkPolicy guard spec.ingress[0] = Pass (stated)",
                        "ClusterNetworkPolicy guard spec.ingress[0].from[0].namespaces = {} (stated)",
                        "ClusterNetworkPolicy guard spec.ingress[0].protocols = any port (default)",
                        "NetworkPolicy shop/np spec.ingress[0].from = any peer (default)",
                        "NetworkPolicy shop/np spec.ingress[0].ports[0] = TCP 80 (stated)");
    }

    @Test
    void an_unknown_verdict_names_the_address_that_is_missing() {
        String web =
                "kind: Deployment\nmetadata: {namespace: shop, name: web}\nspec: {template: {metadata: {labels: {a: b}}}}";
        String deny = "kind: ClusterNetworkPolicy\nmetadata: {name: guard}\nspec: {tier: Admin, priority: 7, subject: "
                + "{namespaces: {}}, egress: [{action: Deny, to: [{networks: [203.0.113.0/24, 10.0.0.0/8]}]}]}";
        Decision decision = Verdicts.of(CART, web, deny).tcp("shop/cart", "shop/web", 80);
        assertThat(decision.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(decision.missing())
                .isEqualTo(
                        "the address of Deployment shop/web: whether it lies in 203.0.113.0/24 (ClusterNetworkPolicy guard,"
                                + " spec.egress[0].to[0].networks[0])");
    }

    private static String egress(String rules) {
        return "kind: ClusterNetworkPolicy\nmetadata: {name: guard}\nspec: {tier: Admin, priority: 7, subject: "
                + "{namespaces: {}}, egress: [" + rules + "]}";
    }

    @Test
    void of_several_networks_the_one_that_matches_is_cited() {
        String api = pod("pay", "api", "{}", "10.0.1.1");
        Decision decision = Verdicts.of(
                        CART, api, egress("{action: Deny, to: [{networks: [203.0.113.0/24, 10.0.1.0/24]}]}"))
                .tcp("shop/cart", "pay/api", 80);
        assertThat(facts(decision))
                .contains("ClusterNetworkPolicy guard spec.egress[0].to[0].networks[1] = 10.0.1.0/24 (stated)");
    }

    @Test
    void names_that_may_match_are_cited() {
        String accept = "{action: Accept, to: [{domainNames: ['*.example.org', example.com]}]}";
        String deny = "{action: Deny, to: [{networks: [0.0.0.0/0]}]}";
        Decision decision = Verdicts.of(CART, egress(accept + ", " + deny)).tcp("shop/cart", "203.0.113.7", 443);
        assertThat(decision.missing())
                .isEqualTo(
                        "what addresses the names have that ClusterNetworkPolicy guard has a rule for: *.example.org,"
                                + " example.com");
        assertThat(facts(decision))
                .contains(
                        "ClusterNetworkPolicy guard spec.egress[0].to[0].domainNames = *.example.org, example.com (stated)");
    }

    @Test
    void a_pod_of_the_host_network_without_a_node_may_be_on_any() {
        String daemon = pod("shop", "daemon", "{hostNetwork: true}", "");
        String cart = pod("shop", "cart", "{nodeName: n1}", "10.0.0.1");
        Decision decision = Verdicts.of(cart, daemon, egress("{action: Deny, to: [{nodes: {matchLabels: {role: x}}}]}"))
                .tcp("shop/cart", "shop/daemon", 80);
        assertThat(decision.missing()).isEqualTo("on which node Pod shop/daemon is");
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.0.1/32, DENIED",
        "203.0.113.1/32, DENIED",
        "192.168.0.0/31, ALLOWED",
        "192.168.0.2/32, ALLOWED",
        "198.51.100.7/32, ALLOWED",
    })
    void a_rule_about_nodes_takes_their_addresses_out_of_a_block(String cidr, Outcome expected) {
        String node =
                "kind: Node\nmetadata: {name: n%1$s, labels: {role: %2$s}}\nstatus: {addresses: [{type: InternalIP,"
                        + " address: 192.168.0.%1$s}, {type: ExternalIP, address: 203.0.113.%1$s}]}";
        Verdicts verdicts = Verdicts.of(
                CART,
                String.format(node, "1", "control"),
                String.format(node, "2", "worker"),
                egress("{action: Deny, to: [{nodes: {matchLabels: {role: control}}}]}"));
        Decision decision = verdicts.network()
                .decide(Flow.from(Endpoint.workload("shop", "cart"))
                        .to(Endpoint.cidr(cidr))
                        .tcp(6443));
        assertThat(decision.outcome()).isEqualTo(expected);
        if (expected == Outcome.DENIED) {
            assertThat(facts(decision))
                    .contains("ClusterNetworkPolicy guard spec.egress[0].to[0].nodes = role=control (stated)");
        }
    }

    @Test
    void of_the_internet_the_first_rule_that_lets_some_of_it_pass_is_cited() {
        String accept = "{action: Accept, to: [{networks: [8.8.0.0/16]}]}";
        String deny = "{action: Deny, to: [{networks: [0.0.0.0/0, '::/0']}]}";
        Verdicts some = Verdicts.of(CART, egress(accept + ", " + deny));
        assertThat(some.outcome("shop/cart", "internet", 443)).isEqualTo(Outcome.ALLOWED);
        assertThat(facts(some.tcp("shop/cart", "internet", 443)))
                .contains("ClusterNetworkPolicy guard spec.egress[0].to[0].networks[0] = 8.8.0.0/16 (stated)");
    }

    @Test
    void a_refusal_of_the_whole_internet_names_rules_and_whoever_isolates() {
        String deny = "{action: Deny, to: [{networks: [8.0.0.0/8]}]}";
        String opens =
                policy("{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 8.0.0.0/8}}]}]}");
        assertThat(facts(Verdicts.of(CART, egress(deny), opens).tcp("shop/cart", "internet", 443)))
                .contains(
                        "ClusterNetworkPolicy guard spec.egress[0].to[0].networks[0] = 8.0.0.0/8 (stated)",
                        "NetworkPolicy shop/np spec.podSelector = {} (stated)");
        assertThat(facts(Verdicts.of(CART, egress("{action: Deny, to: [{networks: [0.0.0.0/0, '::/0']}]}"), opens)
                        .tcp("shop/cart", "internet", 443)))
                .as("nothing is left for the NetworkPolicy")
                .noneMatch(fact -> fact.startsWith("NetworkPolicy"));
    }

    @Test
    void towards_a_pod_the_internet_is_judged_by_the_rules_of_ingress() {
        String admin = cnp("guard", "{namespaces: {}}", "{action: Deny, from: [{namespaces: {}}]}");
        String in = policy("{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 8.0.0.0/8}}]}]}");
        Decision decision = Verdicts.of(DB, admin, in).tcp("internet", "shop/db", 80);
        assertThat(decision.outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(facts(decision))
                .contains("NetworkPolicy shop/np spec.ingress[0].from[0].ipBlock = 8.0.0.0/8 (stated)");
    }
}
