package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.listening;
import static dev.postern.attack.rule.Manifests.policy;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.attack.AttackEdge;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows that policies close today and that rights open, each side by itself. */
final class OpenedFlowsTest {
    private static final String NETWORKING = "networking.k8s.io";
    private static final String PORT = "port:data/db:tcp/5432";
    private static final String[] PODS = {listening("shop", "web", 8080), listening("data", "db", 5432)};
    private static final String SENDS_NOTHING = policy("shop", "web", "policyTypes: [Egress]");
    private static final String TAKES_NOTHING = policy("data", "db", "policyTypes: [Ingress]");
    private static final String ANN = grant("shop", "ann", ruleIn(NETWORKING, "create", "networkpolicies"));
    private static final String BOB = grant("data", "bob", ruleIn(NETWORKING, "patch", "networkpolicies"));

    private static boolean reaches(List<String> starts, String... manifests) {
        List<String> all = new ArrayList<>(List.of(PODS));
        all.addAll(List.of(manifests));
        Cluster cluster = Manifests.cluster(all.toArray(new String[0]));
        List<String> from = new ArrayList<>(starts);
        from.add("container:shop/web/app");
        return reached(cluster, from).contains(PORT);
    }

    /** What follows without any flaw of a program. */
    private static Set<String> reached(Cluster cluster, List<String> starts) {
        AttackGraph graph = TechniqueEdges.graph(cluster);
        List<Vertex> held = graph.vertices().stream()
                .filter(vertex -> starts.contains(vertex.id()))
                .toList();
        List<AttackEdge> edges =
                Closure.edges(graph).stream().filter(edge -> !edge.assumption()).toList();
        return new Closure(edges).from(held, vertex -> true);
    }

    @Test
    void eachSideNeedsItsOwnRightAndTwoIdentitiesMayHoldThem() {
        String[] both = {SENDS_NOTHING, TAKES_NOTHING, ANN, BOB};
        assertThat(reaches(List.of(), both)).isFalse();
        assertThat(reaches(List.of("user:ann"), both)).isFalse();
        assertThat(reaches(List.of("user:bob"), both)).isFalse();
        assertThat(reaches(List.of("user:ann", "user:bob"), both)).isTrue();
    }

    @Test
    void aSideThatIsOpenNeedsNone() {
        assertThat(reaches(List.of("user:bob"), TAKES_NOTHING, ANN, BOB)).isTrue();
        assertThat(reaches(List.of("user:ann"), TAKES_NOTHING, ANN, BOB)).isFalse();
        assertThat(reaches(List.of("user:ann"), SENDS_NOTHING, ANN, BOB)).isTrue();
        assertThat(reaches(List.of("user:bob"), SENDS_NOTHING, ANN, BOB)).isFalse();
    }

    @Test
    void theSideThatStaysBoundSaysWhatPasses() {
        String towardsDb = policy("shop", "web", "policyTypes: [Egress], egress: [{ports: [{port: 5432}]}]");
        String elsewhere = policy("shop", "web", "policyTypes: [Egress], egress: [{ports: [{port: 5433}]}]");
        assertThat(reaches(List.of("user:bob"), towardsDb, TAKES_NOTHING, BOB)).isTrue();
        assertThat(reaches(List.of("user:bob"), elsewhere, TAKES_NOTHING, BOB)).isFalse();
        String fromShop = policy(
                "data",
                "db",
                "policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name:"
                        + " shop}}}], ports: [{port: 5432}]}]");
        assertThat(reaches(List.of("user:ann"), SENDS_NOTHING, fromShop, ANN)).isTrue();
        assertThat(reaches(List.of("user:ann"), SENDS_NOTHING, fromShop.replace("shop}", "ops}"), ANN))
                .isFalse();
    }

    @Test
    void aRightWithoutAFootholdSendsNothing() {
        Cluster cluster = Manifests.cluster(String.join("\n---\n", PODS), TAKES_NOTHING, BOB);
        assertThat(reached(cluster, List.of("user:bob"))).doesNotContain(PORT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "update", "patch", "delete", "deletecollection", "*"})
    void everyWriteOpens(String verb) {
        String right = grant("data", "eve", ruleIn(NETWORKING, verb, "networkpolicies"));
        assertThat(reaches(List.of("user:eve"), TAKES_NOTHING, right)).isTrue();
    }

    @Test
    void whatOpensNothing() {
        String reads = grant("data", "eve", ruleIn(NETWORKING, "get,list,watch", "networkpolicies"));
        String elsewhere = grant("ops", "eve", ruleIn(NETWORKING, "*", "*"));
        String another = grant("data", "eve", ruleIn(NETWORKING, "delete", "networkpolicies", "other"));
        for (String right : List.of(reads, elsewhere, another)) {
            assertThat(reaches(List.of("user:eve"), TAKES_NOTHING, right)).isFalse();
        }
    }

