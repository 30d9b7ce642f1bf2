package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic.Severity;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of finding: where it is found, and the nearest input in which it is not. */
class NetworkLintTest {
    private static final String WEB = "{kind: Pod, metadata: {namespace: shop, name: web, labels: {app: web}}, spec: "
            + "{containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}}";
    private static final String DB = "{kind: Pod, metadata: {namespace: shop, name: db, labels: {app: db}}, spec: "
            + "{containers: [{name: c, ports: [{name: sql, containerPort: 5432}]}]}}";
    private static final String DENY = policy("deny", "podSelector: {}, policyTypes: [Ingress, Egress]");

    private static String policy(String name, String spec) {
        return "{kind: NetworkPolicy, metadata: {namespace: shop, name: " + name + "}, spec: {" + spec + "}}";
    }

    private static String web(String ingress) {
        return policy(
                "web", "podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress], ingress: [" + ingress + "]");
    }

    private static String admin(String name, int priority, String ingress) {
        return "{kind: AdminNetworkPolicy, metadata: {name: " + name + "}, spec: {priority: " + priority
                + ", subject: {namespaces: {}}, ingress: [" + ingress + "]}}";
    }

    private static String baseline(String ingress) {
        return "{kind: BaselineAdminNetworkPolicy, metadata: {name: default}, spec: {subject: {namespaces: {}}, ingress: ["
                + ingress + "]}}";
    }

    private static final String ALL = "from: [{namespaces: {}}]";
    private static final String FROM_WEB =
            "from: [{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}}]";

    static List<String> lint(String... manifests) {
        Cluster cluster = Manifests.cluster(String.join("\n---\n", manifests));
        return NetworkLint.of(Network.of(cluster)).stream()
                .map(finding -> (finding.severity() == Severity.WARNING ? "" : "note ")
                        + finding.kind().code() + " " + finding.object() + " " + finding.field())
                .filter(finding -> !finding.contains("enforcement-unproven"))
                .toList();
    }

