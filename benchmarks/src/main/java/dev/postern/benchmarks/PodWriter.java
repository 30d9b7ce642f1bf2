package dev.postern.benchmarks;

import dev.postern.benchmarks.Heads.Owner;
import java.io.IOException;
import java.util.Arrays;

/** Writes pods as a live cluster returns them, and the templates they come from. */
final class PodWriter {
    private static final String TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

    private final Emitter out;
    private final Heads heads;

    PodWriter(Emitter out, Heads heads) {
        this.out = out;
        this.heads = heads;
    }

    /** Where a pod runs. */
    record Place(String node, String hostIp, String podIp) {}

    /** A whole pod. {@code hash} is the label that ties it to its ReplicaSet; {@code suffix} tells its token volume apart. */
    void pod(PodShape shape, Owner owner, String podName, String hash, String suffix, Place place) throws IOException {
        String[] labels = shape.labels();
        String[] all = Arrays.copyOf(labels, labels.length + 2);
        all[labels.length] = "pod-template-hash";
        all[labels.length + 1] = hash;
        heads.owned(owner, "v1", "Pod", shape.namespace(), podName, all);
        body(shape, shape.token() ? "kube-api-access-" + suffix : "", place);
    }

    /** Everything below the metadata, and the pod's end. The token's volume is empty when none is injected. */
    void body(PodShape shape, String token, Place place) throws IOException {
        out.object("spec");
        containers(shape, token);
        out.put("dnsPolicy", "ClusterFirst").put("enableServiceLinks", true);
        host(shape);
        out.put("nodeName", place.node())
                .put("preemptionPolicy", "PreemptLowerPriority")
                .put("priority", 0);
        rest(shape);
        tolerations(shape);
        volumes(shape, token);
        out.end();
        status(shape, place);
        out.end();
    }

    /** The {@code template} of a workload; the caller has named it. */
    void template(PodShape shape) throws IOException {
        out.object("template");
        out.object("metadata").map("labels", shape.labels()).end();
        out.object("spec");
        containers(shape, "");
        out.put("dnsPolicy", "ClusterFirst");
        host(shape);
        rest(shape);
        if (shape.everywhere()) {
            out.array("tolerations").object().put("operator", "Exists").end().end();
        }
        volumes(shape, "");
        out.end().end();
    }

    private void containers(PodShape shape, String token) throws IOException {
        out.array("containers").object();
        environment(shape);
        out.put("image", shape.image()).put("imagePullPolicy", "IfNotPresent");
        probe("livenessProbe", "/healthz", 20);
        out.put("name", shape.name());
        out.array("ports").object();
        out.put("containerPort", shape.port()).put("name", "http").put("protocol", "TCP");
        out.end().end();
        probe("readinessProbe", "/ready", 5);
        resources("250m", "512Mi", "1", "1Gi");
        security(shape);
        out.put("terminationMessagePath", "/dev/termination-log").put("terminationMessagePolicy", "File");
        mounts(shape, token);
        out.end();
        if (shape.sidecar()) {
            out.object();
            out.list("args", "--config=/etc/proxy/config.yaml", "--log-level=warn");
            out.put("image", "registry.example.com/platform/proxy:3.4.1").put("imagePullPolicy", "IfNotPresent");
            out.put("name", "proxy");
            out.array("ports")
                    .object()
                    .put("containerPort", 15020)
                    .put("name", "admin")
                    .put("protocol", "TCP");
            out.end().end();
            resources("50m", "64Mi", "200m", "128Mi");
            out.object("securityContext")
                    .put("allowPrivilegeEscalation", false)
                    .put("runAsNonRoot", true)
                    .end();
            out.put("terminationMessagePath", "/dev/termination-log").put("terminationMessagePolicy", "File");
            if (!token.isEmpty()) {
                out.array("volumeMounts");
                mount(token, TOKEN_PATH, true);
                out.end();
            }
            out.end();
        }
        out.end();
    }

    private void environment(PodShape shape) throws IOException {
        out.array("env");
        out.object().put("name", "LOG_LEVEL").put("value", "info").end();
        out.object()
                .put("name", "HTTP_PORT")
                .put("value", Integer.toString(shape.port()))
                .end();
        out.object()
                .put("name", "OTEL_ENDPOINT")
                .put("value", "http://collector.monitoring.svc:4317")
                .end();
        out.object().put("name", "POD_IP").object("valueFrom").object("fieldRef");
        out.put("apiVersion", "v1").put("fieldPath", "status.podIP").end().end().end();
        for (String secret : shape.secrets()) {
            out.object().put("name", "PASSWORD_" + secret.substring(secret.length() - 1));
            out.object("valueFrom")
                    .object("secretKeyRef")
                    .put("key", "password")
                    .put("name", secret);
            out.end().end().end();
        }
        out.end();
    }

    private void probe(String name, String path, int period) throws IOException {
        out.object(name).put("failureThreshold", 3);
        out.object("httpGet")
                .put("path", path)
                .put("port", "http")
                .put("scheme", "HTTP")
                .end();
        out.put("periodSeconds", period)
                .put("successThreshold", 1)
                .put("timeoutSeconds", 1)
                .end();
    }