    @Test
    void takingOnePolicyAwayLeavesTheOtherThatBindsThePod() {
        String second = policy("data", "db", "policyTypes: [Ingress]").replace("name: db, n", "name: second, n");
        String one = grant("data", "eve", ruleIn(NETWORKING, "delete", "networkpolicies", "db"));
        String two = grant("data", "eve", ruleIn(NETWORKING, "delete", "networkpolicies", "db", "second"));
        assertThat(reaches(List.of("user:eve"), TAKES_NOTHING, one)).isTrue();
        assertThat(reaches(List.of("user:eve"), TAKES_NOTHING, second, one)).isFalse();
        assertThat(reaches(List.of("user:eve"), TAKES_NOTHING, second, two)).isTrue();
    }

    @Test
    void whatAnAdministratorDeniesTakesAWriteToThatPolicy() {
        String denies =
                "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: deny}\nspec:"
                        + " {priority: 5, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}\n";
        String admin = grantEverywhere("eve", ruleIn("policy.networking.k8s.io", "create", "adminnetworkpolicies"));
        String inNamespace = grant("data", "fay", ruleIn("policy.networking.k8s.io", "*", "*"));
        assertThat(reaches(List.of("user:bob"), TAKES_NOTHING, denies, BOB, admin))
                .isFalse();
        assertThat(reaches(List.of("user:eve"), TAKES_NOTHING, denies, BOB, admin))
                .isTrue();
        assertThat(reaches(List.of("user:eve"), denies, admin)).isTrue();
        assertThat(reaches(List.of("user:fay"), denies, inNamespace)).isFalse();
    }

    @Test
    void aFlowIsTheSameFromBothOfItsEnds() {
        AttackGraph graph = TechniqueEdges.graph(Manifests.cluster(
                String.join("\n---\n", PODS),
                listening("data", "cache", 6379),
                SENDS_NOTHING,
                TAKES_NOTHING,
                policy("data", "cache", "policyTypes: [Egress, Ingress], egress: [{ports: [{port: 5432}]}]"),
                ANN,
                BOB));
        SearchSpace space = SearchSpace.of(graph, true);
        Set<String> out = new TreeSet<>();
        graph.forEachFlow(
                edge -> out.add(edge.premises().get(0).id() + " " + edge.to().id() + " " + edge.confidence()));
        Set<String> in = new TreeSet<>();
        for (Vertex head : graph.vertices()) {
            space.flowsInto(
                    space.index(head).orElseThrow(),
                    (tail, confidence) ->
                            in.add(space.vertex(tail).id() + " " + head.id() + " " + Confidence.values()[confidence]));
        }
        assertThat(in).isEqualTo(out);
        assertThat(in).contains("network:Pod/data/cache closed-port:data/db:tcp/5432 CERTAIN");
    }

    /** Whoever may write the policies of some namespaces reaches what passes when these policies are gone. */
    @Test
    void agreesWithAClusterWithoutThesePolicies() {
        List<String> names = List.of("a", "b", "c");
        List<String> pods = new ArrayList<>();
        List<String> rights = new ArrayList<>();
        for (String name : names) {
            pods.add(listening(name, "one", 80));
            pods.add(listening(name, "two", 81));
            rights.add(grant(name, "of-" + name, ruleIn(NETWORKING, "create", "networkpolicies")));
        }
        List<String> policies = List.of(
                policy("a", "one", "policyTypes: [Egress, Ingress]"),
                policy(
                        "b",
                        "one",
                        "policyTypes: [Ingress], ingress: [{ports: [{port: 81}]}, {from: [{podSelector: {}}]}]"),
                policy("b", "two", "policyTypes: [Egress], egress: [{ports: [{port: 80}]}]"),
                policy(
                        "c",
                        "two",
                        "policyTypes: [Ingress, Egress], egress: [{to: [{namespaceSelector: {}}], ports: [{port: 80}]}]"));
        List<String> all = new ArrayList<>(pods);
        all.addAll(rights);
        all.addAll(policies);
        Cluster cluster = Manifests.cluster(all.toArray(new String[0]));
        int compared = 0;
        for (int lifted = 0; lifted < 1 << names.size(); lifted++) {
            Set<String> open = new TreeSet<>();
            for (int i = 0; i < names.size(); i++) {
                if ((lifted >> i & 1) == 1) {
                    open.add(names.get(i));
                }
            }
            List<String> left = new ArrayList<>(pods);
            policies.stream()
                    .filter(policy -> open.stream().noneMatch(name -> policy.contains("namespace: " + name + "}")))
                    .forEach(left::add);
            Cluster without = Manifests.cluster(left.toArray(new String[0]));
            Network network = Network.of(without);
            for (Pod source : without.pods()) {
                List<String> starts =
                        open.stream().map(name -> "user:of-" + name).collect(Collectors.toList());
                starts.add(
                        "container:" + source.namespace() + "/" + source.meta().name() + "/app");
                Set<String> reached = reached(cluster, starts);
                for (Pod target : without.pods()) {
                    String name = target.meta().name();
                    int port = name.equals("one") ? 80 : 81;
                    if (!source.equals(target)) {
                        compared++;
                        assertThat(reached.contains("port:" + target.namespace() + "/" + name + ":tcp/" + port))
                                .as("%s -> %s with %s", source.object(), target.object(), open)
                                .isEqualTo(network.decide(source, target, Protocol.TCP, port)
                                        .isAllowed());
                    }
                }
            }
        }
        assertThat(compared).isEqualTo(8 * 6 * 5);
    }
}
