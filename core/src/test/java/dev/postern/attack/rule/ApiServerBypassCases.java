package dev.postern.attack.rule;

import static dev.postern.attack.rule.AdmissionBypassWorld.API;
import static dev.postern.attack.rule.AdmissionBypassWorld.BINDINGS;
import static dev.postern.attack.rule.AdmissionBypassWorld.CLUSTER;
import static dev.postern.attack.rule.AdmissionBypassWorld.KYVERNO_WEBHOOK;
import static dev.postern.attack.rule.AdmissionBypassWorld.PODS;
import static dev.postern.attack.rule.AdmissionBypassWorld.VALIDATING;
import static dev.postern.attack.rule.AdmissionBypassWorld.WEBHOOKS;
import static dev.postern.attack.rule.AdmissionBypassWorld.validatingPolicy;
import static dev.postern.attack.rule.AdmissionBypassWorld.webhook;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;

import com.google.common.collect.ImmutableList;

/** ADMISSION_BYPASS of webhooks, and of policies of the API server. */
final class ApiServerBypassCases {
    private ApiServerBypassCases() {}

    static ImmutableList<TechniqueCase> rows() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "without its webhook an engine is asked nothing",
                                CLUSTER,
                                grantEverywhere("ann", ruleIn(API, "delete", WEBHOOKS), PODS),
                                grantEverywhere("bob", ruleIn(API, "patch", WEBHOOKS, KYVERNO_WEBHOOK), PODS))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "a webhook of which nobody knows what it refuses",
                                node("worker-1"),
                                namespace("shop"),
                                webhook("guard", "guard.example.com"),
                                grantEverywhere("ann", ruleIn(API, "delete", WEBHOOKS, "guard"), PODS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "a policy of the API server goes with its binding",
                                node("worker-1"),
                                namespace("shop"),
                                validatingPolicy(),
                                grantEverywhere("ann", ruleIn(API, "delete", BINDINGS, "deny"), PODS),
                                grantEverywhere("bob", ruleIn(API, "update", VALIDATING, "no-root"), PODS))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "other webhooks of an engine, creating webhooks, and those that change",
                        CLUSTER,
                        grantEverywhere(
                                "ann", ruleIn(API, "delete", WEBHOOKS, "kyverno-policy-validating-webhook-cfg"), PODS),
                        grantEverywhere("bob", ruleIn(API, "create,get", WEBHOOKS), PODS),
                        grantEverywhere("eve", ruleIn(API, "delete", "mutatingwebhookconfigurations"), PODS)),
                TechniqueCase.of(
                        NEAR_MISS,
                        "policies of the API server that are not in the way",
                        node("worker-1"),
                        namespace("shop"),
                        validatingPolicy(),
                        grantEverywhere("ann", ruleIn(API, "delete", BINDINGS, "other"), PODS),
                        grantEverywhere("bob", ruleIn(API, "update", VALIDATING, "deny"), PODS),
                        grantEverywhere("eve", ruleIn(API, "create", BINDINGS), PODS)));
    }
}
