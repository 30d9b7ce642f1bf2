package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.pod;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.secret;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class SecretReadTest extends TechniqueCases {
    private static final String SECRETS =
            secret("shop", "db") + "---\n" + secret("shop", "tls") + "---\n" + secret("ops", "vault");

    @Override
    EdgeRule technique() {
        return new SecretRead();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE, "get returns the data", SECRETS, grant("shop", "ann", rule("get", "secrets")))
                        .edge("user:ann", "secret:shop/db")
                        .edge("user:ann", "secret:shop/tls"),
                TechniqueCase.of(
                                POSITIVE,
                                "list returns the data",
                                SECRETS,
                                grant("shop", "ann", rule("list", "secrets")))
                        .edge("user:ann", "secret:shop/db")
                        .edge("user:ann", "secret:shop/tls"),
                TechniqueCase.of(
                                POSITIVE,
                                "watch returns the data",
                                SECRETS,
                                grant("shop", "ann", rule("watch", "secrets")))
                        .edge("user:ann", "secret:shop/db")
                        .edge("user:ann", "secret:shop/tls"),
                TechniqueCase.of(
                                POSITIVE,
                                "patch returns the data",
                                SECRETS,
                                grant("shop", "ann", rule("patch", "secrets")))
                        .edge("user:ann", "secret:shop/db")
                        .edge("user:ann", "secret:shop/tls"),
                TechniqueCase.of(
                                POSITIVE,
                                "deletecollection returns the data",
                                SECRETS,
                                grant("shop", "ann", rule("deletecollection", "secrets")))
                        .edge("user:ann", "secret:shop/db")
                        .edge("user:ann", "secret:shop/tls"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "create, update and delete return no data",
                        SECRETS,
                        grant("shop", "ann", rule("create,update,delete", "secrets"))),
                TechniqueCase.of(
                                WILDCARD,
                                "every verb on every resource, cluster-wide",
                                SECRETS,
                                grantEverywhere("ann", rule("*", "*")))
                        .edge("user:ann", "secret:ops/vault")
                        .edge("user:ann", "secret:shop/db")
                        .edge("user:ann", "secret:shop/tls"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "a name limits get and patch, and list and watch by field selector; it gives deletecollection to nobody",
                                SECRETS,
                                grant("shop", "ann", rule("get", "secrets", "tls")),
                                grant("shop", "bob", rule("list", "secrets", "tls")),
                                grant("shop", "cat", rule("watch", "secrets", "tls")),
                                grant("shop", "dan", rule("patch", "secrets", "tls")),
                                grant("shop", "eve", rule("deletecollection", "secrets", "tls")))
                        .edge("user:ann", "secret:shop/tls")
                        .edge("user:bob", "secret:shop/tls")
                        .edge("user:cat", "secret:shop/tls")
                        .edge("user:dan", "secret:shop/tls"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "a ClusterRole bound in ops gives nothing in shop",
                                SECRETS,
                                grantClusterRole("ops", "ann", rule("get", "secrets")))
                        .edge("user:ann", "secret:ops/vault"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "names are no patterns, and v1 is no group",
                        SECRETS,
                        grant(
                                "shop",
                                "ann",
                                rule("get", "secrets", "*"),
                                ruleIn("v1", "get", "secrets"),
                                rule("get", "secrets/*"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a named cluster-wide right reaches the name in every namespace",
                                SECRETS,
                                secret("ops", "tls"),
                                grantEverywhere("ann", rule("get", "secrets", "tls")))
                        .edge("user:ann", "secret:ops/tls")
                        .edge("user:ann", "secret:shop/tls"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a Secret that only a mount names can be read too",
                                pod("shop", "web", "  volumes: [{name: v, secret: {secretName: elsewhere}}]\n"),
                                grant("shop", "ann", rule("get", "secrets")))
                        .edge("user:ann", "secret:shop/elsewhere"));
    }
}
