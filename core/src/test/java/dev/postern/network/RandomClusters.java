package dev.postern.network;

import dev.postern.model.Cluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small clusters that mix everything that policies can say, few enough names that rules often match. */
final class RandomClusters {
    private static final List<String> NAMESPACES = List.of("a", "b", "c");
    static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");
    static final List<Integer> PORTS = List.of(53, 80, 81, 8080);
    static final List<String> PORT_NAMES = List.of("http", "dns");
    static final List<String> V4_BLOCKS =
            List.of("10.0.0.0/29", "10.0.0.0/24", "10.0.0.5/30", "0.0.0.0/0", "192.168.0.0/16");
    static final List<String> V6_BLOCKS = List.of("fd00::/125", "fd00:0::/64", "::/0");

    private final Random random;
    private final List<Map<String, Object>> objects = new ArrayList<>();

    private RandomClusters(Random random) {
        this.random = random;
    }

    static Cluster of(long seed) {
        return build(objects(seed));
    }

    /** The manifests of a random cluster, policies last. */
    static List<Map<String, Object>> objects(long seed) {
        RandomClusters cluster = new RandomClusters(new Random(seed));
        cluster.generate();
        return cluster.objects;
    }

    static Cluster build(List<Map<String, Object>> objects) {
        Cluster.Builder cluster = Cluster.builder();
        objects.forEach(object -> Manifests.add(cluster, object));
        return cluster.build();
    }

    private void generate() {
        // Namespace c has no object: its name label counts all the same.
        objects.add(object("Namespace", "", "a", Map.of("team", "blue")));
        objects.add(object("Namespace", "", "b", Map.of("team", "red")));
        boolean dual = random.nextBoolean();
        for (int i = 1; i <= 2; i++) {
            Map<String, Object> node = object("Node", "", "n" + i, Map.of("zone", i == 1 ? "a" : "b"));
            if (chance(80)) {
                node.put("status", Map.of("addresses", addresses(i + 5, dual)));
            }
            objects.add(node);
        }
        int pods = 2 + random.nextInt(7);
        for (int i = 0; i < pods; i++) {
            objects.add(chance(85) ? pod(i, dual) : workload(i));
        }
        int policies = random.nextInt(6);
        for (int i = 0; i < policies; i++) {
            objects.add(policy(i));
        }
        // Half of the clusters have NetworkPolicies and nothing else, which are judged in a way of their own.
        if (chance(50)) {
            objects.addAll(new RandomTiers(random).policies());
        }
    }

    private static List<Map<String, Object>> addresses(int last, boolean dual) {
        List<Map<String, Object>> addresses = new ArrayList<>();
        addresses.add(Map.of("type", "InternalIP", "address", "10.0.0." + last));
        if (dual) {
            addresses.add(Map.of("type", "InternalIP", "address", "fd00::" + last));
        }
        return addresses;
    }

