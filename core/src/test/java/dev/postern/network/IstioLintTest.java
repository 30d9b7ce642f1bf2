package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of finding about policies of Istio: where it is found, and the nearest input in which it is not. */
class IstioLintTest {
    private static final String SERVICE =
            "kind: Service\nmetadata: {name: db, namespace: shop}\nspec: {selector: {app: db}, "
                    + "ports: [{name: http, port: 8080}, {name: tcp, port: 5432}]}";

    private static String pod(String name) {
        return "kind: Pod\nmetadata: {name: " + name + ", namespace: shop, labels: {app: " + name + "}}\n"
                + "spec: {containers: [{name: c, image: i}, {name: istio-proxy, image: i}]}\nstatus: {phase: Running}";
    }

    private static String policy(String action, String rules) {
        return "kind: AuthorizationPolicy\nmetadata: {name: p, namespace: shop}\nspec: {selector: {matchLabels: {app: db}}, "
                + "action: " + action + ", rules: [" + rules + "]}";
    }

    private static String mutual(String spec) {
        return "kind: PeerAuthentication\nmetadata: {name: m, namespace: shop}\nspec: " + spec;
    }

    private static List<String> lint(String... manifests) {
        List<String> all = new ArrayList<>(List.of(pod("db"), pod("web"), SERVICE));
        all.addAll(List.of(manifests));
        return NetworkLint.of(Network.of(IstioManifests.read(all))).stream()
                .filter(finding -> finding.kind() != NetworkFindingKind.NO_DEFAULT_DENY)
                .map(finding -> (finding.severity() == Severity.WARNING ? "" : "note ")
                        + finding.kind().code() + " " + finding.field())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "ALLOW|{from: [{source: {principals: ['*']}}]}|none",
                "ALLOW|none|note lets-nothing-in spec.rules",
                "ALLOW|{from: [{source: {namespaces: [gone]}}]}|note rule-without-peers spec.rules[0]",
                "ALLOW|'{from: [{source: {namespaces: [gone]}}, {source: {namespaces: [shop]}}]}'|none",
                "ALLOW|{to: [{operation: {methods: [GET]}}]}|none",
                "ALLOW|'{to: [{operation: {methods: [GET], ports: [\"5432\"]}}]}'|http-field-at-other-port spec.rules[0]",
                "ALLOW|'{}, {to: [{operation: {methods: [GET], ports: [\"5432\"]}}]}'"
                        + "|http-field-at-other-port spec.rules[1]",
                "DENY|{to: [{operation: {methods: [GET]}}]}|http-field-at-other-port spec.rules[0]",
                "DENY|'{to: [{operation: {methods: [GET], ports: [\"8080\"]}}]}'|none",
                "DENY|{from: [{source: {namespaces: [shop]}}]}|unproven-identity spec.rules[0]",
                "DENY|{from: [{source: {notNamespaces: [shop]}}]}|none",
                "ALLOW|{from: [{source: {notNamespaces: [shop]}}]}|unproven-identity spec.rules[0]",
                "ALLOW|{from: [{source: {notPrincipals: ['*']}}]}|none",
                "ALLOW|'{from: [{source: {notServiceAccounts: [web], ipBlocks: [10.0.0.0/8]}}]}'"
                        + "|unproven-identity spec.rules[0]",
                "ALLOW|'{from: [{source: {notPrincipals: [a], namespaces: [shop]}}]}'|none",
            })
    void rules(String action, String rules, String finding) {
        List<String> expected = finding == null ? List.of() : List.of(finding);
        assertThat(lint(policy(action, rules == null ? "" : rules))).isEqualTo(expected);
    }

    @Test
    void mutual_tls_proves_who_somebody_is_and_without_it_nobody_is_anybody() {
        String deny = policy("DENY", "{from: [{source: {namespaces: [shop]}}]}");
        assertThat(lint(deny, mutual("{mtls: {mode: STRICT}}"))).isEmpty();
        assertThat(lint(deny, mutual("{mtls: {mode: PERMISSIVE}}"))).containsExactly("unproven-identity spec.rules[0]");
        String allow = policy("ALLOW", "{from: [{source: {namespaces: [shop]}}]}");
        assertThat(lint(allow, mutual("{mtls: {mode: DISABLE}}"))).containsExactly("unproven-identity spec.rules[0]");
        assertThat(lint(allow, mutual("{mtls: {mode: PERMISSIVE}}"))).isEmpty();
    }

    @Test
    void policies_for_no_pod_with_a_proxy() {
        String gone = policy("ALLOW", "{}").replace("app: db", "app: gone");
        assertThat(lint(gone)).containsExactly("selects-nothing spec.selector.matchLabels");
        String selecting = mutual("{selector: {matchLabels: {app: gone}}, mtls: {mode: STRICT}}");
        assertThat(lint(selecting)).containsExactly("note selects-nothing spec.selector.matchLabels");
        assertThat(lint(selecting.replace("gone", "db"))).isEmpty();
    }
}
