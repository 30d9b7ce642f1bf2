package dev.postern.podsecurity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionWebhooksTest {
    private static final ObjectRef DB = ObjectRef.of("Secret", "shop", "db");

    private static final String CLUSTER = String.join(
            "\n",
            "---",
            "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: red}}}",
            "---",
            "{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: shop, labels: {app: db}}}",
            "---",
            "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {app: web}},"
                    + " spec: {containers: [{name: app, image: i}]}}",
            "---",
            "");

    private static Decision secret(String rule, String fields) {
        return secret(rule, fields, DB);
    }

    private static Decision secret(String rule, String fields, ObjectRef ref) {
        AdmissionWebhooks webhooks = webhooks("Validating", rule, fields);
        return webhooks.secret(webhooks.all().get(0), ref);
    }

    private static Decision newPods(String kind, String rule, String fields) {
        AdmissionWebhooks webhooks = webhooks(kind, rule, fields);
        return webhooks.newPods(webhooks.all().get(0), "shop");
    }

    private static AdmissionWebhooks webhooks(String kind, String rule, String fields) {
        String manifests = CLUSTER + "{apiVersion: admissionregistration.k8s.io/v1, kind: " + kind
                + "WebhookConfiguration, metadata: {name: w}, webhooks: [{name: w.example.com, rules: [" + rule + "]"
                + fields + "}]}\n";
        Cluster cluster = ClusterSnapshot.read(
                        List.of(Input.stdin(new ByteArrayInputStream(manifests.getBytes(UTF_8)))))
                .cluster();
        return PodSecurity.of(cluster).webhooks();
    }

    /** As the API server's own test of its rules; commas within a list are written as blanks. */
    @ParameterizedTest(name = "{0} on {1} of {2} {3}, scope {4}: {5}")
    @CsvSource({
        "CREATE,        secrets,       '\"\"', v1,    '*',        ALLOWED",
        "UPDATE,        secrets,       '\"\"', v1,    Namespaced, ALLOWED",
        "DELETE,        secrets,       '\"\"', '\"*\"', '*',      ALLOWED",
        "'\"*\"',       '\"*\"',       '\"*\"', '\"*\"', '*',     ALLOWED",
        "CREATE,        '\"*/*\"',     '\"\"', v1,    '*',        ALLOWED",
        "CREATE,        'secrets/*',   '\"\"', v1,    '*',        ALLOWED",
        "CREATE,        'pods secrets', '\"\"', v1,   '*',        ALLOWED",
        "CONNECT,       secrets,       '\"\"', v1,    '*',        DENIED",
        "create,        secrets,       '\"\"', v1,    '*',        DENIED",
        "CREATE,        'secrets/status', '\"\"', v1, '*',        DENIED",
        "CREATE,        '\"*/status\"', '\"\"', v1,   '*',        DENIED",
        "CREATE,        pods,          '\"\"', v1,    '*',        DENIED",
        "CREATE,        secrets,       apps,   v1,    '*',        DENIED",
        "CREATE,        secrets,       '\"\"', v1beta1, '*',      DENIED",
        "CREATE,        secrets,       '\"\"', v1,    Cluster,    DENIED",
        "CREATE,        secrets,       '\"\"', v1,    Everything, DENIED",
    })
    void aRuleMatchesAsTheApiServerMatchesIt(
            String operations, String resources, String groups, String versions, String scope, Outcome expected) {
        String rule = "{operations: [" + operations.replace(" ", ", ") + "], resources: ["
                + resources.replace(" ", ", ") + "], apiGroups: [" + groups + "], apiVersions: [" + versions
                + "], scope: \"" + scope + "\"}";
        assertThat(secret(rule, "").outcome()).isEqualTo(expected);
    }

    private static final String SECRETS =
            "{operations: [CREATE], resources: [secrets], apiGroups: [\"\"], apiVersions: [v1]}";
    private static final String PODS = SECRETS.replace("secrets", "pods");

    @Test
    void bothSelectorsMustMatch() {
        assertThat(secret(
                        SECRETS,
                        ", namespaceSelector: {matchLabels: {team: red}}, objectSelector: {matchLabels: {app: db}}"))
                .satisfies(sent -> assertThat(sent.isAllowed()).isTrue())
                .satisfies(sent -> assertThat(sent.evidence())
                        .extracting(fact -> fact.field() + "=" + fact.value())
                        .containsExactly(
                                "webhooks[0].rules[0]=CREATE of secrets",
                                "webhooks[0].namespaceSelector=team=red",
                                "webhooks[0].objectSelector=app=db"));
        assertThat(secret(SECRETS, ", namespaceSelector: {matchLabels: {team: blue}}")
                        .outcome())
                .isEqualTo(Outcome.DENIED);
        assertThat(secret(SECRETS, ", objectSelector: {matchLabels: {app: web}}")
                        .outcome())
                .isEqualTo(Outcome.DENIED);
    }

    @Test
    void everyRuleThatMatchesIsAGroundOfItsOwn() {
        assertThat(secret(SECRETS + ", " + PODS + ", " + SECRETS, "").supports())
                .hasSize(2);
    }

    @Test
    void whatTheInputDoesNotHoldIsUnknownAndNamed() {
        assertThat(secret(SECRETS, ", matchConditions: [{name: by-hand, expression: \"true\"}]"))
                .returns(Outcome.UNKNOWN, Decision::outcome)
                .returns("what the webhook's matchConditions say of the request (by-hand)", Decision::missing);
        assertThat(secret(
                        SECRETS,
                        ", namespaceSelector: {matchLabels: {team: red}}",
                        ObjectRef.of("Secret", "elsewhere", "db")))
                .returns(Outcome.UNKNOWN, Decision::outcome)
                .returns("the labels of Namespace elsewhere", Decision::missing);
        assertThat(secret(SECRETS, ", objectSelector: {matchLabels: {app: db}}", ObjectRef.of("Secret", "shop", "new")))
                .returns(Outcome.UNKNOWN, Decision::outcome)
                .returns("the labels of Secret shop/new", Decision::missing);
    }

    @Test
    void aNamespaceHasItsNameAsALabelWhetherOrNotTheInputShowsIt() {
        String selector = ", namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn,"
                + " values: [kube-system]}]}";
        assertThat(secret(SECRETS, selector, ObjectRef.of("Secret", "elsewhere", "db"))
                        .isAllowed())
                .isTrue();
        assertThat(secret(SECRETS, selector, ObjectRef.of("Secret", "kube-system", "db"))
                        .outcome())
                .isEqualTo(Outcome.DENIED);
    }

    @Test
    void onlyMutatingWebhooksChangePodsAndOnlyThoseTheyAreSent() {
        assertThat(newPods("Mutating", PODS, "").isAllowed()).isTrue();
        assertThat(newPods("Validating", PODS, "").outcome()).isEqualTo(Outcome.DENIED);
        assertThat(newPods("Mutating", PODS, ", objectSelector: {matchLabels: {app: web}}")
                        .isAllowed())
                .isTrue();
        assertThat(newPods("Mutating", PODS, ", objectSelector: {matchLabels: {app: db}}")
                        .outcome())
                .isEqualTo(Outcome.DENIED);
        assertThat(newPods("Mutating", PODS.replace("CREATE", "UPDATE"), "").outcome())
                .isEqualTo(Outcome.DENIED);
    }
}
