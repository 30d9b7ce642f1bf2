package dev.postern.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.ingest.ClusterSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small clusters with Calico's policies of every field, valid all of them, and with NetworkPolicies among them. */
final class RandomCalico {
    static final List<Integer> PORTS = List.of(53, 80, 8080);
    /** Outside of the cluster; the first two of each family are in network sets now and then. */
    static final List<String> OUTSIDE =
            List.of("192.0.2.1", "192.0.2.77", "198.51.100.9", "2001:db8::1", "2001:db8::9");

    private static final List<String> NAMESPACES = List.of("a", "b");
    private static final List<String> NETS4 =
            List.of("10.0.0.0/30", "10.0.0.4/30", "192.0.2.0/26", "10.0.0.2/32", "0.0.0.0/0", "192.0.2.0/24");
    private static final List<String> NETS6 = List.of("fd00::/126", "2001:db8::/125", "fd00::5/128", "::/0");

    private final Random random;
    private final boolean addressed;
    private final List<Map<String, Object>> objects = new ArrayList<>();

    private RandomCalico(long seed, boolean addressed) {
        random = new Random(seed);
        this.addressed = addressed;
    }

    /** @param addressed whether every pod has an address that is known */
    static ClusterSnapshot of(long seed, boolean addressed) {
        RandomCalico worlds = new RandomCalico(seed, addressed);
        worlds.generate();
        try {
            return CalicoManifests.read(new ObjectMapper().writeValueAsString(worlds.objects));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private void generate() {
        add("v1", "Namespace", "", "a", Map.of("team", "blue"), Map.of());
        add("v1", "Namespace", "", "b", Map.of("team", "red"), Map.of());
        for (String namespace : NAMESPACES) {
            add("v1", "ServiceAccount", namespace, "sa0", Map.of("zone", pick(List.of("in", "out"))), Map.of());
        }
        int pods = 2 + random.nextInt(5);
        for (int i = 1; i <= pods; i++) {
            pod(i);
        }
        slices();
        for (int i = random.nextInt(4); i > 0; i--) {
            boolean global = chance(50);
            add(
                    calico(),
                    global ? "GlobalNetworkSet" : "NetworkSet",
                    global ? "" : pick(NAMESPACES),
                    "s" + i,
                    labels(),
                    Map.of(
                            "spec",
                            Map.of("nets", chance(50) ? List.of(pick(NETS4), "192.0.2.77") : List.of(pick(NETS6)))));
        }
        tiers();
        for (int i = random.nextInt(7); i > 0; i--) {
            policy(i);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            networkPolicy(i);
        }
    }

    private static String calico() {
        return "projectcalico.org/v3";
    }

    private void add(
            String version,
            String kind,
            String namespace,
            String name,
            Map<String, String> labels,
            Map<String, Object> rest) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("name", name);
        if (!namespace.isEmpty()) {
            meta.put("namespace", namespace);
        }
        meta.put("labels", labels);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", version);
        object.put("kind", kind);
        object.put("metadata", meta);
        object.putAll(rest);
        objects.add(object);
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        if (chance(70)) {
            labels.put("app", pick(List.of("web", "db")));
        }
        if (chance(40)) {
            labels.put("tier", pick(List.of("front", "back")));
        }
        if (chance(5)) {
            labels.put("pcns.team", pick(List.of("blue", "red")));
        }
        return labels;
    }

    private void pod(int i) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("serviceAccountName", "sa" + random.nextInt(2));
        List<Map<String, Object>> ports = new ArrayList<>();
        for (String name : List.of("http", "dns")) {
            if (chance(50)) {
                ports.add(Map.of(
                        "name", name, "containerPort", pick(PORTS), "protocol", name.equals("dns") ? "UDP" : "TCP"));
            }
        }
        spec.put("containers", List.of(Map.of("name", "c", "image", "i", "ports", ports)));
        if (!addressed && chance(30)) {
            Map<String, Object> template = Map.of("metadata", Map.of("labels", labels()), "spec", spec);
            add(
                    "apps/v1",
                    "Deployment",
                    pick(NAMESPACES),
                    "d" + i,
                    Map.of(),
                    Map.of("spec", Map.of("template", template)));
            return;
        }
        if (chance(10)) {
            spec.put("hostNetwork", true);
        }
        List<Map<String, Object>> ips = new ArrayList<>();
        boolean four = chance(85);
        if (four) {
            ips.add(Map.of("ip", "10.0.0." + i));
        }
        if (!four || chance(50)) {
            ips.add(Map.of("ip", "fd00::" + i));
        }
        boolean known = addressed || chance(80);
        Map<String, Object> status = Map.of("phase", "Running", "podIPs", known ? ips : List.of());
        add("v1", "Pod", pick(NAMESPACES), "p" + i, labels(), Map.of("spec", spec, "status", status));
    }

