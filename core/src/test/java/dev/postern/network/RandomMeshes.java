package dev.postern.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Small clusters with a mesh of Istio in them: pods of all kinds, Services, and policies with every field that is
 * judged.
 */
final class RandomMeshes {
    static final List<Integer> PORTS = List.of(80, 5432, 8080, 9000, 15020);
    static final List<String> OUTSIDE = List.of("192.0.2.10", "2001:db8::1");
    static final List<HttpRequest> REQUESTS = List.of(
            HttpRequest.of("GET", "/a", "shop.example", Map.of("x-team", "red")),
            HttpRequest.of("POST", "/a/b?c", "Shop.example", Map.of("X-Forwarded-For", "192.0.2.10, 10.0.0.1")),
            HttpRequest.of("DELETE", "/", "pay", Map.of("x-team", "blue, red")));

    private static final List<String> NAMESPACES = List.of("shop", "pay", "istio-system");
    private static final List<String> ACCOUNTS = List.of("default", "web");
    private static final List<String> BLOCKS =
            List.of("10.0.0.0/29", "10.0.0.4", "0.0.0.0/0", "fd00::/125", "192.0.2.0/24", "::/0");
    private static final List<String> TEXTS =
            List.of("*", "GET", "/a", "/a*", "*.example", "SHOP.example", "red", "P*");
    private static final Map<String, List<String>> SOURCE = Map.of(
            "principals", List.of("*", "cluster.local/ns/shop/sa/web", "cluster.local/ns/pay/*", "*/sa/default"),
            "namespaces", List.of("shop", "sh*", "*ay", "p.y", "(", "istio-system"),
            "requestPrincipals", List.of("*", "iss/sub"),
            "ipBlocks", BLOCKS,
            "remoteIpBlocks", BLOCKS);
    private static final Map<String, List<String>> OPERATION = Map.of(
            "hosts",
            TEXTS,
            "methods",
            TEXTS,
            "paths",
            List.of("*", "/a", "/a*", "/{*}", "/{**}", "/"),
            "ports",
            List.of("80", "5432", "8080"));
    private static final Map<String, List<String>> CONDITIONS = Map.of(
            "request.headers[X-Team]", TEXTS,
            "source.ip", BLOCKS,
            "remote.ip", BLOCKS,
            "source.namespace", List.of("shop", "pay"),
            "source.principal", List.of("*", "cluster.local/ns/shop/sa/default"),
            "destination.ip", BLOCKS,
            "destination.port", List.of("80", "9000"),
            "connection.sni", List.of("a.example"),
            "request.auth.claims[iss]", List.of("*"));

    private final Random random;

    private RandomMeshes(long seed) {
        random = new Random(seed);
    }

    /** Manifests of everything but what judges packets. */
    static List<Map<String, Object>> of(long seed) {
        return new RandomMeshes(seed).objects();
    }

    private List<Map<String, Object>> objects() {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (String namespace : NAMESPACES) {
            Map<String, Object> labels = new LinkedHashMap<>();
            if (chance(25)) {
                labels.put(pick(List.of("istio-injection", "istio.io/rev")), pick(List.of("enabled", "disabled")));
            }
            objects.add(object("v1", "Namespace", meta("", namespace, labels, Map.of()), Map.of()));
        }
        for (int i = 1; i <= 6; i++) {
            objects.add(pod(i));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            objects.add(service(i));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            objects.add(authorization(i));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            objects.add(authentication(i));
        }
        if (chance(40)) {
            objects.add(object(
                    "networking.k8s.io/v1",
                    "NetworkPolicy",
                    meta("shop", "np", Map.of(), Map.of()),
                    Map.of(
                            "podSelector", Map.of(),
                            "ingress",
                                    List.of(Map.of(
                                            "from", List.of(Map.of("podSelector", Map.of())),
                                            "ports", List.of(Map.of("port", 8080)))))));
        }
        return objects;
    }

