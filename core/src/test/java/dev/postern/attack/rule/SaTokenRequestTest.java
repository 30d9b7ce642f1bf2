package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.account;
import static dev.postern.attack.rule.Manifests.bindEverywhere;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.liveAccount;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class SaTokenRequestTest extends TechniqueCases {
    private static final String ACCOUNTS = String.join(
            "---\n",
            serviceAccount("shop", "default"),
            serviceAccount("shop", "cart"),
            serviceAccount("ops", "default"),
            serviceAccount("ops", "robot"));

    @Override
    EdgeRule technique() {
        return new SaTokenRequest();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "create on the subresource reaches every account of the namespace",
                                ACCOUNTS,
                                grant("shop", "ann", rule("create", "serviceaccounts/token")))
                        .edge("user:ann", "sa:shop/default")
                        .edge("user:ann", "sa:shop/cart"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "making accounts, or reading, is not making tokens",
                        ACCOUNTS,
                        grant(
                                "shop",
                                "ann",
                                rule("*", "serviceaccounts"),
                                rule("get,list,update", "serviceaccounts/token"))),
                TechniqueCase.of(
                                WILDCARD,
                                "*/token, cluster-wide",
                                ACCOUNTS,
                                grantEverywhere("ann", rule("create", "*/token")))
                        .edge("user:ann", "sa:shop/default")
                        .edge("user:ann", "sa:shop/cart")
                        .edge("user:ann", "sa:ops/default")
                        .edge("user:ann", "sa:ops/robot"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "on a subresource create has a name: it limits the right to that account",
                                ACCOUNTS,
                                grant("shop", "ann", rule("create", "serviceaccounts/token", "cart")))
                        .edge("user:ann", "sa:shop/cart"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the account named need not be there yet",
                                liveAccount("shop", "cart"),
                                bindEverywhere("ghost", "none", account("shop", "ghost"), account("shop", "other")),
                                grant(
                                        "shop",
                                        "ann",
                                        rule("create", "serviceaccounts/token", "ghost"),
                                        rule("create", "serviceaccounts")))
                        .edge("user:ann", "sa:shop/ghost"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "a ClusterRole bound in ops gives nothing in shop",
                                ACCOUNTS,
                                grantClusterRole("ops", "ann", rule("create", "serviceaccounts/token")))
                        .edge("user:ann", "sa:ops/default")
                        .edge("user:ann", "sa:ops/robot"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "an account that is bound and does not exist is for whoever may create it as well",
                                liveAccount("shop", "cart"),
                                bindEverywhere("ghost", "none", account("shop", "ghost")),
                                grant(
                                        "shop",
                                        "ann",
                                        rule("create", "serviceaccounts/token"),
                                        rule("create", "serviceaccounts")),
                                grant("shop", "bob", rule("create", "serviceaccounts/token")),
                                grant(
                                        "shop",
                                        "cid",
                                        rule("create", "serviceaccounts/token"),
                                        rule("create", "serviceaccounts", "ghost")))
                        .edge("user:ann", "sa:shop/ghost")
                        .edge("user:ann", "sa:shop/cart")
                        .edge("user:bob", "sa:shop/cart")
                        .edge("user:cid", "sa:shop/cart"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "serviceaccounts/* is a literal, and authentication.k8s.io is not its group",
                        ACCOUNTS,
                        grant(
                                "shop",
                                "ann",
                                rule("create", "serviceaccounts/*"),
                                ruleIn("authentication.k8s.io", "create", "serviceaccounts/token"))));
    }
}
