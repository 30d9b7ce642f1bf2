package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.rbacRule;
import static dev.postern.attack.rule.Manifests.role;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.user;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class RoleBindTest extends TechniqueCases {
    private static final String ADMIN = clusterRole("cluster-admin", ruleIn("*", "*", "*"));
    private static final String READER = clusterRole("reader", rule("get", "secrets"));

    @Override
    EdgeRule technique() {
        return new RoleBind();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "write ClusterRoleBindings and bind one ClusterRole",
                                ADMIN,
                                READER,
                                grantEverywhere(
                                        "ann",
                                        rbacRule("create", "clusterrolebindings"),
                                        rbacRule("bind", "clusterroles", "reader")))
                        .edge("user:ann", "role:ClusterRole/reader@*"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "bind without writing bindings, or on bindings, is nothing; neither is writing without bind",
                        ADMIN,
                        READER,
                        grantEverywhere("ann", rbacRule("bind", "clusterroles,roles")),
                        grantEverywhere("bob", rbacRule("create,bind", "clusterrolebindings,rolebindings"))),
                TechniqueCase.of(
                                WILDCARD,
                                "every verb on the whole group: what allows everything is the gain",
                                ADMIN,
                                READER,
                                grantEverywhere("ann", rbacRule("*", "*")))
                        .edge("user:ann", "role:ClusterRole/cluster-admin@*"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name is the bound role's; a named create of a binding is none; * is no pattern",
                                ADMIN,
                                READER,
                                grant(
                                        "shop",
                                        "ann",
                                        rbacRule("create", "rolebindings"),
                                        rbacRule("bind", "clusterroles", "reader")),
                                grant(
                                        "shop",
                                        "bob",
                                        rbacRule("create", "rolebindings", "mine"),
                                        rbacRule("bind", "clusterroles", "cluster-admin")),
                                grant(
                                        "shop",
                                        "cat",
                                        rbacRule("create", "rolebindings"),
                                        rbacRule("bind", "clusterroles", "*")))
                        .edge("user:ann", "role:ClusterRole/reader@shop"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "bind is asked for in the namespace of the binding",
                        ADMIN,
                        READER,
                        grant("shop", "ann", rbacRule("create", "rolebindings")),
                        grant("ops", "ann", rbacRule("bind", "clusterroles"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "bind by a RoleBinding is enough for a RoleBinding, and for no ClusterRoleBinding",
                                ADMIN,
                                READER,
                                grant(
                                        "shop",
                                        "ann",
                                        rbacRule("create", "rolebindings,clusterrolebindings"),
                                        rbacRule("bind", "clusterroles", "cluster-admin")))
                        .edge("user:ann", "role:ClusterRole/cluster-admin@shop"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "the two rights may come from two bindings of one identity, not of two",
                                READER,
                                clusterRole("write", rbacRule("create", "rolebindings")),
                                clusterRole("bind", rbacRule("bind", "clusterroles", "reader")),
                                bind("shop", "w", "ClusterRole", "write", user("ann"), user("bob")),
                                bind("shop", "b", "ClusterRole", "bind", user("ann"), user("cat")))
                        .edge("user:ann", "role:ClusterRole/reader@shop"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "roleRef cannot be changed: an update joins the binding's own role",
                                ADMIN,
                                READER,
                                bind("shop", "readers", "ClusterRole", "reader", user("dan")),
                                grant(
                                        "shop",
                                        "ann",
                                        rbacRule("update", "rolebindings", "readers"),
                                        rbacRule("bind", "clusterroles", "cluster-admin", "reader")))
                        .edge("user:ann", "role:ClusterRole/reader@shop"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "roles does not stand for ClusterRoles",
                                ADMIN,
                                role("shop", "local", rule("get", "secrets")),
                                grant(
                                        "shop",
                                        "ann",
                                        rbacRule("create", "rolebindings"),
                                        rbacRule("bind", "roles", "local")))
                        .edge("user:ann", "role:Role/shop/local@shop"));
    }
}
