package dev.postern.network;

import dev.postern.model.Cluster;
import dev.postern.model.EndpointSlice;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.Node;
import dev.postern.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who has an address, and by which labels with a source in front its policies know it. */
final class NaiveCiliumIdentities {
    static final String NAMESPACE = "io.kubernetes.pod.namespace";
    static final String NAMESPACE_LABELS = "io.cilium.k8s.namespace.labels.";
    static final String CLUSTER = "io.cilium.k8s.policy.cluster";
    static final String CLUSTER_NAME = "default";
    private static final String ACCOUNT = "io.cilium.k8s.policy.serviceaccount";

    /** Beginnings of the labels of pods that agents leave out, and of those that they write themselves. */
    private static final List<String> UNHEEDED = List.of(
            "io.cilium.k8s",
            "kubernetes.io",
            "k8s.io",
            "statefulset.kubernetes.io/pod-name",
            "apps.kubernetes.io/pod-index",
            "batch.kubernetes.io/job-completion-index",
            "batch.kubernetes.io/controller-uid",
            "pod-template-generation",
            "pod-template-hash",
            "controller-revision-hash",
            "controller-uid",
            "annotation",
            "etcd_node");

    private final Cluster cluster;

    NaiveCiliumIdentities(Cluster cluster) {
        this.cluster = cluster;
    }

    /** What is at an address: a pod, a node, or neither. */
    record Thing(IpAddress address, Optional<Pod> pod, Optional<Node> node, boolean apiServer) {
        /** Rows 10 and 15: neither a pod nor a node, so that CIDRs are about it. */
        boolean isOutside() {
            return pod.isEmpty() && node.isEmpty();
        }
    }

    Thing at(String text) {
        IpAddress address = IpAddress.parse(text).orElseThrow();
        Optional<Pod> pod = cluster.pods().stream()
                .filter(one -> !one.isTerminated() && !one.spec().hostNetwork())
                .filter(one -> one.ips().stream().anyMatch(ip -> is(ip, address)))
                .findFirst();
        Optional<Node> node = cluster.nodes().stream()
                .filter(one -> one.internalAddresses().stream().anyMatch(ip -> is(ip, address))
                        || one.externalAddresses().stream().anyMatch(ip -> is(ip, address)))
                .findFirst();
        return new Thing(address, pod, pod.isPresent() ? Optional.empty() : node, isApiServer(address));
    }

    private boolean isApiServer(IpAddress address) {
        for (EndpointSlice slice : cluster.endpointSlices()) {
            boolean kubernetes = slice.meta().namespace().equals("default")
                    && "kubernetes".equals(slice.meta().labels().get("kubernetes.io/service-name"));
            if (kubernetes
                    && slice.endpoints().stream()
                            .flatMap(endpoint -> endpoint.addresses().stream())
                            .anyMatch(ip -> is(ip, address))) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(String ip, IpAddress address) {
        return IpAddress.parse(ip).equals(Optional.of(address));
    }

    /** The labels of a thing as the agent of a pod sees it. */
    Map<String, String> labels(Thing thing, boolean ownNode) {
        if (thing.pod().isPresent()) {
            return ofPod(thing.pod().get());
        }
        Map<String, String> labels = new HashMap<>();
        if (thing.node().isPresent()) {
            labels.put(ownNode ? "reserved:host" : "reserved:remote-node", "");
        }
        if (thing.apiServer()) {
            labels.put("reserved:kube-apiserver", "");
        } else if (thing.node().isEmpty()) {
            labels.put("reserved:world", "");
            labels.put(
                    thing.address().family() == IpAddress.Family.IPV4 ? "reserved:world-ipv4" : "reserved:world-ipv6",
                    "");
        }
        return labels;
    }

    Map<String, String> ofPod(Pod pod) {
        Map<String, String> labels = new HashMap<>();
        heeded(pod).forEach((key, value) -> labels.put("k8s:" + key, value));
        namespaceLabels(pod.namespace()).forEach((key, value) -> labels.put("k8s:" + NAMESPACE_LABELS + key, value));
        labels.put("k8s:" + NAMESPACE, pod.namespace());
        labels.put("k8s:" + ACCOUNT, pod.spec().serviceAccountName().orElse("default"));
        labels.put("k8s:" + CLUSTER, CLUSTER_NAME);
        return labels;
    }

    /** The pod's own labels by which agents know it. */
    static Map<String, String> heeded(Pod pod) {
        Map<String, String> labels = new HashMap<>(pod.meta().labels());
        labels.keySet()
                .removeIf(key -> UNHEEDED.stream().anyMatch(key::startsWith)
                        || key.contains("beta.kubernetes.io")
                        || key.startsWith("io.kubernetes"));
        return labels;
    }

    Map<String, String> namespaceLabels(String name) {
        return cluster.namespace(name).orElse(Namespace.implied(name)).meta().labels();
    }

    Map<String, String> ofNode(Node node) {
        Map<String, String> labels = new HashMap<>();
        node.meta().labels().forEach((key, value) -> labels.put("k8s:" + key, value));
        return labels;
    }

    /** The source that a key of a selector has in front; {@code any} where it has none. */
    static String source(String key) {
        if (key.startsWith("$") || key.startsWith("reserved.")) {
            return "reserved";
        }
        int colon = key.indexOf(':');
        return colon <= 0 ? "any" : key.substring(0, colon);
    }

    /** A key of a selector without its source. */
    static String name(String key) {
        if (key.startsWith("$")) {
            return key.substring(1);
        }
        return key.startsWith("reserved.") ? key.substring("reserved.".length()) : key.substring(key.indexOf(':') + 1);
    }

    private static Optional<String> value(String key, Map<String, String> labels) {
        String wanted = source(key) + ":" + name(key);
        return labels.entrySet().stream()
                .filter(label -> source(key).equals("any")
                        ? label.getKey().endsWith(":" + name(key))
                        : label.getKey().equals(wanted))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    static boolean matches(LabelSelector selector, Map<String, String> labels) {
        for (Map.Entry<String, String> wanted : selector.matchLabels().entrySet()) {
            if (!value(wanted.getKey(), labels).equals(Optional.of(wanted.getValue()))) {
                return false;
            }
        }
        for (LabelRequirement wanted : selector.matchExpressions()) {
            Optional<String> value = value(wanted.key(), labels);
            boolean in = value.filter(wanted.values()::contains).isPresent();
            boolean holds = switch (wanted.operator()) {
                case IN -> in;
                case NOT_IN -> !in;
                case EXISTS -> value.isPresent();
                case DOES_NOT_EXIST -> value.isEmpty();
                default -> false;
            };
            if (!holds) {
                return false;
            }
        }
        return true;
    }
}
