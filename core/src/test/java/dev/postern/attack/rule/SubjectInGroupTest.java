package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.account;
import static dev.postern.attack.rule.Manifests.bindEverywhere;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.group;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.Manifests.user;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class SubjectInGroupTest extends TechniqueCases {

    @Override
    EdgeRule technique() {
        return new SubjectInGroup();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "a service account is in three groups, and so is the account its namespace is born with",
                                serviceAccount("shop", "cart"))
                        .edge("sa:shop/cart", "group:system:serviceaccounts")
                        .edge("sa:shop/cart", "group:system:serviceaccounts:shop")
                        .edge("sa:shop/cart", "group:system:authenticated")
                        .edge("sa:shop/default", "group:system:serviceaccounts")
                        .edge("sa:shop/default", "group:system:serviceaccounts:shop")
                        .edge("sa:shop/default", "group:system:authenticated"),
                TechniqueCase.of(
                                POSITIVE,
                                "a user is authenticated",
                                clusterRole("look", rule("list", "namespaces")),
                                bindEverywhere("b", "look", user("ann")))
                        .edge("user:ann", "group:system:authenticated"),
                TechniqueCase.of(POSITIVE, "a node is in the group of nodes", node("worker-1"))
                        .edge("user:system:node:worker-1", "group:system:nodes")
                        .edge("user:system:node:worker-1", "group:system:authenticated"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "nobody known is in a group of the directory",
                        clusterRole("look", rule("list", "namespaces")),
                        bindEverywhere("b", "look", group("devs"))),
                TechniqueCase.notApplicable(WILDCARD, "no rule is compared, and groups have no patterns"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no rule is compared"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "an account is in the group of its own namespace only",
                                clusterRole("look", rule("list", "namespaces")),
                                bindEverywhere("b", "look", group("system:serviceaccounts:ops")),
                                serviceAccount("shop", "cart"))
                        .edge("sa:shop/cart", "group:system:serviceaccounts")
                        .edge("sa:shop/cart", "group:system:serviceaccounts:shop")
                        .edge("sa:shop/cart", "group:system:authenticated")
                        .edge("sa:shop/default", "group:system:serviceaccounts")
                        .edge("sa:shop/default", "group:system:serviceaccounts:shop")
                        .edge("sa:shop/default", "group:system:authenticated"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "who is anonymous is not authenticated",
                                clusterRole("look", rule("list", "namespaces")),
                                bindEverywhere("b", "look", user("system:anonymous")))
                        .edge("user:system:anonymous", "group:system:unauthenticated"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "an account that only a binding names is in its groups",
                                clusterRole("look", rule("list", "namespaces")),
                                bindEverywhere("b", "look", account("ops", "ghost")))
                        .edge("sa:ops/ghost", "group:system:serviceaccounts")
                        .edge("sa:ops/ghost", "group:system:serviceaccounts:ops")
                        .edge("sa:ops/ghost", "group:system:authenticated"));
    }
}
