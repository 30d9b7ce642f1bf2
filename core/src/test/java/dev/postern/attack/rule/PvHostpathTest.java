package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.cluster;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
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

final class PvHostpathTest extends TechniqueCases {
    private static final String CLUSTER = String.join(
            "---\n",
            node("worker-1"),
            namespace("default", "restricted"),
            namespace("kube-system", "restricted"),
            namespace("strict", "restricted"),
            namespace("base", "baseline"),
            workload("Deployment", "strict", "web"));

    private static final String VOLUMES = rule("create", "persistentvolumes");

    @Override
    EdgeRule technique() {
        return new PvHostpath();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "a volume and a pod, whatever the level of the namespace",
                                CLUSTER,
                                grantEverywhere("ann", VOLUMES),
                                grant("strict", "ann", rule("create", "pods")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "a workload that is there may bring the claim",
                                CLUSTER,
                                grantEverywhere("ann", VOLUMES),
                                grant("strict", "ann", ruleIn("apps", "patch", "deployments")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "either right alone; changing and deleting volumes; claims without a volume",
                        CLUSTER,
                        grantEverywhere("volume", VOLUMES),
                        grant("strict", "pod", rule("create", "pods,persistentvolumeclaims")),
                        grantEverywhere(
                                "changes", rule("update,patch,delete", "persistentvolumes"), rule("create", "pods"))),
                TechniqueCase.of(
                                WILDCARD,
                                "everything of the core group, cluster-wide",
                                CLUSTER,
                                grantEverywhere("ann", rule("*", "*")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "a create request has no name, a workload to change has",
                                CLUSTER,
                                grantEverywhere(
                                        "ann", rule("create", "persistentvolumes", "mine"), rule("create", "pods")),
                                grantEverywhere("bob", VOLUMES, rule("create", "pods", "mine")),
                                grantEverywhere("cid", VOLUMES, ruleIn("apps", "update", "deployments", "web")))
                        .edge("user:cid", "node:worker-1"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "volumes are cluster-scoped: a RoleBinding gives none",
                        CLUSTER,
                        grantClusterRole("base", "ann", VOLUMES, rule("create", "pods"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a claim takes no right of its own: the pod brings it along",
                                CLUSTER,
                                grantEverywhere("ann", VOLUMES, ruleIn("batch", "create", "jobs")))
                        .edge("user:ann", "node:worker-1"));
    }

    @Test
    void volumeAndPodMayBeTwoIdentities() {
        assertThat(Closure.of(
                        cluster(
                                CLUSTER,
                                grantEverywhere("ann", VOLUMES),
                                grant("strict", "bob", rule("create", "pods"))),
                        "user:ann",
                        "user:bob"))
                .contains("node:worker-1");
    }

    @Test
    void wherePodsMayNotBeRootItIsLikely() {
        assertThat(confidence("strict")).isEqualTo(Confidence.LIKELY);
        assertThat(confidence("base")).isEqualTo(Confidence.CERTAIN);
    }

    private static Confidence confidence(String namespace) {
        List<Confidence> found = new ArrayList<>();
        TechniqueEdges.graph(cluster(CLUSTER, grant(namespace, "ann", rule("create", "pods"))))
                .forEachEdge(edge -> {
                    if (edge.premises().get(0).id().equals("may:create-claiming-pods@" + namespace)) {
                        found.add(edge.confidence());
                    }
                });
        return found.get(0);
    }
}
