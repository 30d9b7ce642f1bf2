package dev.postern.benchmarks;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.ContainerPort;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.Node;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.PodSecurityContext;
import dev.postern.model.PodSpec;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import dev.postern.model.SecurityContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the shapes are made of: namespaces, pods with addresses on nodes, and policies, straight into the model. */
final class NetworkWorld {
    private static final int FIRST_POD_ADDRESS = 10 << 24;
    private static final int PODS_OF_NODE = 100;

    private final Cluster.Builder cluster = Cluster.builder();
    private final PodSpec spec;
    private final PodSpec hostSpec;
    private int pods;

    /** Pods listen on a port of that name and number. */
    NetworkWorld(String portName, int port) {
        spec = spec(portName, port, false);
        hostSpec = spec(portName, port, true);
    }

    private static PodSpec spec(String portName, int port, boolean hostNetwork) {
        Container container = new Container(
                "main",
                Container.Role.MAIN,
                "image",
                "containers[0]",
                ImmutableList.of(new ContainerPort(portName, port, Protocol.TCP, 0, "")),
                SecurityContext.NONE,
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of());
        return new PodSpec(
                Optional.empty(),
                Optional.empty(),
                hostNetwork,
                false,
                false,
                Optional.empty(),
                false,
                ImmutableSortedMap.of(),
                Optional.empty(),
                ImmutableList.of(),
                PodSecurityContext.NONE,
                ImmutableList.of(container),
                ImmutableList.of(),
                Optional.empty(),
                ImmutableList.of(),
                Optional.empty(),
                ImmutableSortedMap.of());
    }

    void namespace(String name, Map<String, String> labels) {
        ImmutableSortedMap<String, String> all = ImmutableSortedMap.<String, String>naturalOrder()
                .putAll(labels)
                .put(Namespace.NAME_LABEL, name)
                .build();
        cluster.add(new Namespace(ObjectMeta.of("", name).withLabels(all)));
    }

    /** A running pod with the next address; the labels are shared. */
    void pod(String namespace, String name, ImmutableSortedMap<String, String> labels) {
        String ip = address(FIRST_POD_ADDRESS + pods);
        add(namespace, name, labels, spec, ImmutableList.of(ip), "node-" + pods / PODS_OF_NODE);
        pods++;
    }

    /** Nodes for the pods so far, with a pod on the host network of each. */
    void nodes(String namespace) {
        for (int i = 0; i <= pods / PODS_OF_NODE; i++) {
            String ip = address((172 << 24 | 16 << 16) + i);
            cluster.add(new Node(
                    ObjectMeta.of("", "node-" + i),
                    ImmutableList.of(),
                    ImmutableList.of(ip),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    "",
                    "",
                    false));
            add(
                    namespace,
                    "host-" + i,
                    ImmutableSortedMap.of("app", "host"),
                    hostSpec,
                    ImmutableList.of(ip),
                    "node-" + i);
        }
    }

    private void add(
            String namespace,
            String name,
            ImmutableSortedMap<String, String> labels,
            PodSpec podSpec,
            ImmutableList<String> ips,
            String node) {
        ObjectRef ref = ObjectRef.of("Pod", namespace, name);
        ObjectMeta meta = ObjectMeta.of(namespace, name).withLabels(labels);
        cluster.add(new Pod(ref, meta, podSpec, "spec", Optional.of(node), "Running", ips, ref, false, false));
    }

    private static String address(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }

    void ingress(String namespace, String name, LabelSelector pods, NetworkPolicyRule... rules) {
        policy(namespace, name, pods, true, false, List.of(rules), List.of());
    }

    void egress(String namespace, String name, LabelSelector pods, NetworkPolicyRule... rules) {
        policy(namespace, name, pods, false, true, List.of(), List.of(rules));
    }

    void policy(
            String namespace,
            String name,
            LabelSelector selector,
            boolean isolatesIngress,
            boolean isolatesEgress,
            List<NetworkPolicyRule> ingress,
            List<NetworkPolicyRule> egress) {
        cluster.add(new NetworkPolicy(
                ObjectMeta.of(namespace, name),
                selector,
                isolatesIngress,
                isolatesEgress,
                true,
                ImmutableList.copyOf(ingress),
                ImmutableList.copyOf(egress)));
    }

    Cluster cluster() {
        return cluster.build();
    }

    static LabelSelector label(String key, String value) {
        return LabelSelector.ofLabels(Map.of(key, value));
    }

    static LabelSelector anyOf(String key, Collection<String> values) {
        return new LabelSelector(
                ImmutableSortedMap.of(),
                ImmutableList.of(
                        new LabelRequirement(key, LabelRequirement.Operator.IN, ImmutableSortedSet.copyOf(values))));
    }

    static NetworkPolicyPeer pods(LabelSelector selector) {
        return new NetworkPolicyPeer(Optional.of(selector), Optional.empty(), Optional.empty());
    }

    static NetworkPolicyPeer pods(LabelSelector selector, LabelSelector namespaces) {
        return new NetworkPolicyPeer(Optional.of(selector), Optional.of(namespaces), Optional.empty());
    }

    static NetworkPolicyPeer block(String cidr, String... except) {
        return new NetworkPolicyPeer(
                Optional.empty(), Optional.empty(), Optional.of(new IpBlock(cidr, ImmutableList.copyOf(except))));
    }

    static NetworkPolicyRule rule(NetworkPolicyPeer peer, NetworkPolicyPort... ports) {
        return new NetworkPolicyRule(ImmutableList.of(peer), ImmutableList.copyOf(ports));
    }

    static NetworkPolicyPort port(Protocol protocol, int port) {
        return new NetworkPolicyPort(protocol, Optional.of(PortRef.of(port)), Optional.empty());
    }

    static NetworkPolicyPort ports(int first, int last) {
        return new NetworkPolicyPort(Protocol.TCP, Optional.of(PortRef.of(first)), Optional.of(last));
    }

    static NetworkPolicyPort port(String name) {
        return new NetworkPolicyPort(Protocol.TCP, Optional.of(PortRef.named(name)), Optional.empty());
    }
}
