package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.cluster;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.pod;
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
import dev.postern.attack.Vertex.PodControl;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class WorkloadPatchTest extends TechniqueCases {
    private static final String WORKLOADS = String.join(
            "---\n",
            workload("Deployment", "shop", "web"),
            workload("StatefulSet", "shop", "db"),
            workload("Deployment", "ops", "tool"),
            pod("shop", "bare"));

    private static final String OWNED = pod("shop", "web-1-x")
            .replace(
                    "namespace: shop}",
                    "namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-1, uid: u,"
                            + " controller: true}]}");

    private static final String REPLICA_SET = workload("ReplicaSet", "shop", "web-1")
            .replace(
                    "namespace: shop}",
                    "namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: v,"
                            + " controller: true}]}");

    @Override
    EdgeRule technique() {
        return new WorkloadPatch();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "patch on Deployments reaches the pods of every one of the namespace",
                                WORKLOADS,
                                grant("shop", "ann", ruleIn("apps", "patch", "deployments")))
                        .edge("user:ann", "pod:shop/web"),
                TechniqueCase.of(
                                POSITIVE,
                                "the pods that are there are the workload's",
                                WORKLOADS,
                                REPLICA_SET,
                                OWNED,
                                grant("shop", "ann", ruleIn("apps", "update", "deployments")))
                        .edge("user:ann", "pod:shop/web"),
                TechniqueCase.of(
                                POSITIVE,
                                "a ReplicaSet of a Deployment makes pods of its changed template until it is scaled down",
                                WORKLOADS,
                                REPLICA_SET,
                                OWNED,
                                grant("shop", "ann", ruleIn("apps", "patch", "replicasets")))
                        .edge("user:ann", "pod:shop/web"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "scaling, looking and creating replace no program of what is there",
                        WORKLOADS,
                        grant(
                                "shop",
                                "ann",
                                ruleIn("apps", "update,patch", "deployments/scale,deployments/status"),
                                ruleIn("apps", "get,list,watch,create,delete", "deployments"))),
                TechniqueCase.of(
                                WILDCARD,
                                "every workload, and no pod that none makes",
                                WORKLOADS,
                                grantEverywhere("ann", ruleIn("*", "update", "*")))
                        .edge("user:ann", "pod:ops/tool")
                        .edge("user:ann", "pod:shop/db")
                        .edge("user:ann", "pod:shop/web"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name is the workload's, not the pod's",
                                WORKLOADS,
                                REPLICA_SET,
                                OWNED,
                                grant("shop", "ann", ruleIn("apps", "patch", "deployments", "web", "tool")),
                                grant("shop", "bob", ruleIn("apps", "patch", "deployments", "web-1-x")))
                        .edge("user:ann", "pod:shop/web"),
                TechniqueCase.of(
                                WRONG_NAMESPACE,
                                "a ClusterRole bound in ops gives nothing in shop",
                                WORKLOADS,
                                grantClusterRole("ops", "ann", ruleIn("apps", "patch", "deployments")))
                        .edge("user:ann", "pod:ops/tool"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "workloads live in apps; deployments/* is a literal",
                        WORKLOADS,
                        grant(
                                "shop",
                                "ann",
                                rule("patch", "deployments,statefulsets"),
                                ruleIn("apps", "*", "deployments/*"))));
    }

    @Test
    void whatAdmissionWouldRejectTodayIsPossible() {
        String privileged =
                workload("DaemonSet", "shop", "agent").replace("app:1}", "app:1, securityContext: {privileged: true}}");
        String rights = grant("shop", "ann", ruleIn("apps", "patch", "daemonsets"));
        assertThat(confidences(cluster(namespace("shop", "baseline"), privileged, rights)))
                .containsExactly(Confidence.POSSIBLE);
        assertThat(confidences(cluster(namespace("shop"), privileged, rights))).containsExactly(Confidence.CERTAIN);
    }

    private Set<Confidence> confidences(Cluster cluster) {
        Set<Confidence> found = new TreeSet<>();
        TechniqueEdges.graph(cluster).forEachEdge(edge -> {
            if (edge.to() instanceof PodControl
                    && edge.type().stream().anyMatch(technique().type()::equals)) {
                found.add(edge.confidence());
            }
        });
        return found;
    }
}
