package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
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

final class WebhookReadTest extends TechniqueCases {
    private static final String CLUSTER = String.join("---\n", secret("shop", "db"), secret("ops", "vault"));

    @Override
    EdgeRule technique() {
        return new WebhookRead();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "whoever validates sees every Secret that is written",
                                CLUSTER,
                                grantEverywhere(
                                        "ann",
                                        ruleIn(
                                                "admissionregistration.k8s.io",
                                                "create",
                                                "validatingwebhookconfigurations")))
                        .edge("user:ann", "secret:shop/db")
                        .edge("user:ann", "secret:ops/vault"),
                TechniqueCase.of(
                                POSITIVE,
                                "whoever changes what is written sees it too",
                                CLUSTER,
                                grantEverywhere(
                                        "ann",
                                        ruleIn(
                                                "admissionregistration.k8s.io",
                                                "create",
                                                "mutatingwebhookconfigurations")))
                        .edge("user:ann", "secret:shop/db")
                        .edge("user:ann", "secret:ops/vault"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a policy sends nothing anywhere; looking and deleting register nothing",
                        CLUSTER,
                        grantEverywhere(
                                "ann",
                                ruleIn(
                                        "admissionregistration.k8s.io",
                                        "*",
                                        "validatingadmissionpolicies,validatingadmissionpolicybindings")),
                        grantEverywhere(
                                "bob",
                                ruleIn(
                                        "admissionregistration.k8s.io",
                                        "get,list,watch,delete",
                                        "validatingwebhookconfigurations"))),
                TechniqueCase.of(
                                WILDCARD,
                                "everything of the group",
                                CLUSTER,
                                grantEverywhere("ann", ruleIn("admissionregistration.k8s.io", "*", "*")))
                        .edge("user:ann", "secret:shop/db")
                        .edge("user:ann", "secret:ops/vault"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "a named create is none; of a named change the webhook may be there",
                                CLUSTER,
                                grantEverywhere(
                                        "ann",
                                        ruleIn(
                                                "admissionregistration.k8s.io",
                                                "create",
                                                "validatingwebhookconfigurations",
                                                "mine")),
                                grantEverywhere(
                                        "bob",
                                        ruleIn(
                                                "admissionregistration.k8s.io",
                                                "update",
                                                "validatingwebhookconfigurations",
                                                "checker")))
                        .edge("user:bob", "secret:shop/db")
                        .edge("user:bob", "secret:ops/vault"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "webhooks are cluster-scoped: a RoleBinding gives none",
                        CLUSTER,
                        grantClusterRole("shop", "ann", ruleIn("admissionregistration.k8s.io", "*", "*"))),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "webhooks live in their own API group",
                        CLUSTER,
                        grantEverywhere("ann", rule("*", "validatingwebhookconfigurations"))));
    }
}
