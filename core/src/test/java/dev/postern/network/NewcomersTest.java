package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Cluster;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** For which pods that are not there a network has classes. */
class NewcomersTest {
    private static final String BASE = String.join(
            "\n---\n",
            namespace("shop", "red"),
            namespace("ops", "blue"),
            "{apiVersion: v1, kind: ServiceAccount, metadata: {name: till, namespace: shop}}",
            "{apiVersion: v1, kind: ServiceAccount, metadata: {name: till, namespace: ops}}",
            "");

    private static String namespace(String name, String team) {
        return "{apiVersion: v1, kind: Namespace, metadata: {name: " + name + ", labels: {team: " + team + "}}}";
    }

    private static Arguments of(String title, CniProfile profile, String policy, String... newcomers) {
        return Arguments.of(title, profile, policy, Arrays.asList(newcomers));
    }

    static List<Arguments> trusted() {
        return List.of(
                of("labels", CniProfile.KUBERNETES, networkPolicy("matchLabels: {app: a, role: b}"), "app=a,role=b"),
                of("one of several values", CniProfile.KUBERNETES, networkPolicy(in("app", "b", "a")), "app=a"),
                of(
                        "any value",
                        CniProfile.KUBERNETES,
                        networkPolicy("matchExpressions: [{key: app, operator: Exists}]"),
                        "app="),
                of(
                        "what a pod must not have",
                        CniProfile.KUBERNETES,
                        networkPolicy("matchExpressions: [{key: app, operator: DoesNotExist}]")),
                of("everybody", CniProfile.KUBERNETES, networkPolicy("")),
                of("Cilium: labels", CniProfile.CILIUM, cilium("{matchLabels: {app: a}}"), "app=a"),
                of(
                        "Cilium: an account",
                        CniProfile.CILIUM,
                        cilium("{matchLabels: {io.cilium.k8s.policy.serviceaccount: till}}"),
                        "account=till"),
                of(
                        "Cilium: an account that is not there",
                        CniProfile.CILIUM,
                        cilium("{matchLabels: {io.cilium.k8s.policy.serviceaccount: clerk}}")),
                of("Calico: labels", CniProfile.CALICO, calico("selector: app == 'a' && has(role)"), "app=a,role="),
                of(
                        "Calico: either",
                        CniProfile.CALICO,
                        calico("selector: app == 'a' || role == 'b'"),
                        "app=a",
                        "role=b"),
                of("Calico: parts of values", CniProfile.CALICO, calico("selector: app starts with 'a'"), "app=a"),
                of("Calico: what a pod must not have", CniProfile.CALICO, calico("selector: app != 'a'")),
                of(
                        "Calico: an account",
                        CniProfile.CALICO,
                        calico("serviceAccounts: {names: [till]}"),
                        "account=till"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("trusted")
    void one_for_what_a_policy_trusts(String title, CniProfile profile, String policy, List<String> expected) {
        assertThat(newcomers(profile, policy, "shop"))
                .filteredOn(name -> !name.equals("(new)"))
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(labels -> "(new:" + labels + ")").toList());
        assertThat(newcomers(profile, policy, "ops"))
                .as("of a namespace that it does not trust")
                .containsExactly("(new)");
    }

    private static List<String> newcomers(CniProfile profile, String policy, String namespace) {
        Cluster cluster = CalicoManifests.read(BASE + "---\n" + policy).cluster();
        return Network.withNewcomers(cluster, profile).newcomers().stream()
                .filter(pod -> pod.object().namespace().equals(namespace))
                .map(pod -> pod.object().name())
                .toList();
    }

    private static String in(String key, String... values) {
        return "matchExpressions: [{key: " + key + ", operator: In, values: [" + String.join(", ", values) + "]}]";
    }

    private static String networkPolicy(String selector) {
        return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a, namespace: shop}, spec:"
                + " {podSelector: {}, ingress: [{from: [{podSelector: {" + selector + "}}]}]}}";
    }

    private static String cilium(String selector) {
        return "{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: a, namespace: shop}, spec:"
                + " {endpointSelector: {}, ingress: [{fromEndpoints: [" + selector + "]}]}}";
    }

    private static String calico(String source) {
        return CalicoManifests.policy(false, "{ingress: [{action: Allow, source: {" + source + "}}]}");
    }
}
