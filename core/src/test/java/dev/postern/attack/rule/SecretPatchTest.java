package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.container;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.runningAs;
import static dev.postern.attack.rule.Manifests.secret;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class SecretPatchTest extends TechniqueCases {
    private static final String USED = String.join(
            "---\n",
            secret("shop", "db"),
            secret("shop", "unused"),
            secret("shop", "web-tls"),
            container("shop", "web", "envFrom: [{secretRef: {name: db, optional: true}}]"),
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: front, namespace: shop}\n"
                    + "spec: {tls: [{hosts: [a.example.com]}, {secretName: web-tls}]}\n");

    @Override
    EdgeRule technique() {
        return new SecretPatch();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "variables of a pod and the key of an Ingress",
                                USED,
                                grant("shop", "ann", rule("patch", "secrets")),
                                grantEverywhere("bob", rule("update", "secrets")))
                        .edge("user:ann", "write:Secret/shop/db")
                        .edge("user:ann", "write:Secret/shop/web-tls")
                        .edge("user:bob", "write:Secret/shop/db")
                        .edge("user:bob", "write:Secret/shop/web-tls"),
                TechniqueCase.of(
                                POSITIVE,
                                "credentials for images, which the node uses for the pod",
                                serviceAccount("shop", "cart") + "imagePullSecrets: [{name: registry}]\n",
                                secret("shop", "registry"),
                                runningAs("cart", "shop", "web"),
                                grant("shop", "ann", rule("update", "secrets")))
                        .edge("user:ann", "write:Secret/shop/registry"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a Secret that nothing reads, and rights that change none",
                        secret("shop", "unused"),
                        USED,
                        grant("shop", "ann", rule("get,list,watch,create,delete,deletecollection", "secrets")),
                        grant("shop", "bob", rule("patch", "secrets", "unused"))),
                TechniqueCase.of(
                                WILDCARD,
                                "every verb on everything of the core group",
                                USED,
                                grant("shop", "ann", rule("*", "*")))
                        .edge("user:ann", "write:Secret/shop/db")
                        .edge("user:ann", "write:Secret/shop/web-tls"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "a change has a name",
                                USED,
                                grant("shop", "ann", rule("update", "secrets", "db")))
                        .edge("user:ann", "write:Secret/shop/db"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "a ClusterRole bound in ops changes nothing in shop, and a namesake there is not read",
                        USED,
                        secret("ops", "db"),
                        grantClusterRole("ops", "ann", rule("patch", "secrets"))),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "an immutable Secret is not changed",
                        secret("shop", "db") + "immutable: true\n",
                        container("shop", "web", "envFrom: [{secretRef: {name: db}}]"),
                        grant("shop", "ann", rule("*", "secrets"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "one that is read and not in the input may be there",
                                container("shop", "web", "envFrom: [{secretRef: {name: db}}]"),
                                grant("shop", "ann", rule("patch", "secrets")))
                        .edge("user:ann", "write:Secret/shop/db"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "in a live input that has Secrets, it is not there",
                        secret("ops", "other").replace("{name", "{uid: 1b4e28ba-2fa1-11d2-883f-0016d3cca427, name"),
                        container("shop", "web", "envFrom: [{secretRef: {name: db, optional: true}}]"),
                        grant("shop", "ann", rule("patch", "secrets"))));
    }
}
