package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels by which Cilium's agents know no pod are to its policies as if they were not there. */
class CiliumLabelsTest {
    private static final String HASH = "pod-template-hash";

    private static String settings(String data) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: cilium-config, namespace: kube-system}, data: {"
                + data + "}}\n";
    }

    private static Cluster cluster(String... documents) {
        ClusterSnapshot snapshot = CalicoManifests.read(String.join("---\n", documents));
        assertThat(snapshot.diagnostics())
                .noneMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR
                        && !diagnostic.code().equals("nothing-understood"));
        return snapshot.cluster();
    }

    private static CiliumLabels labels(String data) {
        return CiliumLabels.of(cluster(settings(data)));
    }

    @ParameterizedTest
    @CsvSource({
        "app, true",
        "app.kubernetes.io/name, true",
        "app.kubernetes.io, true",
        "team.example/k8s.io, true",
        "topology.kubernetes.io/zone, true",
        "ioXkubernetes, true",
        "ignore, true",
        "batch.kubernetes.io/job-name, true",
        "io.kubernetes.pod.namespace, true",
        "io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name, true",
        "io.cilium.k8s.policy.serviceaccount, true",
        "io.kubernetes.container.name, false",
        "io.kubernetes.pod.name, false",
        "kubernetes.io/name, false",
        "k8s.io/role, false",
        "node.beta.kubernetes.io/x, false",
        "beta.kubernetes.io/os, false",
        "io.cilium.k8s.namespace.labels.beta.kubernetes.io/x, false",
        "statefulset.kubernetes.io/pod-name, false",
        "apps.kubernetes.io/pod-index, false",
        "batch.kubernetes.io/job-completion-index, false",
        "batch.kubernetes.io/controller-uid, false",
        "controller-uid, false",
        "controller-revision-hash, false",
        "pod-template-hash, false",
        "pod-template-generation, false",
        "annotation.kubectl.kubernetes.io, false",
        "etcd_node, false"
    })
    void by_default_labels_that_change_with_each_pod_are_left_out(String key, boolean heeded) {
        assertThat(CiliumLabels.of(cluster()).isHeeded(key)).isEqualTo(heeded);
        assertThat(labels("labels: ''").isHeeded(key)).isEqualTo(heeded);
    }

    @ParameterizedTest
    @CsvSource({
        // What Cilium's documentation has for an example of labels to include.
        "k8s:io\\.kubernetes\\.pod\\.namespace k8s:k8s-app k8s:app k8s:name, k8s-app-team, true",
        "k8s:io\\.kubernetes\\.pod\\.namespace k8s:k8s-app k8s:app k8s:name, app-production, true",
        "k8s:io\\.kubernetes\\.pod\\.namespace k8s:k8s-app k8s:app k8s:name, name, true",
        "k8s:io\\.kubernetes\\.pod\\.namespace k8s:k8s-app k8s:app k8s:name, env, false",
        "k8s:io\\.kubernetes\\.pod\\.namespace k8s:k8s-app k8s:app k8s:name, io.kubernetes.pod.namespace, true",
        "k8s:team, io.cilium.k8s.policy.serviceaccount, false",
        "k8s:team, io.cilium.k8s.policy.cluster, true",
        // And of labels to leave out.
        "k8s:!controller-uid k8s:!job-name, job-name, false",
        "k8s:!controller-uid k8s:!job-name, app, true",
        "!job-name, job-name, false",
        "any:!job-name, job-name, true",
        "container:!job-name, job-name, true",
        // The longer match of the two decides.
        "pod-template-hash, pod-template-hash, false",
        "pod-template-hash-of, pod-template-hash-of-team, true",
        "!foo foo\\.bar, foo.bar, true",
        "!foo foo\\.bar, foo.baz, false",
        "!ignor[eE] id.* foo, ignorE, false",
        "!ignor[eE] id.* foo, id.lizards, true",
        "!ignor[eE] id.* foo, lizards.foo, false"
    })
    void the_option_adds_patterns_as_agents_read_them(String option, String key, boolean heeded) {
        assertThat(labels("labels: '" + option + "'").isHeeded(key)).isEqualTo(heeded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"labels: 'a(b'", "labels: 'app k8s:'", "labels: '(a+)+$'"})
    void what_is_no_pattern_or_never_ends_leaves_the_defaults(String data) {
        CiliumLabels labels = labels(data);
        String long30 = "a".repeat(250) + "!";
        if (labels.fault().isPresent()) {
            assertThat(labels.isHeeded("app")).isTrue();
        } else {
            assertThat(labels.isHeeded(long30)).isFalse();
        }
        assertThat(labels.isHeeded(HASH)).isFalse();
    }

    private static final String PODS = pod("web", HASH + ": abc", "10.0.0.1") + "---\n"
            + pod("db", "statefulset.kubernetes.io/pod-name: db-0", "10.0.0.2") + "---\n"
            + pod(
                    "spoof",
                    "io.cilium.k8s.policy.serviceaccount: admin, io.cilium.k8s.namespace.labels.team: red",
                    "10.0.0.3");

    private static String pod(String name, String labels, String ip) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: shop, labels: {app: " + name
                + ", " + labels
                + "}}, spec: {nodeName: node-1, containers: [{name: c, image: i}]}, status: {phase: Running, podIP: "
                + ip
                + ", podIPs: [{ip: " + ip + "}]}}\n";
    }

    private static String cnp(String subject, String peer) {
        return "{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: p, namespace: shop}, spec: {endpointSelector: "
                + subject + ", ingress: [{fromEndpoints: [" + peer + "]}]}}\n";
    }

    private static String np(String subject, String peer) {
        return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p, namespace: shop}, spec: {podSelector: "
                + subject + ", ingress: [{from: [{podSelector: " + peer + "}]}]}}\n";
    }

    private static boolean allowed(String policy, String from, String to, CniProfile profile, String... more) {
        Network network = Network.of(cluster(PODS, policy, String.join("---\n", more)), profile);
        return network.decide(from, to, Protocol.TCP, 80).isAllowed();
    }

    private static String is(String label) {
        return "{matchLabels: {" + label + "}}";
    }

    private static String absent(String key) {
        return "{matchExpressions: [{key: " + key + ", operator: DoesNotExist}]}";
    }

    @Test
    void a_subject_with_such_a_label_is_for_no_pod_whatever_kind_of_policy() {
        String stateful = is("statefulset.kubernetes.io/pod-name: db-0");
        for (String policy : List.of(cnp(stateful, is("app: nobody")), np(stateful, is("app: nobody")))) {
            assertThat(allowed(policy, "10.0.0.1", "10.0.0.2", CniProfile.CILIUM))
                    .isTrue();
        }
        assertThat(allowed(np(stateful, is("app: nobody")), "10.0.0.1", "10.0.0.2", CniProfile.KUBERNETES))
                .isFalse();
        for (String policy : List.of(cnp(is("app: db"), is("app: nobody")), np(is("app: db"), is("app: nobody")))) {
            assertThat(allowed(policy, "10.0.0.1", "10.0.0.2", CniProfile.CILIUM))
                    .isFalse();
        }
    }

    @Test
    void a_peer_with_such_a_label_is_nobody_and_without_it_everybody() {
        for (String peer : List.of(is(HASH + ": abc"), "{matchExpressions: [{key: " + HASH + ", operator: Exists}]}")) {
            for (String policy : List.of(cnp(is("app: db"), peer), np(is("app: db"), peer))) {
                assertThat(allowed(policy, "10.0.0.1", "10.0.0.2", CniProfile.CILIUM))
                        .isFalse();
            }
        }
        for (String policy : List.of(cnp(is("app: db"), absent(HASH)), np(is("app: db"), absent(HASH)))) {
            assertThat(allowed(policy, "10.0.0.1", "10.0.0.2", CniProfile.CILIUM))
                    .isTrue();
        }
        assertThat(allowed(np(is("app: db"), absent(HASH)), "10.0.0.1", "10.0.0.2", CniProfile.KUBERNETES))
                .isFalse();
    }

    @Test
    void nobody_gives_a_pod_the_labels_that_agents_write() {
        for (String label :
                List.of("io.cilium.k8s.policy.serviceaccount: admin", "io.cilium.k8s.namespace.labels.team: red")) {
            assertThat(allowed(cnp(is("app: db"), is(label)), "10.0.0.3", "10.0.0.2", CniProfile.CILIUM))
                    .isFalse();
        }
        assertThat(allowed(
                        cnp(is("app: db"), is("io.cilium.k8s.policy.serviceaccount: default")),
                        "10.0.0.3",
                        "10.0.0.2",
                        CniProfile.CILIUM))
                .isTrue();
    }

    @Test
    void the_option_of_the_input_decides() {
        String policy = cnp(is("app: db"), is("app: web"));
        assertThat(allowed(policy, "10.0.0.1", "10.0.0.2", CniProfile.CILIUM)).isTrue();
        assertThat(allowed(policy, "10.0.0.3", "10.0.0.2", CniProfile.CILIUM)).isFalse();
        // Where no label called app counts, neither the policy nor its peer means anybody.
        String settings = settings("labels: 'k8s:tier'");
        assertThat(allowed(policy, "10.0.0.3", "10.0.0.2", CniProfile.CILIUM, settings))
                .isTrue();
        assertThat(allowed(np(is("app: db"), is("app: web")), "10.0.0.3", "10.0.0.2", CniProfile.CILIUM, settings))
                .isTrue();
    }

    @Test
    void namespaces_are_known_by_labels_that_count() {
        String namespace =
                "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: red, beta.kubernetes.io/x: v}}}\n";
        for (String label : List.of("team: red", "beta.kubernetes.io/x: v")) {
            String policy =
                    np(is("app: db"), "{}").replace("[{podSelector: {}}]", "[{namespaceSelector: " + is(label) + "}]");
            assertThat(allowed(policy, "10.0.0.1", "10.0.0.2", CniProfile.CILIUM, namespace))
                    .isEqualTo(label.startsWith("team"));
            assertThat(allowed(policy, "10.0.0.1", "10.0.0.2", CniProfile.KUBERNETES, namespace))
                    .isTrue();
        }
    }

    private static List<String> diagnostics(CniProfile profile, String... documents) {
        return Network.of(cluster(documents), profile).diagnostics().stream()
                .map(CiliumLabelsTest::text)
                .toList();
    }

    private static String text(Diagnostic diagnostic) {
        return diagnostic.severity() + " " + diagnostic.code() + " " + diagnostic.message();
    }

    @Test
    void policies_that_ask_for_such_a_label_are_said() {
        String left =
                ", which Cilium's agents leave out of what they know them by: to this policy no pod has it. Select by"
                        + " another label.";
        assertThat(diagnostics(CniProfile.CILIUM, PODS, np(is(HASH + ": a"), "{}")))
                .containsExactly("WARNING network-policy-label-unheeded NetworkPolicy shop/p asks for the label " + HASH
                        + " of pods" + left);
        assertThat(diagnostics(CniProfile.CILIUM, PODS, cnp(is("app: a"), is("'k8s:" + HASH + "': a"))))
                .containsExactly(
                        "WARNING network-policy-label-unheeded CiliumNetworkPolicy shop/p asks for the label k8s:"
                                + HASH + " of pods" + left);
        assertThat(diagnostics(CniProfile.KUBERNETES, PODS, np(is(HASH + ": a"), "{}")))
                .isEmpty();
        assertThat(diagnostics(
                        CniProfile.CILIUM,
                        PODS,
                        cnp(is("app: a"), is("io.cilium.k8s.policy.serviceaccount: a")),
                        np(is("app: a"), "{}")))
                .isEmpty();
    }

    @Test
    void options_that_are_not_known_or_cannot_be_are_said() {
        assertThat(diagnostics(CniProfile.CILIUM, settings("labels: 'a('")))
                .containsExactly(
                        "WARNING network-policy-labels-unknown ConfigMap kube-system/cilium-config: labels holds what"
                                + " is no pattern, so that no agent starts with it; it is not heeded here.");
        assertThat(diagnostics(CniProfile.CILIUM, settings("label-prefix-file: /etc/prefixes")))
                .containsExactly(
                        "WARNING network-policy-labels-unknown ConfigMap kube-system/cilium-config: label-prefix-file"
                                + " names a file, which is not in the input: what agents leave out by default is left out.");
        assertThat(diagnostics(CniProfile.CILIUM, settings("labels: 'k8s:app'")))
                .isEmpty();
    }
}
