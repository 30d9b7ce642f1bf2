package dev.postern.network;

import static dev.postern.model.Outcome.ALLOWED;
import static dev.postern.model.Outcome.DENIED;
import static dev.postern.model.Outcome.UNKNOWN;
import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rows of the table of administrators' tiers, each by its topic. */
class AdminTiersTest {
    private static final String CART = pod("shop", "cart", "{}", "10.0.0.1");
    private static final String DB = pod("shop", "db", "{}", "10.0.0.2");
    private static final String API = pod("pay", "api", "{}", "10.0.1.1");
    private static final String ANY = "[{namespaces: {}}]";
    private static final String PAY = "[{namespaces: {matchLabels: {kubernetes.io/metadata.name: pay}}}]";
    private static final String ISOLATE = policy("{podSelector: {}, policyTypes: [Ingress]}");
    private static final String OPEN = policy("{podSelector: {}, policyTypes: [Ingress], ingress: [{}]}");

    private static Verdicts of(String... policies) {
        List<String> manifests = new ArrayList<>(List.of(CART, DB, API));
        manifests.addAll(List.of(policies));
        return Verdicts.of(manifests.toArray(new String[0]));
    }

    /** An ingress rule. */
    private static String rule(String action, String from) {
        return "{action: " + action + ", from: " + from + "}";
    }

    private static String anp(String name, int priority, String ingress) {
        return "kind: AdminNetworkPolicy\nmetadata: {name: " + name + "}\nspec: {priority: " + priority
                + ", subject: {namespaces: {}}, ingress: [" + ingress + "]}";
    }

    private static String banp(String ingress) {
        return "kind: BaselineAdminNetworkPolicy\nmetadata: {name: default}\nspec: {subject: {namespaces: {}}, ingress: ["
                + ingress + "]}";
    }

    private static String cnp(String name, String tier, int priority, String rules) {
        return "kind: ClusterNetworkPolicy\nmetadata: {name: " + name + "}\nspec: {tier: " + tier + ", priority: "
                + priority + ", subject: {namespaces: {}}, " + rules + "}";
    }

    private static String egress(String action, String to) {
        return "egress: [{action: " + action + ", to: " + to + "}]";
    }