    private void slices() {
        for (int i = random.nextInt(3); i > 0; i--) {
            List<Map<String, Object>> ports = new ArrayList<>();
            for (int j = random.nextInt(3); j > 0; j--) {
                ports.add(Map.of("port", pick(PORTS), "protocol", pick(List.of("TCP", "UDP"))));
            }
            Map<String, Object> rest = new LinkedHashMap<>();
            rest.put("addressType", "IPv4");
            rest.put("endpoints", List.of(Map.of("addresses", List.of("10.0.0." + (1 + random.nextInt(5))))));
            rest.put("ports", ports);
            add(
                    "discovery.k8s.io/v1",
                    "EndpointSlice",
                    pick(NAMESPACES),
                    "slice" + i,
                    Map.of("kubernetes.io/service-name", "api"),
                    rest);
        }
    }

    private void tiers() {
        for (String name : List.of("t1", "t2")) {
            if (chance(70)) {
                Map<String, Object> spec = new LinkedHashMap<>();
                if (chance(70)) {
                    spec.put("order", pick(List.of(1, 5, 2_000_000)));
                }
                if (chance(50)) {
                    spec.put("defaultAction", pick(List.of("Deny", "Pass")));
                }
                add(calico(), "Tier", "", name, Map.of(), Map.of("spec", spec));
            }
        }
        if (chance(10)) {
            add(
                    calico(),
                    "Tier",
                    "",
                    "default",
                    Map.of(),
                    Map.of("spec", Map.of("order", 1_000_000, "defaultAction", "Pass")));
        }
    }

    private void policy(int i) {
        boolean global = chance(50);
        Map<String, Object> spec = new LinkedHashMap<>();
        if (chance(50)) {
            spec.put("tier", pick(List.of("default", "t1", "t2")));
        }
        if (chance(70)) {
            spec.put("order", pick(List.of(10, 500.5, 1000, 2000)));
        }
        if (chance(70)) {
            spec.put("selector", selector(2));
        }
        if (global && chance(25)) {
            spec.put("namespaceSelector", namespaceSelector(1));
        }
        if (chance(25)) {
            spec.put("serviceAccountSelector", accountSelector());
        }
        if (chance(40)) {
            spec.put("types", pick(List.of(List.of("Ingress"), List.of("Egress"), List.of("Ingress", "Egress"))));
        }
        if (chance(70)) {
            spec.put("ingress", rules(false));
        }
        if (chance(60)) {
            spec.put("egress", rules(true));
        }
        if (global && chance(3)) {
            spec.remove("egress");
            spec.put("types", List.of("Ingress"));
            spec.put("preDNAT", true);
            spec.put("applyOnForward", true);
        }
        String kind = (chance(5) ? "Staged" : "") + (global ? "GlobalNetworkPolicy" : "NetworkPolicy");
        add(calico(), kind, global ? "" : pick(NAMESPACES), "p" + i, Map.of(), Map.of("spec", spec));
    }

