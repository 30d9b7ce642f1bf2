package dev.postern.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Administrators' policies of all three kinds for {@link RandomClusters}, fields of later versions included. */
final class RandomTiers {
    private static final List<Integer> PRIORITIES = List.of(0, 5, 5, 10, 1000);

    private final Random random;

    RandomTiers(Random random) {
        this.random = random;
    }

    List<Map<String, Object>> policies() {
        List<Map<String, Object>> policies = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            policies.add(policy("AdminNetworkPolicy", "anp" + i));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            policies.add(policy("ClusterNetworkPolicy", "cnp" + i));
        }
        if (chance(40)) {
            policies.add(policy("BaselineAdminNetworkPolicy", "default"));
        }
        return policies;
    }

    private Map<String, Object> policy(String kind, String name) {
        Map<String, Object> spec = new LinkedHashMap<>();
        if (kind.startsWith("Cluster")) {
            spec.put("tier", pick(List.of("Admin", "Baseline")));
        }
        if (!kind.startsWith("Baseline")) {
            spec.put("priority", pick(PRIORITIES));
        }
        spec.put("subject", pods());
        spec.put("ingress", rules(kind, false));
        spec.put("egress", rules(kind, true));
        return Map.of("kind", kind, "metadata", Map.of("name", name), "spec", spec);
    }

    private List<Map<String, Object>> rules(String kind, boolean egress) {
        boolean cluster = kind.startsWith("Cluster");
        List<String> actions = kind.startsWith("Baseline")
                ? List.of("Allow", "Deny")
                : List.of(cluster ? "Accept" : "Allow", "Deny", "Pass");
        List<Map<String, Object>> rules = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Map<String, Object> rule = new LinkedHashMap<>();
            rule.put("action", pick(actions));
            boolean addresses = egress && chance(50);
            List<Map<String, Object>> peers = new ArrayList<>();
            for (int j = 1 + random.nextInt(2); j > 0; j--) {
                peers.add(addresses ? place(kind) : pods());
            }
            if (chance(4)) {
                peers.add(Map.of("somethingNew", Map.of()));
            }
            rule.put(egress ? "to" : "from", peers);
            List<Map<String, Object>> ports = new ArrayList<>();
            for (int j = random.nextInt(3); j > 0; j--) {
                ports.add(cluster ? protocol(!addresses) : port(!addresses));
            }
            if (!ports.isEmpty() || chance(50) && !cluster) {
                rule.put(cluster ? "protocols" : "ports", ports);
            }
            rules.add(rule);
        }
        return rules;
    }

    private Map<String, Object> pods() {
        return chance(50)
                ? Map.of("namespaces", RandomClusters.namespaceSelector(random))
                : Map.of(
                        "pods",
                        Map.of(
                                "namespaceSelector",
                                RandomClusters.namespaceSelector(random),
                                "podSelector",
                                RandomClusters.podSelector(random)));
    }

    private Map<String, Object> place(String kind) {
        switch (random.nextInt(5)) {
            case 0:
                return Map.of(
                        "nodes",
                        chance(50) ? Map.of() : Map.of("matchLabels", Map.of("zone", pick(List.of("a", "b")))));
            case 1:
                return kind.startsWith("Baseline")
                        ? Map.of("networks", List.of("10.0.0.9/32"))
                        : Map.of("domainNames", List.of("*.example.org"));
            case 2:
                return pods();
            default:
                return Map.of("networks", List.of(pick(RandomClusters.V4_BLOCKS), pick(RandomClusters.V6_BLOCKS)));
        }
    }

    private Map<String, Object> port(boolean named) {
        int first = pick(RandomClusters.PORTS);
        switch (random.nextInt(named ? 3 : 2)) {
            case 0:
                return Map.of("portNumber", Map.of("protocol", pick(RandomClusters.PROTOCOLS), "port", first));
            case 1:
                return Map.of("portRange", Map.of("start", first, "end", first + random.nextInt(40)));
            default:
                return Map.of("namedPort", pick(RandomClusters.PORT_NAMES));
        }
    }

    private Map<String, Object> protocol(boolean named) {
        int first = pick(RandomClusters.PORTS);
        String protocol = pick(List.of("tcp", "udp", "sctp"));
        switch (random.nextInt(named ? 4 : 3)) {
            case 0:
                return Map.of(protocol, Map.of("destinationPort", Map.of("number", first)));
            case 1:
                Map<String, Object> range = Map.of("start", first, "end", first + 1 + random.nextInt(40));
                return Map.of(protocol, Map.of("destinationPort", Map.of("range", range)));
            case 2:
                return Map.of(protocol, Map.of());
            default:
                return Map.of("destinationNamedPort", pick(RandomClusters.PORT_NAMES));
        }
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
