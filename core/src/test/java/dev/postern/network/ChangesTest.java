package dev.postern.network;

import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import dev.postern.model.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes of one cluster, one by one and one after the other: the network after each answers as one that is built anew. */
class ChangesTest {
    private static final String BY_TEAM =
            "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{namespaceSelector: "
                    + "{matchLabels: {team: blue}}}], ports: [{port: 80}]}]}";
    private static final String[] MANIFESTS = {
        namespace("shop", "blue"),
        namespace("pay", "red"),
        pod("shop", "cart", "{}", "10.0.0.1"),
        pod("shop", "db", "{}", "10.0.0.2"),
        pod("shop", "web", "{containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}", "10.0.0.3"),
        pod("shop", "web2", "{containers: [{name: c, ports: [{name: http, containerPort: 80}]}]}", "10.0.0.4"),
        pod("pay", "api", "{nodeName: n1}", "10.0.1.1"),
        pod("pay", "api2", "{nodeName: n1}", "10.0.1.2").replace("app: api2", "app: api"),
        pod("ops", "agent", "{hostNetwork: true, nodeName: n1}", ""),
        pod("ops", "job", "{}", "10.0.2.1").replace("Running", "Succeeded"),
        policy("shop", "by-team", BY_TEAM),
        policy("shop", "http", "{podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: http}]}]}"),
        policy("pay", "out", "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}]}]}"),
        policy(
                "pay",
                "blocks",
                "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/24, except: [10.0.0.2/32]}}]}]}"),
        admin("first", 1, "{action: Pass, from: [{namespaces: {matchLabels: {team: blue}}}]}"),
        admin(
                "second",
                2,
                "{action: Deny, from: [{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}}]}"),
        "kind: BaselineAdminNetworkPolicy\nmetadata: {name: default}\nspec: {subject: {namespaces: {}}, ingress: [{action: "
                + "Deny, from: [{namespaces: {matchLabels: {team: red}}}]}]}"
    };
    private static final Cluster CLUSTER = cluster(MANIFESTS);

    private static Cluster cluster(String... manifests) {
        return Manifests.cluster(String.join("\n---\n", manifests));
    }

    private static String namespace(String name, String team) {
        return "kind: Namespace\nmetadata: {name: " + name + ", labels: {team: " + team + "}}";
    }

    private static String admin(String name, int priority, String rule) {
        return "kind: AdminNetworkPolicy\nmetadata: {name: " + name + "}\nspec: {priority: " + priority
                + ", subject: {namespaces: {}}, ingress: [" + rule + "]}";
    }

    /** Some objects that come or are others than before, and some that go. */
    private record Change(Cluster come, Set<ObjectRef> gone) {
        Cluster of(Cluster cluster) {
            return cluster.with(come, gone);
        }
    }

    private static Arguments come(String title, String... manifests) {
        return Arguments.of(title, new Change(cluster(manifests), Set.of()));
    }

    private static Arguments gone(String kind, String namespace, String name) {
        ObjectRef ref = namespace.isEmpty() ? ObjectRef.cluster(kind, name) : ObjectRef.of(kind, namespace, name);
        return Arguments.of("without " + ref, new Change(cluster(), Set.of(ref)));
    }

