package dev.postern.attack.rule;

import static dev.postern.attack.rule.AdmissionBypassWorld.API;
import static dev.postern.attack.rule.AdmissionBypassWorld.KYVERNO_WEBHOOK;
import static dev.postern.attack.rule.AdmissionBypassWorld.PODS;
import static dev.postern.attack.rule.AdmissionBypassWorld.WEBHOOKS;
import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.user;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;

/** ADMISSION_BYPASS of policies of Kyverno that are written in CEL, and by exceptions from these. */
final class CelPolicyBypassCases {
    static final String CEL = "policies.kyverno.io";
    private static final String OWN = ", namespace: shop";
    private static final String CLUSTER =
            String.join("---\n", node("worker-1"), namespace("shop"), namespace("ops"), policy("ValidatingPolicy", ""));

    private CelPolicyBypassCases() {}

    /** A policy own over new pods; of a namespace if {@code in} says so. */
    static String policy(String kind, String in) {
        return "{apiVersion: policies.kyverno.io/v1, kind: " + kind + ", metadata: {name: own" + in
                + "}, spec: {validationActions: [Deny], matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1],"
                + " operations: [CREATE], resources: [pods]}]}, validations: [{expression: 'false'}]}}\n";
    }

    /** Kyverno, honouring exceptions. */
    static String program(String flags) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: kyverno, namespace: kyverno}, spec: {nodeName: worker-1, containers:"
                + " [{name: k, image: 'kyverno/kyverno:v1.17.0', args: ['--enablePolicyException=true'" + flags
                + "]}]}}\n";
    }

    static String exception(String namespace) {
        return "{apiVersion: policies.kyverno.io/v1, kind: PolicyException, metadata: {name: own, namespace: "
                + namespace + "}, spec: {policyRefs: []}}\n";
    }

    static ImmutableList<TechniqueCase> rows() {
        return ImmutableList.<TechniqueCase>builder()
                .addAll(policies())
                .addAll(exceptions())
                .build();
    }

    private static ImmutableList<TechniqueCase> policies() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "a policy in CEL is changed or deleted",
                                CLUSTER,
                                grantEverywhere("ann", ruleIn(CEL, "delete", "validatingpolicies"), PODS),
                                grantEverywhere("bob", ruleIn(CEL, "patch", "validatingpolicies"), PODS))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "one of the namespace itself",
                                node("worker-1"),
                                namespace("shop"),
                                policy("NamespacedValidatingPolicy", OWN),
                                grant("shop", "ann", ruleIn(CEL, "update", "namespacedvalidatingpolicies"), PODS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "one over images, and one that changes pods, each by its own resource",
                                node("worker-1"),
                                namespace("shop"),
                                policy("ImageValidatingPolicy", ""),
                                policy("MutatingPolicy", ""),
                                grantEverywhere(
                                        "ann", ruleIn(CEL, "delete", "imagevalidatingpolicies,mutatingpolicies"), PODS),
                                grantEverywhere("bob", ruleIn(CEL, "delete", "imagevalidatingpolicies"), PODS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "it goes with the webhook",
                                CLUSTER,
                                grantEverywhere("ann", ruleIn(API, "delete", WEBHOOKS, KYVERNO_WEBHOOK), PODS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "what changes pods does so by another webhook",
                        node("worker-1"),
                        namespace("shop"),
                        policy("MutatingPolicy", ""),
                        grantEverywhere("ann", ruleIn(API, "delete", WEBHOOKS), PODS)),
                TechniqueCase.of(
                        NEAR_MISS,
                        "looking, creating, the other engine's group, another kind",
                        CLUSTER,
                        grantEverywhere("ann", ruleIn(CEL, "get,list,create", "validatingpolicies"), PODS),
                        grantEverywhere("bob", ruleIn("kyverno.io", "*", "validatingpolicies"), PODS),
                        grantEverywhere(
                                "eve",
                                ruleIn(CEL, "*", "namespacedvalidatingpolicies,mutatingpolicies,generatingpolicies"),
                                PODS)),
                TechniqueCase.of(
                        NEAR_MISS,
                        "one that only reports, and one that makes things, stand before nothing",
                        node("worker-1"),
                        namespace("shop"),
                        policy("ValidatingPolicy", "").replace("[Deny]", "[Audit, Warn]"),
                        policy("GeneratingPolicy", ""),
                        grantEverywhere("ann", ruleIn(CEL, "*", "*"), PODS)),
                TechniqueCase.of(
                                WILDCARD,
                                "everything of the group",
                                CLUSTER,
                                grantEverywhere("ann", ruleIn(CEL, "*", "*"), PODS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name is that of the policy in CEL",
                                CLUSTER,
                                grantEverywhere("ann", ruleIn(CEL, "update", "validatingpolicies", "own"), PODS),
                                grantEverywhere("bob", ruleIn(CEL, "update", "validatingpolicies", "other"), PODS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "a RoleBinding gives nothing over a policy of the cluster",
                        CLUSTER,
                        grantClusterRole("shop", "ann", ruleIn(CEL, "delete", "validatingpolicies")),
                        bind("shop", "s", "ClusterRole", "start", user("ann")),
                        clusterRole("start", PODS)),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "nor one elsewhere over a namespace's",
                        node("worker-1"),
                        namespace("shop"),
                        policy("NamespacedValidatingPolicy", OWN),
                        grant("ops", "ann", ruleIn(CEL, "delete", "namespacedvalidatingpolicies")),
                        grant("shop", "ann", PODS)));
    }

    private static ImmutableList<TechniqueCase> exceptions() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "an exception, in whichever namespace, where the flags name none",
                                CLUSTER,
                                program(""),
                                exception("ops"),
                                grantEverywhere("ann", ruleIn(CEL, "create", "policyexceptions"), PODS),
                                grant("ops", "bob", ruleIn(CEL, "patch", "policyexceptions", "own")),
                                bind("shop", "s", "ClusterRole", "start", user("bob")),
                                clusterRole("start", PODS))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "deleting exceptions, and those from the other policies",
                        CLUSTER,
                        program(", '--exceptionNamespace=*'"),
                        exception("ops"),
                        grantEverywhere("ann", ruleIn(CEL, "get,delete", "policyexceptions"), PODS),
                        grantEverywhere("bob", ruleIn("kyverno.io", "*", "policyexceptions"), PODS)),
                TechniqueCase.of(
                        NEAR_MISS,
                        "where Kyverno honours none",
                        CLUSTER,
                        program("").replace("=true", "=false"),
                        grantEverywhere("ann", ruleIn(CEL, "*", "policyexceptions"), PODS)),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "an exception of a name, which a server-side apply creates",
                                CLUSTER,
                                program(""),
                                exception("ops"),
                                grant("ops", "ann", ruleIn(CEL, "create", "policyexceptions", "new")),
                                grant("shop", "ann", PODS),
                                grant("ops", "bob", ruleIn(CEL, "create,patch", "policyexceptions", "new")),
                                bind("shop", "s", "ClusterRole", "start", user("bob")),
                                clusterRole("start", PODS))
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "of another namespace than is named, which some versions honour, and pods elsewhere",
                                CLUSTER,
                                program(", '--exceptionNamespace=ops'"),
                                grant("shop", "ann", ruleIn(CEL, "create", "policyexceptions"), PODS),
                                grant("ops", "bob", ruleIn(CEL, "create", "policyexceptions")))
                        .edge("user:ann", "node:worker-1"));
    }
}