    private static Map<String, Object> object(String kind, String namespace, String name, Map<String, Object> labels) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("kind", kind);
        object.put(
                "metadata",
                namespace.isEmpty()
                        ? Map.of("name", name, "labels", labels)
                        : Map.of("namespace", namespace, "name", name, "labels", labels));
        return object;
    }

    private Map<String, Object> pod(int i, boolean dual) {
        Map<String, Object> pod = object("Pod", pick(NAMESPACES), "p" + i, labels());
        Map<String, Object> spec = spec();
        boolean host = Boolean.TRUE.equals(spec.get("hostNetwork"));
        if (chance(80)) {
            // Node n3 has no object.
            spec.put("nodeName", "n" + (1 + random.nextInt(chance(20) ? 3 : 2)));
        }
        pod.put("spec", spec);
        List<Map<String, Object>> ips = new ArrayList<>();
        if (!host && chance(85)) {
            ips.add(Map.of("ip", "10.0.0." + (10 * random.nextInt(2) + i)));
            if (dual && chance(80)) {
                ips.add(Map.of("ip", "fd00:0:0::" + i));
            }
        }
        pod.put("status", Map.of("phase", chance(10) ? "Succeeded" : "Running", "podIPs", ips));
        return pod;
    }

    private Map<String, Object> workload(int i) {
        Map<String, Object> workload = object("Deployment", pick(NAMESPACES), "d" + i, Map.of());
        Map<String, Object> template = Map.of("metadata", Map.of("labels", labels()), "spec", spec());
        workload.put("spec", Map.of("template", template));
        return workload;
    }

    private Map<String, Object> spec() {
        Map<String, Object> spec = new LinkedHashMap<>();
        List<Map<String, Object>> ports = new ArrayList<>();
        for (String name : PORT_NAMES) {
            if (chance(60)) {
                ports.add(Map.of("name", name, "containerPort", pick(PORTS), "protocol", pick(PROTOCOLS)));
            }
        }
        Map<String, Object> container = Map.of("name", "c", "ports", ports);
        if (chance(20)) {
            spec.put("initContainers", List.of(chance(50) ? with(container, "restartPolicy", "Always") : container));
            spec.put("containers", List.of(Map.of("name", "main")));
        } else {
            spec.put("containers", List.of(container));
        }
        if (chance(20)) {
            spec.put("hostNetwork", true);
        }
        return spec;
    }

    private static Map<String, Object> with(Map<String, Object> fields, String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return more;
    }

    private Map<String, Object> labels() {
        Map<String, Object> labels = new LinkedHashMap<>();
        if (chance(80)) {
            labels.put("app", pick(List.of("web", "db")));
        }
        if (chance(50)) {
            labels.put("tier", pick(List.of("1", "2")));
        }
        return labels;
    }

    private Map<String, Object> policy(int i) {
        Map<String, Object> policy = object("NetworkPolicy", pick(NAMESPACES), "np" + i, Map.of());
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("podSelector", chance(30) ? Map.of() : podSelector());
        if (chance(60)) {
            spec.put("policyTypes", pick(List.of(List.of("Ingress"), List.of("Egress"), List.of("Ingress", "Egress"))));
        }
        spec.put("ingress", rules("from"));
        spec.put("egress", rules("to"));
        policy.put("spec", spec);
        return policy;
    }

    private List<Map<String, Object>> rules(String peers) {
        List<Map<String, Object>> rules = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            Map<String, Object> rule = new LinkedHashMap<>();
            List<Map<String, Object>> items = new ArrayList<>();
            for (int j = random.nextInt(3); j > 0; j--) {
                items.add(peer());
            }
            rule.put(peers, items);
            List<Map<String, Object>> ports = new ArrayList<>();
            for (int j = random.nextInt(3); j > 0; j--) {
                ports.add(port());
            }
            rule.put("ports", ports);
            rules.add(rule);
        }
        return rules;
    }

    private Map<String, Object> peer() {
        int kind = random.nextInt(4);
        if (kind == 0) {
            return Map.of("ipBlock", block());
        }
        Map<String, Object> peer = new LinkedHashMap<>();
        if (kind != 1) {
            peer.put("podSelector", podSelector());
        }
        if (kind != 2) {
            peer.put("namespaceSelector", namespaceSelector());
        }
        return peer;
    }

    private Map<String, Object> block() {
        if (chance(60)) {
            String cidr = pick(V4_BLOCKS);
            return cidr.equals("10.0.0.0/24") && chance(60)
                    ? Map.of("cidr", cidr, "except", List.of("10.0.0.2/31", "10.0.0.12/30"))
                    : Map.of("cidr", cidr);
        }
        String cidr = pick(V6_BLOCKS);
        return cidr.equals("fd00:0::/64") && chance(60)
                ? Map.of("cidr", cidr, "except", List.of("fd00::4/126"))
                : Map.of("cidr", cidr);
    }

    static Map<String, Object> podSelector(Random random) {
        return new RandomClusters(random).podSelector();
    }

    static Map<String, Object> namespaceSelector(Random random) {
        return new RandomClusters(random).namespaceSelector();
    }

    private Map<String, Object> podSelector() {
        return chance(50)
                ? Map.of("matchLabels", labels())
                : Map.of("matchExpressions", List.of(expression("app", List.of("web", "db"))));
    }

    private Map<String, Object> namespaceSelector() {
        switch (random.nextInt(4)) {
            case 0:
                return Map.of();
            case 1:
                return Map.of("matchLabels", Map.of("team", pick(List.of("blue", "red"))));
            case 2:
                return Map.of("matchLabels", Map.of("kubernetes.io/metadata.name", pick(NAMESPACES)));
            default:
                return Map.of("matchExpressions", List.of(expression("team", List.of("blue", "green"))));
        }
    }

    private Map<String, Object> expression(String key, List<String> values) {
        String operator = pick(List.of("In", "NotIn", "Exists", "DoesNotExist"));
        return operator.endsWith("In")
                ? Map.of("key", key, "operator", operator, "values", List.of(pick(values)))
                : Map.of("key", key, "operator", operator);
    }

    private Map<String, Object> port() {
        Map<String, Object> port = new LinkedHashMap<>();
        if (chance(70)) {
            port.put("protocol", pick(PROTOCOLS));
        }
        int kind = random.nextInt(4);
        if (kind == 1) {
            port.put("port", pick(PORT_NAMES));
        } else if (kind > 1) {
            int first = pick(PORTS);
            port.put("port", first);
            if (kind == 3) {
                port.put("endPort", first + random.nextInt(40));
            }
        }
        return port;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
