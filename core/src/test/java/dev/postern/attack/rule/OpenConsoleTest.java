package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.cluster;
import static dev.postern.attack.rule.Manifests.policy;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.EdgeRule;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenConsoleTest extends TechniqueCases {
    private static final String DASHBOARD = "registry.k8s.io/kubernetes-dashboard-amd64:v1.6.3";
    private static final String GATE = "port:ops/ui:tcp/9090";
    private static final String ACCOUNT = "sa:ops/operator";

    @Override
    EdgeRule technique() {
        return new OpenConsole();
    }

    /** A pod {@code ops/ui}, its container app of the given image, with a token; {@code fields} in flow style. */
    private static String program(String image, int port, String... fields) {
        return named("ui", image, port, fields);
    }

    private static String named(String name, String image, int port, String... fields) {
        String more = String.join(", ", fields);
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + ", namespace: ops, labels: {app: " + name
                + "}}\nspec:\n  serviceAccountName: operator\n  containers:\n    - {name: app, image: \"" + image
                + "\", ports: [{containerPort: " + port + "}]" + (more.isEmpty() ? "" : ", " + more) + "}\n";
    }

    private static String args(String... args) {
        return "args: [\"" + String.join("\", \"", args) + "\"]";
    }

    private static String env(String name, String value) {
        return "env: [{name: " + name + ", value: \"" + value + "\"}]";
    }

    private static String configMap(String name, String data) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + ", namespace: ops}\ndata: {" + data
                + "}\n";
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "the dashboard of the 1.6 series acts as its account for anybody",
                                program(DASHBOARD, 9090))
                        .edge(GATE, ACCOUNT),
                TechniqueCase.of(
                                POSITIVE,
                                "a Service tells of the port where the pod does not",
                                program(DASHBOARD, 9090).replace(", ports: [{containerPort: 9090}]", ""),
                                Manifests.service("ClusterIP", "ops", "ui", 9090, ""))
                        .edge(GATE, ACCOUNT),
                TechniqueCase.of(
                                POSITIVE,
                                "NiFi before 1.14 runs anybody's commands",
                                program("apache/nifi:1.13.2", 8080))
                        .edge("port:ops/ui:tcp/8080", "container:ops/ui/app"),
                TechniqueCase.of(
                                POSITIVE,
                                "a pod that declares no port may listen on the usual one",
                                program(DASHBOARD, 9090).replace(", ports: [{containerPort: 9090}]", ""))
                        .edge("port:ops/ui:tcp/?", ACCOUNT),
                TechniqueCase.of(
                                POSITIVE,
                                "Weave Scope opens terminals in the probes that report to it, not in itself",
                                named("ui", "weaveworks/scope:1.13.2", 4040, args("--no-probe")),
                                named("agent", "weaveworks/scope:1.13.2", 4041, args("--mode=probe", "--probe-only")))
                        .edge("port:ops/ui:tcp/4040", "container:ops/agent/app"),
                TechniqueCase.of(
                                POSITIVE,
                                "the user interface of Longhorn passes requests on to the manager, which acts",
                                named("ui", "longhornio/longhorn-ui:v1.9.2", 8000),
                                named("manager", "longhornio/longhorn-manager:v1.9.2", 9500))
                        .edge("port:ops/ui:tcp/8000", "port:ops/manager:tcp/9500")
                        .edge("port:ops/manager:tcp/9500", ACCOUNT),
                TechniqueCase.of(
                                POSITIVE,
                                "whoever is administrator of Argo CD has the account of its controller too",
                                program(
                                        "quay.io/argoproj/argocd:v2.9.3",
                                        8080,
                                        args("argocd-server", "--disable-auth")),
                                named(
                                                "controller",
                                                "quay.io/argoproj/argocd:v2.9.3",
                                                8082,
                                                args("argocd-application-controller"))
                                        .replace("operator", "controller"))
                        .edge("port:ops/ui:tcp/8080", ACCOUNT)
                        .edge("port:ops/ui:tcp/8080", "sa:ops/controller"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "the same port of another image",
                        program("registry.example.com/kubernetes-dashboards:v1.6.3", 9090)),
                TechniqueCase.of(NEAR_MISS, "another port of the same image", program(DASHBOARD, 9091)),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a name that ends like it is not its path",
                        program("registry.example.com/notweaveworks/scope:1.13.2", 4040),
                        named("scope", "registry.example.com/scope:1.13.2", 4040)),
                TechniqueCase.of(
                        NEAR_MISS,
                        "the port belongs to another container of the pod",
                        program(DASHBOARD, 9091)
                                + "    - {name: side, image: side:1, ports: [{containerPort: 9090}]}\n"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "without a token it acts as nobody",
                        program(DASHBOARD, 9090)
                                .replace(
                                        "  serviceAccountName",
                                        "  automountServiceAccountToken: false\n  serviceAccountName")),
                TechniqueCase.of(
                        NEAR_MISS,
                        "from where its pod is kept from the API server it acts as nobody",
                        program(DASHBOARD, 9090),
                        policy("ops", "ui", "policyTypes: [Egress]")),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a policy keeps the user interface from what it passes requests on to",
                        named("ui", "longhornio/longhorn-ui:v1.9.2", 8000),
                        named("manager", "longhornio/longhorn-manager:v1.9.2", 9500)
                                .replace(
                                        "  serviceAccountName",
                                        "  automountServiceAccountToken: false\n  serviceAccountName"),
                        policy("ops", "manager", "policyTypes: [Ingress]")),
                TechniqueCase.of(
                        NEAR_MISS,
                        "probes without controls open no terminal",
                        named("ui", "weaveworks/scope:1.13.2", 4040, args("--no-probe")),
                        named("agent", "weaveworks/scope:1.13.2", 4041, args("--no-app", "--probe.no-controls=true"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "since 1.10.1 the login is skipped by a flag only",
                        program("kubernetesui/dashboard:v2.7.0", 8443)),
                TechniqueCase.of(
                        NEAR_MISS,
                        "over plain HTTP the dashboard asks if it is told to",
                        program("kubernetesui/dashboard:v2.7.0", 9090, args("--enable-insecure-login"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "Prometheus gives its data only",
                        program("quay.io/prometheus/prometheus:v3.1.0", 9090)),
                TechniqueCase.of(
                        NEAR_MISS,
                        "Tiller that verifies",
                        program("gcr.io/kubernetes-helm/tiller:v2.8.1", 44134, env("TILLER_TLS_VERIFY", "1"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "Tiller that listens to its own pod only",
                        program("gcr.io/kubernetes-helm/tiller:v2.8.1", 44134, args("--listen=localhost:44134"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a probe of another namespace reports to another Scope",
                        named("ui", "weaveworks/scope:1.13.2", 4040, args("--no-probe")),
                        named("agent", "weaveworks/scope:1.13.2", 4041, args("--no-app"))
                                .replace("namespace: ops", "namespace: lab")),
                TechniqueCase.notApplicable(WILDCARD, "no right is involved"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.notApplicable(
                        WRONG_NAMESPACE,
                        "a program is the same in every namespace; who reaches it is another technique's matter"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a mirror keeps the end of the path",
                                program("mirror.example.com:5000/hub/weaveworks/scope:1.13.2", 4040))
                        .edge("port:ops/ui:tcp/4040", "container:ops/ui/app"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "an image of which only the digest is written may be of any version",
                                program("kubernetesui/dashboard@sha256:" + "0".repeat(64), 8443))
                        .edge("port:ops/ui:tcp/8443", ACCOUNT),
                TechniqueCase.of(
                        NAIVE_ERROR, "an image without a tag is the newest", program("kubernetesui/dashboard", 8443)),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "the dashboard of a later series asks nobody over plain HTTP, unless told to",
                                program("kubernetesui/dashboard:v2.7.0", 9090))
                        .edge(GATE, ACCOUNT),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "an init container has ended",
                        Manifests.listening("ops", "ui", 9090)
                                .replace(
                                        "  containers:",
                                        "  initContainers:\n    - {name: prepare, image: " + DASHBOARD
                                                + "}\n  containers:")),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "an image with several programs, and nothing says that this one listens",
                        named("ui", "longhornio/longhorn-ui:v1.9.2", 8000),
                        named("deployer", "longhornio/longhorn-manager:v1.9.2", 9500)
                                .replace(", ports: [{containerPort: 9500}]", "")),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "the name of a pod says nothing",
                        Manifests.listening("kube-system", "kubernetes-dashboard", 9090)),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "certificates of its own: dockerd verifies its clients on each address",
                        program("docker:26-dind", 2375, args("--host=tcp://0.0.0.0:2375"))),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a setting that a ConfigMap may hold is not set where it does not",
                        program(
                                "quay.io/argoproj/argocd:v2.9.3",
                                8080,
                                args("/usr/local/bin/argocd-server"),
                                "env: [{name: ARGOCD_SERVER_DISABLE_AUTH, valueFrom: {configMapKeyRef: {name: params, key:"
                                        + " server.disable.auth, optional: true}}}]"),
                        configMap("params", "")));
    }

    @ParameterizedTest(name = "{0} {2}: {3}")
    @CsvSource({
        "kubernetes-dashboard-amd64:v1.7.1, 8443, --auto-generate-certificates, LIKELY",
        "kubernetes-dashboard-amd64:v1.8.3, 8443, --auto-generate-certificates, LIKELY",
        "kubernetes-dashboard-amd64:v1.10.0, 8443, --auto-generate-certificates, LIKELY",
        "kubernetes-dashboard-amd64:v1.10.1, 8443, --auto-generate-certificates, none",
        "kubernetes-dashboard-amd64:v1.10.1, 8443, --enable-skip-login, CERTAIN",
        "kubernetesui/dashboard:v2.7.0, 8443, --enable-skip-login=true, CERTAIN",
        "kubernetesui/dashboard:v2.7.0, 8443, --enable-skip-login=false, none",
        "kubernetesui/dashboard:latest, 8443, --namespace=x, none",
        "kubernetesui/dashboard:v1, 8443, --namespace=x, POSSIBLE",
        "kubernetesui/dashboard:v2.7.0, 9090, --insecure-bind-address=127.0.0.1, none",
        "kubernetesui/dashboard:v2.7.0, 9090, --auto-generate-certificates, none",
        "kubernetesui/dashboard:v2.7.0, 9090, --enable-insecure-login;--enable-skip-login, CERTAIN",
        "kubernetes-dashboard-amd64:v1.8.3, 9090, --enable-insecure-login, LIKELY",
        "argoproj/argocli:v2.12.13, 2746, server, LIKELY",
        "argoproj/argocli:v3.5.0, 2746, server, none",
        "argoproj/argocli:v3.5.0, 2746, --auth-mode=server, CERTAIN",
        "argoproj/argocli:v3.5.0, 2746, --auth-mode=sso;--auth-mode=server, CERTAIN",
        "argoproj/argocli:v2.12.13, 2746, --auth-mode=client, none",
        "argoproj/argocli:v3.5.0, 2746, --auth-mode=$(MODE), POSSIBLE",
        "gcr.io/kubernetes-helm/tiller:v2.8.1, 44134, --history-max=5, LIKELY",
        "gcr.io/kubernetes-helm/tiller:v2.8.1, 44134, --tls-verify, none",
        "apache/nifi:1.14.0, 8080, x, none",
        "apache/nifi:1, 8080, x, POSSIBLE",
        "jenkins:1.651.3, 8080, x, LIKELY",
        "jenkins/jenkins:lts, 8080, x, none",
        "rayproject/ray:2.9.0, 8265, x, LIKELY",
        "hashicorp/consul:1.15, 8500, -enable-script-checks, LIKELY",
        "hashicorp/consul:1.15, 8500, -enable-local-script-checks, none",
        "docker:18.09-dind, 2375, --storage-driver=vfs, LIKELY",
        "docker:26-dind, 2375, dockerd;--host=tcp://0.0.0.0:2375, CERTAIN",
        "jupyter/base-notebook:x, 8888, start-notebook.sh;--NotebookApp.token='', CERTAIN",
        "jupyter/base-notebook:x, 8888, start-notebook.sh;--NotebookApp.token='';--NotebookApp.password=x, none",
        "jupyter/base-notebook:x, 8888, start-notebook.sh, none",
        "quay.io/argoproj/argocd:v2.9.3, 8080, argocd-server, none",
        "quay.io/argoproj/argocd:v2.9.3, 8080, argocd-server;--disable-auth, CERTAIN",
        "gcr.io/ml-pipeline/api-server:2.0.0, 8888, x, LIKELY",
        "grafana/grafana:11.0.0, 3000, x, none",
    })
    void byVersionAndFlag(String image, int port, String args, String expected) {
        assertThat(confidence(program(image, port, args(args.split(";"))))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {2}={3}: {4}")
    @CsvSource({
        "apache/nifi:1.25.0, 8080, NIFI_WEB_HTTP_PORT, 8080, CERTAIN",
        "apache/nifi:1.25.0, 8080, NIFI_WEB_HTTP_PORT, 8081, none",
        "docker:dind, 2375, DOCKER_TLS_CERTDIR, '', CERTAIN",
        "docker:26-dind, 2375, DOCKER_TLS_CERTDIR, /certs, none",
        "gcr.io/ml-pipeline/api-server:2.0.0, 8888, MULTIUSER, true, none",
        "gcr.io/ml-pipeline/api-server:2.0.0, 8888, MULTIUSER, false, LIKELY",
        "rayproject/ray:2.52.0, 8265, RAY_AUTH_MODE, token, none",
        "gcr.io/kubernetes-helm/tiller:v2.8.1, 44134, TILLER_TLS_VERIFY, '', LIKELY",
        "gcr.io/kubernetes-helm/tiller:v2.8.1, 44134, TILLER_TLS_VERIFY, hunter2, none",
    })
    void byVariable(String image, int port, String name, String value, String expected) {
        assertThat(confidence(program(image, port, env(name, value)))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "'server.disable.auth: \"true\"', CERTAIN",
        "'server.disable.auth: \"false\"', none",
        "'server.disable.auth: hunter2', POSSIBLE",
        "'other: \"true\"', none",
    })
    void byConfigMap(String data, String expected) {
        String server = program(
                "quay.io/argoproj/argocd:v2.9.3",
                8080,
                args("argocd-server"),
                "env: [{name: ARGOCD_SERVER_DISABLE_AUTH, valueFrom: {configMapKeyRef: {name: argocd-cmd-params-cm, key:"
                        + " server.disable.auth, optional: true}}}]");
        assertThat(confidence(server, configMap("argocd-cmd-params-cm", data))).isEqualTo(expected);
        assertThat(confidence(server)).as("without the ConfigMap").isEqualTo("POSSIBLE");
    }

    @Test
    void whatEnvFromMayBringLeavesItOpen() {
        String server =
                program("gcr.io/ml-pipeline/api-server:2.0.0", 8888, "envFrom: [{configMapRef: {name: config}}]");
        assertThat(confidence(server)).isEqualTo("POSSIBLE");
        assertThat(confidence(server, configMap("config", "MULTIUSER: \"true\"")))
                .isEqualTo("POSSIBLE");
        assertThat(confidence(server, configMap("config", "OTHER: \"true\""))).isEqualTo("LIKELY");
    }

    @Test
    void aStepIsNoAssumptionAndSaysWhatItRestsOn() {
        AttackEdge step = steps(program(DASHBOARD, 9090)).get(0);
        assertThat(step.assumption()).isFalse();
        assertThat(step.confidence()).isEqualTo(Confidence.LIKELY);
        assertThat(step.effort()).isEqualTo(2);
        assertThat(step.supports().get(0).facts().stream().map(Evidence::field))
                .contains(
                        "spec.containers[0].image",
                        "spec.containers[0].ports[0].containerPort",
                        "spec.serviceAccountName");
        assertThat(step.supports().get(0).facts().stream().map(Evidence::value))
                .contains(DASHBOARD, "9090")
                .anyMatch(value -> value.contains("no login before 1.7"));
    }

    @Test
    void theSamePortHasTheAssumedFlawToo() {
        assertThat(TechniqueEdges.of(new AppFlaw(), cluster(program(DASHBOARD, 9090)), Set.of()))
                .containsExactly(GATE + " -> container:ops/ui/app");
    }

    private String confidence(String... manifests) {
        return steps(manifests).stream()
                .map(step -> step.confidence().name())
                .findFirst()
                .orElse("none");
    }

    private List<AttackEdge> steps(String... manifests) {
        List<AttackEdge> steps = new ArrayList<>();
        TechniqueEdges.graph(cluster(manifests)).forEachEdge(edge -> {
            if (edge.type().equals(Optional.of(technique().type()))) {
                steps.add(edge);
            }
        });
        return steps;
    }
}
