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
import dev.postern.attack.AttackEdge;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.attack.rule.PodPolicyCases.EdgeTechniques;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

    /** Closed by its level and by a policy. */
    private static final String CLOSED_TWICE = String.join(
            "---\n", node("worker-1"), namespace("strict", "restricted"), kyverno("ClusterPolicy", "pss", ""));

    private static final String EXCEPTIONS_IN_OPS =
            "{apiVersion: v1, kind: Pod, metadata: {name: kyverno, namespace: kyverno}, spec: {nodeName: worker-1, containers:"
                    + " [{name: k, image: 'kyverno/kyverno:v1.13.0', args: ['--enablePolicyException=true',"
                    + " '--exceptionNamespace=ops']}]}}\n";

    private static String exception(String namespace) {
        return "{apiVersion: kyverno.io/v2, kind: PolicyException, metadata: {name: own, namespace: " + namespace
                + "}, spec: {exceptions: []}}\n";
    }

    private static final String CONFIGS = "config.gatekeeper.sh";
    private static final String HOME = "gatekeeper-system";
    private static final String CONFIG =
            "{apiVersion: config.gatekeeper.sh/v1alpha1, kind: Config, metadata: {name: config, namespace: " + HOME
                    + "}, spec: {}}\n";
    private static final String API = "admissionregistration.k8s.io";
    private static final String WEBHOOKS = "validatingwebhookconfigurations";
    private static final String BINDINGS = "validatingadmissionpolicybindings";
    private static final String VALIDATING = "validatingadmissionpolicies";
    private static final String KYVERNO_WEBHOOK = "kyverno-resource-validating-webhook-cfg";
    private static final String GATEKEEPER_WEBHOOK = "gatekeeper-validating-webhook-configuration";

    /** A webhook that is asked about pods. */
    private static String webhook(String configuration, String name) {
        return "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: "
                + configuration + "}, webhooks: [{name: " + name
                + ", rules: [{apiGroups: [''], apiVersions: [v1], resources: [pods], operations: [CREATE]}]}]}\n";
    }

    /** A policy no-root over pods, bound by deny. */
    private static String validatingPolicy() {
        String head = "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy";
        return head + ", metadata: {name: no-root}, spec: {matchConstraints: {resourceRules: [{apiGroups: [''],"
                + " apiVersions: [v1], operations: [CREATE], resources: [pods]}]}, validations: [{expression: 'false'}]}}\n"
                + "---\n"
                + head + "Binding, metadata: {name: deny}, spec: {policyName: no-root, validationActions: [Deny]}}\n";
    }

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
                                POSITIVE,
                                "where the level closes the namespace too, it is relabelled besides",
                                CLOSED_TWICE,
                                grantEverywhere("ann", ruleIn(KYVERNO, "patch", "clusterpolicies")),
                                grant("strict", "ann", PODS, rule("patch", "namespaces")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "without its webhook an engine is asked nothing",
                                CLUSTER,
                                grantEverywhere("ann", ruleIn(API, "delete", WEBHOOKS), PODS),
                                grantEverywhere("bob", ruleIn(API, "patch", WEBHOOKS, KYVERNO_WEBHOOK), PODS))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "Gatekeeper's webhook goes by the name that it has",
                                node("worker-1"),
                                namespace("shop"),
                                library(),
                                webhook("own-gatekeeper", "validation.gatekeeper.sh"),
                                grantEverywhere("ann", ruleIn(API, "update", WEBHOOKS, "own-gatekeeper"), PODS),
                                grantEverywhere("bob", ruleIn(API, "update", WEBHOOKS, GATEKEEPER_WEBHOOK), PODS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "or else by that which it has by default",
                                node("worker-1"),
                                namespace("shop"),
                                library(),
                                grantEverywhere("bob", ruleIn(API, "update", WEBHOOKS, GATEKEEPER_WEBHOOK), PODS))
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "Gatekeeper's Config exempts namespaces, which is changed, or made where there is none",
                                node("worker-1"),
                                namespace("shop"),
                                library(),
                                CONFIG,
                                grantEverywhere("ann", ruleIn(CONFIGS, "patch", "configs"), PODS),
                                grant(HOME, "bob", ruleIn(CONFIGS, "update", "configs", "config")),
                                bind("shop", "s", "ClusterRole", "start", user("bob")),
                                clusterRole("start", PODS),
                                grantEverywhere("eve", ruleIn(CONFIGS, "create,delete", "configs"), PODS))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "a Config that may not be there",
                                node("worker-1"),
                                namespace("shop"),
                                library(),
                                grantEverywhere("ann", ruleIn(CONFIGS, "create", "configs"), PODS),
                                grantEverywhere("bob", ruleIn(CONFIGS, "update", "configs", "config"), PODS),
                                grantEverywhere("eve", ruleIn(CONFIGS, "create,patch", "configs", "config"), PODS),
                                grantEverywhere("joe", ruleIn(CONFIGS, "create", "configs", "config"), PODS))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:bob", "node:worker-1")
                        .edge("user:eve", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a Config of another name, another group, or for policies of Kyverno",
                        node("worker-1"),
                        namespace("shop"),
                        library(),
                        grantEverywhere("ann", ruleIn(CONFIGS, "create,patch", "configs", "own"), PODS),
                        grantEverywhere("bob", ruleIn("example.com", "*", "configs"), PODS),
                        kyverno("ClusterPolicy", "pss", ""),
                        grantEverywhere("eve", ruleIn(CONFIGS, "*", "configs")),
                        grant("shop", "eve", PODS)),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "a Config where Gatekeeper does not look for it",
                        node("worker-1"),
                        namespace("shop"),
                        library(),
                        grant("shop", "ann", ruleIn(CONFIGS, "*", "configs"), PODS)),
                TechniqueCase.of(
                                WILDCARD,
                                "everything in Gatekeeper's namespace, but in no other",
                                node("worker-1"),
                                namespace("shop"),
                                library(),
                                grant(HOME, "ann", ruleIn("*", "*", "*")),
                                bind("shop", "s", "ClusterRole", "start", user("ann")),
                                clusterRole("start", PODS),
                                grant("shop", "bob", ruleIn("*", "*", "*")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "a PolicyException where Kyverno honours them, a new one or one that is there",
                                CLUSTER,
                                EXCEPTIONS_IN_OPS,
                                exception("ops"),
                                exception("shop"),
                                grantEverywhere("ann", ruleIn(KYVERNO, "create", "policyexceptions"), PODS),
                                grant("ops", "bob", ruleIn(KYVERNO, "patch", "policyexceptions", "own")),
                                bind("shop", "s", "ClusterRole", "start", user("bob")),
                                clusterRole("start", PODS))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "deleting PolicyExceptions, and those of Kyverno's other engine",
                        CLUSTER,
                        EXCEPTIONS_IN_OPS,
                        exception("ops"),
                        grantEverywhere("ann", ruleIn(KYVERNO, "get,delete", "policyexceptions"), PODS),
                        grantEverywhere("bob", ruleIn("policies.kyverno.io", "*", "policyexceptions"), PODS)),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "a PolicyException of a name, which a server-side apply creates",
                                CLUSTER,
                                EXCEPTIONS_IN_OPS,
                                exception("ops"),
                                grant("ops", "ann", ruleIn(KYVERNO, "create", "policyexceptions", "new")),
                                grant("shop", "ann", PODS),
                                grant("ops", "bob", ruleIn(KYVERNO, "create,patch", "policyexceptions", "new")),
                                bind("shop", "s", "ClusterRole", "start", user("bob")),
                                clusterRole("start", PODS))
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "PolicyExceptions where Kyverno does not honour them",
                        CLUSTER,
                        EXCEPTIONS_IN_OPS,
                        exception("shop"),
                        grant("shop", "ann", ruleIn(KYVERNO, "*", "policyexceptions"), PODS)),
                TechniqueCase.of(
                                WILDCARD,
                                "everything in the namespace of PolicyExceptions",
                                CLUSTER,
                                EXCEPTIONS_IN_OPS,
                                grant("ops", "ann", ruleIn("*", "*", "*")),
                                grant("shop", "bob", ruleIn("*", "*", "*")))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "a webhook of which nobody knows what it refuses",
                                node("worker-1"),
                                namespace("shop"),
                                webhook("guard", "guard.example.com"),
                                grantEverywhere("ann", ruleIn(API, "delete", WEBHOOKS, "guard"), PODS))
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "a policy of the API server goes with its binding",
                                node("worker-1"),
                                namespace("shop"),
                                validatingPolicy(),
                                grantEverywhere("ann", ruleIn(API, "delete", BINDINGS, "deny"), PODS),
                                grantEverywhere("bob", ruleIn(API, "update", VALIDATING, "no-root"), PODS))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                        NEAR_MISS,
                        "of what closes a namespace twice, each change alone opens nothing",
                        CLOSED_TWICE,
                        grantEverywhere("ann", ruleIn(KYVERNO, "patch", "clusterpolicies")),
                        grant("strict", "ann", PODS),
                        grant("strict", "bob", PODS, rule("patch", "namespaces")),
                        grantEverywhere(
                                "eve", ruleIn(KYVERNO, "patch", "clusterpolicies"), rule("patch", "namespaces"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "other webhooks of an engine, creating webhooks, and those that change",
                        CLUSTER,
                        grantEverywhere(
                                "ann", ruleIn(API, "delete", WEBHOOKS, "kyverno-policy-validating-webhook-cfg"), PODS),
                        grantEverywhere("bob", ruleIn(API, "create,get", WEBHOOKS), PODS),
                        grantEverywhere("eve", ruleIn(API, "delete", "mutatingwebhookconfigurations"), PODS)),
                TechniqueCase.of(
                        NEAR_MISS,
                        "policies of the API server that are not in the way",
                        node("worker-1"),
                        namespace("shop"),
                        validatingPolicy(),
                        grantEverywhere("ann", ruleIn(API, "delete", BINDINGS, "other"), PODS),
                        grantEverywhere("bob", ruleIn(API, "update", VALIDATING, "deny"), PODS),
                        grantEverywhere("eve", ruleIn(API, "create", BINDINGS), PODS)),
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
                                WILDCARD,
                                "everything of the engine, and everything in a namespace that is closed twice",
                                CLOSED_TWICE,
                                grantEverywhere("ann", ruleIn("kyverno.io", "*", "*")),
                                grant("strict", "ann", ruleIn("*", "*", "*")),
                                grantEverywhere("bob", ruleIn(API, "*", "*")),
                                grant("strict", "bob", ruleIn("*", "*", "*")))
                        .edge("user:ann", "node:worker-1")
                        .edge("user:bob", "node:worker-1"),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "the name of the namespace that is relabelled",
                                CLOSED_TWICE,
                                grantEverywhere(
                                        "ann",
                                        ruleIn(KYVERNO, "patch", "clusterpolicies", "pss"),
                                        rule("update", "namespaces", "strict"),
                                        PODS),
                                grantEverywhere(
                                        "bob",
                                        ruleIn(KYVERNO, "patch", "clusterpolicies", "pss"),
                                        rule("update", "namespaces", "other")),
                                grant("strict", "bob", PODS))
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
                        WRONG_NAMESPACE,
                        "relabelling one namespace does not open another",
                        CLOSED_TWICE,
                        namespace("other", "restricted"),
                        grantEverywhere("ann", ruleIn(KYVERNO, "patch", "clusterpolicies")),
                        grant("other", "ann", rule("patch", "namespaces")),
                        bind("strict", "s", "ClusterRole", "start", user("ann")),
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

    static Stream<Arguments> taken() {
        String shop = node("worker-1") + "---\n" + namespace("shop") + "---\n";
        String guarded = shop + webhook("guard", "guard.example.com");
        return Stream.of(
                arguments(
                        "of a webhook it does not know", "CERTAIN", guarded, ruleIn(API, "delete", WEBHOOKS, "guard")),
                arguments(
                        "of two, one may go",
                        "none",
                        guarded + "---\n" + webhook("other", "other.example.com"),
                        ruleIn(API, "delete", WEBHOOKS, "guard")),
                arguments(
                        "of two, both may go",
                        "CERTAIN",
                        guarded + "---\n" + webhook("other", "other.example.com"),
                        ruleIn(API, "delete", WEBHOOKS)),
                arguments(
                        "Kyverno makes its own anew",
                        "LIKELY",
                        shop + kyverno("ClusterPolicy", "pss", ""),
                        ruleIn(API, "delete", WEBHOOKS)),
                arguments(
                        "and that of which no policy is known",
                        "LIKELY",
                        shop + webhook(KYVERNO_WEBHOOK, "validate.kyverno.svc-fail"),
                        ruleIn(API, "delete", WEBHOOKS)),
                arguments(
                        "exceptions, where it is not known whether they count",
                        "POSSIBLE",
                        shop + kyverno("ClusterPolicy", "pss", ""),
                        ruleIn(KYVERNO, "create", "policyexceptions")),
                arguments(
                        "exceptions, where they count",
                        "CERTAIN",
                        shop + EXCEPTIONS_IN_OPS + "---\n" + kyverno("ClusterPolicy", "pss", ""),
                        ruleIn(KYVERNO, "create", "policyexceptions")),
                arguments(
                        "exceptions, where they do not",
                        "none",
                        shop + EXCEPTIONS_IN_OPS.replace("=true", "=false") + "---\n"
                                + kyverno("ClusterPolicy", "pss", ""),
                        ruleIn(KYVERNO, "create", "policyexceptions")),
                arguments(
                        "a Config that is there is changed",
                        "CERTAIN",
                        shop + library() + "---\n" + CONFIG,
                        ruleIn(CONFIGS, "patch", "configs")),
                arguments(
                        "of one of which it is not known that it is, this is open",
                        "POSSIBLE",
                        shop + library(),
                        ruleIn(CONFIGS, "patch", "configs")),
                arguments(
                        "and so it is of making one",
                        "POSSIBLE",
                        shop + library(),
                        ruleIn(CONFIGS, "create", "configs")),
                arguments(
                        "but not of doing the one or the other",
                        "CERTAIN",
                        shop + library(),
                        ruleIn(CONFIGS, "create,update", "configs")),
                arguments("Gatekeeper does not", "CERTAIN", shop + library(), ruleIn(API, "delete", WEBHOOKS)),
                arguments(
                        "a policy that closes goes, a webhook of which it is not known stays",
                        "POSSIBLE",
                        guarded + "---\n" + kyverno("ClusterPolicy", "pss", ""),
                        ruleIn(KYVERNO, "patch", "clusterpolicies")),
                arguments(
                        "both go",
                        "CERTAIN",
                        guarded + "---\n" + kyverno("ClusterPolicy", "pss", ""),
                        ruleIn(KYVERNO, "patch", "clusterpolicies") + ruleIn(API, "delete", WEBHOOKS, "guard")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("taken")
    void whatMayBeTakenAway(String title, String confidence, String cluster, String rules) {
        assertThat(reach(
                        EdgeTechniques.of("ADMISSION_BYPASS"),
                        Manifests.cluster(cluster, grantEverywhere("ann", rules, PODS)),
                        "user:ann"))
                .isEqualTo(confidence);
    }

    @Test
    void threeIdentitiesMayOpenANamespaceThatIsClosedTwice() {
        String policies = grantEverywhere("ann", ruleIn(KYVERNO, "patch", "clusterpolicies"));
        String labels = grant("strict", "bob", rule("patch", "namespaces"));
        String pods = grant("strict", "eve", PODS);
        assertThat(together(policies, labels, pods)).isTrue();
        assertThat(together(policies, pods)).isFalse();
        assertThat(together(labels, pods)).isFalse();
        assertThat(together(policies, labels)).isFalse();
    }

    /** Whether whoever has all of it takes over the node. */
    private static boolean together(String... grants) {
        List<AttackEdge> edges = new ArrayList<>();
        AttackGraph graph = TechniqueEdges.graph(Manifests.cluster(CLOSED_TWICE, String.join("---\n", grants)));
        graph.forEachEdge(edges::add);
        List<Vertex> users = graph.vertices().stream()
                .filter(vertex -> vertex.id().startsWith("user:"))
                .toList();
        return !new Closure(edges)
                .from(users, new NodeControl("worker-1")::equals)
                .isEmpty();
    }
}