    /** What a network takes over. */
    static List<Arguments> changes() {
        String job = pod("ops", "job", "{}", "10.0.2.1");
        return List.of(
                come("nothing"),
                gone("NetworkPolicy", "shop", "by-team"),
                gone("NetworkPolicy", "shop", "http"),
                gone("NetworkPolicy", "pay", "out"),
                gone("NetworkPolicy", "pay", "blocks"),
                gone("AdminNetworkPolicy", "", "first"),
                gone("BaselineAdminNetworkPolicy", "", "default"),
                gone("Pod", "shop", "cart"),
                gone("Pod", "shop", "db"),
                gone("Pod", "pay", "api"),
                gone("Pod", "ops", "agent"),
                gone("Namespace", "", "shop"),
                come("another peer", policy("shop", "by-team", BY_TEAM.replace("blue", "red"))),
                come("another port", policy("shop", "by-team", BY_TEAM.replace("80", "81"))),
                come("another subject", policy("shop", "by-team", BY_TEAM.replace("app: db", "app: cart"))),
                come(
                        "a policy in front",
                        policy("shop", "a", "{podSelector: {matchLabels: {app: db}}, ingress: [{}]}")),
                come("a policy behind", policy("shop", "z", "{podSelector: {}, policyTypes: [Ingress, Egress]}")),
                come("a policy that is refused", policy("shop", "bad", "{podSelector: {}, ingress: [{from: [{}]}]}")),
                come("a policy for nobody", policy("shop", "none", "{podSelector: {matchLabels: {app: x}}}")),
                come("a policy elsewhere", policy("new", "a", "{podSelector: {}}")),
                come(
                        "a peer that nobody named",
                        policy(
                                "pay",
                                "a",
                                "{podSelector: {matchLabels: {app: api}}, ingress: [{from: [{podSelector: {matchLabels: "
                                        + "{tier: x}}, namespaceSelector: {}}]}]}")),
                come(
                        "a block that nobody named",
                        policy("shop", "a", "{podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.1.2/32}}]}]}")),
                come(
                        "another priority",
                        admin("first", 3, "{action: Pass, from: [{namespaces: {matchLabels: {team: blue}}}]}")),
                come("another action", admin("second", 2, "{action: Allow, from: [{namespaces: {}}]}")),
                come("an administrator's policy", admin("third", 0, "{action: Deny, from: [{namespaces: {}}]}")),
                come("a label of a pod", pod("shop", "cart", "{}", "10.0.0.1").replace("app: cart", "app: db")),
                come(
                        "a label that nobody asks for",
                        pod("shop", "cart", "{}", "10.0.0.1").replace("app: cart", "app: cart, b: c")),
                come(
                        "a pod like another",
                        pod(
                                        "shop",
                                        "web3",
                                        "{containers: [{name: c, ports: [{name: http, containerPort: 80}]}]}",
                                        "10.0.0.9")
                                .replace("app: web3", "app: web")),
                come("a pod of a new namespace", pod("new", "x", "{}", "10.0.3.1")),
                come("a pod in front of all", pod("a", "a", "{}", "10.0.3.1")),
                come("another address", pod("shop", "cart", "{}", "10.0.1.77")),
                come("no address", pod("shop", "cart")),
                come(
                        "another port of its name",
                        pod(
                                "shop",
                                "web",
                                "{containers: [{name: c, ports: [{name: http, containerPort: 81}]}]}",
                                "10.0.0.3")),
                come("a pod that ends", pod("shop", "db", "{}", "10.0.0.2").replace("Running", "Failed")),
                come("a pod that runs again", job),
                come("another node", pod("pay", "api", "{nodeName: n2}", "10.0.1.1")),
                come("onto the host network", pod("pay", "api", "{hostNetwork: true, nodeName: n1}", "10.0.1.1")),
                come("labels of a namespace", namespace("pay", "blue")),
                come("labels of two namespaces", namespace("pay", "blue"), namespace("shop", "red")),
                come("a namespace that had no object", namespace("ops", "blue")),
                come(
                        "much at once",
                        namespace("pay", "blue"),
                        pod("shop", "cart", "{}", "10.0.0.1").replace("app: cart", "app: web"),
                        job,
                        policy("ops", "a", "{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}"),
                        policy("shop", "by-team", BY_TEAM.replace("blue", "red"))));
    }

    private static void same(Network network, Cluster cluster) {
        Network anew = Network.of(cluster, CniProfile.KUBERNETES);
        assertThat(new EngineAnswers(network).all()).isEqualTo(new EngineAnswers(anew).all());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void answers_as_one_that_is_built_anew(String title, Change change) {
        Cluster changed = change.of(CLUSTER);
        Network network =
                Network.of(CLUSTER, CniProfile.KUBERNETES).increment(changed).orElseThrow();
        same(network, changed);
        new EngineAnswers(network).agree();
    }

    @Test
    void one_change_after_the_other_and_back_again() {
        List<Change> all = new ArrayList<>();
        changes().forEach(change -> all.add((Change) change.get()[1]));
        Cluster cluster = CLUSTER;
        Network first = Network.of(cluster, CniProfile.KUBERNETES);
        List<String> before = new EngineAnswers(first).all();
        Network network = first;
        for (Change change : all) {
            cluster = change.of(cluster);
            network = network.after(cluster, CniProfile.KUBERNETES);
            same(network, cluster);
        }
        cluster = cluster.with(CLUSTER, Set.of());
        network = network.after(cluster, CniProfile.KUBERNETES);
        same(network, cluster);
        assertThat(new EngineAnswers(first).all())
                .as("the former one stays as it is")
                .isEqualTo(before);
    }
}
