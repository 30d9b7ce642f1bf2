package dev.postern.network;

import static dev.postern.model.Outcome.ALLOWED;
import static dev.postern.model.Outcome.DENIED;
import static dev.postern.model.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import dev.postern.model.Outcome;
import dev.postern.model.Protocol;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Cilium's policies, row by row, by the twin. */
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
                + address + "}]}";
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

    private static NaiveCilium of(String... policies) {
        Cluster cluster = Manifests.cluster(BASE + "\n---\n" + String.join("\n---\n", policies));
        cluster.ciliumPolicies()
                .forEach(policy -> assertThat(CiliumFaults.find(policy)).isEmpty());
        return new NaiveCilium(cluster);
    }

    private static Outcome to(NaiveCilium twin, String source, int port) {
        return twin.decide(source, DB, Protocol.TCP, port);
    }

    private static Outcome from(NaiveCilium twin, String destination, int port) {
        return twin.decide(DB, destination, Protocol.TCP, port);
    }

    private static void admits(NaiveCilium twin, String... sources) {
        for (String source : new String[] {WEB, PAY, CI, WORLD, WORLD6, OTHER, CONTROL}) {
            assertThat(to(twin, source, 80))
                    .as(source)
                    .isEqualTo(List.of(sources).contains(source) ? ALLOWED : DENIED);
        }
    }

    private static void reaches(NaiveCilium twin, String... destinations) {
        for (String destination : new String[] {WEB, PAY, CI, WORLD, WORLD6, OWN, OTHER, CONTROL}) {
            assertThat(from(twin, destination, 80))
                    .as(destination)
                    .isEqualTo(List.of(destinations).contains(destination) ? ALLOWED : DENIED);
        }
    }

    @Test
    @DisplayName("cilium-1 default deny: by direction, by rules that deny too, unless it is said that they do not")
    void defaultDeny() {
        NaiveCilium deny = of(cnp("a", "ingressDeny: [{fromEntities: [none]}]"));
        assertThat(to(deny, WEB, 80)).isEqualTo(DENIED);
        assertThat(from(deny, WEB, 80)).isEqualTo(ALLOWED);
        NaiveCilium open = of(cnp(
                "a",
                "enableDefaultDeny: {ingress: false}, ingressDeny: [{fromEndpoints: [{matchLabels: {app: web}}]}]"));
        assertThat(to(open, WEB, 80)).isEqualTo(DENIED);
        assertThat(to(open, WORLD, 80)).isEqualTo(ALLOWED);
        NaiveCilium norule = of(cnp("a", "enableDefaultDeny: {ingress: true}, egress: [{toEntities: [all]}]"));
        assertThat(to(norule, WEB, 80)).isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("cilium-2 deny: beats what any kind allows")
    void denyWins() {
        String np = "kind: NetworkPolicy\nmetadata: {namespace: shop, name: n}\nspec: {podSelector: {}, ingress: [{}]}";
        assertThat(to(of(np), WEB, 80)).isEqualTo(ALLOWED);
        NaiveCilium twin = of(np, cnp("a", "ingressDeny: [{fromEndpoints: [{matchLabels: {app: web}}]}]"));
        admits(twin, PAY, CI, WORLD, WORLD6, OTHER, CONTROL);
    }

    @Test
    @DisplayName("cilium-3 empty rule: matches nothing, but isolates")
    void emptyRule() {
        admits(of(ingress("{}")));
        admits(of(ingress("{toPorts: []}")));
    }

    @Test
    @DisplayName("cilium-4 fromEndpoints: none selects nothing, an empty selector the own namespace or every pod")
    void emptySelectors() {
        admits(of(ingress("{fromEndpoints: [], toPorts: [{ports: [{port: '80'}]}]}")));
        admits(of(ingress("{fromEndpoints: [{}]}")), WEB);
        admits(of(clusterwide("ingress: [{fromEndpoints: [{}]}]")), WEB, PAY, CI);
    }

    @Test
    @DisplayName("cilium-5 only toPorts: any peer")
    void onlyPorts() {
        NaiveCilium twin = of(ingress("{toPorts: [{ports: [{port: '80'}]}]}"));
        admits(twin, WEB, PAY, CI, WORLD, WORLD6, OTHER, CONTROL);
        assertThat(to(twin, WEB, 81)).isEqualTo(DENIED);
        assertThat(to(of(ingress("{toPorts: [{}]}")), WEB, 80)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName("cilium-7 namespace of a peer: the own, unless the selector names one or its labels")
    void namespaces() {
        admits(of(ingress("{fromEndpoints: [{matchLabels: {app: web}}]}")), WEB);
        admits(of(ingress("{fromEndpoints: [{matchLabels: {'k8s:io.kubernetes.pod.namespace': pay}}]}")), PAY);
        admits(of(ingress("{fromEndpoints: [{matchLabels: {io.cilium.k8s.namespace.labels.team: red}}]}")), WEB, PAY);
        admits(of(clusterwide("ingress: [{fromEndpoints: [{matchLabels: {app: web}}]}]")), WEB, PAY);
    }

    @Test
    @DisplayName("cilium-8 keys: with and without a source; a service account is a label")
    void keys() {
        for (String key : new String[] {"app", "any:app", "k8s:app"}) {
            admits(of(ingress("{fromEndpoints: [{matchLabels: {'" + key + "': web}}]}")), WEB);
        }
        admits(of(ingress("{fromEndpoints: [{matchLabels: {'other:app': web}}]}")));
        admits(of(ingress("{fromEndpoints: [{matchLabels: {io.cilium.k8s.policy.serviceaccount: sa-web}}]}")), WEB);
        admits(of(ingress("{fromEndpoints: [{matchLabels: {'reserved:remote-node': ''}}]}")), OTHER, CONTROL);
        admits(of(ingress("{fromEndpoints: [{matchLabels: {'io.cilium.k8s.policy.cluster': other}}]}")));
    }

    @Test
    @DisplayName("cilium-9 NotIn and DoesNotExist: a missing key matches, but neither world nor nodes")
    void missingKeys() {
        String not = "{fromEndpoints: [{matchExpressions: [{key: tier, operator: NotIn, values: [x]}]}]}";
        admits(of(ingress(not)), WEB);
        String elsewhere = "{fromEndpoints: [{matchExpressions: [{key: io.kubernetes.pod.namespace, operator: NotIn,"
                + " values: [pay]}]}]}";
        admits(of(ingress(elsewhere)), WEB, CI);
        admits(of(clusterwide("ingress: [" + elsewhere + "]")), WEB, CI);
    }

    @Test
    @DisplayName("cilium-10 to cilium-13 entities: world, cluster, host, remote-node, kube-apiserver")
    void entities() {
        reaches(of(egress("{toEntities: [world]}")), WORLD, WORLD6);
        reaches(of(egress("{toEntities: [world-ipv6]}")), WORLD6);
        reaches(of(egress("{toEntities: [cluster]}")), WEB, PAY, CI, OWN, OTHER, CONTROL);
        reaches(of(egress("{toEntities: [host]}")), OWN);
        reaches(of(egress("{toEntities: [remote-node]}")), OTHER, CONTROL);
        reaches(of(egress("{toEntities: [kube-apiserver]}")), CONTROL);
        reaches(of(egress("{toEntities: [none, init, health, ingress, unmanaged]}")));
        reaches(of(egress("{toEntities: [all]}")), WEB, PAY, CI, WORLD, WORLD6, OWN, OTHER, CONTROL);
    }

    @Test
    @DisplayName("cilium-12 host and remote-node: unknown where nothing says which node the pod is on")
    void nodeOfThePod() {
        String pod = "kind: Pod\nmetadata: {namespace: shop, name: new, labels: {app: db}}\nspec: {containers: []}\n"
                + "status: {podIPs: [{ip: 10.0.0.9}]}";
        NaiveCilium twin = of(
                pod,
                ingress("{fromEntities: [remote-node]}, {}"),
                egress("{toEntities: [host]}").replace("name: a", "name: b"));
        assertThat(twin.decide("10.0.0.9", OWN, Protocol.TCP, 80)).isEqualTo(UNKNOWN);
        assertThat(twin.decide(OWN, "10.0.0.9", Protocol.TCP, 80)).isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("cilium-14 own node: let in unless a rule denies it; out to it only by a rule")
    void ownNode() {
        assertThat(to(of(ingress("{}")), OWN, 80)).isEqualTo(ALLOWED);
        assertThat(to(of(ingress("{}")), OTHER, 80)).isEqualTo(DENIED);
        for (String rule : new String[] {"{fromEntities: [host]}", "{toPorts: [{ports: [{port: '80'}]}]}"}) {
            assertThat(to(of(cnp("a", "ingressDeny: [" + rule + "]")), OWN, 80)).isEqualTo(DENIED);
        }
        assertThat(from(of(egress("{}")), OWN, 80)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName("cilium-15 CIDRs: never pods or nodes, each family by itself, exceptions bind to their own block")
    void cidrs() {
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
    @DisplayName("cilium-15 groups of CIDRs: by name and by labels")
    void groups() {
        String group = "kind: CiliumCIDRGroup\nmetadata: {name: g, labels: {a: b}}\nspec: {externalCIDRs: [0.0.0.0/0]}";
        reaches(of(group, egress("{toCIDRSet: [{cidrGroupRef: g}]}")), WORLD);
        reaches(of(group, egress("{toCIDRSet: [{cidrGroupRef: h}]}")));
        reaches(of(group, egress("{toCIDRSet: [{cidrGroupSelector: {matchLabels: {a: b}}}]}")), WORLD);
        reaches(of(group, egress("{toCIDRSet: [{cidrGroupRef: g, except: [203.0.113.0/24]}]}")));
    }

    @Test
    @DisplayName("cilium-16 ports: any protocol unless one is named, 0 is every port, the end included")
    void ports() {
        NaiveCilium any = of(ingress("{toPorts: [{ports: [{port: '80', endPort: 82}]}]}"));
        assertThat(any.decide(WEB, DB, Protocol.UDP, 82)).isEqualTo(ALLOWED);
        assertThat(any.decide(WEB, DB, Protocol.UDP, 83)).isEqualTo(DENIED);
        NaiveCilium udp = of(ingress("{toPorts: [{ports: [{port: '0', protocol: UDP}]}]}"));
        assertThat(udp.decide(WEB, DB, Protocol.UDP, 9)).isEqualTo(ALLOWED);
        assertThat(to(udp, WEB, 9)).isEqualTo(DENIED);
        assertThat(to(of(ingress("{toPorts: [{ports: [{port: '80', endPort: 70}]}]}")), WEB, 75))
                .isEqualTo(DENIED);
        assertThat(to(of(ingress("{toPorts: [{ports: [{port: '0120'}]}]}")), WEB, 80))
                .isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("cilium-17 named port: of the pod that is reached; what it does not name is nothing")
    void namedPorts() {
        NaiveCilium in = of(ingress("{toPorts: [{ports: [{port: HTTP}]}]}"));
        assertThat(to(in, WORLD, 8080)).isEqualTo(ALLOWED);
        assertThat(to(in, WORLD, 80)).isEqualTo(DENIED);
        assertThat(in.decide(WORLD, DB, Protocol.UDP, 8080)).isEqualTo(DENIED);
        NaiveCilium out = of(egress("{toPorts: [{ports: [{port: http}]}]}"));
        assertThat(from(out, WEB, 8080)).isEqualTo(ALLOWED);
        assertThat(from(out, WORLD, 8080)).isEqualTo(DENIED);
        assertThat(to(of(ingress("{toPorts: [{ports: [{port: other}]}]}")), WEB, 8080))
                .isEqualTo(DENIED);
    }

    @Test
    @DisplayName("cilium-18 layer 7: the connection is possible; ICMP rules are about no port")
    void layer7() {
        NaiveCilium http =
                of(ingress("{toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{path: /}]}}]}"));
        assertThat(to(http, WEB, 80)).isEqualTo(ALLOWED);
        assertThat(to(of(ingress("{icmps: [{fields: [{type: 8}]}]}")), WEB, 80)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName("what the input does not say: names, groups, Services, nodes by labels, and the host firewall")
    void unknown() {
        for (String peers : new String[] {"toFQDNs: [{matchName: a.b}]", "toGroups: [{aws: {}}]"}) {
            NaiveCilium twin = of(egress("{" + peers + "}"));
            assertThat(from(twin, WORLD, 80)).isEqualTo(UNKNOWN);
            assertThat(from(twin, WEB, 80)).isEqualTo(DENIED);
        }
        assertThat(from(of(egress("{toServices: [{k8sService: {serviceName: a}}]}")), WEB, 80))
                .isEqualTo(UNKNOWN);
        NaiveCilium nodes = of(egress("{toNodes: [{matchLabels: {role: control}}]}"));
        assertThat(from(nodes, CONTROL, 80)).isEqualTo(UNKNOWN);
        assertThat(from(nodes, OTHER, 80)).isEqualTo(DENIED);
        String host = "kind: CiliumClusterwideNetworkPolicy\nmetadata: {name: h}\nspec: {nodeSelector: {matchLabels:"
                + " {role: control}}, ingress: [{}]}";
        assertThat(from(of(host), CONTROL, 80)).isEqualTo(UNKNOWN);
        assertThat(from(of(host), OTHER, 80)).isEqualTo(ALLOWED);
        assertThat(from(of(host, egress("{}")), CONTROL, 80)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName("unknown field: a rule that allows matches nothing, one that denies everything")
    void failsClosed() {
        admits(of(ingress("{fromEntities: [all], somethingNew: {}}")));
        NaiveCilium deny = of(cnp(
                "a", "enableDefaultDeny: {ingress: false}, ingressDeny: [{fromEntities: [none], somethingNew: {}}]"));
        admits(deny);
    }

    @Test
    @DisplayName(
            "subject: pods of the own namespace, whatever namespace the selector may name; spec and specs are both in"
                    + " force")
    void subjects() {
        String named = ingress("{}").replace("app: db", "app: db, 'k8s:io.kubernetes.pod.namespace': pay");
        assertThat(to(of(named), WEB, 80)).isEqualTo(DENIED);
        String both = "kind: CiliumNetworkPolicy\nmetadata: {namespace: shop, name: a}\nspec: {endpointSelector: {},"
                + " ingress: [{}]}\nspecs: [{endpointSelector: {}, ingress: [{fromEntities: [world]}]}]";
        admits(of(both), WORLD, WORLD6);
    }
}
