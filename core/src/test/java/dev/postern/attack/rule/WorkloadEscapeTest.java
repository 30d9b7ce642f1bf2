package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.pod;
import static dev.postern.attack.rule.Manifests.podOn;
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

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

final class WorkloadEscapeTest extends TechniqueCases {
    private static final String CLUSTER = String.join(
            "---\n",
            node("worker-1"),
            node("worker-2"),
            namespace("open"),
            namespace("base", "baseline"),
            namespace("strict", "restricted"),
            workload("Deployment", "open", "web"));

    @Override
    EdgeRule technique() {
        return new WorkloadEscape();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "create on pods where nothing is enforced reaches every node",
                                CLUSTER,
                                grant("open", "ann", rule("create", "pods")))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:ann", "node:worker-2"),
                TechniqueCase.of(
                                POSITIVE,
                                "patch on a Deployment that is there reaches every node",
                                CLUSTER,
                                grant("open", "ann", ruleIn("apps", "patch", "deployments")))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:ann", "node:worker-2"),
                TechniqueCase.of(
                                POSITIVE,
                                "without Node objects it is some node",
                                namespace("open"),
                                grant("open", "ann", rule("create", "pods")))
                        .edge("user:ann", "some-node"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "the baseline and restricted levels let no such pod in",
                        CLUSTER,
                        grantClusterRole("base", "ann", rule("create", "pods")),
                        bind("strict", "s", "ClusterRole", "ann", user("ann"))),
                TechniqueCase.of(
                                WILDCARD,
                                "everything cluster-wide: one open namespace suffices",
                                CLUSTER,
                                grantEverywhere("ann", ruleIn("*", "*", "*")))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:ann", "node:worker-2"),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "every cluster has the namespace default: guarding those of the manifests closes nothing",
                                namespace("strict", "restricted"),
                                grantEverywhere("ann", rule("create", "pods")))
                        .edge("user:ann", "some-node"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "a named update reaches the workload of that name; a named create is none",
                                CLUSTER,
                                grant("open", "ann", ruleIn("apps", "update", "deployments", "web")),
                                grant("open", "bob", ruleIn("apps", "update", "deployments", "api")),
                                grant(
                                        "open",
                                        "eve",
                                        rule("create", "pods", "web"),
                                        ruleIn("apps", "create", "deployments", "web")))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:ann", "node:worker-2"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "a right in a closed namespace does not open the open one",
                        CLUSTER,
                        grantClusterRole("strict", "ann", rule("create", "pods"), ruleIn("apps", "*", "*"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "the audit and warn labels stop nothing, and an unknown level stops everything",
                                node("worker-1"),
                                namespace("warned", "baseline").replace("enforce", "warn"),
                                namespace("misspelt", "priviledged"),
                                grant("warned", "ann", rule("create", "pods")),
                                grant("misspelt", "bob", rule("create", "pods")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "patch on a kind of which there is no object changes nothing",
                        CLUSTER,
                        grant(
                                "open",
                                "ann",
                                ruleIn("apps", "patch,update", "daemonsets,statefulsets,replicasets"),
                                ruleIn("batch", "patch", "cronjobs"),
                                rule("patch", "replicationcontrollers"))),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "of an existing pod the specification cannot be changed, of a Job the template",
                        CLUSTER,
                        pod("open", "bare"),
                        grant("open", "ann", rule("patch,update", "pods"), ruleIn("batch", "patch,update", "jobs"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "a node that only a scheduled pod shows is a node",
                                podOn("worker-9", "open", "bare"),
                                grant("open", "ann", rule("create", "pods")))
                        .edge("user:ann", "node:worker-9"));
    }
}
