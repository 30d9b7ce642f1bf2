package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.cluster;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.secret;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.Manifests.workload;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Confidence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WorkloadPatchSaTest extends TechniqueCases {
    private static final String OBJECTS = String.join(
            "---\n",
            serviceAccount("shop", "default"),
            serviceAccount("shop", "cart"),
            secret("shop", "db"),
            workload("Deployment", "shop", "web"),
            serviceAccount("ops", "default"),
            secret("ops", "vault"));

    private static final String CRON_JOB =
            "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: tidy, namespace: ops}\n"
                    + "spec: {schedule: '@daily', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers:"
                    + " [{name: app, image: registry.example.com/app:1}]}}}}}\n";

    private static final String JOB = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: once, namespace: ops}\n"
            + "spec: {template: {spec: {restartPolicy: Never, containers:"
            + " [{name: app, image: registry.example.com/app:1}]}}}\n";

    private static final String OWNED = workload("ReplicaSet", "shop", "web-1")
            .replace(
                    "namespace: shop}",
                    "namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: u,"
                            + " controller: true}]}");

    @Override
    EdgeRule technique() {
        return new WorkloadPatchSa();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "patch on a Deployment reaches every account and Secret of its namespace",
                                OBJECTS,
                                grant("shop", "ann", ruleIn("apps", "patch", "deployments")))
                        .edge("user:ann", "sa:shop/default")
                        .edge("user:ann", "sa:shop/cart")
                        .edge("user:ann", "secret:shop/db"),
                TechniqueCase.of(
                                POSITIVE,
                                "update on a CronJob, whose next run is a pod",
                                OBJECTS,
                                CRON_JOB,
                                grant("ops", "ann", ruleIn("batch", "update", "cronjobs")))
                        .edge("user:ann", "sa:ops/default")
                        .edge("user:ann", "secret:ops/vault"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "the scale and the status of a workload are not its template; deleting it starts nothing else",
                        OBJECTS,
                        grant(
                                "shop",
                                "ann",
                                ruleIn("apps", "update,patch", "deployments/scale,deployments/status"),
                                ruleIn("apps", "get,list,watch,delete,deletecollection", "deployments"))),
                TechniqueCase.of(
                                WILDCARD,
                                "every resource of every group, cluster-wide; where there is a workload",
                                OBJECTS,
                                grantEverywhere("ann", ruleIn("*", "patch", "*")))
                        .edge("user:ann", "sa:shop/default")
                        .edge("user:ann", "sa:shop/cart")
                        .edge("user:ann", "secret:shop/db"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "one workload that may be changed is enough, one that is not there is not",
                                OBJECTS,
                                grant("shop", "ann", ruleIn("apps", "update", "deployments", "web")),
                                grant("shop", "bob", ruleIn("apps", "update", "deployments", "api")))
                        .edge("user:ann", "sa:shop/default")
                        .edge("user:ann", "sa:shop/cart")
                        .edge("user:ann", "secret:shop/db"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "a ClusterRole bound in ops gives nothing in shop, and ops has no Deployment",
                        OBJECTS,
                        grantClusterRole("ops", "ann", ruleIn("apps", "patch", "deployments"))),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "the template of a Job cannot be changed",
                        OBJECTS,
                        JOB,
                        grant("ops", "ann", ruleIn("batch", "update,patch", "jobs"))),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "deployments live in apps and nowhere else; deployments/* is a literal",
                        OBJECTS,
                        grant(
                                "shop",
                                "ann",
                                rule("patch", "deployments"),
                                ruleIn("extensions", "patch", "deployments"),
                                ruleIn("apps", "patch", "deployments/*"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a right that create with resourceNames does not give, update with them does",
                                OBJECTS,
                                grant("shop", "ann", ruleIn("apps", "create,update", "deployments", "web")))
                        .edge("user:ann", "sa:shop/default")
                        .edge("user:ann", "sa:shop/cart")
                        .edge("user:ann", "secret:shop/db"));
    }

    @Test
    void aReplicaSetOfADeploymentDoesNotStayChanged() {
        List<Confidence> found = new ArrayList<>();
        TechniqueEdges.graph(cluster(OBJECTS, OWNED, grant("shop", "ann", ruleIn("apps", "patch", "replicasets"))))
                .forEachEdge(edge -> {
                    if (isIntoChanged(edge) && edge.premises().get(0).id().startsWith("may:rewrite-replicaset")) {
                        found.add(edge.confidence());
                    }
                });
        assertThat(found).containsExactly(Confidence.LIKELY);
    }

    private static boolean isIntoChanged(AttackEdge edge) {
        return edge.to() instanceof May hub && hub.right().equals("start-changed-pods");
    }
}
