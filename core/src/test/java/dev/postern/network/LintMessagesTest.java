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

    private static final String DB = pod("shop", "db");

    @Test
    void an_open_namespace_tells_how_many_of_its_pods_are() {
        NetworkFindingKind kind = NetworkFindingKind.NO_DEFAULT_DENY;
        String web = policy("{podSelector: {matchLabels: {app: web}}}");
        String egress = policy("shop", "out", "{podSelector: {}, policyTypes: [Egress]}");
        assertThat(of(kind, WEB, DB, egress))
                .containsExactly("WARNING Namespace shop: none of its pods is isolated for ingress");
        assertThat(of(kind, WEB, DB, egress, web))
                .containsExactly("WARNING Namespace shop: 1 of its 2 pods are not isolated for ingress");
        assertThat(of(kind, WEB, egress, web))
                .containsExactly(
                        "INFO Namespace shop: each of its pods is isolated for ingress, but a new one would not be");
        assertThat(of(kind, WEB, egress, policy("{podSelector: {}}"))).isEmpty();
        Cluster cluster = Manifests.cluster(String.join("\n---\n", WEB, DB, egress, web));
        assertThat(NetworkLint.of(Network.of(cluster)).stream().filter(finding -> finding.kind() == kind))
                .singleElement()
                .satisfies(finding -> assertThat(finding.because())
                        .extracting(Verdicts::text)
                        .containsExactly("Pod shop/db = no policy isolates it for ingress (default)"));
        assertThat(NetworkLint.of(Network.of(Manifests.cluster(String.join("\n---\n", WEB, egress, web)))).stream()
                        .filter(finding -> finding.kind() == kind))
                .singleElement()
                .satisfies(finding -> assertThat(finding.because())
                        .extracting(Verdicts::text)
                        .containsExactly("Pod shop/web metadata.namespace = shop (stated)"));
    }

    @Test
    void an_administrator_who_denies_everybody_leaves_no_namespace_open() {
        NetworkFindingKind kind = NetworkFindingKind.NO_DEFAULT_DENY;
        String egress = policy("shop", "out", "{podSelector: {}, policyTypes: [Egress]}");
        assertThat(of(kind, WEB, DB, egress, admin("{namespaces: {}}"))).isEmpty();
        assertThat(of(kind, WEB, DB, egress, admin("{namespaces: {}}").replace("Deny", "Pass")))
                .hasSize(1);
        assertThat(of(
                        kind,
                        WEB,
                        DB,
                        egress,
                        admin("{namespaces: {}}").replace("}}]}]}", "}}], ports: [{portNumber: {port: 1}}]}]}")))
                .hasSize(1);
    }

    @Test
    void a_rule_that_others_make_redundant_names_them() {
        NetworkFindingKind kind = NetworkFindingKind.REDUNDANT_RULE;
        String from = "{from: [{podSelector: {}}]%s}";
        String all = String.format(from, "");
        String some = String.format(from, ", ports: [{port: 80}]");
        assertThat(of(kind, WEB, DB, policy("{podSelector: {}, ingress: [" + all + ", " + some + "]}")))
                .containsExactly(
                        "WARNING spec.ingress[1] of NetworkPolicy shop/np allows nothing that is not allowed already,"
                                + " by spec.ingress[0]");
        assertThat(of(
                        kind,
                        WEB,
                        DB,
                        policy("shop", "a", "{podSelector: {}, ingress: [" + some + "]}"),
                        policy("shop", "b", "{podSelector: {matchLabels: {app: db}}, ingress: [" + all + "]}"),
                        policy("shop", "c", "{podSelector: {matchLabels: {app: web}}, ingress: [" + all + "]}")))
                .containsExactly(
                        "INFO spec.ingress[0] of NetworkPolicy shop/a allows nothing that is not allowed already, as"
                                + " far as the pods of the input go, by spec.ingress[0] of NetworkPolicy shop/b and 1 more");
        for (String bound : List.of("db", "web")) {
            assertThat(of(
                            kind,
                            WEB,
                            DB,
                            policy(
                                    "shop",
                                    "a",
                                    "{podSelector: {matchLabels: {app: " + bound + "}}, ingress: [" + all + "]}"),
                            policy("shop", "b", "{podSelector: {}, ingress: [" + all + "]}"),
                            policy("shop", "c", "{podSelector: {}, ingress: [" + some + "]}")))
                    .as("whichever pods have one more, one that all have is enough")
                    .contains(
                            "WARNING spec.ingress[0] of NetworkPolicy shop/c allows nothing that is not allowed already,"
                                    + " by spec.ingress[0] of NetworkPolicy shop/b");
        }
        assertThat(of(kind, WEB, DB, policy("{podSelector: {}, ingress: [" + all + ", " + all + "]}")))
                .as("of two that are equal the first stays")
                .containsExactly(
                        "WARNING spec.ingress[1] of NetworkPolicy shop/np allows nothing that is not allowed already,"
                                + " by spec.ingress[0]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{from: [{namespaceSelector: {}}]}|{from: [{podSelector: {}}]}|true",
                "{from: [{namespaceSelector: {}}]}|{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}]}|true",
                "{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}]}|{from: [{namespaceSelector: {}}]}|false",
                "{ports: [{protocol: TCP}]}|{ports: [{port: http}]}|true",
                "{ports: [{protocol: UDP}]}|{ports: [{port: http}]}|false",
                "{ports: [{port: http}]}|{ports: [{port: http}]}|true",
                "{ports: [{port: 8080}]}|{ports: [{port: http}]}|false",
                "{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}|{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}|true",
                "{from: [{ipBlock: {cidr: 0.0.0.0/1}}, {ipBlock: {cidr: 128.0.0.0/1}}]}|{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}|false",
                "{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}|{from: [{ipBlock: {cidr: 10.0.0.0/8}}, {podSelector: {}}]}|false",
                "{from: [{ipBlock: {cidr: 0.0.0.0/0}}, {podSelector: {}}]}|{from: [{ipBlock: {cidr: 10.0.0.0/8}}, {podSelector: {matchLabels: {app: db}}}]}|true",
            })
    void one_rule_covers_another_if_it_takes_in_all_of_its_peers_and_ports(
            String wide, String narrow, boolean covered) {
        List<String> found = of(
                NetworkFindingKind.REDUNDANT_RULE,
                WEB,
                DB,
                pod("pay", "api"),
                policy("{podSelector: {}, ingress: [" + wide + ", " + narrow + "]}"));
        assertThat(found.stream().filter(message -> message.contains("spec.ingress[1] of")))
                .hasSize(covered ? 1 : 0);
    }

    @Test
    void every_kind_of_finding_explains_itself() {
        assertThat(NetworkFindingKind.values())
                .allSatisfy(kind -> assertThat(List.of(kind.title(), kind.meaning(), kind.remedy()))
                        .doesNotHaveDuplicates()
                        .allMatch(text -> text.length() > 10));
    }
}
