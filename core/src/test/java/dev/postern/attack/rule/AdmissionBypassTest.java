package dev.postern.attack.rule;

import static dev.postern.attack.rule.AdmissionBypassWorld.API;
import static dev.postern.attack.rule.AdmissionBypassWorld.CLOSED_TWICE;
import static dev.postern.attack.rule.AdmissionBypassWorld.CLUSTER;
import static dev.postern.attack.rule.AdmissionBypassWorld.KYVERNO;
import static dev.postern.attack.rule.AdmissionBypassWorld.PODS;
import static dev.postern.attack.rule.AdmissionBypassWorld.kyverno;
import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.user;
import static dev.postern.attack.rule.Manifests.workload;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;
import java.util.List;
import java.util.stream.Stream;

final class AdmissionBypassTest extends TechniqueCases {
    @Override
    EdgeRule technique() {
        return new AdmissionBypass();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return Stream.of(
                        ofKyverno(),
                        closedTwice(),
                        CelPolicyBypassCases.rows(),
                        ExceptionBypassCases.rows(),
                        GatekeeperBypassCases.rows(),
                        ApiServerBypassCases.rows())
                .flatMap(List::stream)
                .collect(ImmutableList.toImmutableList());
    }

    private static ImmutableList<TechniqueCase> ofKyverno() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "the policy that closes the namespace is changed",
                                CLUSTER,
                                grantEverywhere("ann", ruleIn(KYVERNO, "patch", "clusterpolicies"), PODS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "or deleted, and a workload that is there changed",
                                CLUSTER,
                                workload("Deployment", "shop", "web"),
                                grantEverywhere("ann", ruleIn(KYVERNO, "deletecollection", "clusterpolicies"))
                                        + "---\n"
                                        + grant("shop", "ann", ruleIn("apps", "update", "deployments", "web")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "a policy of the namespace itself",
                                node("worker-1"),
                                namespace("shop"),
                                kyverno("Policy", "own", ", namespace: shop"),
                                grant("shop", "ann", ruleIn(KYVERNO, "update", "policies"), PODS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "looking and creating take nothing away; each right alone gives nothing",
                        CLUSTER,
                        grantEverywhere("ann", ruleIn(KYVERNO, "get,list,create", "clusterpolicies"), PODS),
                        grantEverywhere("bob", ruleIn(KYVERNO, "patch", "clusterpolicies"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "what two policies forbid stays forbidden without one of them",
                        CLUSTER,
                        kyverno("ClusterPolicy", "twice", ""),
                        grant("shop", "ann", PODS),
                        grantEverywhere("eve", ruleIn(KYVERNO, "patch", "clusterpolicies", "pss"))),
                TechniqueCase.of(
                                WILDCARD,
                                "every resource of every group, in the namespace of a policy of its own",
                                node("worker-1"),
                                namespace("shop"),
                                kyverno("Policy", "own", ", namespace: shop"),
                                grant("shop", "ann", ruleIn("*", "*", "*")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name is the policy's",
                                CLUSTER,
                                grantEverywhere("ann", ruleIn(KYVERNO, "delete", "clusterpolicies", "pss"), PODS),
                                grantEverywhere("bob", ruleIn(KYVERNO, "delete", "clusterpolicies", "other"), PODS),
                                grantEverywhere(
                                        "eve", ruleIn(KYVERNO, "deletecollection", "clusterpolicies", "pss"), PODS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "a policy of another namespace; and a RoleBinding gives nothing over one of the cluster",
                        CLUSTER,
                        kyverno("Policy", "own", ", namespace: ops"),
                        grant("ops", "ann", ruleIn(KYVERNO, "patch", "policies,clusterpolicies")),
                        bind("shop", "s", "ClusterRole", "start", user("ann")),
                        clusterRole("start", PODS)),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "the level of the namespace closes it without the policy",
                        node("worker-1"),
                        namespace("strict", "restricted"),
                        kyverno("ClusterPolicy", "pss", ""),
                        grantEverywhere("ann", ruleIn(KYVERNO, "patch", "clusterpolicies")),
                        bind("strict", "s", "ClusterRole", "start", user("ann")),
                        clusterRole("start", PODS)),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a policy that only reports closes nothing: the pod needs no such step",
                        node("worker-1"),
                        namespace("shop"),
                        kyverno("ClusterPolicy", "pss", "").replace("Enforce", "Audit"),
                        grantEverywhere("ann", ruleIn(KYVERNO, "patch", "clusterpolicies"), PODS)));
    }

    private static ImmutableList<TechniqueCase> closedTwice() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "where the level closes the namespace too, it is relabelled besides",
                                CLOSED_TWICE,
                                grantEverywhere("ann", ruleIn(KYVERNO, "patch", "clusterpolicies")),
                                grant("strict", "ann", PODS, rule("patch", "namespaces")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "of what closes a namespace twice, each change alone opens nothing",
                        CLOSED_TWICE,
                        grantEverywhere("ann", ruleIn(KYVERNO, "patch", "clusterpolicies")),
                        grant("strict", "ann", PODS),
                        grant("strict", "bob", PODS, rule("patch", "namespaces")),
                        grantEverywhere(
                                "eve", ruleIn(KYVERNO, "patch", "clusterpolicies"), rule("patch", "namespaces"))),
                TechniqueCase.of(
                                WILDCARD,
                                "everything of the engine, and everything in a namespace that is closed twice",
                                CLOSED_TWICE,
                                grantEverywhere("ann", ruleIn("kyverno.io", "*", "*")),
                                grant("strict", "ann", ruleIn("*", "*", "*")),
                                grantEverywhere("bob", ruleIn(API, "*", "*")),
                                grant("strict", "bob", ruleIn("*", "*", "*")))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name of the namespace that is relabelled",
                                CLOSED_TWICE,
                                grantEverywhere(
                                        "ann",
                                        ruleIn(KYVERNO, "patch", "clusterpolicies", "pss"),
                                        rule("update", "namespaces", "strict"),
                                        PODS),
                                grantEverywhere(
                                        "bob",
                                        ruleIn(KYVERNO, "patch", "clusterpolicies", "pss"),
                                        rule("update", "namespaces", "other")),
                                grant("strict", "bob", PODS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "relabelling one namespace does not open another",
                        CLOSED_TWICE,
                        namespace("other", "restricted"),
                        grantEverywhere("ann", ruleIn(KYVERNO, "patch", "clusterpolicies")),
                        grant("other", "ann", rule("patch", "namespaces")),
                        bind("strict", "s", "ClusterRole", "start", user("ann")),
                        clusterRole("start", PODS)));
    }
}
