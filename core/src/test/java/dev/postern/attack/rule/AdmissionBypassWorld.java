package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.rule;

/** Manifests of what stands before pods, and of who may take it away. */
final class AdmissionBypassWorld {
    private AdmissionBypassWorld() {}

    static final String OPENSHIFT = "security.openshift.io";
    static final String KYVERNO = "kyverno.io";
    static final String CONSTRAINTS = "constraints.gatekeeper.sh";
    static final String PODS = rule("create", "pods");

    /** Closes every namespace but those that every cluster is born with. */
    static final String CLUSTER = String.join(
            "---\n", node("worker-1"), namespace("shop"), namespace("ops"), kyverno("ClusterPolicy", "pss", ""));

    /** Closed by its level and by a policy. */
    static final String CLOSED_TWICE = String.join(
            "---\n", node("worker-1"), namespace("strict", "restricted"), kyverno("ClusterPolicy", "pss", ""));

    static final String EXCEPTIONS_IN_OPS =
            "{apiVersion: v1, kind: Pod, metadata: {name: kyverno, namespace: kyverno}, spec: {nodeName: worker-1, containers:"
                    + " [{name: k, image: 'kyverno/kyverno:v1.13.0', args: ['--enablePolicyException=true',"
                    + " '--exceptionNamespace=ops']}]}}\n";

    static String exception(String namespace) {
        return "{apiVersion: kyverno.io/v2, kind: PolicyException, metadata: {name: own, namespace: " + namespace
                + "}, spec: {exceptions: []}}\n";
    }

    static final String CONFIGS = "config.gatekeeper.sh";
    static final String HOME = "gatekeeper-system";
    static final String CONFIG =
            "{apiVersion: config.gatekeeper.sh/v1alpha1, kind: Config, metadata: {name: config, namespace: " + HOME
                    + "}, spec: {}}\n";
    static final String API = "admissionregistration.k8s.io";
    static final String WEBHOOKS = "validatingwebhookconfigurations";
    static final String BINDINGS = "validatingadmissionpolicybindings";
    static final String VALIDATING = "validatingadmissionpolicies";
    static final String KYVERNO_WEBHOOK = "kyverno-resource-validating-webhook-cfg";
    static final String GATEKEEPER_WEBHOOK = "gatekeeper-validating-webhook-configuration";

    /** A webhook that is asked about pods. */
    static String webhook(String configuration, String name) {
        return "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: "
                + configuration + "}, webhooks: [{name: " + name
                + ", rules: [{apiGroups: [''], apiVersions: [v1], resources: [pods], operations: [CREATE]}]}]}\n";
    }

    /** A policy no-root over pods, bound by deny. */
    static String validatingPolicy() {
        String head = "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy";
        return head + ", metadata: {name: no-root}, spec: {matchConstraints: {resourceRules: [{apiGroups: [''],"
                + " apiVersions: [v1], operations: [CREATE], resources: [pods]}]}, validations: [{expression: 'false'}]}}\n"
                + "---\n"
                + head + "Binding, metadata: {name: deny}, spec: {policyName: no-root, validationActions: [Deny]}}\n";
    }

    static String kyverno(String kind, String name, String in) {
        return "{apiVersion: kyverno.io/v1, kind: " + kind + ", metadata: {name: " + name + in
                + "}, spec: {validationFailureAction: Enforce, rules: [{name: r, match: {any: [{resources: {kinds: [Pod]}}]},"
                + " validate: {podSecurity: {level: baseline, version: latest}}}]}}\n";
    }

    static String constraint(String kind) {
        return "{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: " + kind + ", metadata: {name: own}, spec: {}}\n";
    }

    /** Each of them leaves other ways to the node open. */
    static String library() {
        return String.join(
                "---\n",
                constraint("K8sPSPPrivilegedContainer"),
                constraint("K8sPSPHostNamespace"),
                constraint("K8sPSPHostFilesystem"),
                constraint("K8sPSPCapabilities"));
    }
}
