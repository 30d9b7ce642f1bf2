package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Diagnostic;
import dev.postern.model.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the families of policies combine, row by row. */
class CombinedFamiliesTest {
    private static final String WEB = "10.0.0.1";
    private static final String DB = "10.0.0.2";

    private static final String PODS = String.join(
            "---\n",
            "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: red}}}\n",
            pod("web", WEB, ""),
            pod("db", DB, ""));

    private static String pod(String name, String ip, String more) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: shop, labels: {app: " + name
                + "}}, spec: {nodeName: node-1, containers: [{name: c, image: i}, {name: istio-proxy, image: p}" + more
                + "]}, status: {phase: Running, podIP: " + ip + ", podIPs: [{ip: " + ip + "}]}}\n";
    }

    private static String np(String ingress) {
        return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: np, namespace: shop}, spec: {podSelector:"
                + " {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [" + ingress + "]}}\n";
    }

    private static String istio(String rules) {
        return "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: a, namespace: shop}, spec: {selector:"
                + " {matchLabels: {app: db}}, rules: [" + rules + "]}}\n";
    }

    private static String cilium(String fields) {
        return "{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: c, namespace: shop}, spec: {endpointSelector:"
                + " {matchLabels: {app: db}}, " + fields + "}}\n";
    }

    private static String calico(String fields) {
        return "{apiVersion: projectcalico.org/v3, kind: NetworkPolicy, metadata: {name: k, namespace: shop}, spec: {selector: app =="
                + " 'db', " + fields + "}}\n";
    }

    private static String cnp(String name, String tier, String action) {
        return "{apiVersion: policy.networking.k8s.io/v1alpha2, kind: ClusterNetworkPolicy, metadata: {name: " + name
                + "}, spec: {tier: " + tier
                + ", priority: 1, subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels:"
                + " {app: db}}}}, ingress: [{action: " + action + ", from: [{namespaces: {}}]}]}}\n";
    }

    private static Network network(CniProfile profile, String... policies) {
        ClusterSnapshot snapshot = CalicoManifests.read(PODS + "---\n" + String.join("---\n", policies));
        assertThat(snapshot.diagnostics()).isEmpty();
        return Network.of(snapshot.cluster(), profile);
    }

    private static boolean passes(CniProfile profile, String... policies) {
        return network(profile, policies).decide(WEB, DB, Protocol.TCP, 80).isAllowed();
    }

    @Test
    void combined_1_istio_and_whatever_the_plugin_judges_must_both_let_a_connection_pass() {
        for (CniProfile profile : List.of(CniProfile.KUBERNETES, CniProfile.CILIUM, CniProfile.CALICO)) {
            for (boolean packet : new boolean[] {true, false}) {
                String plugin = plugin(profile, packet);
                assertThat(passes(profile, plugin)).isEqualTo(packet);
                assertThat(passes(profile, plugin, istio("{}"))).isEqualTo(packet);
                assertThat(passes(profile, plugin, istio(""))).isFalse();
            }
        }
    }

    /** A policy that lets everything in, or nothing. */
    private static String plugin(CniProfile profile, boolean packet) {
        return switch (profile) {
            case CILIUM -> cilium(packet ? "ingress: [{fromEntities: [all]}]" : "ingress: [{}]");
            case CALICO -> calico("ingress: [{action: " + (packet ? "Allow" : "Deny") + "}]");
            default -> np(packet ? "{}" : "");
        };
    }

    @Test
    void combined_2_kinds_of_cilium_and_network_policies_are_one_pool() {
        // Closed by either, opened by any, and closed again by whatever denies.
        assertThat(passes(CniProfile.CILIUM, cilium("ingress: [{}]"))).isFalse();
        assertThat(passes(CniProfile.CILIUM, cilium("ingress: [{}]"), np("{}"))).isTrue();
        assertThat(passes(CniProfile.CILIUM, np(""))).isFalse();
        assertThat(passes(CniProfile.CILIUM, np(""), cilium("ingress: [{fromEndpoints: [{}]}]")))
                .isTrue();
        assertThat(passes(CniProfile.CILIUM, np("{}"), cilium("ingressDeny: [{fromEndpoints: [{}]}]")))
                .isFalse();
    }

    @Test
    void combined_3_kinds_of_calico_and_network_policies_are_one_list() {
        assertThat(passes(CniProfile.CALICO, np(""), calico("order: 999, ingress: [{action: Allow}]")))
                .isTrue();
        assertThat(passes(CniProfile.CALICO, np("{}"), calico("order: 999, ingress: [{action: Deny}]")))
                .isFalse();
        assertThat(passes(CniProfile.CALICO, np("{}"), calico("order: 1001, ingress: [{action: Deny}]")))
                .isTrue();
        assertThat(passes(CniProfile.CALICO, np(""), calico("order: 1001, ingress: [{action: Allow}]")))
                .isTrue();
    }

