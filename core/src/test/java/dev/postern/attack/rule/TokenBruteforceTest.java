package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.secret;
import static dev.postern.attack.rule.Manifests.tokenSecret;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class TokenBruteforceTest extends TechniqueCases {
    private static final String TOKENS =
            tokenSecret("shop", "cart-token-x2b4z", "cart") + "---\n" + tokenSecret("ops", "bot-token-99999", "bot");
    private static final String LONG = "a".repeat(60);

    @Override
    EdgeRule technique() {
        return new TokenBruteforce();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "get and patch without a look at the names",
                                TOKENS,
                                grant("shop", "ann", rule("get", "secrets")),
                                grantEverywhere("bob", rule("patch", "secrets")))
                        .edge("user:ann", "secret:shop/cart-token-x2b4z")
                        .edge("user:bob", "secret:shop/cart-token-x2b4z")
                        .edge("user:bob", "secret:ops/bot-token-99999"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "whoever lists them need not guess, and what answers without data is of no use",
                        TOKENS,
                        grant("shop", "ann", rule("get,list", "secrets")),
                        grant("shop", "bob", rule("get", "secrets"), rule("watch", "secrets")),
                        grant("shop", "cid", rule("get,deletecollection", "secrets")),
                        grant("shop", "dan", rule("create,update,delete", "secrets"))),
                TechniqueCase.of(
                        WILDCARD,
                        "every verb is list as well",
                        TOKENS,
                        grant("shop", "ann", rule("*", "*")),
                        grantEverywhere("bob", rule("*", "secrets"))),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "a rule that names Secrets lets nobody guess, and a named list shows no other name",
                                TOKENS,
                                grant("shop", "ann", rule("get", "secrets", "cart-token-x2b4z")),
                                grant("shop", "bob", rule("get", "secrets"), rule("list", "secrets", "db")))
                        .edge("user:bob", "secret:shop/cart-token-x2b4z"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "a ClusterRole bound in ops guesses there only",
                                TOKENS,
                                grantClusterRole("ops", "ann", rule("get", "secrets")))
                        .edge("user:ann", "secret:ops/bot-token-99999"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "only Secrets that are there, are tokens, and end in five characters of the API server's",
                        secret("shop", "cart-token-x2b4z"),
                        tokenSecret("shop", "cart-token-abcde", "cart"),
                        tokenSecret("shop", "cart-token-x2b4", "cart"),
                        tokenSecret("shop", "cart-token-x2b4zz", "cart"),
                        tokenSecret("shop", "cart-token", "cart"),
                        tokenSecret("shop", "other-token-x2b4z", "cart"),
                        grant("shop", "ann", rule("get", "secrets"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "of a long account's name 58 characters are left",
                                tokenSecret("shop", LONG.substring(0, 58) + "x2b4z", LONG),
                                grant("shop", "ann", rule("get", "secrets")))
                        .edge("user:ann", "secret:shop/" + LONG.substring(0, 58) + "x2b4z"));
    }
}
