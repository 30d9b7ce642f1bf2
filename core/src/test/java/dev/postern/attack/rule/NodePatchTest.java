package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.pod;
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

final class NodePatchTest extends TechniqueCases {
    private static final String CLUSTER = String.join(
            "---\n",
            node("own"),
            node("other"),
            namespace("shop"),
            workload("Deployment", "shop", "web"),
            workload("DaemonSet", "shop", "agent"),
            podOn("other", "shop", "bare"),
            madeBy("ReplicaSet", "shop", "made"));

    /** A pod on node other whose controller is not in the input. */
    private static String madeBy(String kind, String namespace, String name) {
        return podOn("other", namespace, name)
                .replace(
                        "}\nspec",
                        ", ownerReferences: [{apiVersion: apps/v1, kind: " + kind + ", name: gone, uid: u,"
                                + " controller: true}]}\nspec");
    }

    @Override
    EdgeRule technique() {
        return new NodePatch();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "a taint by patch of nodes",
                                CLUSTER,
                                grantEverywhere("ann", rule("patch", "nodes")))
                        .given("any-node")
                        .edge("user:ann", "pod:shop/web")
                        .edge("user:ann", "pod:shop/gone"),
                TechniqueCase.of(
                                POSITIVE,
                                "a condition by update of their status",
                                CLUSTER,
                                grantEverywhere("ann", rule("update", "nodes/status")))
                        .given("any-node")
                        .edge("user:ann", "pod:shop/web")
                        .edge("user:ann", "pod:shop/gone"),
                TechniqueCase.of(
                                POSITIVE,
                                "with a deleted node its pods go",
                                CLUSTER,
                                grantEverywhere("ann", rule("delete", "nodes")),
                                grantEverywhere("bob", rule("deletecollection", "nodes")))
                        .given("any-node")
                        .edge("user:ann", "pod:shop/web")
                        .edge("user:ann", "pod:shop/gone")
                        .edge("user:bob", "pod:shop/web")
                        .edge("user:bob", "pod:shop/gone"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "without a node of one's own there is nowhere to drive pods to",
                        CLUSTER,
                        grantEverywhere("ann", rule("patch", "nodes"))),
                TechniqueCase.of(
                                NEAR_MISS,
                                "deleting and evicting pods leaves the choice to the scheduler; creating nodes moves nothing",
                                CLUSTER,
                                grantEverywhere(
                                        "ann",
                                        rule("delete,deletecollection", "pods"),
                                        rule("create", "pods/eviction"),
                                        rule("create,get,list", "nodes")))
                        .given("any-node"),
                TechniqueCase.of(
                                WILDCARD,
                                "any verb on any resource of the core group",
                                CLUSTER,
                                grantEverywhere("ann", rule("*", "*")))
                        .given("any-node")
                        .edge("user:ann", "pod:shop/web")
                        .edge("user:ann", "pod:shop/gone"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "only the pods of the node named; deletecollection has no name",
                                CLUSTER,
                                grantEverywhere("ann", rule("patch", "nodes", "other")),
                                grantEverywhere("bob", rule("patch", "nodes", "own")),
                                grantEverywhere("cid", rule("deletecollection", "nodes", "other")))
                        .given("any-node")
                        .edge("user:ann", "pod:shop/gone"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "nodes are cluster-scoped: a RoleBinding gives nothing",
                                CLUSTER,
                                grant("shop", "ann", rule("patch", "nodes")))
                        .given("any-node"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "bare pods, and those of a DaemonSet, do not come back elsewhere",
                                node("own"),
                                node("other"),
                                podOn("other", "shop", "bare"),
                                madeBy("DaemonSet", "shop", "agent"),
                                pod("shop", "waiting"),
                                grantEverywhere("ann", ruleIn("", "patch", "nodes")))
                        .given("any-node"));
    }
}
