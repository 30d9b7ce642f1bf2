package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.cluster;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.pod;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.secret;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.Manifests.tokenSecret;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.Vertex;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SecretReadTest extends TechniqueCases {
    private static final String SECRETS =
            secret("shop", "db") + "---\n" + secret("shop", "tls") + "---\n" + secret("ops", "vault");

    /** Two token Secrets with random names: one stands in its account, one in the pod that mounts it. */
    private static final String GENERATED = String.join(
            "---\n",
            serviceAccount("shop", "cart") + "secrets: [{name: cart-token-x2b4z}]\n",
            tokenSecret("shop", "cart-token-x2b4z", "cart"),
            tokenSecret("shop", "pod-token-cccc2", "pod"),
            pod("shop", "db"),
            pod("shop", "web", "  volumes: [{name: v, secret: {secretName: pod-token-cccc2}}]\n"));

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
                        .edge("user:ann", "secret:shop/elsewhere"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a random name must be seen: in a list, in the rule, in the account or in a pod",
                                GENERATED,
                                grant("shop", "unseen", rule("get,patch", "secrets"), rule("get", "deployments")),
                                grant("shop", "list", rule("list", "secrets")),
                                grant("shop", "sweep", rule("deletecollection", "secrets")),
                                grant("shop", "named", rule("get", "secrets", "cart-token-x2b4z")),
                                grant(
                                        "shop",
                                        "account",
                                        rule("get", "secrets"),
                                        rule("get", "serviceaccounts", "cart")),
                                grant("shop", "accounts", rule("patch", "secrets"), rule("list", "serviceaccounts")),
                                grant("shop", "other", rule("get", "secrets"), rule("get", "serviceaccounts", "bot")),
                                grant("shop", "pods", rule("get", "secrets"), rule("watch", "pods")),
                                grant("shop", "status", rule("get", "secrets"), rule("get", "pods/status", "web")),
                                grant("shop", "elsewhere", rule("get", "secrets"), rule("get", "pods", "db")))
                        .edge("user:list", "secret:shop/cart-token-x2b4z")
                        .edge("user:list", "secret:shop/pod-token-cccc2")
                        .edge("user:sweep", "secret:shop/cart-token-x2b4z")
                        .edge("user:sweep", "secret:shop/pod-token-cccc2")
                        .edge("user:named", "secret:shop/cart-token-x2b4z")
                        .edge("user:account", "secret:shop/cart-token-x2b4z")
                        .edge("user:accounts", "secret:shop/cart-token-x2b4z")
                        .edge("user:pods", "secret:shop/pod-token-cccc2")
                        .edge("user:status", "secret:shop/pod-token-cccc2"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a look in another namespace shows nothing; an account that does not name the Secret neither",
                        GENERATED,
                        serviceAccount("shop", "pod"),
                        grant("shop", "ann", rule("get", "secrets")),
                        grantClusterRole("ops", "ann", rule("list", "serviceaccounts,pods")),
                        grant("shop", "bob", rule("get", "secrets"), rule("get", "serviceaccounts", "pod"))));
    }

    @Test
    void oneIdentityMaySeeTheNameAndAnotherGetTheSecret() {
        List<AttackEdge> joins = new ArrayList<>();
        TechniqueEdges.graph(cluster(
                        GENERATED,
                        grant("shop", "ann", rule("get", "secrets")),
                        grant("shop", "bob", rule("list", "serviceaccounts"))))
                .forEachEdge(edge -> {
                    if (edge.premises().size() == 2 && edge.to().id().equals("secret:shop/cart-token-x2b4z")) {
                        joins.add(edge);
                    }
                });
        assertThat(joins)
                .hasSize(1)
                .first()
                .satisfies(edge -> assertThat(edge.premises())
                        .extracting(Vertex::id)
                        .containsExactlyInAnyOrder("may:get-named-secrets@shop", "may:name-of-cart-token-x2b4z@shop"));
    }
}
