package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Findings about Cilium's policies, and the nearest input in which there are none. */
class CiliumLintTest {
    private static final int SEEDS = 1_000_000_000;
    private static final Pattern RULE = Pattern.compile("(spec|specs\\[([0-9]+)])\\.([a-zA-Z]+)\\[([0-9]+)].*");
    private static final String WEB = pod("web", "http", 8080);
    private static final String DB = pod("db", "sql", 5432);

    private static String pod(String name, String port, int number) {
        return "{kind: Pod, metadata: {namespace: shop, name: " + name + ", labels: {app: " + name
                + "}}, spec: {containers: [{name: c, ports: [{name: " + port + ", containerPort: " + number + "}]}]}}";
    }

    private static String cnp(String selector, String fields) {
        return "{kind: CiliumNetworkPolicy, metadata: {namespace: shop, name: a}, spec: {endpointSelector: {" + selector
                + "}, " + fields + "}}";
    }

    private static String db(String fields) {
        return cnp("matchLabels: {app: db}", fields);
    }

    private static List<String> lint(String... manifests) {
        Network network = Network.of(Manifests.cluster(String.join("\n---\n", manifests)), CniProfile.CILIUM);
        assertThat(network.diagnostics()).isEmpty();
        return NetworkLint.of(network).stream()
                .map(finding -> (finding.severity() == Severity.WARNING ? "" : "note ")
                        + finding.kind().code() + " " + finding.field())
                .filter(finding -> !finding.contains("enforcement") && !finding.contains("default-deny"))
                .toList();
    }

    static Stream<Arguments> findings() {
        String fromWeb = "fromEndpoints: [{matchLabels: {app: web}}]";
        return Stream.of(
                Arguments.of(
                        "selects-nothing spec.endpointSelector",
                        cnp("matchLabels: {app: api}", "ingress: [{}]"),
                        db("ingress: [{}]")),
                Arguments.of(
                        "note rule-without-peers spec.ingress[0]",
                        db("ingress: [{fromEndpoints: [{matchLabels: {app: api}}]}]"),
                        db("ingress: [{" + fromWeb + "}]")),
                Arguments.of(
                        "rule-without-peers spec.ingress[1]",
                        db("ingress: [{" + fromWeb + "}, {}]"),
                        db("ingress: [{" + fromWeb + "}, {fromEntities: [host]}]")),
                Arguments.of(
                        "rule-without-peers spec.egress[0]",
                        db("egress: [{toEndpoints: [], toPorts: [{ports: [{port: '80'}]}]}, {toEntities: [world]}]"),
                        db("egress: [{toFQDNs: [{matchName: a.b}]}, {toNodes: [{}]}]")),
                Arguments.of(
                        "shadowed-rule spec.ingress[0]",
                        db("ingress: [{" + fromWeb + "}, {fromEntities: [all]}], ingressDeny: [{" + fromWeb + "}]"),
                        db("ingress: [{" + fromWeb + "}], ingressDeny: [{" + fromWeb
                                + ", toPorts: [{ports: [{port: '5432'}]}]}]")),
                Arguments.of(
                        "note redundant-rule spec.ingress[1]",
                        db("ingress: [{fromEntities: [world]}, {fromEntities: [world], toPorts: [{ports: [{port:"
                                + " '5432'}]}]}]"),
                        db("ingress: [{fromEntities: [world], toPorts: [{ports: [{port: '5432', protocol: TCP}],"
                                + " rules: {http: [{}]}}]}, {fromEntities: [world], toPorts: [{ports: [{port: '5432',"
                                + " protocol: TCP}]}]}]")),
                Arguments.of(
                        "unknown-port-name spec.ingress[0].toPorts[0].ports[1]",
                        db("ingress: [{toPorts: [{ports: [{port: sql}, {port: http}]}]}]"),
                        db("ingress: [{toPorts: [{ports: [{port: sql}, {port: SQL}]}]}]")),
                Arguments.of(
                        "note port-without-listener spec.ingress[0].toPorts[0].ports[0]",
                        db("ingress: [{toPorts: [{ports: [{port: '80'}]}]}]"),
                        db("ingress: [{toPorts: [{ports: [{port: '5432'}, {port: '0'}]}]}]")));
    }

    @ParameterizedTest
    @MethodSource("findings")
    void finds_what_is_there_and_nothing_else(String finding, String with, String without) {
        assertThat(lint(WEB, DB, with)).contains(finding);
        assertThat(lint(WEB, DB, without)).doesNotContain(finding);
    }

    @Test
    void an_empty_rule_alone_is_a_default_denial() {
        assertThat(lint(WEB, DB, cnp("", "ingress: [{}], egress: [{}]"))).isEmpty();
        assertThat(noDefault(cnp("", "ingress: [{}], egress: [{}]"))).isEmpty();
        assertThat(noDefault(cnp("", "ingress: [{}]"))).containsExactly("Namespace shop");
        assertThat(noDefault("{kind: CiliumClusterwideNetworkPolicy, metadata: {name: a}, spec: {endpointSelector: {},"
                        + " ingress: [{}], egressDeny: [{toEntities: [none]}]}}"))
                .isEmpty();
    }

