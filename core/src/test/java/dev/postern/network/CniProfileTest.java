package dev.postern.network;

import static dev.postern.model.Outcome.ALLOWED;
import static dev.postern.model.Outcome.DENIED;
import static dev.postern.network.Verdicts.pod;
import static dev.postern.network.Verdicts.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.model.Cluster;
import dev.postern.model.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each difference between network plugins, and that nothing else differs. */
class CniProfileTest {
    private static Outcome outcome(CniProfile profile, String from, String to, String... manifests) {
        return Network.of(Manifests.cluster(String.join("\n---\n", manifests)), profile)
                .decide(Flow.from(Endpoint.parse(from)).to(Endpoint.parse(to)).tcp(80))
                .outcome();
    }

    private static String to(String peer) {
        return policy(
                "{podSelector: {matchLabels: {app: cart}}, policyTypes: [Egress], egress: [{to: [" + peer + "]}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "kubernetes, ALLOWED, ALLOWED",
        "np-guard, DENIED, ALLOWED",
        "calico, ALLOWED, ALLOWED",
        "cilium, DENIED, DENIED",
        "ovn-kubernetes, ALLOWED, ALLOWED"
    })
    void an_ip_block_on_pods_and_on_nodes(String name, Outcome onPod, Outcome onNode) {
        CniProfile profile = CniProfile.parse(name);
        String cart = pod("shop", "cart", "{nodeName: n2}", "10.1.0.1");
        String db = pod("shop", "db", "{}", "10.0.0.2");
        String node = "kind: Node\nmetadata: {name: n1}\nstatus: {addresses: [{type: InternalIP, address: 10.0.0.3}]}";
        String rule = to("{ipBlock: {cidr: 10.0.0.0/24}}");
        assertThat(outcome(profile, "shop/cart", "shop/db", cart, db, node, rule))
                .isEqualTo(onPod);
        assertThat(outcome(profile, "shop/cart", "node:n1", cart, db, node, rule))
                .isEqualTo(onNode);
        assertThat(outcome(profile, "shop/cart", "10.0.0.9", cart, db, node, rule))
                .isEqualTo(ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({
        "kubernetes, DENIED, DENIED, DENIED",
        "np-guard, ALLOWED, ALLOWED, DENIED",
        "calico, DENIED, DENIED, DENIED",
        "cilium, DENIED, DENIED, DENIED",
        "ovn-kubernetes, DENIED, ALLOWED, ALLOWED"
    })
    void selectors_on_a_pod_of_the_host_network(String name, Outcome byLabel, Outcome byEverything, Outcome byGroup) {
        CniProfile profile = CniProfile.parse(name);
        String cart = pod("shop", "cart", "{nodeName: n2}", "10.1.0.1");
        String agent = pod("ops", "agent", "{nodeName: n1, hostNetwork: true}", "10.9.0.1");
        assertThat(outcome(
                        profile,
                        "shop/cart",
                        "ops/agent",
                        cart,
                        agent,
                        to("{namespaceSelector: {}, podSelector: {matchLabels: {app: agent}}}")))
                .isEqualTo(byLabel);
        assertThat(outcome(
                        profile, "shop/cart", "ops/agent", cart, agent, to("{namespaceSelector: {}, podSelector: {}}")))
                .isEqualTo(byEverything);
        String group = "{namespaceSelector: {matchLabels: {policy-group.network.openshift.io/host-network: ''}}";
        assertThat(outcome(profile, "shop/cart", "ops/agent", cart, agent, to(group + ", podSelector: {}}")))
                .isEqualTo(byGroup);
        assertThat(outcome(profile, "shop/cart", "ops/agent", cart, agent, to(group + "}")))
                .isEqualTo(DENIED);
    }

    @Test
    void a_policy_binds_a_pod_of_the_host_network_only_where_it_is_a_pod_like_any_other() {
        String agent = pod("ops", "agent", "{nodeName: n1, hostNetwork: true}", "10.9.0.1");
        String closed = policy("ops", "closed", "{podSelector: {}, policyTypes: [Egress]}");
        for (CniProfile profile : CniProfile.values()) {
            assertThat(outcome(profile, "ops/agent", "192.0.2.1", agent, closed))
                    .as(profile.id())
                    .isEqualTo(profile == CniProfile.NP_GUARD ? DENIED : ALLOWED);
        }
    }

    @ParameterizedTest(name = "{0}, {1}/{2}: {3}")
    @CsvSource({
        "calico, kube-system, calico-config, CALICO",
        "calico, kube-system, cilium-config, CILIUM",
        "calico, kube-system, kube-flannel-cfg, KUBERNETES",
        "calico, default, cilium-config, CALICO",
        "cilium, kube-system, cilium-config, CILIUM",
        "cilium, kube-system, calico-config, CALICO",
        "both, kube-system, calico-config, CALICO",
        "both, kube-system, cilium-config, CILIUM",
        "both, kube-system, antrea-config, KUBERNETES",
        "both, default, cilium-config, KUBERNETES",
        "both, kube-system, cilium-settings, KUBERNETES",
        "none, kube-system, cilium-config, CILIUM",
        "none, kube-system, calico-config, CALICO",
        "none, kube-system, antrea-config, KUBERNETES",
        "none, default, cilium-config, KUBERNETES"
    })
    void whose_policies_count_is_told_by_the_configuration_of_a_plugin(
            String policies, String namespace, String name, CniProfile expected) {
        String calico = "apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\n"
                + "metadata: {name: default.a, namespace: shop}\nspec: {selector: all()}";
        String cilium = "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\n"
                + "metadata: {name: a, namespace: shop}\nspec: {endpointSelector: {}, ingress: [{}]}";
        String config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + ", namespace: " + namespace
                + "}\ndata: {a: b}";
        String none = pod("shop", "cart", "{}", "10.1.0.1");
        assertThat(CniProfile.of(CalicoManifests.read(String.join(
                                "\n---\n",
                                config,
                                policies.equals("cilium") || policies.equals("none") ? none : calico,
                                policies.equals("calico") || policies.equals("none") ? none : cilium))
                        .cluster()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "cilium-agent, quay.io/cilium/cilium:v1.17.1, CILIUM",
        "calico-node, docker.io/calico/node:v3.30.0, CALICO",
        "ovnkube-controller, x/own@sha256:1, OVN_KUBERNETES",
        "weave, weaveworks/weave-npc:2.8.1, KUBERNETES",
        "cilium-operator, quay.io/cilium/operator:v1.17.1, KUBERNETES"
    })
    void a_plugin_that_every_node_runs_says_how_policies_are_taken(
            String container, String image, CniProfile expected) {
        String plugin =
                "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: net, namespace: kube-system}\nspec: {template: {"
                        + "spec: {containers: [{name: " + container + ", image: '" + image + "'}]}}}";
        Cluster cluster = Manifests.cluster(plugin + "\n---\n" + pod("shop", "cart", "{}", "10.1.0.1"));
        assertThat(CniProfile.of(cluster)).isEqualTo(expected);
        assertThat(CniProfile.isTold(cluster)).isEqualTo(!container.equals("cilium-operator"));
    }

    @Test
    void an_unknown_name_is_refused_with_those_there_are() {
        assertThatThrownBy(() -> CniProfile.parse("weave"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kubernetes, np-guard, calico, cilium, ovn-kubernetes");
        assertThat(CniProfile.parse("Cilium")).isEqualTo(CniProfile.CILIUM);
    }
}
