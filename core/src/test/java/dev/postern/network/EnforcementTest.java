package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.network.Enforcement.Status;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which network plugins are recognised, and what becomes of policies under each. */
class EnforcementTest {
    private static final String POLICY =
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny, "
                    + "namespace: shop}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n";

    private static Cluster cluster(String... documents) {
        byte[] yaml = String.join("---\n", documents).getBytes(StandardCharsets.UTF_8);
        return ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(yaml))))
                .cluster();
    }

    private static String workload(String kind, String name, String container, String image, String args) {
        return "apiVersion: apps/v1\nkind: " + kind + "\nmetadata: {name: " + name + ", namespace: kube-system}\nspec: "
                + "{selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {hostNetwork: true, "
                + "containers: [{name: " + container + ", image: '" + image + "', args: [" + args + "]}]}}}\n";
    }

    private static String daemon(String image, String args) {
        return workload("DaemonSet", "net", "agent", image, args);
    }

    private static String config(String name, String data) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + ", namespace: kube-system}\ndata: {" + data
                + "}\n";
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            quay.io/calico/node:v3.30.0                                       | '' | ENFORCED | Calico
            registry.example/mirror/calico/node:v3.30.0                       | '' | ENFORCED | Calico
            rancher/mirrored-calico-node:v3.28.1                              | '' | ENFORCED | Calico
            quay.io/cilium/cilium:v1.18.0@sha256:0123                         | '' | ENFORCED | Cilium
            antrea/antrea-agent-ubuntu:v2.3.0                                 | '' | ENFORCED | Antrea
            docker.io/cloudnativelabs/kube-router                             | --run-firewall=true | ENFORCED | kube-router
            docker.io/cloudnativelabs/kube-router:v2.1.0                      | '' | ENFORCED | kube-router
            docker.io/cloudnativelabs/kube-router:v2.1.0                      | --run-firewall=false | NOT_ENFORCED | kube-router
            weaveworks/weave-npc:2.8.1                                        | '' | ENFORCED | Weave Net
            registry.k8s.io/networking/kube-network-policies:v0.9.2           | '' | ENFORCED | kube-network-policies
            1.dkr.ecr.us-west-2.amazonaws.com/amazon/aws-network-policy-agent:v1.4.2 | --enable-network-policy=true | ENFORCED | Amazon VPC CNI
            1.dkr.ecr.us-west-2.amazonaws.com/amazon/aws-network-policy-agent:v1.4.2 | --enable-network-policy=false | NOT_ENFORCED | Amazon VPC CNI
            1.dkr.ecr.us-west-2.amazonaws.com/amazon/aws-network-policy-agent:v1.4.2 | '' | UNPROVEN | Amazon VPC CNI
            1.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni:v1.12.0          | '' | NOT_ENFORCED | Amazon VPC CNI
            ghcr.io/flannel-io/flannel:v0.26.7                                | '' | NOT_ENFORCED | flannel
            docker.io/flannel/flannel:v0.26.1                                 | '' | NOT_ENFORCED | flannel
            quay.io/coreos/flannel:v0.14.0                                    | '' | NOT_ENFORCED | flannel
            docker.io/kindest/kindnetd:v20240513-cd2ac642                     | '' | NOT_ENFORCED | kindnet
            docker.io/kindest/kindnetd:v20240813-c6f155d6                     | '' | ENFORCED | kindnet
            docker.io/kindest/kindnetd:latest                                 | '' | UNPROVEN | kindnet
            ghcr.io/aojea/kindnetd:v1.2.0                                     | '' | NOT_ENFORCED | kindnet
            ghcr.io/aojea/kindnetd:v1.3.0                                     | '' | ENFORCED | kindnet
            quay.io/calico/node-driver-registrar:v3.30.0                      | '' | UNPROVEN | ''
            quay.io/notcilium/cilium-cli:v1                                   | '' | UNPROVEN | ''
            """)
    void a_plugin_is_told_by_its_image_and_switch(String image, String args, Status status, String plugin) {
        Enforcement found = Enforcement.of(cluster(daemon(image, args)));
        assertThat(found.status()).isEqualTo(status);
        assertThat(found.plugin()).isEqualTo(plugin);
        assertThat(found.evidence().stream().map(Evidence::value).toList())
                .containsExactlyElementsOf(
                        plugin.isEmpty() ? List.of() : args.isEmpty() ? List.of(image) : List.of(image, args));
    }

    @Test
    void only_what_runs_on_every_node_counts() {
        String image = "quay.io/calico/node:v3.30.0";
        assertThat(Enforcement.of(cluster(workload("Deployment", "net", "agent", image, "")))
                        .status())
                .isEqualTo(Status.UNPROVEN);
    }

    @Test
    void ovn_kubernetes_is_told_by_its_containers() {
        Enforcement found = Enforcement.of(
                cluster(workload("DaemonSet", "ovnkube-node", "ovnkube-controller", "x/own@sha256:1", "")));
        assertThat(found.status()).isEqualTo(Status.ENFORCED);
        assertThat(found.plugin()).isEqualTo("OVN-Kubernetes");
    }

    @ParameterizedTest
    @CsvSource({
        "enable-policy: never, NOT_ENFORCED",
        "enable-policy: default, ENFORCED",
        "enable-policy: always, ENFORCED",
        "enable-k8s-networkpolicy: 'false', NOT_ENFORCED"
    })
    void cilium_may_be_told_to_enforce_nothing(String setting, Status status) {
        String data = setting.endsWith("false") ? "enable-k8s-networkpolicy: \"false\"" : setting;
        assertThat(Enforcement.of(cluster(daemon("quay.io/cilium/cilium:v1.18.0", ""), config("cilium-config", data)))
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"true, ENFORCED", "false, NOT_ENFORCED"})
    void where_amazon_runs_it_only_the_switch_is_there(String value, Status status) {
        String data = "enable-network-policy-controller: \"" + value + "\"";
        assertThat(Enforcement.of(cluster(config("amazon-vpc-cni", data))).status())
                .isEqualTo(status);
    }

    @ParameterizedTest(name = "{0}/{1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            kube-system  | cilium-config                 | enable-policy: always | ENFORCED | Cilium
            kube-system  | cilium-config                 | enable-policy: never | NOT_ENFORCED | Cilium
            kube-system  | calico-config                 | typha_service_name: none | ENFORCED | Calico
            kube-system  | antrea-config                 | a: b | ENFORCED | Antrea
            kube-system  | antrea-config-kmf6h4k6ch      | a: b | ENFORCED | Antrea
            kube-system  | kube-flannel-cfg              | a: b | NOT_ENFORCED | flannel
            kube-flannel | kube-flannel-cfg              | a: b | NOT_ENFORCED | flannel
            kube-system  | amazon-vpc-cni                | enable-windows-ipam: 'x' | UNPROVEN | Amazon VPC CNI
            default      | cilium-config                 | a: b | UNPROVEN | ''
            cilium       | cilium-config                 | a: b | UNPROVEN | ''
            kube-system  | cilium-config-2               | a: b | UNPROVEN | ''
            kube-system  | cilium                        | a: b | UNPROVEN | ''
            kube-flannel | calico-config                 | a: b | UNPROVEN | ''
            kube-system  | calico-configs                | a: b | UNPROVEN | ''
            default      | antrea-config                 | a: b | UNPROVEN | ''
            default      | antrea-config-kmf6h4k6ch      | a: b | UNPROVEN | ''
            kube-system  | antrea-configuration          | a: b | UNPROVEN | ''
            default      | kube-flannel-cfg              | a: b | UNPROVEN | ''
            kube-system  | kube-flannel-cfg-2            | a: b | UNPROVEN | ''
            default      | amazon-vpc-cni                | a: b | UNPROVEN | ''
            """)
    void a_plugin_is_told_by_its_configuration(
            String namespace, String name, String data, Status status, String plugin) {
        Enforcement found = Enforcement.of(
                cluster(config(name, data).replace("namespace: kube-system", "namespace: " + namespace)));
        assertThat(found.status()).isEqualTo(status);
        assertThat(found.plugin()).isEqualTo(plugin);
        assertThat(found.evidence().stream().limit(1).map(Evidence::object).toList())
                .containsExactlyElementsOf(
                        plugin.isEmpty() ? List.of() : List.of(ObjectRef.of("ConfigMap", namespace, name)));
    }

    @Test
    void a_daemon_set_says_more_than_what_may_be_left_of_another_plugin() {
        String image = "quay.io/calico/node:v3.30.0";
        Enforcement found =
                Enforcement.of(cluster(daemon(image, ""), config("cilium-config", "enable-policy: always")));
        assertThat(found.plugin()).isEqualTo("Calico");
        assertThat(found.evidence().stream().map(Evidence::value)).containsExactly(image);
        assertThat(Enforcement.of(cluster(daemon("docker.io/flannel/flannel:v0.26.1", ""), config("calico-config", "")))
                        .plugin())
                .isEqualTo("flannel");
    }

    @Test
    void one_that_enforces_is_enough() {
        String flannel =
                workload("DaemonSet", "kube-flannel-ds", "kube-flannel", "docker.io/flannel/flannel:v0.26.1", "");
        Enforcement found = Enforcement.of(cluster(daemon("quay.io/calico/node:v3.30.0", ""), flannel));
        assertThat(found.status()).isEqualTo(Status.ENFORCED);
        assertThat(found.plugin()).isEqualTo("Calico");
    }

    private static List<String> lint(String... documents) {
        return NetworkLint.of(Network.of(cluster(documents))).stream()
                .filter(finding -> finding.kind().code().contains("enforce"))
                .map(finding -> finding.severity() + " " + finding.kind().code() + " " + finding.object())
                .toList();
    }

    @Test
    void policies_that_nothing_enforces_are_a_finding() {
        String flannel = daemon("docker.io/flannel/flannel:v0.26.1", "");
        assertThat(lint(POLICY, flannel)).containsExactly(Severity.WARNING + " not-enforced DaemonSet kube-system/net");
        assertThat(lint(POLICY)).containsExactly(Severity.INFO + " enforcement-unproven NetworkPolicy shop/deny");
        assertThat(lint(POLICY, daemon("quay.io/calico/node:v3.30.0", ""))).isEmpty();
        assertThat(lint(flannel)).as("no policies").isEmpty();
    }

    @Test
    void of_a_cluster_that_was_read_whole_it_is_a_warning() {
        String live = daemon("example.com/some/agent:1", "").replace("name: net,", "name: net, uid: '1',");
        assertThat(lint(POLICY, live))
                .containsExactly(Severity.WARNING + " enforcement-unproven NetworkPolicy shop/deny");
    }

    private static final String OF_CALICO =
            "apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata: {name: a}\nspec: {selector: all()}\n";
    private static final String STAGED = OF_CALICO.replace("GlobalNetworkPolicy", "StagedGlobalNetworkPolicy");
    private static final String OF_CILIUM = "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: a,"
            + " namespace: shop}\nspec: {endpointSelector: {}, ingress: [{}]}\n";
    private static final String CALICO = "quay.io/calico/node:v3.30.0";
    private static final String CILIUM = "quay.io/cilium/cilium:v1.18.0";
    private static final String FLANNEL = "docker.io/flannel/flannel:v0.26.1";

    static Stream<Arguments> profiles() {
        return Stream.of(
                Arguments.of(CniProfile.KUBERNETES, new String[] {POLICY}),
                Arguments.of(CniProfile.CILIUM, new String[] {POLICY, daemon(CILIUM, "")}),
                Arguments.of(CniProfile.CALICO, new String[] {POLICY, OF_CALICO}),
                Arguments.of(CniProfile.CALICO, new String[] {OF_CALICO, daemon(CALICO, "")}),
                Arguments.of(CniProfile.CILIUM, new String[] {OF_CALICO, daemon(CILIUM, "")}),
                Arguments.of(CniProfile.KUBERNETES, new String[] {STAGED}),
                Arguments.of(CniProfile.CALICO, new String[] {STAGED, daemon(CALICO, "")}),
                Arguments.of(CniProfile.CILIUM, new String[] {OF_CILIUM}),
                Arguments.of(CniProfile.CILIUM, new String[] {STAGED, OF_CILIUM}),
                Arguments.of(CniProfile.CILIUM, new String[] {OF_CILIUM, daemon(CILIUM, "")}),
                Arguments.of(CniProfile.CALICO, new String[] {OF_CILIUM, daemon(CALICO, "")}),
                Arguments.of(CniProfile.KUBERNETES, new String[] {OF_CILIUM, daemon(FLANNEL, "")}),
                Arguments.of(CniProfile.KUBERNETES, new String[] {OF_CALICO, daemon(FLANNEL, "")}),
                Arguments.of(CniProfile.KUBERNETES, new String[] {OF_CALICO, OF_CILIUM}),
                Arguments.of(CniProfile.CALICO, new String[] {OF_CALICO, OF_CILIUM, daemon(CALICO, "")}),
                Arguments.of(CniProfile.CILIUM, new String[] {OF_CALICO, OF_CILIUM, daemon(CILIUM, "")}));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void where_nobody_names_a_profile_policies_and_plugin_tell_it(CniProfile expected, String[] documents) {
        assertThat(CniProfile.of(cluster(documents))).isEqualTo(expected);
    }
}
