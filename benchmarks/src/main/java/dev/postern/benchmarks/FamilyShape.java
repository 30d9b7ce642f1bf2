package dev.postern.benchmarks;

import com.google.common.collect.ImmutableList;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.Pod;
import dev.postern.model.PodSpec;
import dev.postern.model.PortRef;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The plain cluster, what its NetworkPolicies say written in the kinds of a network plugin; the literal reading of the
 * NetworkPolicies stays the measure. A mesh knows no labels: there each policy lets in namespaces instead, and there is no
 * measure. Without pods on the host network, whose own nodes plugins treat differently.
 */
final class FamilyShape {
    private FamilyShape() {}

    static Cluster calico(int pods, int policies) {
        Cluster plain = PlainShape.cluster(pods, policies);
        return with(plain, FamilyShape::calico, false);
    }

    static Cluster cilium(int pods, int policies) {
        Cluster plain = PlainShape.cluster(pods, policies);
        return with(plain, FamilyShape::cilium, false);
    }

    static Cluster istio(int pods, int policies) {
        Cluster plain = PlainShape.cluster(pods, policies);
        return with(plain, FamilyShape::istio, true);
    }

    /** The plain cluster without pods on the host network, to be read literally. */
    static Cluster literal(int pods, int policies) {
        Cluster plain = PlainShape.cluster(pods, policies);
        Cluster.Builder cluster = builder(plain, false);
        plain.networkPolicies().forEach(cluster::add);
        return cluster.build();
    }

    private static Cluster.Builder builder(Cluster plain, boolean inMesh) {
        Cluster.Builder cluster = Cluster.builder();
        plain.namespaces().forEach(cluster::add);
        plain.nodes().forEach(cluster::add);
        List<Pod> pods =
                plain.pods().stream().filter(pod -> !pod.spec().hostNetwork()).toList();
        PodSpec proxied = pods.get(0).spec().with(proxied(pods.get(0).spec()), ImmutableList.of());
        pods.forEach(pod -> cluster.add(inMesh ? withSpec(pod, proxied) : pod));
        return cluster;
    }

