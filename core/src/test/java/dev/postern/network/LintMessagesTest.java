package dev.postern.network;

import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Cluster;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What findings about policies that match nobody say, and how grave they are. */
class LintMessagesTest {
    private static final String WEB =
            pod("shop", "web", "{containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}", "");

    /** Of findings of one kind: its severity and message. */
    private static List<String> of(NetworkFindingKind kind, Cluster cluster) {
        return NetworkLint.of(Network.of(cluster)).stream()
                .filter(finding -> finding.kind() == kind)
                .map(finding -> finding.severity() + " " + finding.message())
                .toList();
    }

    private static List<String> of(NetworkFindingKind kind, String... manifests) {
        return of(kind, Manifests.cluster(String.join("\n---\n", manifests)));
    }

    private static String admin(String subject) {
        return "kind: AdminNetworkPolicy\nmetadata: {name: a}\nspec: {priority: 1, subject: " + subject
                + ", ingress: [{action: Deny, from: [{namespaces: {}}]}]}";
    }

    private static final String FOR_JOB = policy("{podSelector: {matchLabels: {app: job}}}");
    private static final String NOTHING = "selects no pod and no template of the input";

    @Test
    void a_policy_that_selects_nothing_names_the_pod_that_it_would_select_but_for_its_state() {
        NetworkFindingKind kind = NetworkFindingKind.SELECTS_NOTHING;
        assertThat(of(kind, WEB, FOR_JOB)).containsExactly("WARNING NetworkPolicy shop/np " + NOTHING);
        String ended = pod("shop", "job").replace("Running", "Failed");
        assertThat(of(kind, WEB, ended, FOR_JOB))
                .containsExactly("INFO NetworkPolicy shop/np " + NOTHING + ", but for Pod shop/job, which has ended");
        String onHost = pod("shop", "job", "{hostNetwork: true}", "");
        assertThat(of(kind, WEB, onHost, FOR_JOB))
                .containsExactly("WARNING NetworkPolicy shop/np " + NOTHING
                        + ", but for Pod shop/job, which is on the host network");
        assertThat(of(kind, WEB, onHost.replace("app: job", "app: other"), FOR_JOB))
                .as("other labels")
                .containsExactly("WARNING NetworkPolicy shop/np " + NOTHING);
        assertThat(of(kind, WEB, onHost.replace("namespace: shop", "namespace: pay"), FOR_JOB))
                .as("another namespace")
                .containsExactly("WARNING NetworkPolicy shop/np " + NOTHING);
    }

    @Test
    void so_does_one_of_an_administrator_in_the_namespaces_that_it_is_for() {
        NetworkFindingKind kind = NetworkFindingKind.SELECTS_NOTHING;
        String ended = pod("pay", "job").replace("Running", "Succeeded");
        String team = "kind: Namespace\nmetadata: {name: pay, labels: {team: a}}";
        String subject =
                "{pods: {namespaceSelector: {matchLabels: {team: a}}, podSelector: {matchLabels: {app: job}}}}";
        assertThat(of(kind, WEB, ended, team, admin(subject)))
                .containsExactly("INFO AdminNetworkPolicy a " + NOTHING + ", but for Pod pay/job, which has ended");
        assertThat(of(kind, WEB, ended, admin(subject))).containsExactly("INFO AdminNetworkPolicy a " + NOTHING);
    }

