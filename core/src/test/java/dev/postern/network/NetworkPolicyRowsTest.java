package dev.postern.network;

import static dev.postern.model.Outcome.ALLOWED;
import static dev.postern.model.Outcome.DENIED;
import static dev.postern.model.Outcome.UNKNOWN;
import static dev.postern.network.Verdicts.facts;
import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Decision;
import dev.postern.model.Protocol;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rows of the NetworkPolicy table, each by its number. */
class NetworkPolicyRowsTest {
    private static final String CART = pod("shop", "cart");
    private static final String DB = pod("shop", "db");
    private static final String OTHER = pod("pay", "api");

    @Test
    @DisplayName("np-01 without policyTypes a policy isolates ingress always, egress only if it has an egress rule")
    void types() {
        Verdicts ingressOnly = Verdicts.of(CART, DB, policy("{podSelector: {matchLabels: {app: cart}}}"));
        assertThat(ingressOnly.outcome("shop/db", "shop/cart", 80)).isEqualTo(DENIED);
        assertThat(ingressOnly.outcome("shop/cart", "shop/db", 80)).isEqualTo(ALLOWED);
        Verdicts both = Verdicts.of(
                CART, DB, policy("{podSelector: {matchLabels: {app: cart}}, egress: [{ports: [{port: 53}]}]}"));
        assertThat(both.outcome("shop/db", "shop/cart", 80)).isEqualTo(DENIED);
        assertThat(both.outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
        assertThat(both.outcome("shop/cart", "shop/db", 53)).isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("np-02 a listed type without rules denies all, an empty rule allows all")
    void emptyRules() {
        String deny = policy("{podSelector: {}, policyTypes: [Ingress, Egress]}");
        assertThat(Verdicts.of(CART, DB, deny).outcome("shop/cart", "shop/db", 80))
                .isEqualTo(DENIED);
        String none = policy("{podSelector: {}, policyTypes: [Ingress], ingress: []}");
        assertThat(Verdicts.of(CART, DB, none).outcome("shop/cart", "shop/db", 80))
                .isEqualTo(DENIED);
        String all = policy("{podSelector: {}, ingress: [{}]}");
        assertThat(Verdicts.of(CART, DB, all).outcome("shop/cart", "shop/db", 80))
                .isEqualTo(ALLOWED);
        String egressOnly = policy("{podSelector: {}, policyTypes: [Egress], ingress: [{}], egress: [{}]}");
        assertThat(Verdicts.of(CART, DB, egressOnly).outcome("shop/cart", "shop/db", 80))
                .isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("np-03 no peers means any peer, outside and nodes included; an empty peer is refused as a whole")
    void anyPeer() {
        Verdicts open = Verdicts.of(CART, DB, policy("{podSelector: {}, ingress: [{ports: [{port: 80}]}]}"));
        assertThat(open.outcome("203.0.113.9", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(open.outcome("internet", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(open.outcome("node:n1", "shop/db", 80)).isEqualTo(ALLOWED);
        Verdicts refused = Verdicts.of(CART, DB, policy("{podSelector: {}, ingress: [{from: [{}]}]}"));
        assertThat(refused.network().diagnostics())
                .singleElement()
                .satisfies(diagnostic ->
                        assertThat(diagnostic.message()).contains("spec.ingress[0].from[0] names no peer"));
        assertThat(refused.outcome("shop/cart", "shop/db", 80)).isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("np-04 no ports means all; an item without protocol is TCP, without port every port of its protocol")
    void ports() {
        Verdicts all = Verdicts.of(CART, DB, policy("{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}"));
        assertThat(all.udp("shop/cart", "shop/db", 9)).isEqualTo(ALLOWED);
        Verdicts tcp = Verdicts.of(CART, DB, policy("{podSelector: {}, ingress: [{ports: [{port: 53}]}]}"));
        assertThat(tcp.outcome("shop/cart", "shop/db", 53)).isEqualTo(ALLOWED);
        assertThat(tcp.udp("shop/cart", "shop/db", 53)).isEqualTo(DENIED);
        Verdicts udp = Verdicts.of(CART, DB, policy("{podSelector: {}, ingress: [{ports: [{protocol: UDP}]}]}"));
        assertThat(udp.udp("shop/cart", "shop/db", 65535)).isEqualTo(ALLOWED);
        assertThat(udp.outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName("np-05 endPort closes a numeric range, both ends included")
    void endPort() {
        Verdicts range =
                Verdicts.of(CART, DB, policy("{podSelector: {}, ingress: [{ports: [{port: 8000, endPort: 8010}]}]}"));
        assertThat(range.outcome("shop/cart", "shop/db", 7999)).isEqualTo(DENIED);
        assertThat(range.outcome("shop/cart", "shop/db", 8000)).isEqualTo(ALLOWED);
        assertThat(range.outcome("shop/cart", "shop/db", 8010)).isEqualTo(ALLOWED);
        assertThat(range.outcome("shop/cart", "shop/db", 8011)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName("np-06 an absent or empty podSelector selects the policy's own namespace only")
    void podSelector() {
        for (String spec : new String[] {"{policyTypes: [Ingress]}", "{podSelector: {}, policyTypes: [Ingress]}"}) {
            Verdicts verdicts = Verdicts.of(CART, DB, OTHER, policy(spec));
            assertThat(verdicts.outcome("pay/api", "shop/db", 80)).isEqualTo(DENIED);
            assertThat(verdicts.outcome("shop/db", "pay/api", 80)).isEqualTo(ALLOWED);
        }
    }

    @Test
    @DisplayName("np-07 peer shapes: pods of the namespace, namespaces, both as AND, two items as OR")
    void peerShapes() {
        String payDb = pod("pay", "db");
        Verdicts pods = Verdicts.of(
                CART, DB, OTHER, payDb, policy("{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}"));
        assertThat(pods.outcome("shop/cart", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(pods.outcome("pay/api", "shop/db", 80)).isEqualTo(DENIED);
        String pay = "namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: pay}}";
        Verdicts namespaces =
                Verdicts.of(CART, DB, OTHER, payDb, policy("{podSelector: {}, ingress: [{from: [{" + pay + "}]}]}"));
        assertThat(namespaces.outcome("pay/api", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(namespaces.outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
        String app = "podSelector: {matchLabels: {app: db}}";
        Verdicts and = Verdicts.of(
                CART, DB, OTHER, payDb, policy("{podSelector: {}, ingress: [{from: [{" + pay + ", " + app + "}]}]}"));
        assertThat(and.outcome("pay/db", "shop/cart", 80)).isEqualTo(ALLOWED);
        assertThat(and.outcome("pay/api", "shop/cart", 80)).isEqualTo(DENIED);
        assertThat(and.outcome("shop/db", "shop/cart", 80)).isEqualTo(DENIED);
        Verdicts or = Verdicts.of(
                CART, DB, OTHER, payDb, policy("{podSelector: {}, ingress: [{from: [{" + pay + "}, {" + app + "}]}]}"));
        assertThat(or.outcome("pay/api", "shop/cart", 80)).isEqualTo(ALLOWED);
        assertThat(or.outcome("shop/db", "shop/cart", 80)).isEqualTo(ALLOWED);
        assertThat(or.outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName("np-08 In and Exists need the key, NotIn and DoesNotExist match without it; labels AND expressions")
    void operators() {
        String bare = "kind: Pod\nmetadata: {namespace: shop, name: bare}";
        String[][] table = {
            {"In, values: [cart]", "shop/cart"},
            {"NotIn, values: [cart]", "shop/bare shop/db"},
            {"Exists", "shop/cart shop/db"},
            {"DoesNotExist", "shop/bare"}
        };
        for (String[] row : table) {
            Verdicts verdicts = Verdicts.of(
                    CART,
                    DB,
                    bare,
                    OTHER,
                    policy(
                            "pay",
                            "np",
                            "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: "
                                    + "{kubernetes.io/metadata.name: shop}}, podSelector: {matchExpressions: "
                                    + "[{key: app, operator: " + row[0] + "}]}}]}]}"));
            for (String source : new String[] {"shop/bare", "shop/cart", "shop/db"}) {
                assertThat(verdicts.outcome(source, "pay/api", 80))
                        .as("%s from %s", row[0], source)
                        .isEqualTo(row[1].contains(source) ? ALLOWED : DENIED);
            }
        }
        Verdicts both = Verdicts.of(
                CART,
                DB,
                policy("{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: db}, "
                        + "matchExpressions: [{key: app, operator: In, values: [cart, db]}]}}]}]}"));
        assertThat(both.outcome("shop/db", "shop/cart", 80)).isEqualTo(ALLOWED);
        assertThat(both.outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName("np-09 the namespace's name label is there even if the manifest or the whole object lacks it")
    void nameLabel() {
        String spec = "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: "
                + "{kubernetes.io/metadata.name: pay}}}]}]}";
        assertThat(Verdicts.of(CART, OTHER, policy(spec)).outcome("pay/api", "shop/cart", 80))
                .isEqualTo(ALLOWED);
        String namespace = "kind: Namespace\nmetadata: {name: pay, labels: {team: a}}";
        assertThat(Verdicts.of(CART, OTHER, namespace, policy(spec)).outcome("pay/api", "shop/cart", 80))
                .isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("np-10 named port")
    void namedPort() {
        String web = pod("shop", "web", "{containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}", "");
        String udp = pod(
                "shop",
                "udp",
                "{containers: [{name: c, ports: [{name: http, containerPort: 8080, protocol: UDP}]}]}",
                "");
        String sidecar = pod(
                "shop",
                "side",
                "{initContainers: [{name: i, restartPolicy: Always, ports: [{name: http, containerPort: 90}]}, "
                        + "{name: j, ports: [{name: http, containerPort: 91}]}]}",
                "");
        Verdicts verdicts = Verdicts.of(
                CART, DB, web, udp, sidecar, policy("{podSelector: {}, ingress: [{ports: [{port: http}]}]}"));
        assertThat(verdicts.outcome("shop/cart", "shop/web", 8080)).isEqualTo(ALLOWED);
        assertThat(verdicts.outcome("shop/cart", "shop/web", 80)).isEqualTo(DENIED);
        assertThat(verdicts.outcome("shop/cart", "shop/udp", 8080)).isEqualTo(DENIED);
        assertThat(verdicts.outcome("shop/cart", "shop/db", 8080)).isEqualTo(DENIED);
        assertThat(verdicts.outcome("shop/cart", "shop/side", 90)).isEqualTo(ALLOWED);
        assertThat(verdicts.outcome("shop/cart", "shop/side", 91)).isEqualTo(DENIED);
        Verdicts egress = Verdicts.of(
                CART, web, policy("{podSelector: {matchLabels: {app: cart}}, egress: [{ports: [{port: http}]}]}"));
        assertThat(egress.outcome("shop/cart", "shop/web", 8080)).isEqualTo(ALLOWED);
        assertThat(egress.outcome("shop/cart", "203.0.113.9", 8080)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName("np-11 a rule for UDP alone still isolates TCP")
    void protocolIsolation() {
        Verdicts verdicts =
                Verdicts.of(CART, DB, policy("{podSelector: {}, ingress: [{ports: [{protocol: UDP, port: 53}]}]}"));
        assertThat(verdicts.udp("shop/cart", "shop/db", 53)).isEqualTo(ALLOWED);
        assertThat(verdicts.outcome("shop/cart", "shop/db", 53)).isEqualTo(DENIED);
        assertThat(verdicts.network()
                        .decide(Flow.from(Endpoint.pod("shop", "cart"))
                                .to(Endpoint.pod("shop", "db"))
                                .sctp(53))
                        .outcome())
                .isEqualTo(DENIED);
    }

    @Test
    @DisplayName("np-12 policies unite; egress and ingress must agree on one port; replies need no rule")
    void combination() {
        String egress = policy(
                "shop",
                "out",
                "{podSelector: {matchLabels: {app: cart}}, policyTypes: [Egress], egress: "
                        + "[{ports: [{port: 80}, {port: 443}]}]}");
        String ingress = policy(
                "shop",
                "in",
                "{podSelector: {matchLabels: {app: db}}, ingress: " + "[{ports: [{port: 443}, {port: 5432}]}]}");
        Verdicts both = Verdicts.of(CART, DB, egress, ingress);
        assertThat(both.outcome("shop/cart", "shop/db", 443)).isEqualTo(ALLOWED);
        assertThat(both.outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
        assertThat(both.outcome("shop/cart", "shop/db", 5432)).isEqualTo(DENIED);
        String more =
                policy("shop", "more", "{podSelector: {matchLabels: {app: db}}, ingress: [{ports: [{port: 80}]}]}");
        assertThat(Verdicts.of(CART, DB, egress, ingress, more).outcome("shop/cart", "shop/db", 80))
                .isEqualTo(ALLOWED);
        int cart = both.network().classOf(both.cluster().pods().get(0));
        both.network()
                .reachableFrom(
                        cart,
                        (other, allowed, unknown) -> assertThat(allowed).isEqualTo(PortSet.of(Protocol.TCP, 443)));
    }

    @Test
    @DisplayName("np-13 an exception binds to its own block, another block may re-allow; blocks match pod addresses")
    void ipBlock() {
        String web = pod("shop", "web", "{}", "10.0.1.7");
        String spec = "{podSelector: {matchLabels: {app: db}}, ingress: [{from: "
                + "[{ipBlock: {cidr: 10.0.0.0/16, except: [10.0.1.0/24]}}%s]}]}";
        Verdicts except = Verdicts.of(DB, web, policy(String.format(spec, "")));
        assertThat(except.outcome("shop/web", "shop/db", 80)).isEqualTo(DENIED);
        assertThat(except.outcome("10.0.2.1", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(except.outcome("10.1.0.0", "shop/db", 80)).isEqualTo(DENIED);
        Verdicts again = Verdicts.of(DB, web, policy(String.format(spec, ", {ipBlock: {cidr: 10.0.1.4/30}}")));
        Decision decision = again.tcp("shop/web", "shop/db", 80);
        assertThat(facts(decision))
                .contains("NetworkPolicy shop/np spec.ingress[0].from[1].ipBlock = 10.0.1.4/30 (stated)");
    }

    @Test
    @DisplayName("np-14 a pod and its own node always reach each other")
    void ownNode() {
        String pod = pod("shop", "db", "{nodeName: n1}", "10.0.0.9");
        String[] nodes = {node("n1", "192.168.0.1"), node("n2", "192.168.0.2")};
        String deny = policy("{podSelector: {}, policyTypes: [Ingress, Egress]}");
        Verdicts verdicts = Verdicts.of(pod, nodes[0], nodes[1], deny);
        assertThat(verdicts.outcome("node:n1", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(verdicts.outcome("shop/db", "node:n1", 10250)).isEqualTo(ALLOWED);
        assertThat(verdicts.outcome("192.168.0.1", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(verdicts.outcome("node:n2", "shop/db", 80)).isEqualTo(DENIED);
        assertThat(verdicts.outcome("shop/db", "192.168.0.2", 80)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName("np-15 a pod always reaches its own address")
    void self() {
        String pod = pod("shop", "db", "{}", "10.0.0.9");
        Verdicts verdicts = Verdicts.of(pod, policy("{podSelector: {}, policyTypes: [Ingress, Egress]}"));
        assertThat(verdicts.outcome("10.0.0.9", "10.0.0.9", 80)).isEqualTo(ALLOWED);
        assertThat(verdicts.outcome("shop/db", "shop/db", 80)).isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("np-16 a host-network pod is unbound, matched by no selector, and sends from its node's address")
    void hostNetwork() {
        String agent = pod("shop", "agent", "{hostNetwork: true, nodeName: n1}", "192.168.0.1");
        String db = pod("shop", "db", "{nodeName: n2}", "10.0.0.9");
        String bySelector = policy("{podSelector: {}, policyTypes: [Ingress, Egress], "
                + "ingress: [{from: [{podSelector: {}}]}], egress: [{to: [{podSelector: {}}]}]}");
        Verdicts selector = Verdicts.of(agent, db, CART, node("n1", "192.168.0.1"), bySelector);
        assertThat(selector.outcome("shop/agent", "shop/db", 80)).isEqualTo(DENIED);
        assertThat(selector.outcome("shop/db", "shop/agent", 80)).isEqualTo(DENIED);
        Decision unbound = selector.tcp("shop/agent", "203.0.113.9", 80);
        assertThat(facts(unbound)).containsExactly("Pod shop/agent spec.hostNetwork = true (stated)");
        String byAddress = policy("{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 192.168.0.0/24}}]}]}");
        Verdicts address = Verdicts.of(agent, db, node("n1", "192.168.0.1"), byAddress);
        assertThat(address.outcome("shop/agent", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(address.outcome("shop/db", "shop/agent", 80)).isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("np-17 succeeded and failed pods take no part; their address may be another's")
    void terminated() {
        String done = pod("shop", "job", "{}", "10.0.0.9").replace("Running", "Succeeded");
        String now = pod("shop", "db", "{}", "10.0.0.9");
        Verdicts verdicts = Verdicts.of(
                done, now, CART, policy("{podSelector: {matchLabels: {app: job}}, policyTypes: [Ingress]}"));
        assertThat(verdicts.outcome("shop/cart", "10.0.0.9", 80)).isEqualTo(ALLOWED);
        assertThat(verdicts.outcome("shop/cart", "shop/job", 80)).isEqualTo(UNKNOWN);
        assertThat(verdicts.network().classOf(verdicts.cluster().pods().get(2))).isEqualTo(Network.NO_CLASS);
        assertThat(verdicts.network()
                        .decide(
                                verdicts.cluster().pods().get(0),
                                verdicts.cluster().pods().get(2),
                                Protocol.TCP,
                                80)
                        .outcome())
                .isEqualTo(DENIED);
    }

    private static final String WEB =
            pod("shop", "web", "{containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}", "10.0.0.9");

    /** A Service whose port 80 is port {@code http} of the pods. */
    private static String service(String spec) {
        return "kind: Service\nmetadata: {namespace: shop, name: web}\nspec: {selector: {app: web}, ports: [{port: 80,"
                + " targetPort: http}], " + spec + "}";
    }

    private static long waysIn(String... manifests) {
        return Verdicts.of(manifests).network().entryPoints().stream()
                .filter(entry -> entry.port() == 8080)
                .count();
    }

    @Test
    @DisplayName(
            "np-18 behind a Service policy sees the pod's address and the target port; an ExternalName has no pods")
    void services() {
        String balanced = service("type: LoadBalancer");
        String ofService = policy("{podSelector: {}, ingress: [{ports: [{port: 80}]}]}");
        String ofPod = policy("{podSelector: {}, ingress: [{ports: [{port: 8080}]}]}");
        assertThat(waysIn(WEB, balanced, ofService)).isZero();
        assertThat(waysIn(WEB, balanced, ofPod)).isOne();
        assertThat(waysIn(WEB, service("type: ExternalName, externalName: a.example"), ofPod))
                .isZero();
        Verdicts listening = Verdicts.of(WEB, service("type: ClusterIP"));
        assertThat(listening.network().listeners(listening.cluster().pods().get(0)))
                .extracting(Listener::port)
                .containsExactly(8080);
    }

    @Test
    @DisplayName("np-19 with externalTrafficPolicy Cluster the source is a node, with Local it is the client")
    void trafficPolicy() {
        String node = node("n1", "192.168.0.1");
        String nodes = policy("{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 192.168.0.0/16}}]}]}");
        String notNodes = nodes.replace("192.168.0.0/16", "0.0.0.0/0, except: [192.168.0.0/16, 10.0.0.0/8]");
        String cluster = service("type: LoadBalancer, externalTrafficPolicy: Cluster");
        String local = service("type: LoadBalancer, externalTrafficPolicy: Local");
        assertThat(waysIn(WEB, node, nodes, cluster)).isOne();
        assertThat(waysIn(WEB, node, nodes, local)).isZero();
        assertThat(waysIn(WEB, node, notNodes, local)).isOne();
    }

    @Test
    @DisplayName("np-20 ICMP and all other protocols are undefined: nothing is said of them, and no rule may name them")
    void otherProtocols() {
        assertThat(Protocol.values()).containsExactly(Protocol.TCP, Protocol.UDP, Protocol.SCTP);
        // An item that names another is none of these, not "every port": that such a policy is refused, the reader
        // says.
        Verdicts tcp = Verdicts.of(CART, DB, policy("{podSelector: {}, ingress: [{ports: [{protocol: SCTP}]}]}"));
        assertThat(tcp.outcome("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
        assertThat(tcp.udp("shop/cart", "shop/db", 80)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName("np-21 a template without pods has labels and ports, but its address and node are unknown, not 'no'")
    void templates() {
        String deployment = String.join(
                "\n",
                "kind: Deployment",
                "metadata: {namespace: shop, name: web}",
                "spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c}]}}}");
        String agent = pod("shop", "agent", "{hostNetwork: true, nodeName: n1}", "192.168.0.1");
        String db = pod("shop", "db", "{}", "10.0.0.9");
        Verdicts block = Verdicts.of(
                deployment,
                agent,
                db,
                policy("{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}"));
        Decision decision = block.tcp("shop/web", "shop/db", 80);
        assertThat(decision.outcome()).isEqualTo(UNKNOWN);
        assertThat(decision.missing())
                .isEqualTo("the address of Deployment shop/web: whether it lies in 10.0.0.0/8"
                        + " (NetworkPolicy shop/np, spec.ingress[0].from[0].ipBlock)");
        Verdicts labels = Verdicts.of(
                deployment,
                agent,
                db,
                policy("{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}"));
        assertThat(labels.outcome("shop/web", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(labels.outcome("shop/db", "shop/web", 80)).isEqualTo(DENIED);
        Decision node = labels.tcp("shop/agent", "shop/web", 80);
        assertThat(node.outcome()).isEqualTo(UNKNOWN);
        assertThat(node.missing()).contains("are on one node");
    }

    @Test
    @DisplayName("np-22 each address family is judged by itself")
    void families() {
        String dual = String.join(
                "\n",
                "kind: Pod",
                "metadata: {namespace: shop, name: web, labels: {app: web}}",
                "status: {podIPs: [{ip: 10.0.0.7}, {ip: 'fd00::7'}]}");
        String db = dual.replace("web", "db").replace("0.7", "0.9").replace("::7", "::9");
        String spec = "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{ipBlock: {cidr: 'fd00::/64'}}]}]}";
        Verdicts verdicts = Verdicts.of(dual, db, policy(spec));
        assertThat(verdicts.outcome("10.0.0.7", "10.0.0.9", 80)).isEqualTo(DENIED);
        assertThat(verdicts.outcome("fd00::7", "fd00::9", 80)).isEqualTo(ALLOWED);
        assertThat(verdicts.outcome("fd00:0:0::7", "fd00:0:0:0::9", 80)).isEqualTo(ALLOWED);
        assertThat(verdicts.outcome("shop/web", "shop/db", 80)).isEqualTo(ALLOWED);
        assertThat(verdicts.outcome("10.0.0.7", "fd00::9", 80)).isEqualTo(DENIED);
    }

    static String node(String name, String internal) {
        return "kind: Node\nmetadata: {name: " + name + "}\nstatus: {addresses: [{type: InternalIP, address: "
                + internal + "}]}";
    }
}
