package dev.postern.network;

import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small worlds, each about one thing: who reaches whom on TCP 80, and that classes and rows say what the rules say. */
class EngineWorldsTest {
    private static final String WEB = pod("shop", "web", "10.0.0.1");
    private static final String DB = pod("shop", "db", "10.0.0.2");
    private static final String API = pod("pay", "api", "10.0.1.1");

    private static String pod(String namespace, String name, String... ips) {
        return pod(namespace, name, "{}", ips);
    }

    private static String spec(String namespace, String name, String spec, String... ips) {
        return pod(namespace, name, spec, ips);
    }

    private static String pod(String namespace, String name, String spec, String[] ips) {
        List<String> all = List.of(ips).stream().map(ip -> "{ip: '" + ip + "'}").toList();
        return "kind: Pod\nmetadata: {namespace: " + namespace + ", name: " + name + ", labels: {app: " + name
                + "}}\nspec: " + spec + "\nstatus: {phase: Running, podIPs: [" + String.join(", ", all) + "]}";
    }

    private static String of(String app, String rules) {
        return policy("shop", "of-" + app, "{podSelector: {matchLabels: {app: " + app + "}}, " + rules + "}");
    }

    private static String listening(String name, int port, String ip) {
        return spec("shop", name, "{containers: [{name: c, ports: [{name: http, containerPort: " + port + "}]}]}", ip);
    }

    private static String admin(String kind, String spec) {
        return "kind: " + kind + "\nmetadata: {name: " + (kind.startsWith("B") ? "default" : "a") + "}\nspec: {" + spec
                + "}";
    }

    private static final String FROM_WEB = "{from: [{podSelector: {matchLabels: {app: web}}}]";
    private static final String TEMPLATE = "kind: Deployment\nmetadata: {namespace: shop, name: web}\nspec: {template: "
            + "{metadata: {labels: {app: web}}}}";

    static List<Arguments> worlds() {
        return List.of(
                world("nothing said", "api > db, api > web, db > api, db > web, web > api, web > db", WEB, DB, API),
                world(
                        "closed to everybody",
                        "db > api, web > api",
                        WEB,
                        DB,
                        API,
                        policy("{podSelector: {}, policyTypes: [Ingress]}")),
                world(
                        "one direction closes the other end's way as well",
                        "api > db, api > web, db > web",
                        WEB,
                        DB,
                        API,
                        of("web", "policyTypes: [Egress]"),
                        of("db", "policyTypes: [Egress], egress: [{to: [{podSelector: {}}]}]")),
                world(
                        "a rule for one peer beside one for all on another port",
                        "api > web, db > api, db > web, web > api, web > db",
                        WEB,
                        DB,
                        API,
                        of("db", "ingress: [" + FROM_WEB + ", ports: [{port: 80}]}, {ports: [{port: 81}]}]")),
                world(
                        "both ends must have a port in common",
                        "api > web, db > api, db > web",
                        WEB,
                        DB,
                        API,
                        of("db", "ingress: [" + FROM_WEB + ", ports: [{port: 80}]}]"),
                        of("web", "policyTypes: [Egress], egress: [{ports: [{port: 81}, {port: 80, protocol: UDP}]}]")),
                world(
                        "namespaces by label",
                        "api > db, db > api, web > api",
                        WEB,
                        DB,
                        API,
                        "kind: Namespace\nmetadata: {name: pay, labels: {team: a}}",
                        policy("{podSelector: {}, policyTypes: [Ingress]}"),
                        of("db", "ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}}]}]")),
                world(
                        "a port's name is each destination's own",
                        "one > db, two > db, db > one, two > one",
                        listening("one", 80, "10.0.0.1"),
                        listening("two", 8080, "10.0.0.3"),
                        DB,
                        of("one", "ingress: [{ports: [{port: http}]}]"),
                        of("two", "ingress: [{ports: [{port: http}]}]")),
                world(
                        "a port's name in a rule of egress",
                        "db > one, one > db, one > two, two > db, two > one",
                        listening("one", 80, "10.0.0.1"),
                        listening("two", 8080, "10.0.0.3"),
                        DB,
                        of("db", "policyTypes: [Egress], egress: [{ports: [{port: http}]}]")),
                world(
                        "blocks with exceptions",
                        "web > db, web > api, db > web, db > api, api > web",
                        WEB,
                        DB,
                        API,
                        of("db", "ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/16, except: [10.0.1.0/24]}}]}]")),
                world(
                        "a template has no address that is known",
                        "api > db, api > web, db > api, db > web, web > api, web > db ?",
                        TEMPLATE,
                        DB,
                        API,
                        of("db", "ingress: [{from: [{ipBlock: {cidr: 10.0.1.0/24}}], ports: [{port: 80}]}]")),
                world(
                        "families are judged one by one",
                        "both > four, both > six, four > both, six > both",
                        pod("shop", "four", "10.0.0.1"),
                        pod("shop", "six", "fd00::1"),
                        pod("shop", "both", "10.0.0.2", "fd00::2"),
                        of(
                                "both",
                                "ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}, {ipBlock: {cidr: 'fd00::/16'}}]}]")),
                world(
                        "only by IPv6",
                        "both > four, both > six, six > both",
                        pod("shop", "four", "10.0.0.1"),
                        pod("shop", "six", "fd00::1"),
                        pod("shop", "both", "10.0.0.2", "fd00::2"),
                        of("both", "ingress: [{from: [{ipBlock: {cidr: 'fd00::/16'}}]}]")),
                world(
                        "administrators first, then pools, then the baseline",
                        "api > db, api > web, db > api, web > db",
                        WEB,
                        DB,
                        API,
                        admin(
                                "AdminNetworkPolicy",
                                "priority: 5, subject: {namespaces: {}}, ingress: [{action: Pass, from: [{pods: "
                                        + "{namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}}]}, {action: Allow, from: "
                                        + "[{namespaces: {matchLabels: {kubernetes.io/metadata.name: pay}}}], ports: [{portNumber: "
                                        + "{port: 80}}]}]"),
                        of("web", "policyTypes: [Ingress]").replace("of-web", "closed"),
                        of("db", "ingress: [" + FROM_WEB + "}]"),
                        admin(
                                "BaselineAdminNetworkPolicy",
                                "subject: {namespaces: {matchLabels: {kubernetes.io/metadata.name: pay}}}, ingress: [{action: "
                                        + "Deny, from: [{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}}]}]")),
                world(
                        "the host network is bound by nobody and no selector's peer",
                        "agent > api, agent > other, api > agent, api > db, api > other, db > agent, db > api, db > other, other > "
                                + "agent, other > api, agent > db ?, other > db ?",
                        spec("shop", "agent", "{hostNetwork: true, nodeName: n1}"),
                        spec("shop", "other", "{hostNetwork: true}"),
                        DB,
                        API,
                        policy("{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}")),
                world(
                        "a pod and its own node",
                        "db > agent, agent > db, agent > daemon, daemon > agent",
                        spec("shop", "agent", "{hostNetwork: true, nodeName: n1}"),
                        spec("shop", "daemon", "{hostNetwork: true, nodeName: n2}"),
                        spec("shop", "db", "{nodeName: n1}", "10.0.0.2"),
                        spec("shop", "api", "{nodeName: n3}", "10.0.0.3"),
                        policy("{podSelector: {}, policyTypes: [Ingress, Egress]}")));
    }

