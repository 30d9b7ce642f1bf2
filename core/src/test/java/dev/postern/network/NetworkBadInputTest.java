package dev.postern.network;

import static dev.postern.model.Outcome.ALLOWED;
import static dev.postern.model.Outcome.DENIED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Diagnostic;
import dev.postern.model.Outcome;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is odd or wrong in policies, read as a user's input is: what the API server takes counts as it stands, and what it
 * refuses is not applied and says so with its place. Replayed against kube-apiserver 1.36.
 */
final class NetworkBadInputTest {
    private static final String PODS = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop, labels: {app: web}}
            spec: {containers: [{name: app, image: app}]}
            status: {phase: Running, podIPs: [{ip: 10.1.2.3}, {ip: "fd00::9"}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: db, namespace: shop, labels: {app: db}}
            spec: {containers: [{name: app, image: app}]}
            status: {phase: Running, podIPs: [{ip: 10.1.2.4}, {ip: "fd00::a"}]}
            ---
            """;
    private static final int LINE_OF_POLICY = PODS.split("\n", -1).length;

    private record Read(Network network, List<Diagnostic> diagnostics) {
        static Read of(String text) {
            ClusterSnapshot snapshot =
                    ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream((PODS + text).getBytes(UTF_8)))));
            Network network = Network.of(snapshot.cluster());
            List<Diagnostic> all = new ArrayList<>(snapshot.diagnostics());
            all.addAll(network.diagnostics());
            return new Read(network, all);
        }

        Outcome outcome(int port) {
            return network.decide(Flow.from(Endpoint.workload("shop", "web"))
                            .to(Endpoint.workload("shop", "db"))
                            .tcp(port))
                    .outcome();
        }

        List<String> errors() {
            return diagnostics.stream()
                    .filter(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR)
                    .map(Diagnostic::message)
                    .toList();
        }

        List<String> codes() {
            return diagnostics.stream().map(Diagnostic::code).toList();
        }
    }

    private static Read policy(String rules) {
        return Read.of(
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: np, namespace: shop}\nspec: "
                        + rules + "\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "overlapping CIDRs|[{ipBlock: {cidr: 10.0.0.0/8}}, {ipBlock: {cidr: 10.1.0.0/16}}]|ALLOWED|",
                "overlapping CIDRs, one with an exception|[{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}, {ipBlock: {cidr: 10.1.2.0/24}}]|ALLOWED|",
                "an exception twice|[{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16, 10.1.0.0/16]}}]|DENIED|",
                "IPv6 that is not canonical|[{ipBlock: {cidr: 'fd00:0:0:0::9/128'}}]|ALLOWED|",
                "IPv6 in capitals|[{ipBlock: {cidr: 'FD00::/8'}}]|ALLOWED|",
                "another IPv6|[{ipBlock: {cidr: 'fd00:0:0:0::8/128'}}]|DENIED|",
                "IPv4 written as IPv6|[{ipBlock: {cidr: '::ffff:10.0.0.0/104'}}]|ALLOWED|network-policy-legacy-cidr",
                "every IPv4 address|[{ipBlock: {cidr: 0.0.0.0/0}}]|ALLOWED|",
                "every IPv6 address|[{ipBlock: {cidr: '::/0'}}]|ALLOWED|",
                "IPv6 with zeros in front|[{ipBlock: {cidr: '00fd::/16'}}]|DENIED|",
                "a prefix with a zero in front|[{ipBlock: {cidr: 10.0.0.0/08}}]|ALLOWED|network-policy-legacy-cidr",
                "host bits|[{ipBlock: {cidr: 10.200.0.7/8}}]|ALLOWED|network-policy-legacy-cidr",
                "host bits in an exception|[{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.7/16]}}]|DENIED|network-policy-legacy-cidr",
                "zeros in front|[{ipBlock: {cidr: 010.0.0.0/08}}]|ALLOWED|network-policy-legacy-cidr",
                "values: null is none|[{podSelector: {matchExpressions: [{key: app, operator: Exists, values: null}]}}]|ALLOWED|",
            })
    void what_some_server_takes_is_applied(String title, String from, Outcome outcome, String code) {
        Read read = policy("{podSelector: {}, ingress: [{from: " + from + "}]}");
        assertThat(read.outcome(80)).isEqualTo(outcome);
        assertThat(read.codes()).isEqualTo(code == null ? List.of() : List.of(code));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "an IPv6 zone|{ingress: [{from: [{ipBlock: {cidr: 'fe80::1%eth0/64'}}]}]}|ipBlock.cidr is not a CIDR",
                "no prefix|{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0}}]}]}|ipBlock.cidr is not a CIDR",
                "no CIDR|{ingress: [{from: [{ipBlock: {}}]}]}|ipBlock.cidr is not a CIDR",
                "an empty peer|{ingress: [{from: [{}]}]}|names no peer",
                "a null peer|{ingress: [{from: [null]}]}|names no peer",
                "a null selector|{ingress: [{from: [{podSelector: null}]}]}|names no peer",
                "endPort below port|{ingress: [{ports: [{port: 80, endPort: 79}]}]}|endPort is not between",
                "endPort 0|{ingress: [{ports: [{port: 80, endPort: 0}]}]}|endPort is not between",
                "endPort 65536|{ingress: [{ports: [{port: 80, endPort: 65536}]}]}|endPort is not between",
                "port 65536|{ingress: [{ports: [{port: 65536}]}]}|neither a number from 1 to 65535",
                "port 0|{ingress: [{ports: [{port: 0}]}]}|neither a number from 1 to 65535",
                "a port beyond 32 bits|{ingress: [{ports: [{port: 4294967376}]}]}|neither a number from 1 to 65535",
                "a port as text|{ingress: [{ports: [{port: '80'}]}]}|neither a number from 1 to 65535",
                "an empty name of a port|{ingress: [{ports: [{port: ''}]}]}|neither a number from 1 to 65535",
                "a name in capitals|{ingress: [{ports: [{port: HTTP}]}]}|neither a number from 1 to 65535",
                "a protocol unknown|{ingress: [{ports: [{protocol: ICMP}]}]}|a protocol that is not TCP",
                "a protocol in small letters|{ingress: [{ports: [{protocol: tcp, port: 80}]}]}|a protocol that is not TCP",
                "an operator unknown|{podSelector: {matchExpressions: [{key: app, operator: Is, values: [db]}]}}|operator",
                "an operator in small letters|{podSelector: {matchExpressions: [{key: app, operator: in, values: [db]}]}}|operator",
                "an operator of nodes|{podSelector: {matchExpressions: [{key: app, operator: Gt, values: ['1']}]}}|operator",
                "no label's key|{podSelector: {matchExpressions: [{key: 'a b', operator: DoesNotExist}]}}|what no label can be",
                "no label's value|{podSelector: {matchExpressions: [{key: a, operator: NotIn, values: ['b c']}]}}|what no label can be",
                "no label|{podSelector: {matchLabels: {a: 'b c'}}}|what no label can be",
                "a type in small letters|{podSelector: {}, policyTypes: [ingress]}|is not Ingress, Egress or both",
                "three types|{podSelector: {}, policyTypes: [Ingress, Egress, Ingress]}|is not Ingress, Egress or both",
                "rules as a map|{podSelector: {}, ingress: {}}|holds a value of a wrong type",
                "rules as text|{podSelector: {}, egress: all}|holds a value of a wrong type",
                "a rule as a list|{podSelector: {}, ingress: [[]]}|holds a value of a wrong type",
                "peers as a map|{podSelector: {}, ingress: [{from: {podSelector: {}}}]}|holds a value of a wrong type",
                "ports as a map|{podSelector: {}, ingress: [{ports: {port: 80}}]}|holds a value of a wrong type",
                "a peer as text|{podSelector: {}, ingress: [{from: [all]}]}|holds a value of a wrong type",
                "a port item as text|{podSelector: {}, ingress: [{ports: ['80']}]}|holds a value of a wrong type",
                "a port with a fraction|{podSelector: {}, ingress: [{ports: [{port: 80.5}]}]}|holds a value of a wrong type",
                "a port as a boolean|{podSelector: {}, ingress: [{ports: [{port: true}]}]}|holds a value of a wrong type",
                "endPort as text|{podSelector: {}, ingress: [{ports: [{port: 80, endPort: '90'}]}]}|holds a value of a wrong type",
                "endPort beyond 32 bits|{podSelector: {}, ingress: [{ports: [{port: 80, endPort: 4294967386}]}]}|holds a value of a wrong type",
                "except as text|{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: 10.1.0.0/16}}]}]}|holds a value of a wrong type",
                "a type as text|{podSelector: {}, policyTypes: Ingress}|holds a value of a wrong type",
                "a selector as a list|{podSelector: [], policyTypes: [Ingress]}|holds a value of a wrong type",
                "labels as a list|{podSelector: {matchLabels: [app]}, policyTypes: [Ingress]}|holds a value of a wrong type",
                "a label's value as a number|{podSelector: {matchLabels: {app: 1}}, policyTypes: [Ingress]}|holds a value of a wrong type",
                "expressions as a map|{podSelector: {matchExpressions: {}}, policyTypes: [Ingress]}|holds a value of a wrong type",
                "values as text|{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: web}]}, policyTypes: [Ingress]}|holds a value of a wrong type",
                "a spec as a list|[]|holds a value of a wrong type",
            })
    void what_the_server_refuses_is_not_applied_and_says_so(String title, String spec, String fault) {
        Read read = policy(spec);
        assertThat(read.errors())
                .anySatisfy(message -> assertThat(message)
                        .contains(fault)
                        .contains("the API server refuses this policy, so it is not applied here either"));
        assertThat(read.diagnostics())
                .allSatisfy(
                        diagnostic -> assertThat(diagnostic.source().line()).isGreaterThanOrEqualTo(LINE_OF_POLICY));
        for (int port : new int[] {79, 80, 65535}) {
            assertThat(read.outcome(port)).isEqualTo(ALLOWED);
        }
    }

    @Test
    @DisplayName("a value of a wrong type is told at its own line, and does not widen a rule")
    void wrongType() {
        Read read = policy(
                "\n  podSelector: {}\n  policyTypes: [Ingress]\n  ingress:\n  - from:\n      podSelector: {}\n    ports: []");
        assertThat(read.diagnostics())
                .extracting(diagnostic -> diagnostic.source().line() - LINE_OF_POLICY + " " + diagnostic.code())
                .containsExactly("4 wrong-type", "8 wrong-type");
        Read beside = policy(
                "{podSelector: {}, policyTypes: [Ingress]}\n---\napiVersion: networking.k8s.io/v1\nkind:"
                        + " NetworkPolicy\nmetadata: {name: bad, namespace: shop}\nspec: {podSelector: {}, ingress: [{from: {}}]}");
        assertThat(beside.outcome(80)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName("nor in a policy of an administrator")
    void wrongTypeOfAdministrators() {
        Read read = Read.of(baseline("default", "Deny").replace("from: [", "ports: {portNumber: {}}, from: ["));
        assertThat(read.errors())
                .anySatisfy(message -> assertThat(message)
                        .contains(
                                "BaselineAdminNetworkPolicy default: spec.subject is in a spec that holds a value of a"
                                        + " wrong type"));
        assertThat(read.outcome(80)).isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("a null rule is a rule without fields, which allows all")
    void nullRule() {
        Read read = policy("{podSelector: {}, ingress: [null]}");
        assertThat(read.outcome(80)).isEqualTo(ALLOWED);
        assertThat(read.diagnostics()).isEmpty();
    }

    @Test
    @DisplayName("a refused policy leaves those beside it in force")
    void others() {
        Read read = policy(
                "{podSelector: {}, policyTypes: [Ingress]}\n---\napiVersion: networking.k8s.io/v1\nkind:"
                        + " NetworkPolicy\nmetadata: {name: bad, namespace: shop}\nspec: {podSelector: {}, ingress: [{from: [{}]}, {}]}");
        assertThat(read.errors())
                .singleElement()
                .satisfies(message -> assertThat(message).contains("shop/bad"));
        assertThat(read.outcome(80)).isEqualTo(DENIED);
    }

    @Test
    @DisplayName("a second BaselineAdminNetworkPolicy is refused, the one named default is in force")
    void twoBaselines() {
        Read read = Read.of(baseline("other", "Allow") + "---\n" + baseline("default", "Deny"));
        assertThat(read.errors())
                .singleElement()
                .satisfies(message -> assertThat(message)
                        .startsWith("BaselineAdminNetworkPolicy other: metadata.name is not default"));
        assertThat(read.outcome(80)).isEqualTo(DENIED);
    }

    private static String baseline(String name, String action) {
        return "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: BaselineAdminNetworkPolicy\nmetadata: {name: "
                + name + "}\nspec: {subject: {namespaces: {}}, ingress: [{action: " + action
                + ", from: [{namespaces: {}}]}]}\n";
    }

    @Test
    @DisplayName("equal priorities are taken, and reported where both are for one pod")
    void equalPriorities() {
        String admin = baseline("a", "Deny").replace("Baseline", "").replace("spec: {", "spec: {priority: 7, ");
        Read read =
                Read.of(admin + "---\n" + admin.replace("name: a", "name: b").replace("Deny", "Allow"));
        assertThat(read.codes()).containsExactly("network-policy-ambiguous");
        assertThat(read.outcome(80)).isEqualTo(DENIED);
    }
}
