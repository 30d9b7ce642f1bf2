package dev.postern.network;

import dev.postern.model.Cluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Small clusters with Cilium's policies of all fields, and NetworkPolicies among them; every pod has its addresses. */
final class RandomCilium {
    static final List<String> OUTSIDE = List.of("203.0.113.7", "192.0.2.1", "2001:db8::7");
    private static final List<String> NAMESPACES = List.of("a", "b", "c");
    private static final List<String> NODES = List.of("n1", "n2", "cp");
    private static final List<String> KEYS = List.of(
            "app",
            "app",
            "any:app",
            "k8s:app",
            "other:app",
            "pod-template-hash",
            "k8s:statefulset.kubernetes.io/pod-name",
            "io.kubernetes.pod.namespace",
            "k8s:io.kubernetes.pod.namespace",
            "io.cilium.k8s.namespace.labels.team",
            "k8s:io.cilium.k8s.namespace.labels.team",
            "io.cilium.k8s.policy.serviceaccount",
            "io.cilium.k8s.policy.cluster",
            "reserved:host",
            "reserved:world",
            "reserved.remote-node",
            "world");
    private static final List<String> VALUES = List.of("web", "db", "a", "b", "red", "sa", "default", "");
    private static final List<String> ENTITIES = List.of(
            "all",
            "world",
            "world-ipv4",
            "world-ipv6",
            "cluster",
            "host",
            "host",
            "remote-node",
            "remote-node",
            "kube-apiserver",
            "none",
            "ingress");
    private static final List<String> CIDRS =
            List.of("0.0.0.0/0", "203.0.113.0/24", "10.0.0.0/8", "172.18.0.2", "::/0", "2001:db8::/32", "fd00::/64");

    private final Random random;
    private final List<Map<String, Object>> objects = new ArrayList<>();

    private RandomCilium(long seed) {
        random = new Random(seed);
    }

    static Cluster of(long seed) {
        return RandomClusters.build(objects(seed));
    }

    /** The manifests of a random cluster, policies last. */
    static List<Map<String, Object>> objects(long seed) {
        RandomCilium worlds = new RandomCilium(seed);
        worlds.generate();
        return worlds.objects;
    }

    private void generate() {
        object("Namespace", Map.of("name", "a", "labels", Map.of("team", "red")), Map.of());
        object("Namespace", Map.of("name", "b", "labels", Map.of("team", "b")), Map.of());
        for (int i = 0; i < NODES.size(); i++) {
            Map<String, Object> node = object(
                    "Node", Map.of("name", NODES.get(i), "labels", Map.of("app", i == 0 ? "web" : "db")), Map.of());
            node.put(
                    "status",
                    Map.of(
                            "addresses",
                            List.of(
                                    Map.of("type", "InternalIP", "address", "172.18.0." + (i + 2)),
                                    Map.of("type", "InternalIP", "address", "fd01::" + (i + 2)))));
        }
        Map<String, Object> slice = object(
                "EndpointSlice",
                Map.of(
                        "namespace",
                        "default",
                        "name",
                        "k",
                        "labels",
                        Map.of("kubernetes.io/service-name", "kubernetes")),
                Map.of());
        slice.put("endpoints", List.of(Map.of("addresses", List.of(chance(60) ? "172.18.0.4" : "192.0.2.1"))));
        for (int i = 2 + random.nextInt(5); i > 0; i--) {
            pod(i);
        }
        object("CiliumCIDRGroup", Map.of("name", "g", "labels", Map.of("app", "web")), Map.of("externalCIDRs", CIDRS));
        for (int i = random.nextInt(4); i > 0; i--) {
            policy("CiliumNetworkPolicy", i);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            policy("CiliumClusterwideNetworkPolicy", i);
        }
        for (int i = random.nextInt(2); i > 0; i--) {
            networkPolicy(i);
        }
    }

