package dev.postern.benchmarks;

import dev.postern.benchmarks.App.Exposure;
import dev.postern.benchmarks.Plan.Team;
import java.io.IOException;

/** Writes Services, Ingresses and NetworkPolicies. */
final class NetworkWriter {
    private final Emitter out;
    private final Heads heads;

    NetworkWriter(Emitter out, Heads heads) {
        this.out = out;
        this.heads = heads;
    }

    void service(App app) throws IOException {
        if (!app.isService()) {
            return;
        }
        String type = app.exposure() == Exposure.LOAD_BALANCER
                ? "LoadBalancer"
                : app.exposure() == Exposure.NODE_PORT ? "NodePort" : "ClusterIP";
        service(app.namespace(), app.name(), type, app.index(), "app.kubernetes.io/instance");
    }

    void service(String namespace, String name, String type, int number, String label) throws IOException {
        heads.begin("v1", "Service", namespace, name, label, name);
        String address = "10.96." + (number >> 8 & 255) + "." + (number & 255);
        out.object("spec").put("clusterIP", address).list("clusterIPs", address);
        if (!type.equals("ClusterIP")) {
            out.put("externalTrafficPolicy", "Cluster");
        }
        out.put("internalTrafficPolicy", "Cluster").list("ipFamilies", "IPv4").put("ipFamilyPolicy", "SingleStack");
        out.array("ports").object().put("name", "http");
        if (!type.equals("ClusterIP")) {
            out.put("nodePort", 30000 + number % 2768);
        }
        out.put("port", 80)
                .put("protocol", "TCP")
                .put("targetPort", "http")
                .end()
                .end();
        out.map("selector", label, name)
                .put("sessionAffinity", "None")
                .put("type", type)
                .end();
        out.object("status").object("loadBalancer");
        if (type.equals("LoadBalancer")) {
            out.array("ingress")
                    .object()
                    .put("ip", "203.0.113." + number % 250)
                    .put("ipMode", "VIP")
                    .end()
                    .end();
        }
        out.end().end().end();
    }

    void ingress(App app) throws IOException {
        if (app.exposure() != Exposure.INGRESS) {
            return;
        }
        heads.begin("networking.k8s.io/v1", "Ingress", app.namespace(), app.name());
        out.object("spec").put("ingressClassName", "nginx").array("rules").object();
        out.put("host", app.name() + ".example.com")
                .object("http")
                .array("paths")
                .object();
        out.object("backend").object("service").put("name", app.name());
        out.object("port").put("number", 80).end().end().end();
        out.put("path", "/").put("pathType", "Prefix").end().end().end().end().end();
        out.end().end();
    }

    /** In a namespace that denies by default: the denial, and what its workloads need. */
    void policies(Team team) throws IOException {
        if (!team.denies()) {
            return;
        }
        policy(team.namespace(), "default-deny", () -> {
            out.object("podSelector").end();
            out.list("policyTypes", "Ingress", "Egress");
        });
        policy(team.namespace(), "same-namespace", () -> {
            out.array("egress")
                    .object()
                    .array("to")
                    .object()
                    .object("podSelector")
                    .end()
                    .end()
                    .end()
                    .end()
                    .end();
            out.array("ingress")
                    .object()
                    .array("from")
                    .object()
                    .object("podSelector")
                    .end()
                    .end()
                    .end()
                    .end()
                    .end();
            out.object("podSelector").end();
            out.list("policyTypes", "Ingress", "Egress");
        });
        policy(team.namespace(), "dns-and-api", () -> {
            out.array("egress");
            out.object()
                    .array("ports")
                    .object()
                    .put("port", 53)
                    .put("protocol", "UDP")
                    .end()
                    .end();
            out.array("to").object().object("namespaceSelector");
            out.map("matchLabels", "kubernetes.io/metadata.name", "kube-system")
                    .end()
                    .end()
                    .end()
                    .end();
            out.object()
                    .array("ports")
                    .object()
                    .put("port", 443)
                    .put("protocol", "TCP")
                    .end()
                    .end();
            out.array("to").object().object("ipBlock").put("cidr", "0.0.0.0/0");
            out.list("except", "169.254.169.254/32").end().end().end().end();
            out.end();
            out.object("podSelector").end();
            out.list("policyTypes", "Egress");
        });
    }

    /** What a published workload of such a namespace lets in. */
    void policy(App app, boolean denies) throws IOException {
        boolean published = app.exposure().compareTo(Exposure.INGRESS) >= 0;
        if (!denies || (!published && app.index() % 3 != 0)) {
            return;
        }
        policy(app.namespace(), app.name(), () -> {
            out.array("ingress").object();
            if (app.exposure() == Exposure.INGRESS) {
                from("kubernetes.io/metadata.name", "ingress-nginx");
            } else if (!published) {
                from("team", Names.team(app.index() / 7));
            }
            out.array("ports")
                    .object()
                    .put("port", "http")
                    .put("protocol", "TCP")
                    .end()
                    .end();
            out.end().end();
            out.object("podSelector")
                    .map("matchLabels", "app.kubernetes.io/instance", app.name())
                    .end();
            out.list("policyTypes", "Ingress");
        });
    }

    private void from(String label, String value) throws IOException {
        out.array("from")
                .object()
                .object("namespaceSelector")
                .map("matchLabels", label, value)
                .end()
                .end()
                .end();
    }

    private void policy(String namespace, String name, Heads.Part spec) throws IOException {
        heads.begin("networking.k8s.io/v1", "NetworkPolicy", namespace, name);
        out.object("spec");
        spec.write();
        out.end().end();
    }
}
