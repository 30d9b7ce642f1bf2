package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSet;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.May;
import dev.postern.model.ObjectRef;
import dev.postern.podsecurity.Admission;
import dev.postern.podsecurity.Opening;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Rewrites or deletes what keeps pods that escape out, and starts such a pod (RB-47): policies of Kyverno and constraints of
 * Gatekeeper where they alone close a namespace, SecurityContextConstraints and PodSecurityPolicies where pods need one. Each
 * policy that has to go and the pod are requests of their own, so different identities may send them.
 */
final class AdmissionBypass implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of(
                    "ADMISSION_BYPASS", "Rewrite the policy that keeps escaping pods out")
            .sentence("{from} may take away what refuses pods that escape, and start one that takes over {to}")
            .needs(
                    "update, patch or delete on each policy of Kyverno or constraint (or its template) of Gatekeeper that a"
                            + " namespace is closed by; or create on securitycontextconstraints, or update or patch on one that"
                            + " exists; or, before v1.25, update or patch on podsecuritypolicies without resourceNames. Besides, perhaps"
                            + " by another identity, create on pods or workloads there, or update or patch on an existing workload")
            .attack("T1562.001", "T1610", "T1611")
            .microsoft("MS-TA9008", "MS-TA9018")
            .owasp("K02:2025", "K04:2025")
            .nsa("Pod security enforcement", "Role-based access control")
            .stop(
                    "Remove write access to admission policies from whoever starts pods: what installs them needs it, and nobody"
                            + " else. A Pod Security label on the namespace closes it whatever these policies say.")
            .audit(
                    "update, patch or delete on clusterpolicies or policies (kyverno.io), on any resource of"
                            + " constraints.gatekeeper.sh or templates.gatekeeper.sh, on securitycontextconstraints or"
                            + " podsecuritypolicies, by anyone who is no installer; then create on pods with a privileged container.")
            .references(
                    "https://kyverno.io/docs/installation/customization/#role-based-access-controls",
                    "https://open-policy-agent.github.io/gatekeeper/website/docs/howto/",
                    "https://docs.openshift.com/container-platform/4.15/authentication/managing-security-context-constraints.html")
            .build();

    private static final May OPENED = new May("start-unrefused-pod", "*", "start a pod that a policy refused");

    /**
     * Namespaces that go open together.
     *
     * @param hub whoever may start pods in one of them
     */
    private record Gate(May hub, List<Spread.Target> namespaces) {
        private Gate(Set<ObjectRef> policies) {
            this(
                    new May(
                            "start-without-"
                                    + policies.stream()
                                            .map(AdmissionBypass::key)
                                            .collect(Collectors.joining("+")),
                            "*",
                            "start pods where they would be let in without "
                                    + policies.stream().map(ObjectRef::toString).collect(Collectors.joining(", "))),
                    new ArrayList<>());
        }
    }

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        boolean opened = installed(facts, edges);
        opened |= PodPolicyWrites.derive(facts, edges, OPENED);
        if (opened) {
            WorkloadEscape.nodes(facts, edges, OPENED);
        }
    }

    private static boolean installed(Facts facts, Edges edges) {
        Map<Set<ObjectRef>, Gate> gates = new LinkedHashMap<>();
        for (String namespace : WorkloadEscape.namespaces(facts)) {
            for (Opening opening : facts.podSecurity().openings(namespace)) {
                Gate gate = gates.computeIfAbsent(opening.policies(), Gate::new);
                Admission admission = opening.admission();
                gate.namespaces()
                        .add(new Spread.Target(
                                namespace,
                                ImmutableSet.of(),
                                gate.hub(),
                                admission.confidence(),
                                opening.refusals().and(admission.support())));
            }
        }
        Set<ObjectRef> policies = new TreeSet<>();
        gates.forEach((going, gate) -> {
            policies.addAll(going);
            List<May> premises = new ArrayList<>();
            going.forEach(policy -> premises.add(gone(policy)));
            premises.add(gate.hub());
            edges.silentJoin(premises, OPENED).byDefinition();
        });
        policies.forEach(policy -> InstalledPolicies.lead(facts, edges, policy, gone(policy)));
        List<Spread.Target> namespaces = gates.values().stream()
                .flatMap(gate -> gate.namespaces().stream())
                .toList();
        PodStarts.lead(
                facts,
                edges,
                "closed-by-policy",
                "where a policy refuses them",
                namespaces,
                PodEntry.escaping(facts, edges));
        return !gates.isEmpty();
    }

    private static May gone(ObjectRef policy) {
        return new May("do-without-" + key(policy), "*", "take away " + policy);
    }

    private static String key(ObjectRef policy) {
        return policy.kind() + "/" + policy.qualifiedName();
    }
}
