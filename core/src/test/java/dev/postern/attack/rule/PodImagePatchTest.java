package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.pod;
import static dev.postern.attack.rule.Manifests.podOn;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.workload;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class PodImagePatchTest extends TechniqueCases {
    private static final String PODS = pod("shop", "web") + "---\n" + pod("shop", "db") + "---\n" + pod("ops", "tool");

    /** The API server's picture of a pod that the kubelet runs from a file. */
    private static final String MIRROR = podOn("worker-1", "shop", "static")
            .replace("namespace: shop}", "namespace: shop, annotations: {kubernetes.io/config.mirror: abc}}");

    @Override
    EdgeRule technique() {
        return new PodImagePatch();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "patch reaches every pod of the namespace",
                                PODS,
                                grant("shop", "ann", rule("patch", "pods")))
                        .edge("user:ann", "pod:shop/db")
                        .edge("user:ann", "pod:shop/web"),
                TechniqueCase.of(POSITIVE, "update does as well", PODS, grant("shop", "ann", rule("update", "pods")))
                        .edge("user:ann", "pod:shop/db")
                        .edge("user:ann", "pod:shop/web"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "creating and deleting pods, and writing their status, replace no image",
                        PODS,
                        grant(
                                "shop",
                                "ann",
                                rule("create,delete,deletecollection,get", "pods"),
                                rule("patch,update", "pods/status,pods/resize"))),
                TechniqueCase.of(
                                WILDCARD,
                                "* with every verb, cluster-wide",
                                PODS,
                                grantEverywhere("ann", rule("*", "*")))
                        .edge("user:ann", "pod:ops/tool")
                        .edge("user:ann", "pod:shop/db")
                        .edge("user:ann", "pod:shop/web"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name of a pod limits the right to it",
                                PODS,
                                grant("shop", "ann", rule("patch", "pods", "web", "tool")))
                        .edge("user:ann", "pod:shop/web"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "a ClusterRole bound in ops gives nothing in shop",
                                PODS,
                                grantClusterRole("ops", "ann", rule("patch", "pods")))
                        .edge("user:ann", "pod:ops/tool"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "pods/* is a literal and matches nothing",
                        PODS,
                        grant("shop", "ann", rule("*", "pods/*"))),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "resourceNames are no patterns",
                        PODS,
                        grant("shop", "ann", rule("patch", "pods", "*"))),
                TechniqueCase.of(
                                POSITIVE,
                                "the pods of a workload of which the input holds none",
                                workload("Deployment", "shop", "api"),
                                grant("shop", "ann", rule("patch", "pods")))
                        .edge("user:ann", "pod:shop/api"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a static pod is run from a file of its node, whatever is written to its mirror",
                        MIRROR,
                        grant("shop", "ann", rule("patch", "pods"))));
    }
}
