package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.container;
import static dev.postern.attack.rule.Manifests.runningAs;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class PodAssumesSaTest extends TechniqueCases {

    @Override
    EdgeRule technique() {
        return new PodAssumesSa();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "the stated account, and the account default",
                                runningAs("cart", "shop", "web"),
                                runningAs("cart", "shop", "silent").replace("  serviceAccountName: cart\n", ""))
                        .edge("container:shop/web/app", "sa:shop/cart")
                        .edge("container:shop/silent/app", "sa:shop/default"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "the pod says no, or its account does and the pod says nothing",
                        serviceAccount("shop", "quiet") + "automountServiceAccountToken: false\n",
                        runningAs("quiet", "shop", "a"),
                        runningAs("cart", "shop", "b", "  automountServiceAccountToken: false\n")),
                TechniqueCase.notApplicable(WILDCARD, "no right is involved"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "a pod's account is of its own namespace",
                                serviceAccount("ops", "cart") + "automountServiceAccountToken: false\n",
                                serviceAccount("shop", "cart"),
                                runningAs("cart", "shop", "web"))
                        .edge("container:shop/web/app", "sa:shop/cart"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "the pod's field wins over its account's",
                                serviceAccount("shop", "quiet") + "automountServiceAccountToken: false\n",
                                runningAs("quiet", "shop", "web", "  automountServiceAccountToken: true\n"))
                        .edge("container:shop/web/app", "sa:shop/quiet"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "init containers get the token too",
                                runningAs("cart", "shop", "web", "  initContainers: [{name: prepare, image: p:1}]\n"))
                        .edge("container:shop/web/app", "sa:shop/cart")
                        .edge("container:shop/web/prepare", "sa:shop/cart"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a token of another audience is none for the API server",
                        container(
                                "shop",
                                "web",
                                "volumeMounts: [{name: t, mountPath: /t}]",
                                "  volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: token, audience: vault}}]}}]\n")));
    }
}
