package dev.postern.attack.rule;

import static dev.postern.attack.rule.AdmissionBypassWorld.CLUSTER;
import static dev.postern.attack.rule.AdmissionBypassWorld.EXCEPTIONS_IN_OPS;
import static dev.postern.attack.rule.AdmissionBypassWorld.KYVERNO;
import static dev.postern.attack.rule.AdmissionBypassWorld.PODS;
import static dev.postern.attack.rule.AdmissionBypassWorld.exception;
import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.user;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;

/** ADMISSION_BYPASS by PolicyExceptions of Kyverno. */
final class ExceptionBypassCases {
    private ExceptionBypassCases() {}

    static ImmutableList<TechniqueCase> rows() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "a PolicyException where Kyverno honours them, a new one or one that is there",
                                CLUSTER,
                                EXCEPTIONS_IN_OPS,
                                exception("ops"),
                                exception("shop"),
                                grantEverywhere("ann", ruleIn(KYVERNO, "create", "policyexceptions"), PODS),
                                grant("ops", "bob", ruleIn(KYVERNO, "patch", "policyexceptions", "own")),
                                bind("shop", "s", "ClusterRole", "start", user("bob")),
                                clusterRole("start", PODS))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "deleting PolicyExceptions, and those from policies in CEL",
                        CLUSTER,
                        EXCEPTIONS_IN_OPS,
                        exception("ops"),
                        grantEverywhere("ann", ruleIn(KYVERNO, "get,delete", "policyexceptions"), PODS),
                        grantEverywhere("bob", ruleIn("policies.kyverno.io", "*", "policyexceptions"), PODS)),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "a PolicyException of a name, which a server-side apply creates",
                                CLUSTER,
                                EXCEPTIONS_IN_OPS,
                                exception("ops"),
                                grant("ops", "ann", ruleIn(KYVERNO, "create", "policyexceptions", "new")),
                                grant("shop", "ann", PODS),
                                grant("ops", "bob", ruleIn(KYVERNO, "create,patch", "policyexceptions", "new")),
                                bind("shop", "s", "ClusterRole", "start", user("bob")),
                                clusterRole("start", PODS))
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "PolicyExceptions where Kyverno does not honour them",
                        CLUSTER,
                        EXCEPTIONS_IN_OPS,
                        exception("shop"),
                        grant("shop", "ann", ruleIn(KYVERNO, "*", "policyexceptions"), PODS)),
                TechniqueCase.of(
                                WILDCARD,
                                "everything in the namespace of PolicyExceptions",
                                CLUSTER,
                                EXCEPTIONS_IN_OPS,
                                grant("ops", "ann", ruleIn("*", "*", "*")),
                                grant("shop", "bob", ruleIn("*", "*", "*")))
                        .edge("user:ann", "node:worker-1"));
    }
}
