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
import static dev.postern.attack.rule.PodPolicyCases.oldNode;
import static dev.postern.attack.rule.PodPolicyCases.openShiftNamespace;
import static dev.postern.attack.rule.PodPolicyCases.psp;
import static dev.postern.attack.rule.PodPolicyCases.reach;
import static dev.postern.attack.rule.PodPolicyCases.scc;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.rule.PodPolicyCases.EdgeTechniques;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class AdmissionBypassTest extends TechniqueCases {
    private static final String OPENSHIFT = "security.openshift.io";
    private static final String KYVERNO = "kyverno.io";
    private static final String CONSTRAINTS = "constraints.gatekeeper.sh";
    private static final String PODS = rule("create", "pods");

    /** Closes every namespace but those that every cluster is born with. */
    private static final String CLUSTER = String.join(
            "---\n", node("worker-1"), namespace("shop"), namespace("ops"), kyverno("ClusterPolicy", "pss", ""));

    private static String kyverno(String kind, String name, String in) {
        return "{apiVersion: kyverno.io/v1, kind: " + kind + ", metadata: {name: " + name + in
                + "}, spec: {validationFailureAction: Enforce, rules: [{name: r, match: {any: [{resources: {kinds: [Pod]}}]},"
                + " validate: {podSecurity: {level: baseline, version: latest}}}]}}\n";
    }

    private static String constraint(String kind) {
        return "{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: " + kind + ", metadata: {name: own}, spec: {}}\n";
    }

    /** Each of them leaves other ways to the node open. */
    private static String library() {
        return String.join(
                "---\n",
                constraint("K8sPSPPrivilegedContainer"),
                constraint("K8sPSPHostNamespace"),
                constraint("K8sPSPHostFilesystem"),
                constraint("K8sPSPCapabilities"));
    }

    @Override
    EdgeRule technique() {
        return new AdmissionBypass();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "the policy that closes the namespace is changed",
                                CLUSTER,
                                grantEverywhere("ann", ruleIn(KYVERNO, "patch", "clusterpolicies"), PODS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "or deleted, and a workload that is there changed",
                                CLUSTER,
                                workload("Deployment", "shop", "web"),
                                grantEverywhere("ann", ruleIn(KYVERNO, "deletecollection", "clusterpolicies"))
                                        + "---\n"
                                        + grant("shop", "ann", ruleIn("apps", "update", "deployments", "web")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "a policy of the namespace itself",
                                node("worker-1"),
                                namespace("shop"),
                                kyverno("Policy", "own", ", namespace: shop"),
                                grant("shop", "ann", ruleIn(KYVERNO, "update", "policies"), PODS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "of constraints that close it together one suffices, or its template",
                                node("worker-1"),
                                namespace("shop"),
                                library(),
                                grantEverywhere(
                                        "ann", ruleIn(CONSTRAINTS, "delete", "k8spspprivilegedcontainer"), PODS),
                                grantEverywhere(
                                        "bob",
                                        ruleIn(
                                                "templates.gatekeeper.sh",
                                                "delete",
                                                "constrainttemplates",
                                                "k8spsphostfilesystem"),
                                        PODS))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "looking and creating take nothing away; each right alone gives nothing",
                        CLUSTER,
                        grantEverywhere("ann", ruleIn(KYVERNO, "get,list,create", "clusterpolicies"), PODS),
                        grantEverywhere("bob", ruleIn(KYVERNO, "patch", "clusterpolicies"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "what two policies forbid stays forbidden without one of them",
                        CLUSTER,
                        kyverno("ClusterPolicy", "twice", ""),
                        grant("shop", "ann", PODS),
                        grantEverywhere("eve", ruleIn(KYVERNO, "patch", "clusterpolicies", "pss"))),
                TechniqueCase.of(
                                WILDCARD,
                                "every resource of every group, in the namespace of a policy of its own",
                                node("worker-1"),
                                namespace("shop"),
                                kyverno("Policy", "own", ", namespace: shop"),
                                grant("shop", "ann", ruleIn("*", "*", "*")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name is the policy's",
                                CLUSTER,
                                grantEverywhere("ann", ruleIn(KYVERNO, "delete", "clusterpolicies", "pss"), PODS),
                                grantEverywhere("bob", ruleIn(KYVERNO, "delete", "clusterpolicies", "other"), PODS),
                                grantEverywhere(
                                        "eve", ruleIn(KYVERNO, "deletecollection", "clusterpolicies", "pss"), PODS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "a policy of another namespace; and a RoleBinding gives nothing over one of the cluster",
                        CLUSTER,
                        kyverno("Policy", "own", ", namespace: ops"),
                        grant("ops", "ann", ruleIn(KYVERNO, "patch", "policies,clusterpolicies")),
                        bind("shop", "s", "ClusterRole", "start", user("ann")),
                        clusterRole("start", PODS)),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "the level of the namespace closes it without the policy",
                        node("worker-1"),
                        namespace("strict", "restricted"),
                        kyverno("ClusterPolicy", "pss", ""),
                        grantEverywhere("ann", ruleIn(KYVERNO, "patch", "clusterpolicies")),
                        bind("strict", "s", "ClusterRole", "start", user("ann")),
                        clusterRole("start", PODS)),
                TechniqueCase.of(
                        NAIVE_ERROR,
                        "a policy that only reports closes nothing: the pod needs no such step",
                        node("worker-1"),
                        namespace("shop"),
                        kyverno("ClusterPolicy", "pss", "").replace("Enforce", "Audit"),
                        grantEverywhere("ann", ruleIn(KYVERNO, "patch", "clusterpolicies"), PODS)));
    }

    static Stream<Arguments> overPods() {
        String openShift = openShiftNamespace("shop") + "---\n" + node("worker-1");
        String old = oldNode("worker-1") + "---\n" + namespace("shop") + "---\n" + psp("narrow", "privileged: false");
        String constraints = "securitycontextconstraints";
        String use = ruleIn("policy", "use", "podsecuritypolicies", "narrow");
        return Stream.of(
                arguments(
                        "new constraints of one's own", "CERTAIN", openShift, ruleIn(OPENSHIFT, "create", constraints)),
                arguments(
                        "constraints that are there",
                        "CERTAIN",
                        openShift + "---\n" + scc("own", "allowPrivilegedContainer: false"),
                        ruleIn(OPENSHIFT, "update", constraints, "own")),
                arguments(
                        "constraints of which the input does not say that they are there",
                        "POSSIBLE",
                        openShift,
                        ruleIn(OPENSHIFT, "update", constraints, "own")),
                arguments(
                        "constraints cannot be opened by deleting",
                        "none",
                        openShift,
                        ruleIn(OPENSHIFT, "delete", constraints)),
                arguments(
                        "a PodSecurityPolicy that pods pass by",
                        "CERTAIN",
                        old,
                        ruleIn("policy", "patch", "podsecuritypolicies") + use),
                arguments(
                        "a PodSecurityPolicy that no pod of hers passes by",
                        "POSSIBLE",
                        old,
                        ruleIn("policy", "patch", "podsecuritypolicies")),
                arguments(
                        "one PodSecurityPolicy among others",
                        "none",
                        old,
                        ruleIn("policy", "patch", "podsecuritypolicies", "narrow") + use),
                arguments(
                        "policies of which there are none here",
                        "none",
                        node("worker-1"),
                        ruleIn(OPENSHIFT, "create", constraints)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("overPods")
    void policiesOfWhichOneHasToAdmitEachPod(String title, String confidence, String cluster, String rules) {
        assertThat(reach(
                        EdgeTechniques.of("ADMISSION_BYPASS"),
                        Manifests.cluster(cluster, grantEverywhere("ann", rules, PODS)),
                        "user:ann"))
                .isEqualTo(confidence);
    }
}
