package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.PodPolicyCases.reach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.attack.rule.PodPolicyCases.EdgeTechniques;
import dev.postern.model.Evidence;
import dev.postern.podsecurity.PodSecurity;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Policies of Kyverno, Gatekeeper and the API server, and webhooks, seen through WORKLOAD_ESCAPE of ann in shop. */
final class AdmissionPolicyTest {
    private static final EdgeTechniques ESCAPE = EdgeTechniques.of("WORKLOAD_ESCAPE");
    private static final String PODS = "match: {any: [{resources: {kinds: [Pod]}}]}";
    private static final String BASELINE = "validate: {podSecurity: {level: baseline, version: latest}}";
    private static final String ENFORCE = "validationFailureAction: Enforce";

    private static String kyverno(String spec, String rule) {
        return "{apiVersion: kyverno.io/v1, kind: ClusterPolicy, metadata: {name: pss}, spec: {" + spec
                + (spec.isEmpty() ? "" : ", ") + "rules: [{name: r, " + rule + "}]}}\n";
    }

    private static String constraint(String kind, String spec) {
        return "{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: " + kind + ", metadata: {name: own}, spec: {"
                + spec + "}}\n";
    }

    /** The four of the library that leave no way to the node. */
    private static String library(String spec) {
        return Stream.of("PrivilegedContainer", "HostNamespace", "HostFilesystem", "Capabilities")
                .map(name -> constraint("K8sPSP" + name, spec))
                .reduce((one, other) -> one + "---\n" + other)
                .orElseThrow();
    }

    private static String webhook(String fields) {
        return "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: guard},"
                + " webhooks: [{name: w, " + fields + "}]}\n";
    }

    private static final String OF_PODS =
            "rules: [{apiGroups: [''], apiVersions: [v1], resources: [pods], operations: [CREATE]}]";

    private static String policy(String resources, String actions, String binding) {
        String head = "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy";
        return head
                + ", metadata: {name: guard}, spec: {matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], resources: ["
                + resources + "], operations: ['*']}]}}}\n---\n" + head + "Binding, metadata: {name: guard}, spec:"
                + " {policyName: guard, validationActions: [" + actions + "]" + binding + "}}\n";
    }

    static Stream<Arguments> kyverno() {
        return Stream.of(
                arguments("enforced", "none", kyverno(ENFORCE, PODS + ", " + BASELINE)),
                arguments(
                        "enforced by the rule",
                        "none",
                        kyverno(
                                "",
                                PODS + ", "
                                        + BASELINE.replace("{podSecurity", "{failureAction: Enforce, podSecurity"))),
                arguments("audited", "CERTAIN", kyverno("validationFailureAction: Audit", PODS + ", " + BASELINE)),
                arguments("audited by default", "CERTAIN", kyverno("", PODS + ", " + BASELINE)),
                arguments(
                        "audited by the rule",
                        "CERTAIN",
                        kyverno(
                                ENFORCE,
                                PODS + ", " + BASELINE.replace("{podSecurity", "{failureAction: Audit, podSecurity"))),
                arguments(
                        "the level privileged",
                        "CERTAIN",
                        kyverno(ENFORCE, PODS + ", " + BASELINE.replace("baseline", "privileged"))),
                arguments(
                        "the namespace is excluded",
                        "CERTAIN",
                        kyverno(ENFORCE, PODS + ", exclude: {any: [{resources: {namespaces: ['sh*']}}]}, " + BASELINE)),
                arguments(
                        "another namespace is excluded",
                        "none",
                        kyverno(ENFORCE, PODS + ", exclude: {any: [{resources: {namespaces: [other]}}]}, " + BASELINE)),
                arguments(
                        "of another namespace only",
                        "CERTAIN",
                        kyverno(
                                ENFORCE,
                                "match: {any: [{resources: {kinds: [Pod], namespaces: [other]}}]}, " + BASELINE)),
                arguments(
                        "of kinds whose names only look alike",
                        "CERTAIN",
                        kyverno(ENFORCE, "match: {any: [{resources: {kinds: ['*Set']}}]}, " + BASELINE)),
                arguments(
                        "of another namespace, or of any",
                        "POSSIBLE",
                        kyverno(
                                ENFORCE,
                                "match: {any: [{resources: {kinds: [Pod], namespaces: [other]}}, {resources: {kinds: [Pod]}}]}, "
                                        + BASELINE)),
                arguments(
                        "somebody is excluded",
                        "POSSIBLE",
                        kyverno(
                                ENFORCE,
                                PODS + ", exclude: {any: [{subjects: [{kind: User, name: ann}]}]}, " + BASELINE)),
                arguments(
                        "a control is excluded",
                        "POSSIBLE",
                        kyverno(
                                ENFORCE,
                                PODS + ", "
                                        + BASELINE.replace(
                                                "latest", "latest, exclude: [{controlName: Capabilities}]"))),
                arguments(
                        "preconditions",
                        "POSSIBLE",
                        kyverno(
                                ENFORCE,
                                PODS + ", preconditions: {all: [{key: a, operator: Equals, value: b}]}, " + BASELINE)),
                arguments("an unknown rule", "POSSIBLE", kyverno(ENFORCE, PODS + ", validate: {pattern: {spec: {}}}")),
                arguments(
                        "an unknown rule, audited", "CERTAIN", kyverno("", PODS + ", validate: {pattern: {spec: {}}}")),
                arguments(
                        "a rule for other things",
                        "CERTAIN",
                        kyverno(
                                ENFORCE,
                                PODS.replace("[Pod]", "[Deployment, Pod/exec]") + ", validate: {pattern: {}}")),
                arguments(
                        "a rule that makes things", "CERTAIN", kyverno(ENFORCE, PODS + ", generate: {kind: Secret}")));
    }