    private Map<String, Object> object(String kind, Map<String, Object> meta, Map<String, Object> spec) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("kind", kind);
        object.put("metadata", meta);
        object.put("spec", spec);
        objects.add(object);
        return object;
    }

    private void pod(int i) {
        boolean host = chance(20);
        Map<String, Object> labels = new LinkedHashMap<>(Map.of("app", pick(List.of("web", "db"))));
        if (chance(10)) {
            labels.put("io.cilium.k8s.namespace.labels.team", "red");
        }
        if (chance(20)) {
            labels.put(pick(List.of("pod-template-hash", "statefulset.kubernetes.io/pod-name")), pick(VALUES));
        }
        Map<String, Object> port = Map.of("name", "http", "containerPort", chance(50) ? 80 : 81);
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("containers", List.of(Map.of("name", "c", "ports", List.of(port))));
        if (host || chance(85)) {
            spec.put("nodeName", pick(NODES));
        }
        if (host) {
            spec.put("hostNetwork", true);
        }
        if (chance(30)) {
            spec.put("serviceAccountName", "sa");
        }
        Map<String, Object> pod =
                object("Pod", Map.of("namespace", pick(NAMESPACES), "name", "p" + i, "labels", labels), spec);
        pod.put(
                "status",
                host
                        ? Map.of("phase", "Running")
                        : Map.of(
                                "phase",
                                "Running",
                                "podIPs",
                                List.of(Map.of("ip", "10.0.0." + i), Map.of("ip", "fd00::" + i))));
    }

    private void policy(String kind, int i) {
        boolean clusterwide = kind.startsWith("CiliumClusterwide");
        Map<String, Object> policy = object(
                kind,
                clusterwide ? Map.of("name", "w" + i) : Map.of("namespace", pick(NAMESPACES), "name", "c" + i),
                spec(clusterwide));
        if (chance(15)) {
            policy.put("specs", List.of(spec(clusterwide), spec(clusterwide)));
        }
    }

    private Map<String, Object> spec(boolean clusterwide) {
        Map<String, Object> spec = new LinkedHashMap<>();
        boolean nodes = clusterwide && chance(10);
        spec.put(nodes ? "nodeSelector" : "endpointSelector", selector());
        for (String field : List.of("ingress", "ingressDeny", "egress", "egressDeny")) {
            List<Map<String, Object>> rules = new ArrayList<>();
            for (int i = random.nextInt(field.endsWith("Deny") ? 2 : 3); i > 0; i--) {
                rules.add(rule(field, nodes));
            }
            if (!rules.isEmpty()) {
                spec.put(field, rules);
            }
        }
        if (spec.size() == 1) {
            spec.put("ingress", List.of(Map.of()));
        }
        if (chance(25)) {
            spec.put("enableDefaultDeny", Map.of(pick(List.of("ingress", "egress")), random.nextBoolean()));
        }
        return spec;
    }

    private Map<String, Object> rule(String field, boolean nodes) {
        String side = field.startsWith("ingress") ? "from" : "to";
        boolean deny = field.endsWith("Deny");
        Map<String, Object> rule = new LinkedHashMap<>();
        switch (random.nextInt(10)) {
            case 0:
                break;
            case 1:
            case 2:
                rule.put(side + "Entities", some(() -> pick(ENTITIES)));
                break;
            case 3:
                rule.put(side + "CIDR", some(() -> pick(CIDRS)));
                break;
            case 4:
                rule.put(side + "CIDRSet", some(this::cidrRule));
                break;
            case 5:
                rare(rule, side, deny);
                break;
            default:
                rule.put(side + "Endpoints", chance(5) ? List.of() : some(this::selector));
        }
        if (chance(40)) {
            rule.put("toPorts", some(() -> ports(nodes)));
        } else if (chance(3)) {
            rule.put("icmps", List.of(Map.of("fields", List.of(Map.of("type", 8)))));
        }
        if (chance(3)) {
            rule.put("somethingNew", Map.of());
        }
        return rule;
    }

    private void rare(Map<String, Object> rule, String side, boolean deny) {
        boolean egress = side.equals("to");
        if (egress && !deny && chance(30)) {
            rule.put("toFQDNs", List.of(Map.of("matchName", "example.org")));
        } else if (egress && !deny && chance(30)) {
            rule.put("toServices", List.of(Map.of("k8sService", Map.of("serviceName", "s", "namespace", "a"))));
        } else if (chance(50)) {
            rule.put(side + "Nodes", some(this::selector));
        } else {
            rule.put(side + "Groups", List.of(Map.of("aws", Map.of("region", "r"))));
        }
    }

    private Map<String, Object> cidrRule() {
        switch (random.nextInt(4)) {
            case 0:
                return Map.of("cidrGroupRef", pick(List.of("g", "h")));
            case 1:
                return Map.of("cidrGroupSelector", Map.of("matchLabels", Map.of("app", pick(List.of("web", "db")))));
            case 2:
                return Map.of("cidr", "203.0.113.0/24", "except", List.of("203.0.113.0/29"));
            default:
                return Map.of("cidr", pick(List.of("0.0.0.0/0", "2001:db8::/32")));
        }
    }

    private Map<String, Object> selector() {
        if (chance(15)) {
            return Map.of();
        }
        return chance(60)
                ? Map.of("matchLabels", Map.of(pick(KEYS), pick(VALUES)))
                : Map.of("matchExpressions", some(this::expression));
    }

    private Map<String, Object> expression() {
        String operator = pick(List.of("In", "NotIn", "Exists", "DoesNotExist"));
        return operator.endsWith("In")
                ? Map.of("key", pick(KEYS), "operator", operator, "values", some(() -> pick(VALUES)))
                : Map.of("key", pick(KEYS), "operator", operator);
    }

    private Map<String, Object> ports(boolean nodes) {
        Map<String, Object> port = new LinkedHashMap<>();
        String text = pick(List.of("80", "80", "0", "81", nodes ? "82" : "http", "0120"));
        port.put("port", text);
        if (chance(60)) {
            port.put("protocol", pick(List.of("TCP", "UDP", "ANY")));
        }
        if (chance(20) && text.startsWith("8")) {
            port.put("endPort", 90);
        }
        return chance(5) ? Map.of() : Map.of("ports", List.of(port));
    }

    private void networkPolicy(int i) {
        String key = chance(80) ? "app" : "pod-template-hash";
        Map<String, Object> peer = chance(50)
                ? Map.of(
                        "podSelector",
                        chance(70)
                                ? Map.of("matchLabels", Map.of(key, "web"))
                                : Map.of("matchExpressions", List.of(Map.of("key", key, "operator", "DoesNotExist"))))
                : Map.of("ipBlock", Map.of("cidr", pick(List.of("0.0.0.0/0", "203.0.113.0/24", "::/0"))));
        object(
                "NetworkPolicy",
                Map.of("namespace", pick(NAMESPACES), "name", "k" + i),
                Map.of(
                        "podSelector",
                        chance(80) ? Map.of() : Map.of("matchLabels", Map.of("pod-template-hash", "web")),
                        "policyTypes",
                        List.of("Ingress", "Egress"),
                        "ingress",
                        chance(50) ? List.of() : List.of(Map.of("from", List.of(peer))),
                        "egress",
                        List.of(chance(50) ? Map.of() : Map.of("to", List.of(peer)))));
    }

    private <T> List<T> some(Supplier<T> item) {
        List<T> items = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            items.add(item.get());
        }
        return items;
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