    @Test
    void of_a_cluster_that_was_read_whole_it_is_certain() {
        String yaml = String.join(
                "\n---\n",
                "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: a, uid: '1'}\nspec: {containers: [{name: c}]}",
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: np, namespace: shop}\n"
                        + "spec: {podSelector: {matchLabels: {app: job}}}");
        Cluster live = ClusterSnapshot.read(
                        List.of(Input.stdin(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))))
                .cluster();
        assertThat(of(NetworkFindingKind.SELECTS_NOTHING, live))
                .containsExactly("WARNING NetworkPolicy shop/np selects no pod and no template");
    }

    @Test
    void a_selector_that_contradicts_itself_is_named_with_its_label() {
        NetworkFindingKind kind = NetworkFindingKind.CONTRADICTION;
        String never = "{matchExpressions: [{key: a, operator: Exists}, {key: a, operator: DoesNotExist}]}";
        assertThat(of(kind, WEB, policy("{podSelector: " + never + "}")))
                .containsExactly(
                        "WARNING spec.podSelector of NetworkPolicy shop/np matches nothing, whatever runs: no label"
                                + " a can be as it wants");
        assertThat(of(kind, WEB, admin("{namespaces: " + never + "}")))
                .containsExactly(
                        "WARNING spec.subject.namespaces of AdminNetworkPolicy a matches nothing, whatever runs:"
                                + " no label a can be as it wants");
        assertThat(of(
                        kind,
                        WEB,
                        policy("{podSelector: {}, egress: [{to: [{podSelector: {}}, {podSelector: " + never
                                + ", namespaceSelector: {}}]}]}")))
                .containsExactly("WARNING spec.egress[0].to[1].podSelector of NetworkPolicy shop/np matches nothing,"
                        + " whatever runs: no label a can be as it wants");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{from: [{podSelector: {matchLabels: {app: x}}}], ports: [{port: 80}]}|TCP 80 from shop/app=x",
                "{from: [{namespaceSelector: {matchLabels: {team: x}}}]}|any port from namespaces team=x",
                "{from: [{namespaceSelector: {matchLabels: {team: x}}, podSelector: {matchLabels: {app: y}}}]}|any port from namespaces team=x/app=y",
                "{from: [{podSelector: {matchLabels: {app: x}}}], ports: [{protocol: UDP}, {port: 8000, endPort: 8010}, {port: http}]}|UDP any port, TCP 8000-8010, TCP http from shop/app=x",
                "{from: [{podSelector: {matchLabels: {app: x}}}], ports: [{port: 1}, {port: 2}, {port: 3}, {port: 4}, {port: 5}]}|TCP 1, TCP 2, TCP 3 and 2 more from shop/app=x",
            })
    void a_rule_is_cited_in_short(String rule, String text) {
        Cluster cluster =
                Manifests.cluster(String.join("\n---\n", WEB, policy("{podSelector: {}, ingress: [" + rule + "]}")));
        assertThat(NetworkLint.of(Network.of(cluster)).stream()
                        .filter(finding -> finding.kind() == NetworkFindingKind.RULE_WITHOUT_PEERS))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.fact().value()).isEqualTo(text);
                    assertThat(finding.message())
                            .isEqualTo(
                                    "spec.ingress[0] of NetworkPolicy shop/np matches nobody: its peers are no pod and no"
                                            + " template of the input");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}|any port to 10.0.0.0/8 except 10.1.0.0/16",
                "{ports: [{port: 53}]}|TCP 53 to anybody",
            })
    void a_rule_that_another_makes_redundant_is_cited_in_short(String rule, String text) {
        Cluster cluster =
                Manifests.cluster(String.join("\n---\n", WEB, policy("{podSelector: {}, egress: [{}, " + rule + "]}")));
        assertThat(NetworkLint.of(Network.of(cluster)).stream()
                        .filter(finding -> finding.kind() == NetworkFindingKind.REDUNDANT_RULE))
                .singleElement()
                .satisfies(finding -> assertThat(finding.fact().value()).isEqualTo(text));
    }

    @Test
    void a_name_of_a_port_counts_by_the_destination() {
        NetworkFindingKind kind = NetworkFindingKind.UNKNOWN_PORT_NAME;
        String none = " matches nothing: no pod %s of the input has a port of that name and protocol";
        assertThat(of(kind, WEB, policy("{podSelector: {}, ingress: [{ports: [{port: x}]}]}")))
                .containsExactly(
                        "WARNING spec.ingress[0].ports[0] of NetworkPolicy shop/np" + String.format(none, "selected"));
        String db = pod("pay", "db", "{containers: [{name: c, ports: [{name: x, containerPort: 1}]}]}", "");
        assertThat(of(kind, WEB, db, policy("{podSelector: {}, ingress: [{ports: [{port: x}]}]}")))
                .as("pods elsewhere do not count")
                .hasSize(1);
        assertThat(of(
                        kind,
                        WEB,
                        db,
                        policy("{podSelector: {}, egress: [{to: [{podSelector: {}}], ports: [{port: x}]}]}")))
                .containsExactly("WARNING spec.egress[0].ports[0] of NetworkPolicy shop/np"
                        + String.format(none, "of its peers"));
        assertThat(of(
                        kind,
                        WEB,
                        db,
                        policy("{podSelector: {}, egress: [{to: [{namespaceSelector: {matchLabels: "
                                + "{kubernetes.io/metadata.name: shop}}}], ports: [{port: x}]}]}")))
                .containsExactly(
                        "INFO spec.egress[0].ports[0] of NetworkPolicy shop/np" + String.format(none, "of its peers"));
        assertThat(of(
                        kind,
                        WEB,
                        db,
                        policy("{podSelector: {}, egress: [{to: [{namespaceSelector: {}}], ports: "
                                + "[{port: x}]}]}")))
                .isEmpty();
        assertThat(of(kind, WEB, policy("{podSelector: {}, ingress: [{ports: [{port: http}]}]}")))
                .isEmpty();
    }
}
