package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code --cni}: whose policies count, where the input holds policies and no plugin. */
final class CniOptionTest {
    private static final String SHOP = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop, labels: {app: web}}
            spec: {automountServiceAccountToken: false, containers: [{name: c, image: web, ports: [{containerPort: 80}]}]}
            status: {podIP: 10.0.0.1}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: db, namespace: data, labels: {app: db}}
            spec: {serviceAccountName: db, containers: [{name: c, image: db, ports: [{containerPort: 80}]}]}
            status: {podIP: 10.0.0.2}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: db, namespace: data}
            spec: {type: LoadBalancer, selector: {app: db}, ports: [{port: 80}]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: b}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects: [{kind: ServiceAccount, name: db, namespace: data}]
            """;

    /** Lets nobody in, but where Cilium enforces it. */
    private static final String CILIUM = """
            ---
            apiVersion: cilium.io/v2
            kind: CiliumNetworkPolicy
            metadata: {name: closed, namespace: data}
            spec: {endpointSelector: {}, ingress: [{fromEndpoints: [{matchLabels: {app: nobody}}]}]}
            """;

    /** Lets nobody in, but where Calico enforces it. */
    private static final String CALICO = """
            ---
            apiVersion: projectcalico.org/v3
            kind: NetworkPolicy
            metadata: {name: default.closed, namespace: data}
            spec: {selector: all(), types: [Ingress]}
            """;

    /** Lets in whatever has the address of a pod, but not pods where Cilium enforces it. */
    private static final String BLOCK = """
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: closed, namespace: data}
            spec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/24}}]}]}
            """;

    /** Lets one pod in, where Calico enforces it. */
    private static final String CALICO_OPEN = """
            ---
            apiVersion: projectcalico.org/v3
            kind: NetworkPolicy
            metadata: {name: default.open, namespace: data}
            spec:
              selector: all()
              types: [Ingress]
              ingress: [{action: Allow, source: {selector: app == 'web', namespaceSelector: all()}}]
            """;

    private static final String QUESTION = " --from internet --to cluster-admin";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("plain.yaml"), SHOP);
        Files.writeString(folder.resolve("cilium.yaml"), SHOP + CILIUM);
        Files.writeString(folder.resolve("calico.yaml"), SHOP + CALICO);
        Files.writeString(folder.resolve("block.yaml"), SHOP + BLOCK);
        Files.writeString(folder.resolve("policy.yaml"), """
                schemaVersion: 1
                assertions:
                - {id: A-1, reason: because, noPath: {from: internet, to: cluster-admin, assume: 1}}
                """);
        Files.writeString(folder.resolve("only-calico.yaml"), CALICO);
        Files.writeString(folder.resolve("both.yaml"), SHOP + CILIUM + CALICO_OPEN);
    }

    /** Words of a command, in which a word that ends in .yaml is a file. */
    private String run(String command, String... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> words = new ArrayList<>();
        for (String word : command.split(" ")) {
            words.add(word.endsWith(".yaml") ? folder.resolve(word).toString() : word);
        }
        words.addAll(Arrays.asList(more));
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words.toArray(String[]::new));
        assertThat(code).as(err.toString()).isIn(Exit.OK, Exit.NO, Exit.UNKNOWN);
        return out.toString();
    }

    /** What a command says of the input as it is, and with {@code --cni kubernetes}, for which its policy is another's. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            paths FILE --from internet --to cluster-admin        | no path                     | 1 path, cheapest
            why FILE --from internet --to cluster-admin          | no path; why-not says       | the cheapest path
            why-not FILE --from internet --to cluster-admin      | what would complete one     | perhaps there is a path
            cut FILE --from internet --to cluster-admin          | nothing to cut              | 1 edit closes it
            blast-radius FILE --from internet                    | nothing is reached          | cluster-admin
            choke-points FILE --from internet --to cluster-admin | 0 of 1 footholds            | 1 of 1 footholds
            diff FILE FILE --from internet --to cluster-admin    | after:  no path             | after:  1 path
            what-if FILE --delete Pod/shop/web --from internet --to cluster-admin | after:  no path | after:  1 path
            check FILE --policy policy.yaml                      | ok  A-1                     | FAIL  A-1
            exposure FILE                                        | nothing is open             | 1 way in from the internet
            summary FILE                                         | internet → cluster-admin  no path | internet → cluster-admin  there is a path
            reach FILE --from shop/web --to data/db --port 80    | denied                      | allowed
            connections FILE                                     | shop/web[Pod] => 0.0.0.0    | shop/web[Pod] => data/db[Pod]
            """)
    void the_answer_is_that_of_the_plugin(String command, String closed, String open) {
        for (String family : List.of("cilium", "calico")) {
            String asked = command.replace("FILE", family + ".yaml");
            assertThat(run(asked)).as(family).contains(closed).doesNotContain(open);
            assertThat(run(asked, "--cni", "kubernetes")).as(family).contains(open);
            assertThat(run(asked, "--cni=" + family)).as(family).contains(closed);
            assertThat(run(asked, "--profile", "kubernetes")).as(family).contains(open);
        }
    }

    @ParameterizedTest
    @CsvSource({"who-reaches cilium.yaml --to cluster-admin", "inventory cilium.yaml"})
    void what_else_depends_on_it(String command) {
        assertThat(run(command, "--cni", "kubernetes")).isNotEqualTo(run(command));
        assertThat(run(command, "--cni", "cilium")).isEqualTo(run(command));
    }

    /** Whose policies are there is not yet who is there to enforce them; who is named is. */
    @Test
    void who_is_named_enforces_them() {
        assertThat(run("netlint cilium.yaml")).contains("enforcement of policies unproven", "[enforcement-unproven]");
        assertThat(run("netlint cilium.yaml", "--cni", "cilium"))
                .contains("Cilium enforces policies", "CiliumNetworkPolicy data/closed matches nobody")
                .doesNotContain("[enforcement-unproven]");
        assertThat(run("netlint cilium.yaml", "--cni", "calico")).contains("Calico enforces policies");
        assertThat(run("netlint cilium.yaml", "--cni", "kubernetes")).contains("enforcement of policies unproven");
    }

    /** Cilium takes no pod for one that a block of addresses means. */
    @Test
    void a_block_of_addresses_means_pods_or_not() {
        String question = "paths block.yaml --assume 1 --from pod:shop/web --to cluster-admin";
        assertThat(run(question)).contains("1 path, cheapest");
        assertThat(run(question, "--cni", "cilium")).contains("no path");
        assertThat(run(question, "--cni", "calico")).contains("1 path, cheapest");
    }

    /** Of both families neither is told by the input. A cut is proved by the plugin that was named. */
    @Test
    void a_cut_is_proved_by_the_same_plugin() {
        String cut = "cut both.yaml --assume 1 --from pod:shop/web --to cluster-admin --never ClusterRoleBinding"
                + " --never ServiceAccount --never Pod/data/db";
        assertThat(run(cut, "--cni", "calico"))
                .contains(
                        "1 edit closes it", "NetworkPolicy.projectcalico.org data/open", "analysed anew, has no path.");
        assertThat(run(cut, "--cni", "cilium")).contains("nothing to cut: no path");
        assertThat(run(cut)).contains("no permitted edit helps");
    }

    /** The clusters that would complete a path are judged as this one, too. */
    @Test
    void what_would_have_to_be_otherwise_is_judged_by_the_same_plugin() {
        assertThat(run("why-not block.yaml --assume 1 --from pod:shop/web --to cluster-admin", "--cni", "cilium"))
                .contains("Miss 1  price 1000, then effort 11")
                .contains("- NetworkPolicy data/closed would have to admit TCP 80 from Pod shop/web to Pod data/db");
    }

    @Test
    void a_change_of_policies_is_judged_as_the_cluster_was_before() {
        String delete = "what-if cilium.yaml --delete CiliumNetworkPolicy/data/closed" + QUESTION;
        assertThat(run(delete)).contains("before: no path").contains("after:  1 path");
        assertThat(run(delete, "--cni", "kubernetes"))
                .contains("before: 1 path")
                .contains("after:  1 path");
        String other =
                "what-if cilium.yaml --delete CiliumNetworkPolicy/data/closed --with only-calico.yaml" + QUESTION;
        assertThat(run(other)).as("Calico's are still another's").contains("after:  1 path");
        assertThat(run(other, "--cni", "calico")).contains("before: 1 path").contains("after:  no path");
        assertThat(run("diff cilium.yaml calico.yaml" + QUESTION)).contains("before: no path", "after:  1 path");
        assertThat(run("netdiff cilium.yaml calico.yaml")).contains("+ shop/web[Pod] => data/db[Pod]");
    }

    /** Before there was nothing that told. */
    @Test
    void the_first_policy_of_a_plugin_counts() {
        assertThat(run("what-if plain.yaml --with only-calico.yaml" + QUESTION))
                .contains("before: 1 path", "after:  no path");
        assertThat(run("what-if plain.yaml --with only-calico.yaml" + QUESTION, "--cni", "kubernetes"))
                .contains("after:  1 path");
        assertThat(run("diff plain.yaml calico.yaml" + QUESTION)).contains("before: 1 path", "after:  no path");
        assertThat(run("netdiff plain.yaml calico.yaml")).contains("- shop/web[Pod] => data/db[Pod]");
        assertThat(run("netdiff plain.yaml calico.yaml", "--cni", "cilium")).doesNotContain("- shop/web[Pod]");
    }

    static Stream<String> questionsOfPackets() {
        return Stream.of(
                "paths cilium.yaml",
                "why cilium.yaml" + QUESTION,
                "why-not cilium.yaml" + QUESTION,
                "cut cilium.yaml",
                "check cilium.yaml",
                "diff cilium.yaml cilium.yaml",
                "what-if cilium.yaml --delete Pod/shop/web",
                "blast-radius cilium.yaml --from internet",
                "who-reaches cilium.yaml --to cluster-admin",
                "choke-points cilium.yaml",
                "escalations -f cilium.yaml",
                "summary cilium.yaml",
                "connections cilium.yaml",
                "reach cilium.yaml --from shop/web --to data/db",
                "exposure cilium.yaml",
                "netlint cilium.yaml",
                "netdiff cilium.yaml cilium.yaml",
                "inventory cilium.yaml");
    }

    @ParameterizedTest
    @MethodSource("questionsOfPackets")
    void a_plugin_that_is_not_known_is_a_mistake_in_the_use(String command) {
        run(command, "--cni", "ovn-kubernetes");
        assertThat(code(command, "--cni", "weave")).isEqualTo(Exit.USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("\"weave\"", "kubernetes, np-guard, calico, cilium, ovn-kubernetes");
    }

    /** Nothing about rights hangs on it. */
    @ParameterizedTest
    @CsvSource({"can-i get pods --as bob -f cilium.yaml", "who-can get pods -f cilium.yaml", "rights bob -f cilium.yaml"
    })
    void questions_about_rights_do_not_take_it(String command) {
        run(command);
        assertThat(code(command, "--cni", "cilium")).isEqualTo(Exit.USAGE);
    }

    private int code(String command, String... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Stream<String> words = Arrays.stream(command.split(" "))
                .map(word -> word.endsWith(".yaml") ? folder.resolve(word).toString() : word);
        return Main.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Stream.concat(words, Arrays.stream(more)).toArray(String[]::new));
    }
}
