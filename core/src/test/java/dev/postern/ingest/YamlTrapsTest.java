package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.LabelSelector;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.Pod;
import dev.postern.model.Service;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which YAML is easily read otherwise than kubectl reads it. */
class YamlTrapsTest {
    private static Pod pod(String... spec) {
        return Snapshots.clean(
                        "apiVersion: v1", "kind: Pod", "metadata: {name: p, namespace: ns}", String.join("\n", spec))
                .pods()
                .get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "on", "y", "True", "!!bool \"yes\""})
    void aYaml11WordIsABoolean(String written) {
        assertThat(pod("spec:", "  hostNetwork: " + written).spec().hostNetwork())
                .isTrue();
    }

    @Test
    void aQuotedWordIsAStringAndIsReportedWhereABooleanIsWanted() {
        ClusterSnapshot snapshot = Snapshots.read(
                "apiVersion: v1",
                "kind: Pod",
                "metadata: {name: p}",
                "spec:",
                "  hostNetwork: \"true\"",
                "  hostPID: \"yes\"");
        Pod pod = snapshot.cluster().pods().get(0);
        assertThat(pod.spec().hostNetwork()).isTrue();
        assertThat(pod.spec().hostPID()).isFalse();
        assertThat(snapshot.diagnostics())
                .extracting(Object::toString)
                .anySatisfy(text -> assertThat(text)
                        .contains("WARNING", "spec.hostNetwork is a string where a boolean is expected", "source=-:5"));
        assertThat(snapshot.diagnostics())
                .extracting(Object::toString)
                .anySatisfy(text -> assertThat(text)
                        .contains("ERROR", "spec.hostPID is a string where a boolean is expected", "source=-:6"));
    }

    @Test
    void aLeadingZeroMeansOctal() {
        assertThat(pod("spec:", "  securityContext: {runAsUser: 0644}")
                        .spec()
                        .securityContext()
                        .runAsUser())
                .contains(420L);
    }

    @Test
    void aTildeIsNull() {
        assertThat(pod("spec:", "  serviceAccountName: ~", "  containers: ~")
                        .spec()
                        .serviceAccountName())
                .isEmpty();
    }

    @Test
    void anAliasStandsForItsNode() {
        NetworkPolicy policy = Snapshots.clean(
                        "apiVersion: networking.k8s.io/v1",
                        "kind: NetworkPolicy",
                        "metadata: {name: p, namespace: ns}",
                        "spec:",
                        "  podSelector:",
                        "    matchLabels: &l",
                        "      app: &name web",
                        "  ingress:",
                        "  - from:",
                        "    - podSelector: {matchLabels: *l}",
                        "    - podSelector: {matchLabels: {app: *name}}")
                .networkPolicies()
                .get(0);
        LabelSelector web = LabelSelector.ofLabels(Map.of("app", "web"));
        assertThat(policy.podSelector()).isEqualTo(web);
        assertThat(policy.ingress().get(0).peers())
                .extracting(peer -> peer.podSelector())
                .containsExactly(Optional.of(web), Optional.of(web));
    }

    @Test
    void anAnchorInAPartThatIsNotReadIsKnownAllTheSame() {
        Pod pod = pod("x-common: {deep: [{labels: &l {app: web}}]}", "spec: {nodeSelector: *l}");
        assertThat(pod.spec().nodeSelector()).containsExactly(Map.entry("app", "web"));
    }

    @Test
    void anAnchorGivenTwiceMeansTheLastOneBeforeTheAlias() {
        Service service = Snapshots.clean(
                        "apiVersion: v1",
                        "kind: Service",
                        "metadata: {name: s, namespace: ns, labels: {a: &x one}}",
                        "spec: {selector: {first: *x, b: &x two, second: *x}}")
                .services()
                .get(0);
        assertThat(service.selector()).containsEntry("first", "one").containsEntry("second", "two");
    }

    @Test
    void aMergeKeyBringsInTheOtherMapBelowWhatIsWrittenLater() {
        Service service = Snapshots.clean(
                        "apiVersion: v1",
                        "kind: Service",
                        "metadata: {name: s, namespace: ns, labels: &base {app: web, tier: front}}",
                        "spec:",
                        "  selector:",
                        "    <<: *base",
                        "    tier: back")
                .services()
                .get(0);
        assertThat(service.selector()).containsExactly(Map.entry("app", "web"), Map.entry("tier", "back"));
    }

    @Test
    void aMergeKeyOverridesWhatIsWrittenBeforeItAsKubectlDoes() {
        Service service = Snapshots.clean(
                        "apiVersion: v1",
                        "kind: Service",
                        "metadata: {name: s, namespace: ns, labels: &base {app: web, tier: front}}",
                        "spec: {selector: {tier: back, <<: *base}}")
                .services()
                .get(0);
        assertThat(service.selector()).containsExactly(Map.entry("app", "web"), Map.entry("tier", "front"));
    }

    @Test
    void ofSeveralMergedMapsTheFirstWinsAndMergesNest() {
        Service service = Snapshots.clean(
                        "apiVersion: v1",
                        "kind: Service",
                        "metadata:",
                        "  name: s",
                        "  namespace: ns",
                        "  labels:",
                        "    one: &unused x",
                        "a: &a {k: from-a, a: a}",
                        "b: &b {<<: *a, k: from-b, b: b}",
                        "spec: {selector: {<<: [{c: c, k: from-inline}, *b, *a], own: o}}")
                .services()
                .get(0);
        assertThat(service.selector())
                .containsExactly(
                        Map.entry("a", "a"),
                        Map.entry("b", "b"),
                        Map.entry("c", "c"),
                        Map.entry("k", "from-inline"),
                        Map.entry("own", "o"));
    }

    @Test
    void aQuotedMergeKeyIsAnOrdinaryKey() {
        Service service = Snapshots.clean(
                        "apiVersion: v1",
                        "kind: Service",
                        "metadata: {name: s, namespace: ns}",
                        "spec: {selector: {\"<<\": text}}")
                .services()
                .get(0);
        assertThat(service.selector()).containsExactly(Map.entry("<<", "text"));
    }

    @Test
    void aMergedScalarIsAnError() {
        assertThat(Snapshots.codes(Snapshots.read(
                        "apiVersion: v1", "kind: Service", "metadata: {name: s}", "spec: {selector: {<<: text}}")))
                .contains("malformed");
    }

    @Test
    void ofADuplicateKeyTheLastCountsAndItIsReportedWithItsPlace() {
        ClusterSnapshot snapshot = Snapshots.read(
                "apiVersion: v1",
                "kind: Service",
                "metadata: {name: s}",
                "spec:",
                "  type: LoadBalancer",
                "  selector: {app: a}",
                "  type: ClusterIP");
        assertThat(snapshot.cluster().services().get(0).type()).isEqualTo("ClusterIP");
        assertThat(snapshot.diagnostics()).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.code()).isEqualTo("duplicate-key");
            assertThat(diagnostic.message()).startsWith("spec.type is given twice");
            assertThat(diagnostic.source().line()).isEqualTo(7);
        });
    }

    @Test
    void aDocumentOfMoreThanThreeMegabytesIsRead() {
        StringBuilder text = new StringBuilder("apiVersion: v1\nkind: List\nitems:\n");
        for (int i = 0; i < 60; i++) {
            text.append("- {apiVersion: v1, kind: ConfigMap, metadata: {name: c")
                    .append(i)
                    .append("}, data: {k: ")
                    .append("x".repeat(70_000))
                    .append("}}\n");
        }
        assertThat(text.length()).isGreaterThan(4_000_000);
        assertThat(Snapshots.clean(text.toString()).configMaps()).hasSize(60);
    }

    @Test
    void keysAreTextWhateverTheyLookLike() {
        Service service = Snapshots.clean(
                        "apiVersion: v1",
                        "kind: Service",
                        "metadata: {name: s, namespace: ns}",
                        "spec: {selector: {yes: a, 010: b, 1.5: c}}")
                .services()
                .get(0);
        assertThat(service.selector()).containsOnlyKeys("true", "8", "1.5");
    }

    @Test
    void aNumberWhereTextIsWantedIsReadAsWrittenAndReported() {
        ClusterSnapshot snapshot = Snapshots.read(
                "apiVersion: v1", "kind: Service", "metadata: {name: s}", "spec: {selector: {version: 1.10, on: off}}");
        assertThat(snapshot.cluster().services().get(0).selector())
                .containsExactly(Map.entry("true", "off"), Map.entry("version", "1.10"));
        assertThat(Snapshots.codes(snapshot)).containsExactly("wrong-type", "wrong-type");
    }

    @Test
    void kyamlIsYaml() {
        Pod pod = Snapshots.clean(
                        "---",
                        "{",
                        "  apiVersion: \"v1\",",
                        "  kind: \"Pod\",",
                        "  metadata: {",
                        "    name: \"p\",",
                        "    namespace: \"n\",",
                        "    labels: {app: \"web\",},",
                        "  },",
                        "  spec: {",
                        "    # a comment",
                        "    hostPID: true,",
                        "    containers: [{",
                        "      name: \"c\",",
                        "      ports: [{containerPort: 80,}],",
                        "    }],",
                        "  },",
                        "}")
                .pods()
                .get(0);
        assertThat(pod.spec().hostPID()).isTrue();
        assertThat(pod.spec().containers().get(0).ports().get(0).containerPort())
                .isEqualTo(80);
        assertThat(pod.meta().origin().line()).isEqualTo(3);
    }

    @Test
    void kyamlWithoutItsHeaderIsYamlToo() {
        assertThat(Snapshots.clean(
                                "{",
                                "  apiVersion: \"v1\",",
                                "  kind: \"Namespace\",",
                                "  metadata: {name: \"ns\"},",
                                "}")
                        .namespaces())
                .hasSize(1);
    }

    @Test
    void commentsBlankDocumentsAndDocumentEndsAreNoDocuments() {
        ClusterSnapshot snapshot = Snapshots.read(
                "# a licence",
                "---",
                "# nothing here",
                "---",
                "apiVersion: v1",
                "kind: Namespace",
                "metadata: {name: a}",
                "...",
                "# between",
                "---  # next",
                "apiVersion: v1",
                "kind: Namespace",
                "metadata: {name: b}",
                "---",
                "");
        assertThat(snapshot.cluster().namespaces()).hasSize(2);
        assertThat(snapshot.inventory().documents()).isEqualTo(2);
        assertThat(snapshot.diagnostics()).isEmpty();
    }

    @Test
    void dashesInsideTextDoNotEndADocument() {
        ClusterSnapshot snapshot = Snapshots.read(
                "apiVersion: v1",
                "kind: ConfigMap",
                "metadata: {name: a}",
                "data:",
                "  script: |",
                "    ---",
                "    apiVersion: v1",
                "  ----: x",
                "  folded: >",
                "    --- not a marker",
                "---",
                "apiVersion: v1",
                "kind: ConfigMap",
                "metadata: {name: b}");
        assertThat(snapshot.cluster().configMaps())
                .extracting(map -> map.meta().name())
                .containsExactly("a", "b");
        assertThat(snapshot.cluster().configMaps().get(0).keys()).containsExactly("----", "folded", "script");
    }

    @Test
    void carriageReturnsAndAByteOrderMarkDoNotHurt() {
        Pod pod = Snapshots.clean(
                        "\uFEFF---\r\napiVersion: v1\r\nkind: Pod\r\nmetadata:\r\n  name: p\r\n  namespace: ns\r\n")
                .pods()
                .get(0);
        assertThat(pod.meta().name()).isEqualTo("p");
        assertThat(pod.meta().origin().line()).isEqualTo(2);
    }

    @Test
    void aDirectiveBelongsToTheDocumentBehindIt() {
        assertThat(Snapshots.clean("%YAML 1.1", "---", "apiVersion: v1", "kind: Namespace", "metadata: {name: a}")
                        .namespaces())
                .hasSize(1);
    }

    @Test
    void aListWhoseKindComesLastIsRead() {
        assertThat(Snapshots.clean(
                                "apiVersion: v1",
                                "items:",
                                "- apiVersion: v1",
                                "  data: {k: v}",
                                "  kind: ConfigMap",
                                "  metadata: {name: c, namespace: ns}",
                                "- apiVersion: v1",
                                "  kind: Namespace",
                                "  metadata: {name: ns}",
                                "kind: List",
                                "metadata: {resourceVersion: \"\"}")
                        .configMaps()
                        .get(0)
                        .keys())
                .containsExactly("k");
    }
}