    static Stream<Arguments> gatekeeper() {
        return Stream.of(
                arguments("one kind leaves the others", "CERTAIN", constraint("K8sPSPPrivilegedContainer", "")),
                // Where no nodes are known to be of Linux, a HostProcess container stays possible.
                arguments("all four, on Linux", "none", library("") + "---\n" + LINUX),
                arguments("all four, where a node may be of Windows", "POSSIBLE", library("")),
                arguments("a dry run", "CERTAIN", library("enforcementAction: dryrun")),
                arguments("a warning", "CERTAIN", library("enforcementAction: warn")),
                arguments(
                        "the namespace is excluded",
                        "CERTAIN",
                        library("match: {excludedNamespaces: [shop]}") + "---\n" + LINUX),
                arguments(
                        "images are exempt",
                        "POSSIBLE",
                        library("parameters: {exemptImages: ['registry.example.com/*']}") + "---\n" + LINUX),
                arguments(
                        "another kind", "POSSIBLE", constraint("K8sAllowedRepos", "match: {kinds: [{kinds: [Pod]}]}")),
                arguments(
                        "another kind for other things",
                        "CERTAIN",
                        constraint("K8sIngress", "match: {kinds: [{kinds: [Ingress]}]}")));
    }

    /** Kyverno's admission controller. */
    private static String kyvernoProgram(String version, String args) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: kyverno, namespace: kyverno}, spec: {nodeName: worker-1,"
                + " containers: [{name: kyverno, image: 'ghcr.io/kyverno/kyverno" + version + "', args: [" + args
                + "]}]}}\n";
    }

    private static String exception(String spec) {
        return "{apiVersion: kyverno.io/v2beta1, kind: PolicyException, metadata: {name: own, namespace: ops}, spec: {"
                + spec + "}}\n";
    }

    static Stream<Arguments> exceptions() {
        String closed = kyverno(ENFORCE, PODS + ", " + BASELINE) + "---\n";
        String on = closed + kyvernoProgram(":v1.13.2", "'--enablePolicyException=true', '--exceptionNamespace=ops'")
                + "---\n";
        String pss = "exceptions: [{policyName: pss, ruleNames: [r]}]";
        String all = exception(pss + ", " + PODS);
        return Stream.of(
                arguments("of every pod", "CERTAIN", on + all),
                arguments("of every rule", "CERTAIN", on + exception(pss.replace("[r]", "[a, '*']") + ", " + PODS)),
                arguments("of another rule", "none", on + exception(pss.replace("[r]", "[other]") + ", " + PODS)),
                arguments("of another policy", "none", on + exception(pss.replace(": pss", ": other") + ", " + PODS)),
                arguments(
                        "of a namespace's policy of that name",
                        "none",
                        on + exception(pss.replace(": pss", ": ops/pss") + ", " + PODS)),
                arguments(
                        "by a pattern of names, which some versions know",
                        "POSSIBLE",
                        on + exception(pss.replace(": pss", ": 'p*'") + ", " + PODS)),
                arguments(
                        "of pods of the namespace",
                        "CERTAIN",
                        on + exception(pss + ", match: {any: [{resources: {kinds: [Pod], namespaces: ['sh*']}}]}")),
                arguments(
                        "of pods of another",
                        "none",
                        on + exception(pss + ", match: {any: [{resources: {kinds: [Pod], namespaces: [other]}}]}")),
                arguments(
                        "of pods elsewhere, and of other things here",
                        "none",
                        on
                                + exception(pss + ", match: {any: [{resources: {kinds: [Pod], namespaces: [other]}},"
                                        + " {resources: {kinds: [Deployment]}}]}")),
                arguments(
                        "of pods elsewhere, or of those here",
                        "CERTAIN",
                        on
                                + exception(pss + ", match: {any: [{resources: {kinds: [Pod], namespaces: [other]}},"
                                        + " {resources: {kinds: [Pod], namespaces: [shop]}}]}")),
                arguments(
                        "of some pods",
                        "POSSIBLE",
                        on + exception(pss + ", match: {any: [{resources: {kinds: [Pod], names: [x]}}]}")),
                arguments("on conditions", "POSSIBLE", on + exception(pss + ", " + PODS + ", conditions: {any: []}")),
                arguments(
                        "of some controls",
                        "POSSIBLE",
                        on + exception(pss + ", " + PODS + ", podSecurity: [{controlName: Capabilities}]")),
                arguments(
                        "which Kyverno does not honour",
                        "none",
                        closed + kyvernoProgram(":v1.13.2", "'--enablePolicyException=false'") + "---\n" + all),
                arguments(
                        "nor by default from 1.13 on",
                        "none",
                        closed + kyvernoProgram(":v1.14.0", "'--exceptionNamespace=ops'") + "---\n" + all),
                arguments(
                        "nor without a namespace",
                        "none",
                        closed + kyvernoProgram(":v1.13.2", "'--enablePolicyException=true'") + "---\n" + all),
                arguments(
                        "nor of another namespace",
                        "none",
                        closed
                                + kyvernoProgram(
                                        ":v1.13.2", "'--enablePolicyException=true', '--exceptionNamespace=other'")
                                + "---\n" + all),
                arguments(
                        "of whatever namespace",
                        "CERTAIN",
                        closed
                                + kyvernoProgram(":v1.13.2", "'--enablePolicyException=true', '--exceptionNamespace=*'")
                                + "---\n" + all),
                arguments(
                        "without a namespace, before 1.13",
                        "CERTAIN",
                        closed + kyvernoProgram(":v1.12.6", "'--enablePolicyException=true'") + "---\n" + all),
                arguments(
                        "by default, before 1.13", "POSSIBLE", closed + kyvernoProgram(":v1.12.6", "") + "---\n" + all),
                arguments(
                        "in a version that nobody knows",
                        "POSSIBLE",
                        closed + kyvernoProgram("@sha256:0", "'--enablePolicyException=true'") + "---\n" + all),
                arguments("where the input does not show Kyverno", "POSSIBLE", closed + all));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("exceptions")
    void exceptionsFromAPolicyOfKyverno(String title, String confidence, String policies) {
        assertThat(reach(
                        ESCAPE,
                        Manifests.cluster(
                                node("worker-1"),
                                namespace("shop"),
                                policies,
                                grant("shop", "ann", rule("create", "pods"))),
                        "user:ann"))
                .isEqualTo(confidence);
    }

    private static final String SENT =
            "rules: [{apiGroups: ['*'], apiVersions: ['*'], operations: [CREATE, UPDATE], resources: ['*']}]";

    /** Gatekeeper's own webhooks, as it is delivered. */
    private static String gatekeeperWebhook(String selector, String labelCheck) {
        return "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name:"
                + " gatekeeper-validating-webhook-configuration}, webhooks: [{name: validation.gatekeeper.sh, clientConfig:"
                + " {service: {name: w, namespace: guard}}, " + SENT + selector + "}" + labelCheck + "]}\n";
    }

    private static final String IGNORE = "admission.gatekeeper.sh/ignore";
    private static final String NOT_IGNORED =
            ", namespaceSelector: {matchExpressions: [{key: " + IGNORE + ", operator: DoesNotExist}]}";
    private static final String LABEL_CHECK = ", {name: check-ignore-label.gatekeeper.sh, rules: [{apiGroups: [''],"
            + " apiVersions: ['*'], operations: [CREATE, UPDATE], resources: [namespaces]}]}";

    private static String config(String namespace, String name, String match) {
        return "{apiVersion: config.gatekeeper.sh/v1alpha1, kind: Config, metadata: {name: " + name + ", namespace: "
                + namespace + "}, spec: {match: [{" + match + "}]}}\n";
    }

    static Stream<Arguments> exclusions() {
        String closed = LINUX + "---\n" + library("");
        String known = closed + "---\n" + gatekeeperWebhook(NOT_IGNORED, LABEL_CHECK);
        String all = "excludedNamespaces: [shop], processes: ['*']";
        return Stream.of(
                arguments("its webhook is sent pods", "none", known),
                arguments(
                        "the Config leaves the namespace out",
                        "CERTAIN",
                        known + "---\n" + config("guard", "config", all)),
                arguments(
                        "by a pattern, for the process that refuses",
                        "CERTAIN",
                        known + "---\n"
                                + config(
                                        "guard", "config", "excludedNamespaces: ['sh*'], processes: [audit, webhook]")),
                arguments(
                        "for other processes",
                        "none",
                        known + "---\n"
                                + config(
                                        "guard",
                                        "config",
                                        "excludedNamespaces: [shop], processes: [audit, sync, mutation-webhook]")),
                arguments(
                        "another namespace",
                        "none",
                        known + "---\n"
                                + config("guard", "config", "excludedNamespaces: [sho, shop2], processes: ['*']")),
                arguments("a Config of another name", "none", known + "---\n" + config("guard", "own", all)),
                arguments("a Config elsewhere", "none", known + "---\n" + config("ops", "config", all)),
                arguments(
                        "a Config, where the input does not say where Gatekeeper is",
                        "CERTAIN",
                        closed + "---\n" + config("ops", "config", all)),
                arguments(
                        "its webhook is sent no pods",
                        "CERTAIN",
                        closed + "---\n"
                                + gatekeeperWebhook(NOT_IGNORED, "")
                                        .replace("resources: ['*']", "resources: [services]")),
                arguments(
                        "its webhook goes by the pod's labels",
                        "CERTAIN",
                        closed + "---\n" + gatekeeperWebhook(", objectSelector: {matchLabels: {a: b}}", "")),
                arguments(
                        "its webhook is sent other namespaces",
                        "CERTAIN",
                        closed + "---\n" + gatekeeperWebhook(", namespaceSelector: {matchLabels: {a: b}}", "")),
                arguments(
                        "its webhook has conditions",
                        "POSSIBLE",
                        closed + "---\n"
                                + gatekeeperWebhook(", matchConditions: [{name: a, expression: 'true'}]", "")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("exclusions")
    void whereConstraintsDoNotCount(String title, String confidence, String policies) {
        assertThat(reach(
                        ESCAPE,
                        Manifests.cluster(namespace("shop"), policies, grant("shop", "ann", rule("create", "pods"))),
                        "user:ann"))
                .isEqualTo(confidence);
    }

    static Stream<Arguments> ignored() {
        String closed = LINUX + "---\n" + library("");
        String known = closed + "---\n" + gatekeeperWebhook(NOT_IGNORED, LABEL_CHECK);
        String program =
                "{apiVersion: v1, kind: Pod, metadata: {name: manager, namespace: guard}, spec: {nodeName: worker-1,"
                        + " containers: [{name: m, image: 'mirror.example/openpolicyagent/gatekeeper:v3.18.0', args:"
                        + " ['--exempt-namespace-prefix=sh']}]}}\n";
        return Stream.of(
                arguments("the label is checked", "none", known, "patch", "namespaces"),
                arguments("the status is not", "CERTAIN", known, "patch", "namespaces/status"),
                arguments("nor are finalizers", "CERTAIN", known, "update", "namespaces/finalize"),
                arguments(
                        "unless the check names them",
                        "none",
                        known.replace("resources: [namespaces]", "resources: [namespaces, namespaces/status]"),
                        "patch",
                        "namespaces/status"),
                arguments(
                        "there is no check",
                        "CERTAIN",
                        closed + "---\n" + gatekeeperWebhook(NOT_IGNORED, ""),
                        "patch",
                        "namespaces"),
                arguments(
                        "there is no check, and no label to go by",
                        "none",
                        closed + "---\n" + gatekeeperWebhook("", ""),
                        "patch",
                        "namespaces"),
                arguments(
                        "the name is no label that can be changed",
                        "none",
                        closed + "---\n"
                                + gatekeeperWebhook(
                                        ", namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}", ""),
                        "patch",
                        "namespaces"),
                arguments(
                        "the namespace is exempt from the check",
                        "CERTAIN",
                        known + "---\n" + program,
                        "patch",
                        "namespaces"),
                arguments("the webhook is not in the input", "POSSIBLE", closed, "patch", "namespaces/status"),
                arguments("the webhook is not in the input, and checks", "none", closed, "patch", "namespaces"));
    }

    /** The label that takes a namespace out of Gatekeeper's reach. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("ignored")
    void whoMayHaveGatekeeperIgnoreANamespace(
            String title, String confidence, String policies, String verb, String resource) {
        assertThat(reach(
                        EdgeTechniques.of("NS_PSA_BYPASS"),
                        Manifests.cluster(
                                namespace("shop"),
                                policies,
                                grant("shop", "ann", rule("create", "pods"), rule(verb, resource))),
                        "user:ann"))
                .isEqualTo(confidence);
    }

    private static final String LINUX = "{apiVersion: v1, kind: Node, metadata: {name: worker-1, labels:"
            + " {kubernetes.io/os: linux}}, status: {nodeInfo: {kubeletVersion: v1.36.0}}}\n";

    static Stream<Arguments> others() {
        return Stream.of(
                arguments("a webhook", "POSSIBLE", webhook(OF_PODS)),
                arguments("a webhook for everything", "POSSIBLE", webhook(OF_PODS.replace("[pods]", "['*']"))),
                arguments("a webhook for other things", "CERTAIN", webhook(OF_PODS.replace("[pods]", "[services]"))),
                arguments("a webhook for deletions", "CERTAIN", webhook(OF_PODS.replace("CREATE", "DELETE"))),
                arguments(
                        "a webhook for other namespaces",
                        "CERTAIN",
                        webhook(OF_PODS
                                + ", namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator:"
                                + " NotIn, values: [shop]}]}")),
                arguments(
                        "a webhook for pods of a label, which their author leaves off",
                        "CERTAIN",
                        webhook(OF_PODS + ", objectSelector: {matchLabels: {a: b}}")),
                arguments("a policy bound to deny", "POSSIBLE", policy("pods", "Deny", "")),
                arguments("a policy bound to audit", "CERTAIN", policy("pods", "Audit", "")),
                arguments("a policy bound to warn and audit", "CERTAIN", policy("pods", "Warn, Audit", "")),
                arguments("a policy over other things", "CERTAIN", policy("services", "Deny", "")),
                arguments(
                        "a policy bound elsewhere",
                        "CERTAIN",
                        policy("pods", "Deny", ", matchResources: {namespaceSelector: {matchLabels: {a: b}}}")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"kyverno", "gatekeeper", "others"})
    void aPodThatEscapes(String title, String confidence, String policies) {
        String nodes = policies.contains("kubernetes.io/os") ? "" : node("worker-1");
        assertThat(reach(
                        ESCAPE,
                        Manifests.cluster(
                                nodes, namespace("shop"), policies, grant("shop", "ann", rule("create", "pods"))),
                        "user:ann"))
                .isEqualTo(confidence);
    }

    @Test
    void relabellingDoesNotHelpAgainstWhatDoesNotGoByLabels() {
        String rights = grant("shop", "ann", rule("create", "pods"), rule("patch", "namespaces"));
        String closed = namespace("shop", "restricted");
        EdgeTechniques bypass = EdgeTechniques.of("NS_PSA_BYPASS");
        assertThat(reach(bypass, Manifests.cluster(LINUX, closed, rights), "user:ann"))
                .isEqualTo("CERTAIN");
        assertThat(reach(
                        bypass,
                        Manifests.cluster(LINUX, closed, rights, kyverno(ENFORCE, PODS + ", " + BASELINE)),
                        "user:ann"))
                .isEqualTo("none");
        assertThat(reach(
                        bypass,
                        Manifests.cluster(
                                LINUX,
                                closed,
                                rights,
                                library(
                                        "match: {namespaceSelector: {matchExpressions: [{key: a, operator: DoesNotExist}]}}")),
                        "user:ann"))
                .isEqualTo("POSSIBLE");
    }

    @Test
    void whatMayRefuseThePodIsNamed() {
        assertThat(PodSecurity.of(Manifests.cluster(namespace("shop"), webhook(OF_PODS)))
                        .admission("shop")
                        .support()
                        .facts())
                .extracting(Evidence::object)
                .extracting(Object::toString)
                .contains("ValidatingWebhookConfiguration guard");
    }

    @Test
    void theWebhookOfAnEngineWhosePoliciesAreKnownIsNoDoubtOfItsOwn() {
        String own = webhook(OF_PODS).replace("name: guard", "name: kyverno-resource-validating-webhook-cfg");
        assertThat(reach(
                        ESCAPE,
                        Manifests.cluster(
                                node("worker-1"),
                                own,
                                kyverno("", PODS + ", " + BASELINE),
                                grant("shop", "ann", rule("create", "pods"))),
                        "user:ann"))
                .isEqualTo("CERTAIN");
        assertThat(reach(
                        ESCAPE,
                        Manifests.cluster(
                                node("worker-1"),
                                own,
                                policy("services", "Deny", ""),
                                grant("shop", "ann", rule("create", "pods"))),
                        "user:ann"))
                .isEqualTo("POSSIBLE");
    }
}