    private static List<String> noDefault(String policy) {
        Cluster cluster = Manifests.cluster(String.join("\n---\n", WEB, DB, policy));
        return NetworkLint.of(Network.of(cluster, CniProfile.CILIUM)).stream()
                .filter(finding -> finding.kind() == NetworkFindingKind.NO_DEFAULT_DENY)
                .map(finding -> finding.object().toString())
                .toList();
    }

    @Test
    void policies_of_a_plugin_that_is_not_there_are_not_enforced() {
        String calico =
                "{kind: DaemonSet, metadata: {namespace: kube-system, name: calico-node}, spec: {template: {spec:"
                        + " {containers: [{name: n, image: 'docker.io/calico/node:v3.28.0'}]}}}}";
        Cluster cluster = Manifests.cluster(String.join("\n---\n", WEB, DB, calico, db("ingress: [{}]")));
        assertThat(NetworkLint.of(Network.of(cluster, CniProfile.CILIUM))).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(NetworkFindingKind.NOT_ENFORCED);
            assertThat(finding.message())
                    .isEqualTo("CiliumNetworkPolicy shop/a is there, and Calico does not enforce it");
        });
    }

    @Property(tries = 300)
    void without_a_rule_that_never_fires_or_is_redundant_every_verdict_is_the_same(
            @ForAll @IntRange(max = SEEDS) int seed) {
        List<Map<String, Object>> objects = RandomCilium.objects(seed);
        Cluster cluster = RandomClusters.build(objects);
        Network network = Network.of(cluster, CniProfile.CILIUM);
        for (NetworkFinding finding : NetworkLint.of(network)) {
            Matcher rule = RULE.matcher(finding.field());
            boolean idle = finding.kind() == NetworkFindingKind.SHADOWED_RULE
                    || finding.kind() == NetworkFindingKind.REDUNDANT_RULE
                    || finding.kind() == NetworkFindingKind.RULE_WITHOUT_PEERS
                            && finding.severity() == Severity.WARNING;
            if (idle && rule.matches() && finding.object().kind().startsWith("Cilium")) {
                Cluster less = RandomClusters.build(without(objects, finding, rule));
                // A policy without any rule is refused as a whole.
                boolean refused = Network.of(less, CniProfile.CILIUM).diagnostics().stream()
                        .anyMatch(fault -> fault.severity() == Severity.ERROR);
                assertThat(refused ? verdicts(cluster) : verdicts(less))
                        .as("%d %s", seed, finding)
                        .isEqualTo(verdicts(cluster));
            }
        }
    }

    private static List<Outcome> verdicts(Cluster cluster) {
        Network network = Network.of(cluster, CniProfile.CILIUM);
        List<Outcome> verdicts = new ArrayList<>();
        for (Pod source : cluster.pods()) {
            for (Pod destination : cluster.pods()) {
                for (int port : List.of(80, 81, 85)) {
                    verdicts.add(network.decide(source, destination, Protocol.TCP, port)
                            .outcome());
                }
            }
            for (String ip : RandomCilium.OUTSIDE) {
                for (String own : source.ips()) {
                    verdicts.add(network.decide(own, ip, Protocol.TCP, 80).outcome());
                    verdicts.add(network.decide(ip, own, Protocol.TCP, 80).outcome());
                }
            }
        }
        return verdicts;
    }

    private static List<Map<String, Object>> without(
            List<Map<String, Object>> objects, NetworkFinding finding, Matcher rule) {
        List<Map<String, Object>> less = new ArrayList<>();
        for (Map<String, Object> object : objects) {
            String name = Fields.text(Fields.child(object, "metadata"), "name");
            boolean meant = finding.object().kind().equals(object.get("kind"))
                    && finding.object().name().equals(name);
            less.add(meant ? without(object, rule) : object);
        }
        return less;
    }

    private static Map<String, Object> without(Map<String, Object> policy, Matcher rule) {
        Map<String, Object> copy = new LinkedHashMap<>(policy);
        if (rule.group(2) == null) {
            copy.put("spec", less(Fields.child(policy, "spec"), rule));
            return copy;
        }
        List<Map<String, Object>> specs = new ArrayList<>(Fields.maps(policy, "specs"));
        int index = Integer.parseInt(rule.group(2));
        specs.set(index, less(specs.get(index), rule));
        copy.put("specs", specs);
        return copy;
    }

    private static Map<String, Object> less(Map<String, Object> spec, Matcher rule) {
        List<Map<String, Object>> rules = new ArrayList<>(Fields.maps(spec, rule.group(3)));
        rules.remove(Integer.parseInt(rule.group(4)));
        Map<String, Object> copy = new LinkedHashMap<>(spec);
        copy.put(rule.group(3), rules);
        return copy;
    }
}
