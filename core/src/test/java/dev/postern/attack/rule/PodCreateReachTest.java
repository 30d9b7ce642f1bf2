package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.listening;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.policy;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class PodCreateReachTest extends TechniqueCases {
    private static final String WEB = listening("shop", "web", 8080);
    private static final String TOOL = listening("ops", "tool", 7070);
    /** Binds whatever is in ops, so that pods there are a class of their own. */
    private static final String APART = policy("ops", "tool", "policyTypes: [Egress]")
            .replace("podSelector: {matchLabels: {app: tool}}", "podSelector: {}");

    @Override
    EdgeRule technique() {
        return new PodCreateReach();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "a new pod is where the pods of its namespace are",
                                WEB,
                                TOOL,
                                APART,
                                grant("shop", "ann", rule("create", "pods")))
                        .edge("user:ann", "network:Pod/shop/web"),
                TechniqueCase.of(
                                POSITIVE,
                                "so is one of a Deployment",
                                WEB,
                                TOOL,
                                APART,
                                grant("ops", "ann", ruleIn("apps", "create", "deployments")))
                        .edge("user:ann", "network:Pod/ops/tool"),
                TechniqueCase.of(
                                POSITIVE,
                                "labels that a policy admits need not be on any pod that is there",
                                namespace("shop"),
                                WEB,
                                TOOL,
                                policy(
                                        "ops",
                                        "tool",
                                        "policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {}, podSelector:"
                                                + " {matchLabels: {role: admin}}}]}]"),
                                grant("shop", "ann", rule("create", "pods")))
                        .edge("user:ann", "network:Pod/shop/web")
                        .edge("user:ann", "network:Pod/ops/(new:role=admin)"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "changing a pod starts none",
                        WEB,
                        grant("shop", "ann", rule("get,list,update,patch,delete", "pods"))),
                TechniqueCase.of(
                                WILDCARD,
                                "every resource of every group, cluster-wide",
                                WEB,
                                TOOL,
                                APART,
                                grantEverywhere("ann", ruleIn("*", "create", "*")))
                        .edge("user:ann", "network:Pod/shop/web")
                        .edge("user:ann", "network:Pod/ops/tool"),
                TechniqueCase.of(
                        RESOURCE_NAMES,
                        "a create request has no name: a right limited by names grants nothing",
                        WEB,
                        grant("shop", "ann", rule("create", "pods", "web"))),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "a ClusterRole bound in ops gives nothing in shop",
                                WEB,
                                TOOL,
                                APART,
                                grantClusterRole("ops", "ann", rule("create", "pods")))
                        .edge("user:ann", "network:Pod/ops/tool"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a policy that binds pods by labels does not bind a pod without them",
                                namespace("shop"),
                                listening("shop", "web", 8080),
                                policy("shop", "web", "policyTypes: [Egress]"),
                                grant("shop", "ann", rule("create", "pods")))
                        .edge("user:ann", "network:Pod/shop/web")
                        .edge("user:ann", "network:Pod/shop/(new)"));
    }
}
