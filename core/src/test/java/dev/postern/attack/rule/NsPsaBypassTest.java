package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.user;
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
import dev.postern.attack.Vertex.NodeControl;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NsPsaBypassTest extends TechniqueCases {
    private static final String CLUSTER = String.join(
            "---\n",
            node("worker-1"),
            namespace("open"),
            namespace("base", "baseline"),
            namespace("strict", "restricted"));

    @Override
    EdgeRule technique() {
        return new NsPsaBypass();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "patch on the Namespace by a RoleBinding in it, and create pods",
                                CLUSTER,
                                grant("strict", "ann", rule("patch", "namespaces"), rule("create", "pods")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "the labels are written through the status as well",
                                CLUSTER,
                                grant(
                                        "strict",
                                        "ann",
                                        rule("patch", "namespaces/status"),
                                        ruleIn("apps", "create", "deployments")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "and through the finalizers",
                                CLUSTER,
                                grant("strict", "ann", rule("update", "namespaces/finalize"), rule("create", "pods")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "a changed workload that is there does as well as a new pod",
                                CLUSTER,
                                workload("Deployment", "strict", "web"),
                                grant(
                                        "strict",
                                        "ann",
                                        rule("patch", "namespaces"),
                                        ruleIn("apps", "update", "deployments", "web")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "either right alone opens nothing; looking, creating and deleting relabel nothing",
                        CLUSTER,
                        grant("strict", "ann", rule("patch", "namespaces")),
                        grant("strict", "bob", rule("create", "pods"), rule("get,create,delete", "namespaces"))),
                TechniqueCase.of(
                                WILDCARD,
                                "everything in one namespace includes the Namespace",
                                CLUSTER,
                                grant("strict", "ann", ruleIn("*", "*", "*")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name is the namespace's",
                                CLUSTER,
                                grantEverywhere("ann", rule("update", "namespaces", "strict"), rule("create", "pods")),
                                grantEverywhere("bob", rule("update", "namespaces", "other"), rule("create", "pods")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "relabelling one namespace does not open another",
                        CLUSTER,
                        grant("base", "ann", rule("patch", "namespaces")),
                        bind("strict", "s", "ClusterRole", "start", user("ann")),
                        clusterRole("start", rule("create", "pods"))),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a RoleBinding elsewhere that names the namespace gives nothing",
                        CLUSTER,
                        grant("open", "ann", rule("patch", "namespaces", "strict")),
                        bind("strict", "s", "ClusterRole", "start", user("ann")),
                        clusterRole("start", rule("create", "pods"))));
    }

    @Test
    void oneIdentityMayRelabelAndAnotherStartThePod() {
        List<AttackEdge> edges = new ArrayList<>();
        TechniqueEdges.graph(Manifests.cluster(
                        CLUSTER,
                        grant("strict", "ann", rule("patch", "namespaces")),
                        grant("strict", "bob", rule("create", "pods"))))
                .forEachEdge(edges::add);
        assertThat(edges)
                .anyMatch(edge -> edge.premises().size() == 2
                        && edge.premises().stream().allMatch(May.class::isInstance)
                        && edge.to().id().equals("may:start-relabelled-pod@*"))
                .anyMatch(edge -> edge.type().stream().anyMatch(technique().type()::equals)
                        && edge.to().equals(new NodeControl("worker-1")));
    }
}
