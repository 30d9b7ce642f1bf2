package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class ApiChangeTest extends TechniqueCases {
    private static final String REGISTRATION = "apiregistration.k8s.io";
    private static final String EXTENSIONS = "apiextensions.k8s.io";
    private static final String DEFINITION =
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.example.com}\n";
    private static final String SERVICE =
            "apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {name: v1.example.com}\n";

    @Override
    EdgeRule technique() {
        return new ApiChange();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "a new API of one's own",
                                grantEverywhere("ann", ruleIn(REGISTRATION, "create", "apiservices")))
                        .edge("user:ann", "write:APIService/(new)"),
                TechniqueCase.of(
                                POSITIVE,
                                "one that is there",
                                SERVICE,
                                DEFINITION,
                                grantEverywhere("ann", ruleIn(REGISTRATION, "patch", "apiservices")),
                                grantEverywhere("bob", ruleIn(EXTENSIONS, "update", "customresourcedefinitions")))
                        .edge("user:ann", "write:APIService/v1.example.com")
                        .edge("user:bob", "write:CustomResourceDefinition/things.example.com"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "nothing is there to change, and a new kind is nobody else's",
                        grantEverywhere("ann", ruleIn(REGISTRATION, "update,delete", "apiservices")),
                        grantEverywhere("bob", ruleIn(EXTENSIONS, "create,delete", "customresourcedefinitions")),
                        grantEverywhere("cid", ruleIn(REGISTRATION, "update", "apiservices/status"))),
                TechniqueCase.of(
                                WILDCARD,
                                "everything of the group",
                                grantEverywhere("ann", ruleIn(REGISTRATION, "*", "*")))
                        .edge("user:ann", "write:APIService/(new)"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "a name limits changes; a creation has none",
                                grantEverywhere("ann", ruleIn(EXTENSIONS, "patch", "customresourcedefinitions", "a.b")),
                                grantEverywhere("bob", ruleIn(REGISTRATION, "create", "apiservices", "v1.example.com")))
                        .edge("user:ann", "write:CustomResourceDefinition/a.b"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "what the API server registers itself it puts back; a name that is not there in a cluster's dump",
                        SERVICE.replace(
                                "v1.example.com",
                                "v1.apps, labels: {kube-aggregator.kubernetes.io/automanaged: onstart}"),
                        DEFINITION.replace("things.example.com", "things.example.com, uid: u"),
                        grantEverywhere("ann", ruleIn(REGISTRATION, "patch", "apiservices")),
                        grantEverywhere("bob", ruleIn(EXTENSIONS, "patch", "customresourcedefinitions", "a.b"))),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "both are cluster-scoped: a RoleBinding gives nothing",
                        SERVICE,
                        DEFINITION,
                        grant(
                                "shop",
                                "ann",
                                ruleIn("*", "create,update,patch", "apiservices,customresourcedefinitions"))));
    }
}