    private static ImmutableList<Container> proxied(PodSpec spec) {
        Container main = spec.containers().get(0);
        Container proxy = new Container(
                "istio-proxy",
                Container.Role.MAIN,
                "proxyv2",
                "containers[1]",
                ImmutableList.of(),
                main.securityContext(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of());
        return ImmutableList.of(main, proxy);
    }

    private static Pod withSpec(Pod pod, PodSpec spec) {
        return new Pod(
                pod.object(),
                pod.meta(),
                spec,
                pod.specField(),
                pod.nodeName(),
                pod.phase(),
                pod.ips(),
                pod.owner(),
                pod.virtual(),
                pod.mirror());
    }

    private static Cluster with(Cluster plain, BiFunction<NetworkPolicy, String, String> as, boolean inMesh) {
        StringBuilder text = new StringBuilder();
        for (NetworkPolicy policy : plain.networkPolicies()) {
            String meta = "{name: " + policy.meta().name() + ", namespace: "
                    + policy.meta().namespace() + "}";
            text.append(as.apply(policy, meta)).append("---\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        Cluster written = ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(bytes))))
                .cluster();
        Cluster.Builder cluster = builder(plain, inMesh);
        written.calicoPolicies().forEach(cluster::add);
        written.ciliumPolicies().forEach(cluster::add);
        written.authorizationPolicies().forEach(cluster::add);
        return cluster.build();
    }

    private static String calico(NetworkPolicy policy, String meta) {
        return "apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: " + meta + "\nspec: {selector: \""
                + calico(policy.podSelector()) + "\", types: [" + (policy.isolatesIngress() ? "Ingress" : "Egress")
                + "], ingress: " + calico(policy.ingress(), "source") + ", egress: "
                + calico(policy.egress(), "destination") + "}\n";
    }

    private static String calico(List<NetworkPolicyRule> rules, String peer) {
        return rules.stream()
                .flatMap(rule -> ports(rule)
                        .map(port -> "{action: Allow"
                                + (port.isEmpty() ? "" : ", protocol: " + port.substring(0, port.indexOf(' ')))
                                + (peer.equals("source")
                                        ? ", source: {" + calico(rule.peers().get(0)) + "}, destination: {"
                                                + numbers(port) + "}"
                                        : ", destination: {"
                                                + calico(rule.peers().get(0)) + ", " + numbers(port) + "}")
                                + "}"))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** Each of the ports of a rule, {@code TCP 80}; an empty text if it has none. */
    private static Stream<String> ports(NetworkPolicyRule rule) {
        return rule.ports().isEmpty() ? Stream.of("") : rule.ports().stream().map(FamilyShape::port);
    }

    private static String port(NetworkPolicyPort port) {
        return port.protocol() + " " + port.port().map(PortRef::toString).orElse("");
    }

    private static String numbers(String port) {
        return port.isEmpty() ? "" : "ports: [" + port.substring(port.indexOf(' ') + 1) + "]";
    }

    private static String calico(NetworkPolicyPeer peer) {
        if (peer.ipBlock().isPresent()) {
            IpBlock block = peer.ipBlock().get();
            return "nets: [" + block.cidr() + "], notNets: [" + String.join(", ", block.except()) + "]";
        }
        String pods = "selector: \"" + calico(peer.podSelector().orElse(LabelSelector.EVERYTHING)) + "\"";
        return peer.namespaceSelector()
                .map(namespaces -> pods + ", namespaceSelector: \"" + calico(namespaces) + "\"")
                .orElse(pods);
    }

    private static String calico(LabelSelector selector) {
        return selector.selectsEverything()
                ? "all()"
                : selector.matchLabels().entrySet().stream()
                        .map(label -> label.getKey() + " == '" + label.getValue() + "'")
                        .collect(Collectors.joining(" && "));
    }

    private static String cilium(NetworkPolicy policy, String meta) {
        return "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: " + meta + "\nspec: {endpointSelector: "
                + cilium(policy.podSelector(), "")
                + (policy.isolatesIngress() ? ", ingress: " + cilium(policy.ingress(), "from") : "")
                + (policy.isolatesEgress() ? ", egress: " + cilium(policy.egress(), "to") : "") + "}\n";
    }

    private static String cilium(List<NetworkPolicyRule> rules, String peer) {
        return rules.isEmpty()
                ? "[{}]"
                : rules.stream()
                        .map(rule -> "{" + cilium(rule.peers().get(0), peer)
                                + rule.ports().stream()
                                        .map(port -> "{port: \""
                                                + port.port()
                                                        .map(PortRef::toString)
                                                        .orElse("0") + "\", protocol: " + port.protocol() + "}")
                                        .reduce((a, b) -> a + ", " + b)
                                        .map(ports -> ", toPorts: [{ports: [" + ports + "]}]")
                                        .orElse("")
                                + "}")
                        .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String cilium(NetworkPolicyPeer peer, String stem) {
        if (peer.ipBlock().isPresent()) {
            IpBlock block = peer.ipBlock().get();
            return stem + "CIDRSet: [{cidr: " + block.cidr() + ", except: [" + String.join(", ", block.except())
                    + "]}]";
        }
        String pods = labels(peer.podSelector().orElse(LabelSelector.EVERYTHING).matchLabels(), "");
        String namespaces = peer.namespaceSelector()
                .map(selector -> labels(selector.matchLabels(), "io.cilium.k8s.namespace.labels."))
                .orElse("");
        String all = pods + (pods.isEmpty() || namespaces.isEmpty() ? "" : ", ") + namespaces;
        return stem + "Endpoints: [{matchLabels: {" + all + "}}]";
    }

    private static String cilium(LabelSelector selector, String prefix) {
        return "{matchLabels: {" + labels(selector.matchLabels(), prefix) + "}}";
    }

    private static String labels(Map<String, String> labels, String prefix) {
        return labels.entrySet().stream()
                .map(label -> "\"" + prefix + label.getKey() + "\": " + label.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The namespaces of the peers, or the policy's own, as sources; accounts in every other policy. */
    private static String istio(NetworkPolicy policy, String meta) {
        String own = policy.meta().namespace();
        String selector =
                policy.podSelector().selectsEverything() ? "" : "selector: " + cilium(policy.podSelector(), "") + ", ";
        List<NetworkPolicyRule> rules = policy.isolatesIngress() ? policy.ingress() : policy.egress();
        String written = rules.stream()
                .map(rule -> "{from: [{source: {" + istio(rule.peers().get(0), own) + "}}]"
                        + (rule.ports().stream()
                                                .allMatch(port -> port.port()
                                                        .filter(one -> !one.isNamed())
                                                        .isPresent())
                                        && !rule.ports().isEmpty()
                                ? ", to: [{operation: {ports: ["
                                        + rule.ports().stream()
                                                .map(port -> "\""
                                                        + port.port()
                                                                .map(PortRef::toString)
                                                                .orElse("") + "\"")
                                                .collect(Collectors.joining(", "))
                                        + "]}}]"
                                : "")
                        + "}")
                .collect(Collectors.joining(", ", "[", "]"));
        return "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: " + meta + "\nspec: {" + selector
                + "action: ALLOW" + (rules.isEmpty() ? "" : ", rules: " + written) + "}\n";
    }

    private static String istio(NetworkPolicyPeer peer, String own) {
        String namespace = peer.namespaceSelector()
                .map(selector -> selector.matchLabels().getOrDefault(Namespace.NAME_LABEL, own))
                .orElse(own);
        return peer.ipBlock().isPresent()
                ? "ipBlocks: [" + peer.ipBlock().get().cidr() + "]"
                : peer.namespaceSelector().isPresent()
                        ? "principals: [cluster.local/ns/" + namespace + "/sa/default]"
                        : "namespaces: [" + namespace + "]";
    }
}
