package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.listening;
import static dev.postern.attack.rule.Manifests.liveAccount;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.pod;
import static dev.postern.attack.rule.Manifests.secret;
import static dev.postern.attack.rule.Manifests.service;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class WebhookBackendTest extends TechniqueCases {
    private static final String HOOK = "container:sys/hook/app";

    /** A program behind a Service, beside a Secret and an account of another namespace in which a pod is started. */
    private static final String CLUSTER = String.join(
            "---\n",
            namespace("sys", "restricted"),
            namespace("shop", "restricted"),
            listening("sys", "hook", 8443),
            service("ClusterIP", "sys", "hook", 8443, "").replace("port: 80", "port: 443"),
            secret("shop", "db"),
            liveAccount("shop", "robot"),
            pod("shop", "web"));

    private static final String SECRETS =
            "{operations: [CREATE, UPDATE], apiGroups: [\"\"], apiVersions: [v1], resources: [secrets]}";
    private static final String PODS =
            "{operations: [CREATE], apiGroups: [\"\"], apiVersions: [v1], resources: [pods]}";

    private static String validating(String rules, String... fields) {
        return "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\n"
                + "metadata: {name: checks}\nwebhooks:\n  - name: checks.example.com\n"
                + "    clientConfig: {service: {namespace: sys, name: hook}}\n    rules: [" + rules + "]\n"
                + String.join("", fields);
    }

    private static String mutating(String rules, String... fields) {
        return validating(rules, fields).replace("Validating", "Mutating");
    }

    @Override
    EdgeRule technique() {
        return new WebhookBackend();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(POSITIVE, "it is sent each Secret that is written", CLUSTER, validating(SECRETS))
                        .edge(HOOK, "secret:shop/db"),
                TechniqueCase.of(
                                POSITIVE,
                                "what it puts into new pods uses the accounts and Secrets there",
                                CLUSTER,
                                mutating(PODS))
                        .edge(HOOK, "sa:shop/robot")
                        .edge(HOOK, "secret:shop/db"),
                TechniqueCase.of(
                                POSITIVE,
                                "and escapes, where admission lets such pods in",
                                CLUSTER,
                                namespace("free"),
                                pod("free", "any"),
                                node("worker-1"),
                                mutating(PODS))
                        .edge(HOOK, "sa:shop/robot")
                        .edge(HOOK, "secret:shop/db")
                        .edge(HOOK, "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "a deleted Secret is sent as it was",
                                CLUSTER,
                                validating(SECRETS.replace("CREATE, UPDATE", "DELETE")))
                        .edge(HOOK, "secret:shop/db"),
                TechniqueCase.of(
                                POSITIVE,
                                "workloads are changed like the pods they start",
                                CLUSTER,
                                Manifests.workload("Deployment", "shop", "cart"),
                                mutating(
                                        "{operations: [UPDATE], apiGroups: [apps], apiVersions: [v1], resources: [deployments]}"))
                        .edge(HOOK, "sa:shop/robot")
                        .edge(HOOK, "secret:shop/db"),
                TechniqueCase.of(
                                POSITIVE,
                                "conditions may hold",
                                CLUSTER,
                                validating(
                                        SECRETS, "    matchConditions: [{name: not-system, expression: \"true\"}]\n"))
                        .edge(HOOK, "secret:shop/db"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "who validates changes no pod, and who only answers for other objects sees no Secret",
                        CLUSTER,
                        validating(PODS),
                        mutating(PODS.replace("pods", "services"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "another port of the Service is another program's",
                        CLUSTER,
                        validating(SECRETS).replace("name: hook}", "name: hook, port: 8443}")),
                TechniqueCase.of(
                        NEAR_MISS,
                        "neither this namespace nor this Secret is meant",
                        CLUSTER,
                        validating(SECRETS, "    namespaceSelector: {matchLabels: {team: other}}\n"),
                        mutating(SECRETS, "    objectSelector: {matchExpressions: [{key: seen, operator: Exists}]}\n")),
                TechniqueCase.of(
                                WILDCARD,
                                "all objects, but no subresources",
                                CLUSTER,
                                validating(
                                        "{operations: [\"*\"], apiGroups: [\"*\"], apiVersions: [\"*\"], resources: [\"*\"]}"))
                        .edge(HOOK, "secret:shop/db"),
                TechniqueCase.of(
                                WILDCARD,
                                "all below one kind, itself among it: not so in RBAC",
                                CLUSTER,
                                validating(SECRETS.replace("[secrets]", "[\"secrets/*\"]")))
                        .edge(HOOK, "secret:shop/db"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "rules of webhooks have no names"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "the Service of that name in another namespace is another",
                        CLUSTER,
                        validating(SECRETS).replace("namespace: sys, name: hook", "namespace: shop, name: hook")),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a webhook for cluster-scoped objects is sent none of a namespace",
                        CLUSTER,
                        validating(SECRETS.replace("[secrets]", "[\"*\"], scope: Cluster"))),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a webhook with a URL is answered by whoever has that name, not by a pod",
                        CLUSTER,
                        validating(SECRETS)
                                .replace(
                                        "{service: {namespace: sys, name: hook}}",
                                        "{url: \"https://hook.sys.svc/check\"}")),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "an alias leads the API server away from the pods",
                        CLUSTER.replace("type: ClusterIP", "type: ExternalName, externalName: hook.example.com"),
                        validating(SECRETS)),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "the neighbour of the container that listens has not its key",
                                CLUSTER.replace(
                                        "ports: [{containerPort: 8443}]}",
                                        "ports: [{containerPort: 8443}]}\n"
                                                + "    - {name: side, image: registry.example.com/side:1}"),
                                validating(SECRETS))
                        .edge(HOOK, "secret:shop/db"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "failurePolicy Ignore does not help: there is an answer",
                                CLUSTER,
                                validating(SECRETS, "    failurePolicy: Ignore\n"))
                        .edge(HOOK, "secret:shop/db"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a kind of that name in another API group",
                        CLUSTER,
                        validating(SECRETS.replace("\"\"", "vault.example.com"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a Secret that only a pod names has labels that nobody knows",
                                CLUSTER.replace(liveAccount("shop", "robot"), serviceAccount("shop", "robot")),
                                pod("sys", "user", "  volumes: [{name: v, secret: {secretName: unseen}}]\n")
                                        .replace("app:1}", "app:1, volumeMounts: [{name: v, mountPath: /v}]}"),
                                validating(SECRETS, "    objectSelector: {matchLabels: {seen: \"yes\"}}\n"))
                        .edge(HOOK, "secret:sys/unseen"));
    }
}
