package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.cluster;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.podOn;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.workload;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;
import dev.postern.model.Confidence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PodEphemeralEscapeTest extends TechniqueCases {
    private static final String PODS = String.join(
            "---\n",
            node("worker-1"),
            node("worker-2"),
            namespace("shop"),
            namespace("base", "baseline"),
            podOn("worker-1", "shop", "web"),
            podOn("worker-2", "shop", "db"),
            podOn("worker-2", "base", "api"));

    @Override
    EdgeRule technique() {
        return new PodEphemeralEscape();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "patch reaches the nodes of the namespace's pods",
                                PODS,
                                grant("shop", "ann", rule("patch", "pods/ephemeralcontainers")))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:ann", "node:worker-2"),
                TechniqueCase.of(
                                POSITIVE,
                                "a pod that is not scheduled yet gives away whichever node it gets",
                                node("worker-1"),
                                workload("Deployment", "shop", "api"),
                                grant("shop", "ann", rule("update", "pods/ephemeralcontainers")))
                        .edge("user:ann", "node-of:shop/api"),
                TechniqueCase.of(
                                POSITIVE,
                                "without Node objects it is some node",
                                workload("Deployment", "shop", "api"),
                                grant("shop", "ann", rule("update", "pods/ephemeralcontainers")))
                        .edge("user:ann", "some-node"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "admission looks at added containers too",
                        PODS,
                        grant("base", "ann", rule("*", "pods/ephemeralcontainers"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "creating is not how containers are added, and a pod is not its subresource",
                        PODS,
                        grant("shop", "ann", rule("create,get", "pods/ephemeralcontainers"), rule("patch", "pods"))),
                TechniqueCase.of(
                                WILDCARD,
                                "every subresource of everything, cluster-wide",
                                PODS,
                                grantEverywhere("ann", rule("patch", "*/ephemeralcontainers")))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:ann", "node:worker-2"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name of a pod limits the right to its node",
                                PODS,
                                grant("shop", "ann", rule("patch", "pods/ephemeralcontainers", "web", "api")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "a ClusterRole bound in a namespace without pods",
                        PODS,
                        grantClusterRole("ops", "ann", rule("patch", "pods/ephemeralcontainers"))),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "pods/* is a literal and matches nothing",
                        PODS,
                        grant("shop", "ann", rule("*", "pods/*"))),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a pod with users of its own does not give its node away",
                        node("worker-1"),
                        namespace("shop"),
                        podOn("worker-1", "shop", "web").replace("  nodeName", "  hostUsers: false\n  nodeName"),
                        grant("shop", "ann", rule("patch", "pods/ephemeralcontainers"))));
    }

    @Test
    void aKernelOfThePodsOwnMakesItPossibleOnly() {
        List<Confidence> found = new ArrayList<>();
        TechniqueEdges.graph(cluster(
                        node("worker-1"),
                        podOn("worker-1", "shop", "web")
                                .replace("  nodeName", "  runtimeClassName: gvisor\n  nodeName"),
                        grant("shop", "ann", rule("patch", "pods/ephemeralcontainers", "web"))))
                .forEachEdge(edge -> {
                    if (edge.to().id().equals("node:worker-1")
                            && edge.type().stream().anyMatch(technique().type()::equals)) {
                        found.add(edge.confidence());
                    }
                });
        assertThat(found).isNotEmpty().containsOnly(Confidence.POSSIBLE);
    }
}
