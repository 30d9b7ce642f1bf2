package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Diagnostic;
import dev.postern.model.Outcome;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is wrong in policies of Istio, Cilium and Calico, read as a user's input is: what is refused is not applied, what is not
 * known fails closed, and each says so with its place.
 */
final class FamiliesBadInputTest {
    private static final String PODS = pod("web", "10.0.0.1") + "---\n" + pod("db", "10.0.0.2") + "---\n";
    /** The line of the first document behind the pods. */
    private static final int FIRST = 5;

    private static final String SECOND = " -:" + (FIRST + 2);

    private static String pod(String name, String ip) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: shop, labels: {app: " + name
                + "}}, spec: {nodeName: node-1, containers: [{name: c, image: i}, {name: istio-proxy, image: p}]}, status: {phase:"
                + " Running, podIP: " + ip + ", podIPs: [{ip: " + ip + "}]}}\n";
    }

    private static String istio(String version, String spec) {
        return "{apiVersion: security.istio.io/" + version
                + ", kind: AuthorizationPolicy, metadata: {name: a, namespace: shop}, spec: " + spec + "}\n";
    }

    private static String cilium(String version, String fields) {
        return "{apiVersion: cilium.io/" + version
                + ", kind: CiliumNetworkPolicy, metadata: {name: c, namespace: shop}, " + fields + "}\n";
    }

    private static String calico(String version, String spec) {
        return "{apiVersion: projectcalico.org/" + version
                + ", kind: NetworkPolicy, metadata: {name: k, namespace: shop}, spec: " + spec + "}\n";
    }

    private static String tier(String spec) {
        return "---\n{apiVersion: projectcalico.org/v3, kind: Tier, metadata: {name: t}, spec: " + spec + "}\n";
    }