    @Test
    void combined_4_administrators_are_above_and_below_all_kinds_of_cilium() {
        String open = cilium("ingress: [{fromEntities: [all]}]");
        String shut = cilium("ingressDeny: [{fromEntities: [all]}]");
        assertThat(passes(CniProfile.CILIUM, open, cnp("top", "Admin", "Deny"))).isFalse();
        assertThat(passes(CniProfile.CILIUM, shut, cnp("top", "Admin", "Accept")))
                .isTrue();
        assertThat(passes(CniProfile.CILIUM, shut, cnp("top", "Admin", "Pass"))).isFalse();
        assertThat(passes(CniProfile.CILIUM, open, cnp("low", "Baseline", "Deny")))
                .isTrue();
        assertThat(passes(CniProfile.CILIUM, cnp("low", "Baseline", "Deny"))).isFalse();
    }

    @Test
    void combined_4_administrators_are_tiers_of_calico_that_end_in_pass() {
        String open = calico("ingress: [{action: Allow}]");
        String shut = calico("ingress: [{action: Deny}]");
        assertThat(passes(CniProfile.CALICO, open, cnp("top", "Admin", "Deny"))).isFalse();
        assertThat(passes(CniProfile.CALICO, shut, cnp("top", "Admin", "Accept")))
                .isTrue();
        assertThat(passes(CniProfile.CALICO, open, cnp("top", "Admin", "Pass"))).isTrue();
        assertThat(passes(CniProfile.CALICO, shut, cnp("top", "Admin", "Pass"))).isFalse();
        assertThat(passes(CniProfile.CALICO, open, cnp("low", "Baseline", "Deny")))
                .isTrue();
        // What a tier of somebody else asks for comes first where its order is lower.
        String tier = "{apiVersion: projectcalico.org/v3, kind: Tier, metadata: {name: first}, spec: {order: 10}}\n";
        String first = calico("tier: first, ingress: [{action: Allow}]").replace("name: k", "name: first.k");
        assertThat(passes(CniProfile.CALICO, tier, first, cnp("top", "Admin", "Deny")))
                .isTrue();
        // Nobody's rule matches here: both tiers pass on.
        String others =
                cnp("top", "Admin", "Accept").replace("namespaces: {}", "namespaces: {matchLabels: {team: blue}}");
        assertThat(passes(CniProfile.CALICO, others, shut)).isFalse();
        assertThat(passes(CniProfile.CALICO, others, open)).isTrue();
    }

    @Test
    void combined_5_of_calico_and_cilium_only_the_one_that_is_there_enforces_its_own_kinds() {
        String[] both = {calico("ingress: [{action: Deny}]"), cilium("ingress: [{fromEntities: [all]}]")};
        String[] other = {calico("ingress: [{action: Allow}]"), cilium("ingress: [{}]")};
        assertThat(passes(CniProfile.CALICO, both)).isFalse();
        assertThat(passes(CniProfile.CILIUM, both)).isTrue();
        assertThat(passes(CniProfile.KUBERNETES, both)).isTrue();
        assertThat(passes(CniProfile.CALICO, other)).isTrue();
        assertThat(passes(CniProfile.CILIUM, other)).isFalse();
        for (CniProfile profile : List.of(CniProfile.CALICO, CniProfile.CILIUM)) {
            assertThat(network(profile, both).diagnostics())
                    .extracting(Diagnostic::code)
                    .containsExactly("network-policy-inert");
        }
        String agent =
                "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent, namespace: kube-system}, spec: {selector:"
                        + " {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: IMAGE}]}}}}\n";
        for (String image : List.of("quay.io/cilium/cilium:v1.20.2", "docker.io/calico/node:v3.32.0")) {
            Cluster cluster = CalicoManifests.read(
                            String.join("---\n", PODS, both[0], both[1], agent.replace("IMAGE", image)))
                    .cluster();
            assertThat(CniProfile.of(cluster))
                    .isEqualTo(image.contains("cilium") ? CniProfile.CILIUM : CniProfile.CALICO);
        }
    }

    @Test
    void combined_6_without_proof_of_enforcement_the_verdict_stays_and_says_what_it_rests_on() {
        String expected =
                "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}\n";
        String bare = PODS.replace(", {name: istio-proxy, image: p}", "");
        for (boolean proven : new boolean[] {true, false}) {
            String pods = proven ? PODS : bare.replaceFirst("\\{apiVersion: v1, kind: Namespace[^\\n]*\\n", expected);
            Decision denied = Network.of(
                            CalicoManifests.read(pods + "---\n" + istio("")).cluster())
                    .decide(WEB, DB, Protocol.TCP, 80);
            assertThat(denied.isAllowed()).isFalse();
            assertThat(denied.supports().get(0).facts())
                    .filteredOn(fact -> fact.basis() == Basis.ASSUMED)
                    .hasSize(proven ? 0 : 1);
        }
        // Of the plugin that is to enforce policies of the network the lint speaks.
        Network network = network(CniProfile.KUBERNETES, np(""));
        assertThat(network.decide(WEB, DB, Protocol.TCP, 80).isAllowed()).isFalse();
        assertThat(NetworkLint.of(network))
                .extracting(NetworkFinding::kind)
                .contains(NetworkFindingKind.ENFORCEMENT_UNPROVEN);
    }
}