    @Test
    @DisplayName("order: the rules of the lowest priority number come first, and of one policy the first that matches")
    void priorities() {
        String deny = anp("a", 20, rule("Deny", ANY));
        assertThat(of(deny).outcome("pay/api", "shop/db", 80)).isEqualTo(DENIED);
        Verdicts before = of(deny, anp("b", 10, rule("Allow", PAY)));
        assertThat(before.outcome("pay/api", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(before.outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
        Verdicts within = of(anp("a", 5, rule("Allow", PAY) + ", " + rule("Deny", ANY)));
        assertThat(within.outcome("pay/api", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(within.outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName("order: Allow and Deny of the admin tier overrule NetworkPolicy, Pass leaves it to NetworkPolicy")
    void adminBeforeNetworkPolicy() {
        assertThat(of(ISOLATE, anp("a", 1, rule("Allow", PAY))).outcome("pay/api", "shop/db", 80))
                .isEqualTo(ALLOWED);
        assertThat(of(OPEN, anp("a", 1, rule("Deny", PAY))).outcome("pay/api", "shop/db", 80))
                .isEqualTo(DENIED);
        String pass = anp("a", 1, rule("Pass", PAY) + ", " + rule("Deny", ANY));
        assertThat(of(OPEN, pass).outcome("pay/api", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(of(ISOLATE, pass).outcome("pay/api", "shop/db", 80)).isEqualTo(DENIED);
        assertThat(of(OPEN, pass).outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName(
            "order: a NetworkPolicy that selects the pod in that direction is final, otherwise the baseline is asked")
    void baseline() {
        String deny = banp(rule("Allow", PAY) + ", " + rule("Deny", ANY));
        assertThat(of(deny).outcome("pay/api", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(of(deny).outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
        assertThat(of(deny, OPEN).outcome("shop/cart", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(of(deny, ISOLATE).outcome("pay/api", "shop/db", 80)).isEqualTo(DENIED);
        String egressOnly = policy("{podSelector: {}, policyTypes: [Egress], egress: [{}]}");
        assertThat(of(deny, egressOnly).outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName("order: no policy of an administrator isolates by being there; what no rule matches passes")
    void neverImplicit() {
        Verdicts verdicts = of(anp("a", 1, rule("Allow", PAY)), banp(rule("Allow", PAY)));
        assertThat(verdicts.outcome("shop/cart", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(verdicts.outcome("203.0.113.7", "shop/db", 80)).isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("order: the subject is told by namespaces, or by pods of namespaces, and each direction by itself")
    void subject() {
        String deny = anp("a", 1, rule("Deny", ANY));
        String shop = "namespaces: {matchLabels: {kubernetes.io/metadata.name: shop}}";
        Verdicts namespace = of(deny.replace("namespaces: {}}, ingress", shop + "}, ingress"));
        assertThat(namespace.outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
        assertThat(namespace.outcome("shop/cart", "pay/api", 80)).isEqualTo(ALLOWED);
        String pods = "pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: db}}}";
        Verdicts one = of(deny.replace("namespaces: {}}, ingress", pods + "}, ingress"));
        assertThat(one.outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
        assertThat(one.outcome("shop/db", "shop/cart", 80)).isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("order: ports by number, by range and by name, in TCP unless they say otherwise, none means all")
    void ports() {
        String web =
                pod("shop", "web", "{containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}", "10.0.0.3");
        String from = "{action: Deny, from: " + ANY + ", ports: ";
        Verdicts verdicts = Verdicts.of(
                CART,
                web,
                anp("a", 1, from + "[{portNumber: {port: 80, protocol: TCP}}, {portRange: {start: 90, end: 95}}]}"),
                anp("b", 2, from + "[{namedPort: http}]}"));
        for (int port : List.of(80, 90, 95, 8080)) {
            assertThat(verdicts.outcome("shop/cart", "shop/web", port)).isEqualTo(DENIED);
        }
        for (int port : List.of(81, 89, 96)) {
            assertThat(verdicts.outcome("shop/cart", "shop/web", port)).isEqualTo(ALLOWED);
        }
        assertThat(verdicts.udp("shop/cart", "shop/web", 80)).isEqualTo(ALLOWED);
        assertThat(verdicts.outcome("shop/web", "shop/cart", 8080)).isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("cnp: one kind for both tiers, with priorities in each, and Pass leaves the baseline as well")
    void clusterNetworkPolicy() {
        String accept = cnp("a", "Admin", 1, "ingress: [" + rule("Accept", PAY) + "]");
        assertThat(of(accept, ISOLATE).outcome("pay/api", "shop/db", 80)).isEqualTo(ALLOWED);
        String late = cnp("b", "Baseline", 9, "ingress: [" + rule("Deny", ANY) + "]");
        String early = cnp("c", "Baseline", 1, "ingress: [" + rule("Pass", PAY) + "]");
        assertThat(of(late).outcome("pay/api", "shop/db", 80)).isEqualTo(DENIED);
        assertThat(of(late, early).outcome("pay/api", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(of(late, early).outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
        assertThat(of(late, OPEN).outcome("shop/cart", "shop/db", 80)).isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("cnp: protocols by number, by range, whole, and by a port's name in whatever protocol")
    void protocols() {
        String web = pod(
                "shop",
                "web",
                "{containers: [{name: c, ports: [{name: dns, containerPort: 53, protocol: UDP}]}]}",
                "10.0.0.3");
        String protocols =
                "[{tcp: {destinationPort: {number: 80}}}, {tcp: {destinationPort: {range: {start: 90, end: 95}}}},"
                        + " {sctp: {}}, {destinationNamedPort: dns}]";
        Verdicts verdicts = Verdicts.of(
                CART,
                web,
                cnp("a", "Admin", 1, "ingress: [{action: Deny, from: " + ANY + ", protocols: " + protocols + "}]"));
        for (int port : List.of(80, 90, 95)) {
            assertThat(verdicts.outcome("shop/cart", "shop/web", port)).isEqualTo(DENIED);
        }
        for (int port : List.of(53, 81, 96)) {
            assertThat(verdicts.outcome("shop/cart", "shop/web", port)).isEqualTo(ALLOWED);
        }
        assertThat(verdicts.udp("shop/cart", "shop/web", 53)).isEqualTo(DENIED);
        assertThat(verdicts.udp("shop/cart", "shop/web", 80)).isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("equal priority: reported where both are for one pod and direction, and settled by name")
    void equalPriority() {
        Verdicts verdicts =
                of(anp("b", 5, rule("Allow", ANY)), anp("a", 5, rule("Deny", ANY)), anp("c", 6, rule("Deny", ANY)));
        assertThat(verdicts.network().diagnostics()).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.code()).isEqualTo("network-policy-ambiguous");
            assertThat(diagnostic.severity()).isEqualTo(Diagnostic.Severity.WARNING);
            assertThat(diagnostic.message())
                    .startsWith("AdminNetworkPolicy b has the priority 5 of AdminNetworkPolicy a,");
        });
        assertThat(verdicts.outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
        String elsewhere =
                anp("b", 5, rule("Allow", ANY)).replace("namespaces: {}", "namespaces: {matchLabels: {no: pod}}");
        assertThat(of(elsewhere, anp("a", 5, rule("Deny", ANY))).network().diagnostics())
                .isEmpty();
        String otherTier = cnp("d", "Baseline", 5, "ingress: [" + rule("Deny", ANY) + "]");
        assertThat(of(otherTier, anp("a", 5, rule("Deny", ANY))).network().diagnostics())
                .isEmpty();
        String otherDirection = cnp("d", "Admin", 5, egress("Deny", ANY));
        assertThat(of(otherDirection, anp("a", 5, rule("Deny", ANY))).network().diagnostics())
                .isEmpty();
    }

    @Test
    @DisplayName("peers: pods on the host network are neither subject nor peer by labels")
    void hostNetwork() {
        String daemon = pod("shop", "daemon", "{hostNetwork: true, nodeName: n2}", "192.168.0.2");
        String db = pod("shop", "db", "{nodeName: n1}", "10.0.0.2");
        Verdicts peer = Verdicts.of(CART, db, daemon, anp("a", 1, rule("Deny", ANY)));
        assertThat(peer.outcome("shop/daemon", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(peer.outcome("shop/cart", "shop/daemon", 80)).isEqualTo(ALLOWED);
        assertThat(peer.outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName("peers: egress networks match traffic within the cluster too, in the family they are of")
    void networks() {
        Verdicts all = of(cnp("a", "Admin", 1, egress("Deny", "[{networks: [0.0.0.0/0]}]")));
        assertThat(all.outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
        assertThat(all.outcome("shop/cart", "203.0.113.7", 80)).isEqualTo(DENIED);
        assertThat(all.outcome("shop/cart", "2001:db8::7", 80)).isEqualTo(DENIED);
        Verdicts some = of(cnp("a", "Admin", 1, egress("Deny", "[{networks: [10.0.1.0/24, 203.0.113.0/24]}]")));
        assertThat(some.outcome("shop/cart", "pay/api", 80)).isEqualTo(DENIED);
        assertThat(some.outcome("shop/cart", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(some.outcome("shop/cart", "203.0.113.7", 80)).isEqualTo(DENIED);
        assertThat(some.outcome("shop/cart", "internet", 80)).isEqualTo(ALLOWED);
        String template =
                "kind: Deployment\nmetadata: {namespace: shop, name: web}\nspec: {template: {metadata: {labels: {a: b}}}}";
        assertThat(of(template, cnp("a", "Admin", 1, egress("Deny", "[{networks: [10.0.1.0/24]}]")))
                        .outcome("shop/cart", "shop/web", 80))
                .isEqualTo(UNKNOWN);
    }

    @Test
    @DisplayName("peers: the internet is reached where any of its addresses is left by the rules that deny some")
    void internet() {
        String[] halves = {"[{networks: [0.0.0.0/1, '::/0']}]", "[{networks: [128.0.0.0/1]}]"};
        String first = cnp("a", "Admin", 1, egress("Deny", halves[0]));
        String second = cnp("b", "Admin", 2, egress("Deny", halves[1]));
        assertThat(of(first).outcome("shop/cart", "internet", 443)).isEqualTo(ALLOWED);
        Verdicts none = of(first, second);
        assertThat(none.outcome("shop/cart", "internet", 443)).isEqualTo(DENIED);
        assertThat(Verdicts.facts(none.tcp("shop/cart", "internet", 443)))
                .contains(
                        "ClusterNetworkPolicy a spec.egress[0].to[0].networks[0] = 0.0.0.0/1 (stated)",
                        "ClusterNetworkPolicy b spec.egress[0].to[0].networks[0] = 128.0.0.0/1 (stated)");
        String opening =
                policy("{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 8.0.0.0/8}}]}]}");
        assertThat(of(first, opening).outcome("shop/cart", "internet", 443)).isEqualTo(DENIED);
        assertThat(of(second, opening).outcome("shop/cart", "internet", 443)).isEqualTo(ALLOWED);
        String pass = cnp("0", "Admin", 0, egress("Pass", "[{networks: [8.8.0.0/16]}]"));
        assertThat(of(pass, first, opening).outcome("shop/cart", "internet", 443))
                .isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("peers: nodes are matched by their labels, with what runs in their networks, the pod's own node too")
    void nodes() {
        String cart = pod("shop", "cart", "{nodeName: n1}", "10.0.0.1");
        String[] nodes = {node("n1", "control", "192.168.0.1"), node("n2", "worker", "192.168.0.2")};
        String[] daemons = {
            pod("shop", "d1", "{hostNetwork: true, nodeName: n1}", ""),
            pod("shop", "d2", "{hostNetwork: true, nodeName: n2}", ""),
            pod("shop", "d3", "{hostNetwork: true, nodeName: n3}", "")
        };
        String deny = cnp("a", "Admin", 1, egress("Deny", "[{nodes: {matchLabels: {role: control}}}]"));
        Verdicts verdicts = Verdicts.of(cart, nodes[0], nodes[1], daemons[0], daemons[1], daemons[2], deny);
        assertThat(verdicts.outcome("shop/cart", "192.168.0.1", 6443)).isEqualTo(DENIED);
        assertThat(verdicts.outcome("shop/cart", "node:n1", 6443)).isEqualTo(DENIED);
        assertThat(verdicts.outcome("shop/cart", "192.168.0.2", 6443)).isEqualTo(ALLOWED);
        assertThat(verdicts.outcome("shop/cart", "shop/d1", 80)).isEqualTo(DENIED);
        assertThat(verdicts.outcome("shop/cart", "shop/d2", 80)).isEqualTo(ALLOWED);
        assertThat(verdicts.tcp("shop/cart", "shop/d3", 80).missing()).contains("the labels of Node n3");
        assertThat(verdicts.outcome("node:n1", "shop/cart", 80)).isEqualTo(ALLOWED);
        Verdicts without = Verdicts.of(cart, deny);
        assertThat(without.tcp("shop/cart", "192.168.0.1", 6443).missing()).contains("192.168.0.1 is a node");
    }

    private static String node(String name, String role, String ip) {
        return "kind: Node\nmetadata: {name: " + name + ", labels: {role: " + role
                + "}}\nstatus: {addresses: [{type: InternalIP, address: " + ip + "}]}";
    }

    @Test
    @DisplayName("peers: what domainNames stand for is not in the input, so that outside it is unknown")
    void domainNames() {
        String accept = cnp("a", "Admin", 1, egress("Accept", "[{domainNames: ['*.example.org']}]"));
        String deny = cnp("b", "Admin", 2, egress("Deny", "[{networks: [0.0.0.0/0, '::/0']}]"));
        Verdicts verdicts = of(accept, deny);
        assertThat(verdicts.tcp("shop/cart", "203.0.113.7", 443).missing()).contains("*.example.org");
        assertThat(verdicts.outcome("shop/cart", "203.0.113.7", 443)).isEqualTo(UNKNOWN);
        assertThat(verdicts.outcome("shop/cart", "internet", 443)).isEqualTo(UNKNOWN);
        assertThat(verdicts.outcome("shop/cart", "shop/db", 443)).isEqualTo(DENIED);
        assertThat(of(accept).outcome("shop/cart", "203.0.113.7", 443)).isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("unknown peer field: a rule that allows matches nothing, one that denies or passes denies everything")
    void failsClosed() {
        String future = "[{namespaces: {}}, {somethingNew: {}}]";
        Verdicts allow = of(ISOLATE, cnp("a", "Admin", 1, "ingress: [" + rule("Accept", future) + "]"));
        assertThat(allow.outcome("pay/api", "shop/db", 80)).isEqualTo(DENIED);
        assertThat(allow.network().diagnostics()).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.code()).isEqualTo("network-policy-not-understood");
            assertThat(diagnostic.message())
                    .startsWith("ClusterNetworkPolicy a: spec.ingress[0].from[1].somethingNew is not a field")
                    .contains("it matches nothing");
        });
        for (String action : List.of("Deny", "Pass")) {
            Verdicts deny = of(OPEN, cnp("a", "Admin", 1, "ingress: [" + rule(action, "[{somethingNew: {}}]") + "]"));
            assertThat(deny.outcome("pay/api", "shop/db", 80)).isEqualTo(DENIED);
            assertThat(deny.outcome("203.0.113.7", "shop/db", 80)).isEqualTo(DENIED);
            assertThat(Verdicts.facts(deny.tcp("pay/api", "shop/db", 80)))
                    .contains("ClusterNetworkPolicy a spec.ingress[0] = " + action + " (stated)");
        }
        String nodes = cnp("a", "Admin", 1, "ingress: [" + rule("Deny", "[{nodes: {}}]") + "]");
        assertThat(of(nodes).outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName("hairpin: a pod reaches its own address whatever the tiers say, but not its replica")
    void hairpin() {
        String first = pod("shop", "web", "{}", "10.0.0.8")
                .replace("}}", "}, ownerReferences: [{kind: ReplicaSet, name: web, controller: true}]}");
        String second = first.replace("name: web, labels", "name: web2, labels").replace("10.0.0.8", "10.0.0.9");
        Verdicts verdicts = Verdicts.of(first, second, anp("a", 1, rule("Deny", ANY)));
        assertThat(verdicts.outcome("10.0.0.8", "10.0.0.8", 80)).isEqualTo(ALLOWED);
        assertThat(verdicts.outcome("10.0.0.8", "10.0.0.9", 80)).isEqualTo(DENIED);
    }
}
