package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.podOn;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.workload;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class PodBindingTest extends TechniqueCases {
    private static final String CLUSTER = String.join(
            "---\n",
            node("own"),
            namespace("shop"),
            workload("Deployment", "shop", "web"),
            workload("DaemonSet", "shop", "agent"),
            workload("StatefulSet", "bank", "db"),
            podOn("own", "shop", "bare"));

    @Override
    EdgeRule technique() {
        return new PodBinding();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "create on pods/binding, in the namespace or everywhere",
                                CLUSTER,
                                grant("shop", "ann", rule("create", "pods/binding")),
                                grantEverywhere("bob", rule("create", "pods/binding")))
                        .given("any-node")
                        .edge("user:ann", "pod:shop/web")
                        .edge("user:bob", "pod:shop/web")
                        .edge("user:bob", "pod:bank/db"),
                TechniqueCase.of(
                                POSITIVE,
                                "the older resource does as well",
                                CLUSTER,
                                grant("shop", "ann", rule("create", "bindings")))
                        .given("any-node")
                        .edge("user:ann", "pod:shop/web"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "without a node of one's own there is nothing to assign pods to",
                        CLUSTER,
                        grant("shop", "ann", rule("create", "pods/binding"))),
                TechniqueCase.of(
                                NEAR_MISS,
                                "other verbs are none of this resource",
                                CLUSTER,
                                grant("shop", "ann", rule("update,patch,get", "pods/binding")))
                        .given("any-node"),
                TechniqueCase.of(
                                WILDCARD,
                                "the subresource of anything; not pods/*, which matches nothing",
                                CLUSTER,
                                grant("shop", "ann", rule("*", "*/binding")),
                                grant("bank", "bob", rule("*", "pods/*")))
                        .given("any-node")
                        .edge("user:ann", "pod:shop/web"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name is the pod's, and new pods of a Deployment have new names",
                                CLUSTER,
                                grant("shop", "ann", rule("create", "pods/binding", "web")),
                                grant("shop", "bob", rule("create", "bindings", "web")))
                        .given("any-node"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "a ClusterRole bound in one namespace",
                                CLUSTER,
                                grantClusterRole("bank", "ann", rule("create", "pods/binding")))
                        .given("any-node")
                        .edge("user:ann", "pod:bank/db"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "in another API group there is no such resource",
                                CLUSTER,
                                grant("shop", "ann", ruleIn("apps", "create", "pods/binding")))
                        .given("any-node"));
    }
}
