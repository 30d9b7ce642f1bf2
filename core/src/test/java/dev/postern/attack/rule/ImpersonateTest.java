package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.bindEverywhere;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.group;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.role;
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

final class ImpersonateTest extends TechniqueCases {
    private static final String KNOWN = String.join(
            "---\n",
            serviceAccount("shop", "default"),
            serviceAccount("shop", "cart"),
            serviceAccount("ops", "default"),
            grant("shop", "bob", rule("get", "configmaps")),
            bind("shop", "devs", "Role", "bob", group("devs")));

    @Override
    EdgeRule technique() {
        return new Impersonate();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "impersonate on users, cluster-wide, reaches every known user",
                                KNOWN,
                                grantEverywhere("ann", rule("impersonate", "users")))
                        .edge("user:ann", "user:bob"),
                TechniqueCase.of(
                                POSITIVE,
                                "impersonate on serviceaccounts reaches those of the namespace",
                                KNOWN,
                                grant("shop", "ann", rule("impersonate", "serviceaccounts")))
                        .edge("user:ann", "sa:shop/default")
                        .edge("user:ann", "sa:shop/cart"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "groups alone are refused: a request names a user first",
                        KNOWN,
                        grantEverywhere("ann", rule("impersonate", "groups"))),
                TechniqueCase.of(
                                WILDCARD,
                                "the verb * on users, groups and accounts reaches everyone, also system:masters",
                                KNOWN,
                                grantEverywhere("ann", rule("*", "users,groups,serviceaccounts")))
                        .edge("user:ann", "user:bob")
                        .edge("user:ann", "sa:shop/default")
                        .edge("user:ann", "sa:shop/cart")
                        .edge("user:ann", "sa:ops/default")
                        .edge("user:ann", "group:devs")
                        .edge("user:ann", "group:system:masters")
                        .edge("user:ann", "group:system:authenticated")
                        .edge("user:ann", "group:system:serviceaccounts")
                        .edge("user:ann", "group:system:serviceaccounts:shop")
                        .edge("user:ann", "group:system:serviceaccounts:ops"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "names limit users, groups and accounts",
                                KNOWN,
                                grant("shop", "cat", rule("impersonate", "serviceaccounts", "cart")),
                                grantEverywhere(
                                        "ann",
                                        rule("impersonate", "users", "bob"),
                                        rule("impersonate", "groups", "devs")))
                        .edge("user:cat", "sa:shop/cart")
                        .edge("user:ann", "user:bob")
                        .edge("user:ann", "group:devs"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "a ClusterRole bound in ops reaches the accounts of ops, and no user or group",
                                KNOWN,
                                grantClusterRole("ops", "ann", rule("impersonate", "users,groups,serviceaccounts")))
                        .edge("user:ann", "sa:ops/default"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "an account is not reached through users, whatever its user name",
                        KNOWN,
                        grantEverywhere("ann", rule("impersonate", "users", "system:serviceaccount:shop:cart"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a service account is user half enough for a group",
                                KNOWN,
                                grantEverywhere("ann", rule("impersonate", "groups", "system:masters")),
                                bind("shop", "c", "Role", "accounts", user("ann")),
                                role("shop", "accounts", rule("impersonate", "serviceaccounts", "cart")))
                        .edge("user:ann", "group:system:masters")
                        .edge("user:ann", "sa:shop/cart"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "the user half must be the same identity's",
                                KNOWN,
                                grantEverywhere("ann", rule("impersonate", "groups", "system:masters")),
                                grantEverywhere("cat", rule("impersonate", "users", "bob")))
                        .edge("user:cat", "user:bob"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a node impersonated by name is in no group of nodes, and has what bindings give the name",
                        node("worker-1"),
                        grantEverywhere("ann", rule("impersonate", "users", "system:node:worker-1"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "what bindings give to a node's name itself is gained with the name",
                                node("worker-1"),
                                clusterRole("look", rule("list", "pods")),
                                bindEverywhere("b", "look", user("system:node:worker-1")),
                                grantEverywhere("ann", rule("impersonate", "users", "system:node:worker-1")))
                        .edge("user:ann", "role:ClusterRole/look@*"));
    }
}