    static Stream<Arguments> inputs() {
        String at = " -:" + FIRST;
        String refused = "ERROR network-policy-refused" + at;
        String notUnderstood = "WARNING network-policy-not-understood" + at;
        return Stream.of(
                arguments(
                        "nothing wrong",
                        CniProfile.CALICO,
                        calico("v3", "{ingress: [{action: Allow}]}"),
                        true,
                        List.of()),
                arguments(
                        "an unknown field of a policy of Istio",
                        CniProfile.KUBERNETES,
                        istio("v1", "{rules: [{}], selctor: {}}"),
                        false,
                        List.of(notUnderstood)),
                arguments(
                        "an unknown field of a source",
                        CniProfile.KUBERNETES,
                        istio("v1", "{rules: [{from: [{source: {people: [a]}}]}]}"),
                        false,
                        List.of(notUnderstood)),
                arguments(
                        "an unknown field of a rule of Cilium",
                        CniProfile.CILIUM,
                        cilium("v2", "spec: {endpointSelector: {}, ingress: [{fromEntities: [all], fromPeople: [a]}]}"),
                        false,
                        List.of(notUnderstood)),
                arguments(
                        "an unknown field of a denial of Cilium",
                        CniProfile.CILIUM,
                        cilium(
                                "v2",
                                "spec: {endpointSelector: {}, ingress: [{fromEntities: [all]}], ingressDeny: [{fromPeople: [a]}]}"),
                        false,
                        List.of(notUnderstood)),
                arguments(
                        "an unknown field of a rule of Calico",
                        CniProfile.CALICO,
                        calico("v3", "{ingress: [{action: Allow, people: [a]}]}"),
                        false,
                        List.of(notUnderstood)),
                arguments(
                        "an unknown field of a policy of Calico",
                        CniProfile.CALICO,
                        calico("v3", "{ingress: [{action: Deny}], people: [a]}"),
                        true,
                        List.of(refused)),
                arguments(
                        "an unknown version of Istio",
                        CniProfile.KUBERNETES,
                        istio("v7", "{rules: []}"),
                        false,
                        List.of("WARNING unknown-version" + at)),
                arguments(
                        "an unknown version of Cilium",
                        CniProfile.CILIUM,
                        cilium("v7", "spec: {endpointSelector: {}, ingress: [{}]}"),
                        false,
                        List.of("WARNING unknown-version" + at)),
                arguments(
                        "an unknown version of Calico",
                        CniProfile.CALICO,
                        calico("v7", "{ingress: [{action: Deny}]}"),
                        false,
                        List.of("WARNING unknown-version" + at)),
                arguments(
                        "a selector that does not end",
                        CniProfile.CALICO,
                        calico("v3", "{selector: 'has(', ingress: [{action: Deny}]}"),
                        true,
                        List.of(refused)),
                arguments(
                        "a selector with a quote too few",
                        CniProfile.CALICO,
                        calico("v3", "{ingress: [{action: Deny, source: {selector: \"app == 'web\"}}]}"),
                        true,
                        List.of(refused)),
                arguments(
                        "a selector of Cilium with a key that is none",
                        CniProfile.CILIUM,
                        cilium("v2", "spec: {endpointSelector: {matchLabels: {'a b': c}}, ingress: [{}]}"),
                        true,
                        List.of(refused)),
                arguments(
                        "a policy of Cilium with spec and specs, which is one with both",
                        CniProfile.CILIUM,
                        cilium(
                                "v2",
                                "spec: {endpointSelector: {}, ingress: [{fromEntities: [all]}]}, specs: [{endpointSelector: {},"
                                        + " ingressDeny: [{fromEntities: [all]}]}]"),
                        false,
                        List.of()),
                arguments(
                        "the same with a fault in specs",
                        CniProfile.CILIUM,
                        cilium("v2", "spec: {endpointSelector: {}, ingress: [{}]}, specs: [{ingress: [{}]}]"),
                        true,
                        List.of(refused)),
                arguments(
                        "a tier that is there twice",
                        CniProfile.CALICO,
                        calico("v3", "{tier: t, ingress: [{action: Deny}]}") + tier("{order: 1}") + tier("{order: 2}"),
                        false,
                        List.of("ERROR duplicate-object -:" + (FIRST + 4))),
                arguments(
                        "a tier with an order that is no number",
                        CniProfile.CALICO,
                        calico("v3", "{tier: t, ingress: [{action: Deny}]}") + tier("{order: first}"),
                        false,
                        List.of(
                                "WARNING network-policy-without-tier" + at,
                                "ERROR wrong-type" + SECOND,
                                "ERROR network-policy-refused" + SECOND)),
                arguments(
                        "an order that is no number",
                        CniProfile.CALICO,
                        calico("v3", "{order: first, ingress: [{action: Deny}]}"),
                        true,
                        List.of("ERROR wrong-type" + at, refused)),
                arguments(
                        "a policy of Istio with targetRefs and a selector",
                        CniProfile.KUBERNETES,
                        istio("v1", "{selector: {}, targetRefs: [{kind: Service, name: db}], rules: []}"),
                        true,
                        List.of(refused)),
                arguments(
                        "one for a waypoint, which is not judged",
                        CniProfile.KUBERNETES,
                        istio("v1", "{targetRefs: [{kind: Service, name: db}], rules: []}"),
                        true,
                        List.of("INFO network-policy-inert" + at)),
                arguments(
                        "an external authorizer, which is not asked",
                        CniProfile.KUBERNETES,
                        istio("v1", "{action: CUSTOM, provider: {name: opa}, rules: [{}]}"),
                        true,
                        List.of("INFO network-policy-external" + at)),
                arguments(
                        "interfaces of nodes, which are not judged",
                        CniProfile.CALICO,
                        "{apiVersion: projectcalico.org/v3, kind: HostEndpoint, metadata: {name: h}, spec: {node: node-1,"
                                + " interfaceName: '*'}}\n",
                        true,
                        List.of("WARNING network-policy-not-evaluated" + at)),
                arguments(
                        "the same as it is kept",
                        CniProfile.CALICO,
                        "{apiVersion: crd.projectcalico.org/v1, kind: HostEndpoint, metadata: {name: h}, spec: {node: node-1}}\n",
                        true,
                        List.of("WARNING network-policy-not-evaluated" + at)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void isSaidWithItsPlace(String title, CniProfile profile, String input, boolean passes, List<String> expected) {
        ClusterSnapshot snapshot = CalicoManifests.read(PODS + input);
        Network network = Network.of(snapshot.cluster(), profile);
        List<Diagnostic> all = new ArrayList<>(snapshot.diagnostics());
        all.addAll(network.diagnostics());

        assertThat(all.stream()
                        .map(said -> said.severity() + " " + said.code() + " -:"
                                + said.source().line()))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(network.decide("10.0.0.1", "10.0.0.2", Protocol.TCP, 80).outcome())
                .isEqualTo(passes ? Outcome.ALLOWED : Outcome.DENIED);
    }
}
