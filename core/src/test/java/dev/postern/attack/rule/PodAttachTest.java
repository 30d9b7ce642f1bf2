package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.pod;
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

final class PodAttachTest extends TechniqueCases {
    private static final String PODS = pod("shop", "web") + "---\n" + pod("shop", "db") + "---\n" + pod("ops", "tool");

    @Override
    EdgeRule technique() {
        return new PodAttach();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "create reaches every pod of the namespace",
                                PODS,
                                grant("shop", "ann", rule("create", "pods/attach")))
                        .edge("user:ann", "pod:shop/db")
                        .edge("user:ann", "pod:shop/web"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "neither the pods themselves nor pods/exec are pods/attach",
                        PODS,
                        grant("shop", "ann", rule("*", "pods,pods/exec,pods/log"))),
                TechniqueCase.of(
                                WILDCARD,
                                "*/attach with every verb, cluster-wide",
                                PODS,
                                grantEverywhere("ann", rule("*", "*/attach")))
                        .edge("user:ann", "pod:ops/tool")
                        .edge("user:ann", "pod:shop/db")
                        .edge("user:ann", "pod:shop/web"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name of a pod limits the right to it",
                                PODS,
                                grant("shop", "ann", rule("create", "pods/attach", "web", "tool")))
                        .edge("user:ann", "pod:shop/web"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "a ClusterRole bound in ops gives nothing in shop",
                                PODS,
                                grantClusterRole("ops", "ann", rule("create", "pods/attach")))
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
                        grant("shop", "ann", rule("create", "pods/attach", "*"))),
                TechniqueCase.of(
                                POSITIVE,
                                "the pods of a workload of which the input holds none",
                                workload("Deployment", "shop", "api"),
                                grant("shop", "ann", rule("create", "pods/attach")))
                        .edge("user:ann", "pod:shop/api"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "get alone does not suffice from 1.35 on",
                        PODS,
                        Manifests.node("worker-1"),
                        grant("shop", "ann", rule("get", "pods/attach"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "get alone suffices before 1.35",
                                PODS,
                                Manifests.node("worker-1").replace("v1.36.0", "v1.34.2"),
                                grant("shop", "ann", rule("get", "pods/attach")))
                        .edge("user:ann", "pod:shop/db")
                        .edge("user:ann", "pod:shop/web"));
    }
}
