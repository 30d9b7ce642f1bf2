package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.podOn;
import static dev.postern.attack.rule.Manifests.workload;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class NodeHostsPodTest extends TechniqueCases {

    @Override
    EdgeRule technique() {
        return new NodeHostsPod();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "the pods that run there",
                                podOn("worker-1", "shop", "web"),
                                podOn("worker-2", "ops", "tool"))
                        .edge("node:worker-1", "pod:shop/web")
                        .edge("node:worker-2", "pod:ops/tool"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a pod that has ended runs no more",
                        node("worker-1"),
                        podOn("worker-1", "shop", "job") + "status: {phase: Succeeded}\n"),
                TechniqueCase.notApplicable(WILDCARD, "no right is involved"),
                TechniqueCase.notApplicable(RESOURCE_NAMES, "no right is involved"),
                TechniqueCase.notApplicable(WRONG_NAMESPACE, "a node hosts pods of any namespace"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "the mirror of a static pod is a pod like others",
                                podOn("worker-1", "kube-system", "proxy-worker-1")
                                        .replace(
                                                "{name: proxy",
                                                "{annotations: {kubernetes.io/config.mirror: x}, name: proxy"))
                        .edge("node:worker-1", "pod:kube-system/proxy-worker-1"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "workloads of one name that are not scheduled have a node each",
                                workload("DaemonSet", "shop", "web"),
                                workload("Deployment", "shop", "web"))
                        .edge("node-of:shop/web@DaemonSet/web", "pod:shop/web@DaemonSet/web")
                        .edge("node-of:shop/web@Deployment/web", "pod:shop/web@Deployment/web")
                        // Possible: they may share a node with each other, and with whatever the attacker chooses.
                        .edge("node-of:shop/web@DaemonSet/web", "pod:shop/web@Deployment/web")
                        .edge("node-of:shop/web@Deployment/web", "pod:shop/web@DaemonSet/web")
                        .edge("some-node", "pod:shop/web@DaemonSet/web")
                        .edge("some-node", "pod:shop/web@Deployment/web"));
    }
}