    private static Arguments world(String title, String open, String... manifests) {
        return Arguments.of(title, open, manifests);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("worlds")
    void who_reaches_whom(String title, String open, String[] manifests) {
        EngineAnswers answers = new EngineAnswers(Verdicts.of(manifests).network());
        assertThat(answers.literally()).containsExactlyInAnyOrder(open.split(", "));
        answers.agree();
    }

    /** Rows that differ in whom they name and in nothing else share what they admit beside. */
    @Test
    void many_policies_of_one_shape() {
        List<String> manifests = new ArrayList<>(List.of(WEB, DB));
        List<String> open = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int next = (i + 1) % 12;
            manifests.add(pod("shop", "s" + i, "10.0.2." + i));
            manifests.add(of(
                    "s" + i,
                    "policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: {matchLabels: {app: s" + next
                            + "}}}], ports: [{port: 80}]}, {ports: [{port: 53, protocol: UDP}]}], egress: [{to: [{podSelector: "
                            + "{}}]}]"));
            open.add("s" + next + " > s" + i);
            open.add("s" + i + " > web");
            open.add("s" + i + " > db");
        }
        open.addAll(List.of("web > db", "db > web"));
        Network network = Verdicts.of(manifests.toArray(new String[0])).network();
        EngineAnswers answers = new EngineAnswers(network);
        assertThat(answers.literally()).containsExactlyInAnyOrderElementsOf(open);
        answers.agree();
        assertThat(network.classCount()).isEqualTo(13);
    }

    @Test
    void pods_that_no_policy_tells_apart_are_one_class() {
        List<String> manifests =
                new ArrayList<>(List.of(of("web", "ingress: [{from: [{podSelector: {matchLabels: {app: db}}}]}]")));
        IntStream.range(0, 4).forEach(i -> {
            manifests.add(pod("shop", "web", "10.0.0." + i).replace("name: web,", "name: web" + i + ","));
            manifests.add(pod("shop", "db", "10.0.1." + i).replace("name: db,", "name: db" + i + ","));
            manifests.add(pod("shop", "x" + i, "10.0.2." + i));
        });
        Network network = Verdicts.of(manifests.toArray(new String[0])).network();
        assertThat(network.classCount()).isEqualTo(3);
        assertThat(network.cluster().pods())
                .allSatisfy(pod -> assertThat(network.podsOf(network.classOf(pod)))
                        .hasSize(4)
                        .contains(pod)
                        .allMatch(other -> network.classOf(other) == network.classOf(pod)));
        new EngineAnswers(network).agree();
        assertThat(network.allowedPairs())
                .as("all but those to web from others than db")
                .isEqualTo(12 * 11 - 4 * 7);
    }
}