    private void resources(String cpu, String memory, String maxCpu, String maxMemory) throws IOException {
        out.object("resources");
        out.map("limits", "cpu", maxCpu, "memory", maxMemory);
        out.map("requests", "cpu", cpu, "memory", memory);
        out.end();
    }

    private void security(PodShape shape) throws IOException {
        out.object("securityContext");
        if (shape.privileged()) {
            out.put("privileged", true);
        } else if (shape.hardened()) {
            out.put("allowPrivilegeEscalation", false);
            out.object("capabilities").list("drop", "ALL").end();
            out.put("readOnlyRootFilesystem", true);
        }
        out.end();
    }

    private void mounts(PodShape shape, String token) throws IOException {
        if (shape.configMap().isEmpty() && shape.hostPaths().isEmpty() && token.isEmpty()) {
            return;
        }
        out.array("volumeMounts");
        if (!shape.configMap().isEmpty()) {
            mount("config", "/etc/" + shape.name(), true);
        }
        for (int i = 0; i < shape.hostPaths().size(); i++) {
            String path = shape.hostPaths().get(i);
            mount("host-" + i, path.equals("/") ? "/host" : path, false);
        }
        if (!token.isEmpty()) {
            mount(token, TOKEN_PATH, true);
        }
        out.end();
    }

    private void mount(String volume, String path, boolean readOnly) throws IOException {
        out.object().put("mountPath", path).put("name", volume);
        if (readOnly) {
            out.put("readOnly", true);
        }
        out.end();
    }

    private void host(PodShape shape) throws IOException {
        if (shape.hostNetwork()) {
            out.put("hostNetwork", true);
        }
        if (shape.hostPid()) {
            out.put("hostPID", true);
        }
    }

    private void rest(PodShape shape) throws IOException {
        out.put("restartPolicy", "Always").put("schedulerName", "default-scheduler");
        out.object("securityContext");
        if (shape.hardened()) {
            out.put("runAsNonRoot", true).put("runAsUser", 10001);
            out.object("seccompProfile").put("type", "RuntimeDefault").end();
        }
        out.end();
        out.put("serviceAccount", shape.account()).put("serviceAccountName", shape.account());
        out.put("terminationGracePeriodSeconds", 30);
    }

    private void tolerations(PodShape shape) throws IOException {
        out.array("tolerations");
        if (shape.everywhere()) {
            out.object().put("operator", "Exists").end();
        }
        for (String taint : new String[] {"node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"}) {
            out.object().put("effect", "NoExecute").put("key", taint).put("operator", "Exists");
            out.put("tolerationSeconds", 300).end();
        }
        out.end();
    }

    private void volumes(PodShape shape, String token) throws IOException {
        if (shape.configMap().isEmpty() && shape.hostPaths().isEmpty() && token.isEmpty()) {
            return;
        }
        out.array("volumes");
        if (!shape.configMap().isEmpty()) {
            out.object()
                    .object("configMap")
                    .put("defaultMode", 420)
                    .put("name", shape.configMap())
                    .end();
            out.put("name", "config").end();
        }
        for (int i = 0; i < shape.hostPaths().size(); i++) {
            out.object()
                    .object("hostPath")
                    .put("path", shape.hostPaths().get(i))
                    .put("type", "")
                    .end();
            out.put("name", "host-" + i).end();
        }
        if (!token.isEmpty()) {
            token(token);
        }
        out.end();
    }

    /** The volume that admission injects. */
    private void token(String name) throws IOException {
        out.object()
                .put("name", name)
                .object("projected")
                .put("defaultMode", 420)
                .array("sources");
        out.object()
                .object("serviceAccountToken")
                .put("expirationSeconds", 3607)
                .put("path", "token")
                .end()
                .end();
        out.object().object("configMap").array("items");
        out.object().put("key", "ca.crt").put("path", "ca.crt").end().end();
        out.put("name", "kube-root-ca.crt").end().end();
        out.object().object("downwardAPI").array("items").object().object("fieldRef");
        out.put("apiVersion", "v1").put("fieldPath", "metadata.namespace").end().put("path", "namespace");
        out.end().end().end().end();
        out.end().end().end();
    }

    private void status(PodShape shape, Place place) throws IOException {
        out.object("status").array("conditions");
        for (String type :
                new String[] {"PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"}) {
            out.object().put("lastTransitionTime", "2025-03-14T09:27:11Z").put("status", "True");
            out.put("type", type).end();
        }
        out.end().array("containerStatuses").object();
        out.put(
                "containerID",
                "containerd://" + Names.uid("", place.podIp(), shape.name()).replace("-", ""));
        out.put("image", shape.image())
                .put("name", shape.name())
                .put("ready", true)
                .put("restartCount", 0);
        out.put("started", true).object("state").object("running").put("startedAt", "2025-03-14T09:27:09Z");
        out.end().end().end().end();
        out.put("hostIP", place.hostIp()).put("phase", "Running").put("podIP", place.podIp());
        out.array("podIPs").object().put("ip", place.podIp()).end().end();
        out.put("qosClass", "Burstable")
                .put("startTime", "2025-03-14T09:26:54Z")
                .end();
    }
}
