package dev.postern.benchmarks;

import dev.postern.benchmarks.App.Kind;
import java.io.IOException;

/** Writes namespaces, accounts, Secrets, ConfigMaps and volumes. */
final class ConfigWriter {
    /** Stands for a value; there is nothing behind it. */
    private static final String PLACEHOLDER = "c3ludGhldGljLXZhbHVlLXdpdGhvdXQtbWVhbmluZw==";

    private final Emitter out;
    private final Heads heads;

    ConfigWriter(Emitter out, Heads heads) {
        this.out = out;
        this.heads = heads;
    }

    /** The standard is what Pod Security admission enforces, or empty. */
    void namespace(String name, String standard) throws IOException {
        String team = name.replaceAll("-\\d+$", "");
        if (standard.isEmpty()) {
            heads.begin("v1", "Namespace", "", name, "kubernetes.io/metadata.name", name, "team", team);
        } else {
            heads.begin(
                    "v1",
                    "Namespace",
                    "",
                    name,
                    "kubernetes.io/metadata.name",
                    name,
                    "pod-security.kubernetes.io/enforce",
                    standard,
                    "team",
                    team);
        }
        out.object("spec").list("finalizers", "kubernetes").end();
        out.object("status").put("phase", "Active").end().end();
    }

    void account(String namespace, String name) throws IOException {
        heads.begin("v1", "ServiceAccount", namespace, name);
        out.end();
    }

    void account(App app) throws IOException {
        if (app.account()) {
            heads.begin("v1", "ServiceAccount", app.namespace(), app.name());
            if (!app.mountsToken()) {
                out.put("automountServiceAccountToken", false);
            }
            out.end();
        }
    }

    void secrets(App app) throws IOException {
        for (String name : PodShape.of(app).secrets()) {
            heads.begin("v1", "Secret", app.namespace(), name, "app.kubernetes.io/instance", app.name());
            out.map("data", "password", PLACEHOLDER, "username", PLACEHOLDER)
                    .put("type", "Opaque")
                    .end();
        }
        if (app.exposure() == App.Exposure.INGRESS) {
            heads.begin("v1", "Secret", app.namespace(), app.name() + "-tls");
            out.map("data", "tls.crt", PLACEHOLDER.repeat(20), "tls.key", PLACEHOLDER.repeat(30));
            out.put("type", "kubernetes.io/tls").end();
        }
    }

    void configMap(App app) throws IOException {
        String name = PodShape.of(app).configMap();
        if (!name.isEmpty()) {
            heads.begin("v1", "ConfigMap", app.namespace(), name, "app.kubernetes.io/instance", app.name());
            String lines = "server:\n  port: " + app.port() + "\n  timeout: 30s\nfeatures:\n  - a\n  - b\n";
            out.object("data")
                    .put("application.yaml", lines.repeat(6))
                    .put("mode", "production")
                    .end()
                    .end();
        }
    }

    void rootCertificate(String namespace) throws IOException {
        heads.begin("v1", "ConfigMap", namespace, "kube-root-ca.crt");
        out.map("data", "ca.crt", PLACEHOLDER.repeat(24)).end();
    }

    /** The claims of a StatefulSet and their volumes: one in twenty is a directory of a node. */
    void claims(App app) throws IOException {
        if (app.kind() == Kind.STATEFUL_SET) {
            for (int i = 0; i < app.replicas(); i++) {
                String name = "data-" + app.name() + "-" + i;
                heads.begin("v1", "PersistentVolumeClaim", app.namespace(), name);
                out.object("spec").list("accessModes", "ReadWriteOnce").object("resources");
                out.map("requests", "storage", "20Gi").end();
                out.put("storageClassName", "fast")
                        .put("volumeName", volume(app, i))
                        .end();
                out.object("status").put("phase", "Bound").end().end();
            }
        }
    }

    void volumes(App app) throws IOException {
        if (app.kind() == Kind.STATEFUL_SET) {
            for (int i = 0; i < app.replicas(); i++) {
                heads.begin("v1", "PersistentVolume", "", volume(app, i));
                out.object("spec").list("accessModes", "ReadWriteOnce").map("capacity", "storage", "20Gi");
                out.map(
                        "claimRef",
                        "kind",
                        "PersistentVolumeClaim",
                        "name",
                        "data-" + app.name() + "-" + i,
                        "namespace",
                        app.namespace());
                if (app.index() % 20 == 0) {
                    out.map("hostPath", "path", "/srv/volumes/" + app.name(), "type", "");
                } else {
                    out.map("csi", "driver", "csi.example.com", "volumeHandle", "vol-" + app.hash(500 + i));
                }
                out.put("storageClassName", "fast").end();
                out.object("status").put("phase", "Bound").end().end();
            }
        }
    }

    private static String volume(App app, int index) {
        return "pvc-" + Names.uid("PersistentVolumeClaim", app.namespace(), app.name() + "-" + index);
    }
}
