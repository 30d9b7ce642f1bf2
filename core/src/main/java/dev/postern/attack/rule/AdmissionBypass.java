package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex.May;

/**
 * Rewrites or deletes what keeps pods that escape out, and starts such a pod (RB-36, RB-37, RB-47): policies of Kyverno,
 * constraints of Gatekeeper and what nobody understands where they close a namespace or may, SecurityContextConstraints and
 * PodSecurityPolicies where pods need one. Each policy that has to go, the one that is written, the namespace's other label
 * and the pod are requests of their own, so different identities may send them.
 */
final class AdmissionBypass implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of(
                    "ADMISSION_BYPASS", "Rewrite the policy that keeps escaping pods out")
            .sentence("{from} may take away what refuses pods that escape, and start one that takes over {to}")
            .needs(
                    "the going of everything that stands before such pods in a namespace: update, patch or delete on each policy of"
                            + " Kyverno, constraint (or its template) of Gatekeeper, ValidatingAdmissionPolicy (or its binding) or"
                            + " validating webhook, which takes all policies of its engine along; or create, update or patch on"
                            + " policyexceptions where Kyverno honours them, or on the config of Gatekeeper. Where the Pod Security level"
                            + " closes the namespace too, also what NS_PSA_BYPASS takes to relabel it. Where pods need a policy to admit"
                            + " them, also a use of one, or create on securitycontextconstraints, or update or patch on one that exists,"
                            + " or, before v1.25, update or patch on podsecuritypolicies without resourceNames. Besides, create on pods or workloads there, or"
                            + " update or patch on an existing workload. Each of these perhaps by another identity")
            .attack("T1562.001", "T1610", "T1611")
            .microsoft("MS-TA9008", "MS-TA9018")
            .owasp("K02:2025", "K04:2025")
            .nsa("Pod security enforcement", "Role-based access control")
            .stop(
                    "Remove write access to admission policies, their exceptions and webhook configurations from whoever starts"
                            + " pods: what installs them needs it, and nobody else. A Pod Security label on the namespace closes it"
                            + " whatever these policies say, for whoever may not relabel it.")
            .audit(
                    "update, patch or delete on clusterpolicies or policies (kyverno.io), on any resource of policies.kyverno.io,"
                            + " constraints.gatekeeper.sh or templates.gatekeeper.sh, on validatingwebhookconfigurations,"
                            + " validatingadmissionpolicies or their bindings, on securitycontextconstraints or podsecuritypolicies;"
                            + " create, update or patch on policyexceptions (kyverno.io, policies.kyverno.io) or configs"
                            + " (config.gatekeeper.sh), by anyone who is no installer; then create on pods with a privileged"
                            + " container.")
            .references(
                    "https://kyverno.io/docs/installation/customization/#role-based-access-controls",
                    "https://kyverno.io/docs/exceptions/",
                    "https://open-policy-agent.github.io/gatekeeper/website/docs/howto/",
                    "https://open-policy-agent.github.io/gatekeeper/website/docs/exempt-namespaces/",
                    "https://docs.openshift.com/container-platform/4.15/authentication/managing-security-context-constraints.html")
            .build();

    private static final May OPENED = new May("start-unrefused-pod", "*", "start a pod that a policy refused");

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        if (ClosedNamespaces.lead(facts, edges, OPENED)) {
            WorkloadEscape.nodes(facts, edges, OPENED);
        }
    }
}