    static Stream<Arguments> found() {
        return Stream.of(
                Arguments.of(
                        "selects-nothing NetworkPolicy shop/api spec.podSelector",
                        new String[] {WEB, DENY, policy("api", "podSelector: {matchLabels: {app: api}}")}),
                Arguments.of(
                        "note selects-nothing NetworkPolicy shop/api spec.podSelector",
                        new String[] {policy("api", "podSelector: {matchLabels: {app: api}}")}),
                Arguments.of("note selects-nothing NetworkPolicy shop/web spec.podSelector", new String[] {
                    WEB.replace("spec: {", "status: {phase: Succeeded}, spec: {"), web("{from: [{podSelector: {}}]}")
                }),
                Arguments.of("contradiction NetworkPolicy shop/odd spec.podSelector", new String[] {
                    WEB,
                    DENY,
                    policy(
                            "odd",
                            "podSelector: {matchLabels: {app: web}, matchExpressions: [{key: app, operator: NotIn, values: [web]}]}")
                }),
                Arguments.of(
                        "contradiction NetworkPolicy shop/web spec.ingress[0].from[0].namespaceSelector", new String[] {
                            WEB,
                            DENY,
                            web(
                                    "{from: [{namespaceSelector: {matchExpressions: [{key: a, operator: Exists}, {key: a, operator: DoesNotExist}]}}]}")
                        }),
                Arguments.of(
                        "rule-without-peers NetworkPolicy shop/web spec.ingress[0]",
                        new String[] {WEB, DENY, web("{from: [{podSelector: {matchLabels: {app: api}}}]}")}),
                Arguments.of(
                        "note rule-without-peers NetworkPolicy shop/web spec.ingress[0]",
                        new String[] {WEB, DENY, web("{from: [{namespaceSelector: {matchLabels: {team: a}}}]}")}),
                Arguments.of(
                        "unknown-port-name NetworkPolicy shop/web spec.ingress[0].ports[0]",
                        new String[] {WEB, DENY, web("{ports: [{port: https}]}")}),
                Arguments.of(
                        "unknown-port-name NetworkPolicy shop/web spec.ingress[0].ports[0]",
                        new String[] {WEB, DENY, web("{ports: [{port: http, protocol: UDP}]}")}),
                Arguments.of(
                        "note port-without-listener NetworkPolicy shop/web spec.ingress[0].ports[1]",
                        new String[] {WEB, DENY, web("{ports: [{port: 8080}, {port: 9090}]}")}),
                Arguments.of("service-port NetworkPolicy shop/web spec.ingress[0].ports[0]", new String[] {
                    WEB,
                    DENY,
                    web("{ports: [{port: 80}]}"),
                    "{kind: Service, metadata: {namespace: shop, name: web}, spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}}"
                }),
                Arguments.of("redundant-rule NetworkPolicy shop/web spec.ingress[1]", new String[] {
                    WEB,
                    DB,
                    DENY,
                    web(
                            "{from: [{podSelector: {}}]}, {from: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 8080}]}")
                }),
                Arguments.of("note redundant-rule NetworkPolicy shop/web spec.ingress[1]", new String[] {
                    WEB,
                    DB,
                    DENY,
                    web("{from: [{podSelector: {matchExpressions: [{key: app, operator: Exists}]}}]}, "
                            + "{from: [{podSelector: {}}], ports: [{port: 8080}]}")
                }),
                Arguments.of("redundant-rule NetworkPolicy shop/web spec.ingress[0]", new String[] {
                    WEB,
                    DENY,
                    web("{from: [{ipBlock: {cidr: 10.1.0.0/16}}], ports: [{port: 8080}]}"),
                    policy(
                            "all",
                            "podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]")
                }),
                Arguments.of("shadowed-rule AdminNetworkPolicy a spec.ingress[1]", new String[] {
                    WEB, DENY, admin("a", 1, "{action: Deny, " + ALL + "}, {action: Allow, " + FROM_WEB + "}")
                }),
                Arguments.of("shadowed-rule AdminNetworkPolicy b spec.ingress[0]", new String[] {
                    WEB,
                    DENY,
                    admin("a", 1, "{action: Pass, " + ALL + "}"),
                    admin("b", 2, "{action: Allow, " + FROM_WEB + "}")
                }),
                Arguments.of("shadowed-rule NetworkPolicy shop/web spec.ingress[0]", new String[] {
                    WEB,
                    DB,
                    DENY,
                    admin("a", 1, "{action: Deny, " + ALL + "}"),
                    web("{from: [{podSelector: {matchLabels: {app: db}}}]}")
                }),
                Arguments.of(
                        "note baseline-never-asked BaselineAdminNetworkPolicy default spec.ingress",
                        new String[] {WEB, DENY, baseline("{action: Allow, " + ALL + "}")}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("found")
    void is_found(String expected, String[] manifests) {
        assertThat(lint(manifests).stream().filter(finding -> !finding.contains("default-deny")))
                .containsExactly(expected);
    }

    static Stream<Arguments> fine() {
        return Stream.of(
                Arguments.of("a policy that selects a template", new String[] {
                    DENY,
                    "{kind: Deployment, metadata: {namespace: shop, name: api}, spec: {template: {metadata: {labels: {app: api}}, spec: {containers: [{name: c}]}}}}",
                    policy("api", "podSelector: {matchLabels: {app: api}}, policyTypes: [Ingress]")
                }),
                Arguments.of("expressions that leave a value", new String[] {
                    WEB,
                    DENY,
                    policy(
                            "odd",
                            "podSelector: {matchExpressions: [{key: app, operator: In, values: [web, api]}, {key: app, operator: NotIn, values: [api]}, {key: b, operator: DoesNotExist}]}, policyTypes: [Ingress]")
                }),
                Arguments.of(
                        "an address that no pod has",
                        new String[] {WEB, DENY, web("{from: [{ipBlock: {cidr: 192.0.2.0/24}}]}")}),
                Arguments.of("a port name that one of two pods has", new String[] {
                    WEB,
                    DB,
                    DENY,
                    policy("names", "podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{port: sql}]}]")
                }),
                Arguments.of(
                        "a range in which something listens",
                        new String[] {WEB, DENY, web("{ports: [{port: 8000, endPort: 8100}]}")}),
                Arguments.of("a pod of which nothing is declared", new String[] {
                    WEB.replace("ports: [{name: http, containerPort: 8080}]", "image: x"),
                    DENY,
                    web("{ports: [{port: 9090}]}")
                }),
                Arguments.of("rules of which each allows something more", new String[] {
                    WEB,
                    DB,
                    DENY,
                    web(
                            "{from: [{podSelector: {}}], ports: [{port: 8080}]}, {from: [{podSelector: {matchLabels: {app: db}}}]}")
                }),
                Arguments.of("a block that reaches further", new String[] {
                    WEB,
                    DENY,
                    web(
                            "{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}, {from: [{ipBlock: {cidr: 10.0.0.0/15}}]}")
                }),
                Arguments.of("a rule that another policy repeats for some of the pods", new String[] {
                    WEB,
                    DB,
                    policy("all", "podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]"),
                    policy("out", "podSelector: {}, policyTypes: [Egress]")
                }),
                Arguments.of("the only egress rule, by which egress is isolated at all", new String[] {
                    WEB,
                    policy("a", "podSelector: {}, policyTypes: [Ingress, Egress], egress: [{}]"),
                    policy("b", "podSelector: {}, egress: [{to: [{podSelector: {}}]}]")
                }),
                Arguments.of("an administrator's rule behind one that leaves something", new String[] {
                    WEB, DB, DENY, admin("a", 1, "{action: Deny, " + FROM_WEB + "}, {action: Allow, " + ALL + "}")
                }),
                Arguments.of("policies of equal priority", new String[] {
                    WEB,
                    DENY,
                    admin("a", 1, "{action: Deny, " + ALL + "}"),
                    admin("b", 1, "{action: Deny, " + FROM_WEB + "}")
                }),
                Arguments.of("a rule to which another passes", new String[] {
                    WEB,
                    DB,
                    DENY,
                    admin("a", 1, "{action: Pass, " + FROM_WEB + "}, {action: Deny, " + ALL + "}"),
                    web("{from: [{podSelector: {matchLabels: {app: web}}}]}")
                }),
                Arguments.of("a baseline for a pod without policies", new String[] {
                    WEB,
                    baseline("{action: Deny, " + ALL + "}"),
                    policy("out", "podSelector: {}, policyTypes: [Egress]")
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fine")
    void is_fine(String what, String[] manifests) {
        assertThat(lint(manifests)).as(what).isEmpty();
    }

    @Test
    void a_namespace_is_open_for_each_direction_by_itself() {
        assertThat(lint(WEB, DB, web("{from: [{podSelector: {}}]}")))
                .containsExactly("no-default-deny Namespace shop ", "no-default-deny Namespace shop ");
        assertThat(lint(WEB, web("{from: [{podSelector: {matchLabels: {app: web}}}]}")))
                .containsExactly("no-default-deny Namespace shop ", "note no-default-deny Namespace shop ");
        assertThat(lint(WEB, DENY)).isEmpty();
        assertThat(lint(WEB.replace("spec: {", "spec: {hostNetwork: true, "))).isEmpty();
    }

    @Test
    void where_several_findings_stand_the_gravest_is_first() {
        assertThat(lint(WEB, web("{from: [{podSelector: {}}], ports: [{port: 9090}, {port: https}]}")))
                .containsExactly(
                        "unknown-port-name NetworkPolicy shop/web spec.ingress[0].ports[1]",
                        "no-default-deny Namespace shop ",
                        "note port-without-listener NetworkPolicy shop/web spec.ingress[0].ports[0]",
                        "note no-default-deny Namespace shop ");
    }
}
