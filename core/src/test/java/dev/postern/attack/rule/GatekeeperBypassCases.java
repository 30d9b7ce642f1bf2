package dev.postern.attack.rule;

import static dev.postern.attack.rule.AdmissionBypassWorld.API;
import static dev.postern.attack.rule.AdmissionBypassWorld.CONFIG;
import static dev.postern.attack.rule.AdmissionBypassWorld.CONFIGS;
import static dev.postern.attack.rule.AdmissionBypassWorld.CONSTRAINTS;
import static dev.postern.attack.rule.AdmissionBypassWorld.GATEKEEPER_WEBHOOK;
import static dev.postern.attack.rule.AdmissionBypassWorld.HOME;
import static dev.postern.attack.rule.AdmissionBypassWorld.PODS;
import static dev.postern.attack.rule.AdmissionBypassWorld.WEBHOOKS;
import static dev.postern.attack.rule.AdmissionBypassWorld.kyverno;
import static dev.postern.attack.rule.AdmissionBypassWorld.library;
import static dev.postern.attack.rule.AdmissionBypassWorld.webhook;
import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.user;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;

/** ADMISSION_BYPASS of constraints of Gatekeeper, and by its Config. */
final class GatekeeperBypassCases {
    private GatekeeperBypassCases() {}

    static ImmutableList<TechniqueCase> rows() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "of constraints that close it together one suffices, or its template",
                                node("worker-1"),
                                namespace("shop"),
                                library(),
                                grantEverywhere(
                                        "ann", ruleIn(CONSTRAINTS, "delete", "k8spspprivilegedcontainer"), PODS),
                                grantEverywhere(
                                        "bob",
                                        ruleIn(
                                                "templates.gatekeeper.sh",
                                                "delete",
                                                "constrainttemplates",
                                                "k8spsphostfilesystem"),
                                        PODS))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "Gatekeeper's webhook goes by the name that it has",
                                node("worker-1"),
                                namespace("shop"),
                                library(),
                                webhook("own-gatekeeper", "validation.gatekeeper.sh"),
                                grantEverywhere("ann", ruleIn(API, "update", WEBHOOKS, "own-gatekeeper"), PODS),
                                grantEverywhere("bob", ruleIn(API, "update", WEBHOOKS, GATEKEEPER_WEBHOOK), PODS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "or else by that which it has by default",
                                node("worker-1"),
                                namespace("shop"),
                                library(),
                                grantEverywhere("bob", ruleIn(API, "update", WEBHOOKS, GATEKEEPER_WEBHOOK), PODS))
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "Gatekeeper's Config exempts namespaces, which is changed, or made where there is none",
                                node("worker-1"),
                                namespace("shop"),
                                library(),
                                CONFIG,
                                grantEverywhere("ann", ruleIn(CONFIGS, "patch", "configs"), PODS),
                                grant(HOME, "bob", ruleIn(CONFIGS, "update", "configs", "config")),
                                bind("shop", "s", "ClusterRole", "start", user("bob")),
                                clusterRole("start", PODS),
                                grantEverywhere("eve", ruleIn(CONFIGS, "create,delete", "configs"), PODS))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "a Config that may not be there",
                                node("worker-1"),
                                namespace("shop"),
                                library(),
                                grantEverywhere("ann", ruleIn(CONFIGS, "create", "configs"), PODS),
                                grantEverywhere("bob", ruleIn(CONFIGS, "update", "configs", "config"), PODS),
                                grantEverywhere("eve", ruleIn(CONFIGS, "create,patch", "configs", "config"), PODS),
                                grantEverywhere("joe", ruleIn(CONFIGS, "create", "configs", "config"), PODS))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:bob", "node:worker-1")
                        .edge("user:eve", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a Config of another name, another group, or for policies of Kyverno",
                        node("worker-1"),
                        namespace("shop"),
                        library(),
                        grantEverywhere("ann", ruleIn(CONFIGS, "create,patch", "configs", "own"), PODS),
                        grantEverywhere("bob", ruleIn("example.com", "*", "configs"), PODS),
                        kyverno("ClusterPolicy", "pss", ""),
                        grantEverywhere("eve", ruleIn(CONFIGS, "*", "configs")),
                        grant("shop", "eve", PODS)),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "a Config where Gatekeeper does not look for it",
                        node("worker-1"),
                        namespace("shop"),
                        library(),
                        grant("shop", "ann", ruleIn(CONFIGS, "*", "configs"), PODS)),
                TechniqueCase.of(
                                WILDCARD,
                                "everything in Gatekeeper's namespace, but in no other",
                                node("worker-1"),
                                namespace("shop"),
                                library(),
                                grant(HOME, "ann", ruleIn("*", "*", "*")),
                                bind("shop", "s", "ClusterRole", "start", user("ann")),
                                clusterRole("start", PODS),
                                grant("shop", "bob", ruleIn("*", "*", "*")))
                        .edge("user:ann", "node:worker-1"));
    }
}