    private List<Map<String, Object>> rules(boolean egress) {
        List<Map<String, Object>> rules = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            rules.add(rule(egress));
        }
        return rules;
    }

    private Map<String, Object> rule(boolean egress) {
        Map<String, Object> rule = new LinkedHashMap<>();
        String action = pick(List.of("Allow", "Allow", "Allow", "Deny", "Deny", "Pass", "Log"));
        rule.put("action", action);
        String protocol = pick(List.of("", "", "TCP", "TCP", "UDP", "SCTP", "ICMP", "6"));
        boolean ports = List.of("TCP", "UDP", "SCTP", "6").contains(protocol);
        if (!protocol.isEmpty()) {
            rule.put("protocol", protocol.equals("6") ? 6 : protocol);
        } else if (chance(15)) {
            rule.put("notProtocol", pick(List.of("TCP", "UDP", "ICMP")));
        }
        boolean four = chance(60);
        if (chance(8) && !protocol.equals("ICMP") && !"ICMP".equals(rule.get("notProtocol"))) {
            rule.put("ipVersion", four ? 4 : 6);
        }
        if (chance(70)) {
            rule.put("source", end(four, ports && chance(10), !egress));
        }
        if (chance(70)) {
            rule.put("destination", end(four, ports, egress));
        }
        if (protocol.equals("ICMP") && chance(30)) {
            rule.put("icmp", Map.of("type", 8));
        }
        if (!egress && action.equals("Allow") && List.of("", "TCP").contains(protocol) && chance(5)) {
            rule.put("http", Map.of("methods", List.of("GET")));
        }
        if (chance(3)) {
            rule.put("later", "unknown");
        }
        return rule;
    }

    private Map<String, Object> end(boolean four, boolean ports, boolean services) {
        Map<String, Object> end = new LinkedHashMap<>();
        if (services && chance(8)) {
            end.put("services", Map.of("name", "api", "namespace", pick(NAMESPACES)));
            return end;
        }
        if (ports && chance(30)) {
            // Names decide where little else does.
            if (chance(50)) {
                end.put("selector", selector(0));
            }
            end.put(chance(50) ? "ports" : "notPorts", List.of("http", pick(List.of("dns", 81))));
            return end;
        }
        if (chance(25)) {
            end.put("nets", nets(four));
        }
        if (chance(15)) {
            end.put("notNets", nets(four));
        }
        if (chance(45)) {
            end.put("selector", selector(2));
        }
        if (chance(20)) {
            end.put("notSelector", selector(1));
        }
        if (chance(25)) {
            end.put("namespaceSelector", chance(25) ? "global()" : namespaceSelector(1));
        }
        if (chance(15)) {
            end.put(
                    "serviceAccounts",
                    chance(50) ? Map.of("names", List.of("sa0")) : Map.of("selector", accountSelector()));
        }
        if (ports && chance(70)) {
            end.put("ports", ports());
        }
        if (ports && chance(40)) {
            end.put("notPorts", ports());
        }
        return end;
    }

    private List<String> nets(boolean four) {
        return chance(50)
                ? List.of(pick(four ? NETS4 : NETS6))
                : List.of(pick(four ? NETS4 : NETS6), pick(four ? NETS4 : NETS6));
    }

    private List<Object> ports() {
        List<Object> ports = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            ports.add(pick(List.of(80, 8080, "80:8080", "0:79", "http", "dns")));
        }
        return ports;
    }

    private String selector(int depth) {
        switch (random.nextInt(depth == 0 ? 7 : 10)) {
            case 0:
                return "all()";
            case 1:
                return "has(tier)";
            case 2:
                return "app != 'web'";
            case 3:
                return pick(List.of("app starts with 'w'", "app ends with 'b'", "tier contains 'ac'"));
            case 4:
                return pick(List.of("app in {'web', 'x'}", "tier not in {'front'}"));
            case 5:
                return pick(List.of(
                        "projectcalico.org/namespace == 'a'",
                        "projectcalico.org/orchestrator == 'k8s'",
                        "projectcalico.org/serviceaccount != 'sa0'",
                        "pcns.team == 'blue'",
                        "pcsa.zone == 'in'"));
            case 6:
                return "app == '" + pick(List.of("web", "db")) + "'";
            case 7:
                return "!(" + selector(depth - 1) + ")";
            case 8:
                return "(" + selector(depth - 1) + ") && (" + selector(depth - 1) + ")";
            default:
                return "(" + selector(depth - 1) + ") || (" + selector(depth - 1) + ")";
        }
    }

    private String namespaceSelector(int depth) {
        switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0:
                return "all()";
            case 1:
                return "team == 'blue'";
            case 2:
                return "projectcalico.org/name != 'a'";
            case 3:
                return "team not in {'red'}";
            case 4:
                return "!" + namespaceSelector(0);
            default:
                return namespaceSelector(0) + " && " + namespaceSelector(0);
        }
    }

    private String accountSelector() {
        return pick(List.of("all()", "zone == 'in'", "zone != 'in'", "projectcalico.org/name == 'sa0'", "!has(zone)"));
    }

    private void networkPolicy(int i) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("podSelector", chance(50) ? Map.of() : Map.of("matchLabels", Map.of("app", "web")));
        Map<String, Object> rule = new LinkedHashMap<>();
        Map<String, Object> peer = chance(50)
                ? Map.of("namespaceSelector", Map.of(), "podSelector", Map.of("matchLabels", Map.of("app", "db")))
                : Map.of("ipBlock", Map.of("cidr", pick(chance(50) ? NETS4 : NETS6)));
        boolean egress = chance(50);
        rule.put(egress ? "to" : "from", List.of(peer));
        if (chance(50)) {
            rule.put("ports", List.of(Map.of("port", chance(50) ? "http" : (Object) 80)));
        }
        spec.put("policyTypes", List.of(egress ? "Egress" : "Ingress"));
        spec.put(egress ? "egress" : "ingress", chance(80) ? List.of(rule) : List.of());
        add("networking.k8s.io/v1", "NetworkPolicy", pick(NAMESPACES), "k" + i, Map.of(), Map.of("spec", spec));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