    private static Map<String, Object> object(
            String version, String kind, Map<String, Object> meta, Map<String, Object> spec) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", version);
        object.put("kind", kind);
        object.put("metadata", meta);
        object.put("spec", spec);
        return object;
    }

    private static Map<String, Object> meta(
            String namespace, String name, Map<String, Object> labels, Map<String, Object> annotations) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("name", name);
        if (!namespace.isEmpty()) {
            meta.put("namespace", namespace);
        }
        meta.put("labels", labels);
        meta.put("annotations", annotations);
        return meta;
    }

    private Map<String, Object> pod(int i) {
        Map<String, Object> labels = new LinkedHashMap<>();
        labels.put("app", pick(List.of("web", "db")));
        if (chance(15)) {
            labels.put("sidecar.istio.io/inject", pick(List.of("true", "false")));
        }
        Map<String, Object> annotations = new LinkedHashMap<>();
        if (chance(15)) {
            annotations.put(
                    "traffic.sidecar.istio.io/" + pick(List.of("include", "exclude")) + "InboundPorts", "80,8080");
        }
        List<Map<String, Object>> containers = new ArrayList<>();
        if (chance(85)) {
            containers.add(
                    Map.of("name", "c", "image", "i", "ports", List.of(Map.of("name", "web", "containerPort", 8080))));
        }
        if (containers.isEmpty() || chance(65)) {
            containers.add(Map.of("name", "istio-proxy", "image", "i"));
        }
        boolean host = chance(12);
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("containers", containers);
        spec.put("serviceAccountName", pick(ACCOUNTS));
        spec.put("hostNetwork", host);
        if (host || chance(70)) {
            spec.put("nodeName", pick(List.of("n1", "n2")));
        }
        List<Map<String, Object>> ips = new ArrayList<>();
        ips.add(Map.of("ip", host ? "10.9.0." + i : "10.0.0." + i));
        if (chance(50)) {
            ips.add(Map.of("ip", host ? "fd09::" + i : "fd00::" + i));
        }
        Map<String, Object> pod = object("v1", "Pod", meta(pick(NAMESPACES), "p" + i, labels, annotations), spec);
        pod.put("status", chance(85) ? Map.of("phase", "Running", "podIPs", ips) : Map.of("phase", "Pending"));
        return pod;
    }

    private Map<String, Object> service(int i) {
        List<Map<String, Object>> ports = new ArrayList<>();
        for (int port : List.of(80, 5432, 8080)) {
            if (chance(60)) {
                String name = pick(List.of("http-", "tcp-", "any-")) + port;
                Object target = port == 8080 && chance(50) ? "web" : (Object) port;
                ports.add(Map.of("name", name, "port", port, "targetPort", target));
            }
        }
        return object(
                "v1",
                "Service",
                meta(pick(NAMESPACES), "s" + i, Map.of(), Map.of()),
                Map.of("selector", Map.of("app", pick(List.of("web", "db"))), "ports", ports));
    }

    private Map<String, Object> authorization(int i) {
        Map<String, Object> spec = new LinkedHashMap<>();
        selector(spec);
        String action = pick(List.of("ALLOW", "ALLOW", "DENY", "DENY", "AUDIT"));
        spec.put("action", action);
        List<Map<String, Object>> rules = new ArrayList<>();
        for (int j = random.nextInt(3); j > 0 || rules.isEmpty() && !action.equals("ALLOW"); j--) {
            rules.add(rule());
        }
        spec.put("rules", rules);
        Map<String, Object> dryRun = chance(10) ? Map.of("istio.io/dry-run", "true") : Map.of();
        return object(
                "security.istio.io/v1", "AuthorizationPolicy", meta(pick(NAMESPACES), "a" + i, Map.of(), dryRun), spec);
    }

    private void selector(Map<String, Object> spec) {
        if (chance(50)) {
            spec.put("selector", Map.of("matchLabels", Map.of("app", pick(List.of("web", "db")))));
        }
    }

    private Map<String, Object> rule() {
        Map<String, Object> rule = new LinkedHashMap<>();
        if (chance(60)) {
            rule.put("from", items("source", SOURCE));
        }
        if (chance(40)) {
            rule.put("to", items("operation", OPERATION));
        }
        if (chance(30)) {
            List<Map<String, Object>> when = new ArrayList<>();
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                String key =
                        pick(List.copyOf(CONDITIONS.keySet().stream().sorted().toList()));
                Map<String, Object> condition = new LinkedHashMap<>();
                condition.put("key", key);
                condition.put(chance(70) ? "values" : "notValues", some(CONDITIONS.get(key)));
                when.add(condition);
            }
            rule.put("when", when);
        }
        return rule;
    }

    private List<Map<String, Object>> items(String name, Map<String, List<String>> fields) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            Map<String, Object> item = new LinkedHashMap<>();
            if (name.equals("source") && chance(20)) {
                item.put(
                        pick(List.of("serviceAccounts", "notServiceAccounts")),
                        some(List.of("web", "pay/default", "shop/web", "s.op/web")));
            } else {
                for (int j = 1 + random.nextInt(2); j > 0; j--) {
                    String field = pick(fields.keySet().stream().sorted().toList());
                    String not = "not" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
                    item.put(chance(70) ? field : not, some(fields.get(field)));
                }
            }
            items.add(Map.of(name, item));
        }
        return items;
    }

    private Map<String, Object> authentication(int i) {
        Map<String, Object> spec = new LinkedHashMap<>();
        selector(spec);
        if (chance(85)) {
            spec.put("mtls", Map.of("mode", mode()));
        }
        if (spec.containsKey("selector") && chance(40)) {
            spec.put("portLevelMtls", Map.of(pick(List.of("80", "5432", "8080")), Map.of("mode", mode())));
        }
        return object(
                "security.istio.io/v1",
                "PeerAuthentication",
                meta(pick(NAMESPACES), "m" + i, Map.of(), Map.of()),
                spec);
    }

    private String mode() {
        return pick(List.of("STRICT", "STRICT", "PERMISSIVE", "DISABLE", "DISABLE", "UNSET"));
    }

    private List<String> some(List<String> of) {
        List<String> some = new ArrayList<>(List.of(pick(of)));
        if (chance(40)) {
            some.add(pick(of));
        }
        return some;
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
