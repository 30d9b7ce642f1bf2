package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.secret;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.Manifests.tokenSecret;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class SecretTokenReadTest extends TechniqueCases {
    private static final String CART = serviceAccount("shop", "cart");

    @Override
    EdgeRule technique() {
        return new SecretTokenRead();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "a token Secret holds a token of its account",
                                CART,
                                tokenSecret("shop", "t", "cart"),
                                tokenSecret("shop", "u", "cart"))
                        .edge("secret:shop/t", "sa:shop/cart")
                        .edge("secret:shop/u", "sa:shop/cart"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "of another type the annotation means nothing; without it the Secret is nobody's",
                        CART,
                        tokenSecret("shop", "t", "cart").replace("kubernetes.io/service-account-token", "Opaque"),
                        secret("shop", "u").replace("Opaque", "kubernetes.io/service-account-token")),
                TechniqueCase.notApplicable(WILDCARD, "how one comes to read the Secret is another technique's matter"),
                TechniqueCase.notApplicable(
                        RESOURCE_NAMES, "how one comes to read the Secret is another technique's matter"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "the account is the one of the Secret's own namespace",
                                CART,
                                serviceAccount("ops", "cart"),
                                tokenSecret("ops", "t", "cart"))
                        .edge("secret:ops/t", "sa:ops/cart"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "an account has no token Secret by itself",
                        CART,
                        secret("shop", "cart-token-abcde")),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a token marked as invalid is rejected",
                        CART,
                        tokenSecret("shop", "t", "cart")
                                .replace(
                                        "  annotations",
                                        "  labels: {kubernetes.io/legacy-token-invalid-since: \"2024-01-01\"}\n  annotations")),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "in a live input the token of an account that is gone is none",
                        serviceAccount("shop", "other")
                                .replace("{name", "{uid: 1b4e28ba-2fa1-11d2-883f-0016d3cca427, name"),
                        tokenSecret("shop", "t", "cart")));
    }
}
