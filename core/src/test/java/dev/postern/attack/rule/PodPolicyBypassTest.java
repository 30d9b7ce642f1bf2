package dev.postern.attack.rule;

import static dev.postern.attack.rule.AdmissionBypassWorld.KYVERNO;
import static dev.postern.attack.rule.AdmissionBypassWorld.OPENSHIFT;
import static dev.postern.attack.rule.AdmissionBypassWorld.PODS;
import static dev.postern.attack.rule.AdmissionBypassWorld.kyverno;
import static dev.postern.attack.rule.Manifests.bind;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.user;
import static dev.postern.attack.rule.PodPolicyCases.openShiftNamespace;
import static dev.postern.attack.rule.PodPolicyCases.psp;
import static dev.postern.attack.rule.PodPolicyCases.scc;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

/**
 * ADMISSION_BYPASS by writing a policy over pods, where something else closes the namespace besides. A table of its own, so that
 * no random world of all techniques is OpenShift: there rights that count in one request are one identity's and make a plan
 * shorter by a step than it is on what the plan cites.
 */
final class PodPolicyBypassTest extends TechniqueCases {
    private static final String SCC = "securitycontextconstraints";
    private static final String LABELS = rule("patch", "namespaces");

    /** Closed by its level, and by the constraints that everybody may use. */
    static final String CLOSED =
            String.join("---\n", node("worker-1"), openShiftNamespace("shop"), namespace("strict", "restricted"));

    private static final String OLD = String.join(
            "---\n",
            node("worker-1").replace("v1.36.0", "v1.24.9"),
            namespace("strict", "restricted"),
            psp("narrow", "privileged: false"));

    @Override
    EdgeRule technique() {
        return new AdmissionBypass();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "constraints of one's own, and another label",
                                CLOSED,
                                grantEverywhere("ann", ruleIn(OPENSHIFT, "create", SCC)),
                                grant("strict", "ann", PODS, LABELS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "constraints that are there, and a label by the namespace's status",
                                CLOSED,
                                scc("own", "allowPrivilegedContainer: false"),
                                grantEverywhere("ann", ruleIn(OPENSHIFT, "patch", SCC, "own")),
                                grant("strict", "ann", PODS, rule("update", "namespaces/status")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "a PodSecurityPolicy by which pods pass, and another label",
                                OLD,
                                grantEverywhere(
                                        "ann",
                                        ruleIn("policy", "update", "podsecuritypolicies"),
                                        ruleIn("policy", "use", "podsecuritypolicies", "narrow")),
                                grant("strict", "ann", PODS, LABELS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "constraints of one's own, where a policy of Kyverno has to go, and where the level does too",
                                CLOSED,
                                kyverno("ClusterPolicy", "pss", ""),
                                grantEverywhere(
                                        "ann",
                                        ruleIn(OPENSHIFT, "create", SCC),
                                        ruleIn(KYVERNO, "patch", "clusterpolicies")),
                                grant("shop", "ann", PODS),
                                grantEverywhere(
                                        "bob",
                                        ruleIn(OPENSHIFT, "create", SCC),
                                        ruleIn(KYVERNO, "patch", "clusterpolicies")),
                                grant("strict", "bob", PODS, LABELS))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "the label or the constraints alone",
                        CLOSED,
                        grant("strict", "ann", PODS, LABELS),
                        grantEverywhere("bob", ruleIn(OPENSHIFT, "create", SCC)),
                        grant("strict", "bob", PODS),
                        grantEverywhere("eve", ruleIn(OPENSHIFT, "create", SCC), LABELS)),
                TechniqueCase.of(
                        NEAR_MISS,
                        "deleting constraints; the policy of Kyverno stays; one PodSecurityPolicy is another cluster's",
                        CLOSED,
                        kyverno("ClusterPolicy", "pss", ""),
                        grantEverywhere(
                                "ann", ruleIn(OPENSHIFT, "delete", SCC), ruleIn(KYVERNO, "patch", "clusterpolicies")),
                        grant("strict", "ann", PODS, LABELS),
                        grantEverywhere(
                                "bob", ruleIn(OPENSHIFT, "create", SCC), ruleIn("policy", "*", "podsecuritypolicies")),
                        grant("strict", "bob", PODS, LABELS)),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a PodSecurityPolicy by its name, and another label",
                        OLD,
                        grantEverywhere(
                                "ann",
                                ruleIn("policy", "update", "podsecuritypolicies", "narrow"),
                                ruleIn("policy", "use", "podsecuritypolicies", "narrow")),
                        grant("strict", "ann", PODS, LABELS)),
                TechniqueCase.of(
                                WILDCARD,
                                "everything of the group, and everything in the namespace",
                                CLOSED,
                                grantEverywhere("ann", ruleIn(OPENSHIFT, "*", "*")),
                                grant("strict", "ann", ruleIn("*", "*", "*")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name of the namespace that gets another label",
                                CLOSED,
                                grantEverywhere(
                                        "ann", ruleIn(OPENSHIFT, "create", SCC), rule("patch", "namespaces", "strict")),
                                grant("strict", "ann", PODS),
                                grantEverywhere(
                                        "bob", ruleIn(OPENSHIFT, "create", SCC), rule("patch", "namespaces", "shop")),
                                grant("strict", "bob", PODS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "the label of another namespace; constraints, which are of the cluster, by a RoleBinding",
                        CLOSED,
                        namespace("other", "restricted"),
                        grantEverywhere("ann", ruleIn(OPENSHIFT, "create", SCC)),
                        grant("other", "ann", LABELS),
                        bind("strict", "s", "ClusterRole", "start", user("ann")),
                        clusterRole("start", PODS),
                        grantClusterRole("strict", "bob", ruleIn(OPENSHIFT, "create", SCC), PODS, LABELS)));
    }
}
