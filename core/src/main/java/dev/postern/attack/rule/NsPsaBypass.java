package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSet;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Support;
import dev.postern.podsecurity.Admission;
import dev.postern.podsecurity.Relabelling;
import dev.postern.rbac.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Takes the Pod Security label off a namespace and starts a pod there that steps out to its node (RB-34). Relabelling and
 * starting are separate requests, so different identities may send them. A request on a Namespace names that namespace,
 * so a RoleBinding in it is enough (E7); writing its status or its finalizers writes labels too, unseen by the webhook that
 * guards Gatekeeper's own label.
 */
final class NsPsaBypass implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("NS_PSA_BYPASS", "Open a namespace to pods that escape")
            .sentence("{from} may relabel a namespace and start a pod there that takes over {to}")
            .needs("update or patch on the Namespace or its status, or update on its finalizers, by a binding in that"
                    + " namespace or cluster-wide, and create on pods or workloads there, or update or patch on an existing workload, perhaps by"
                    + " another identity;"
                    + " resourceNames of the first is the namespace's name")
            .attack("T1610", "T1611")
            .microsoft("MS-TA9008", "MS-TA9018")
            .owasp("K02:2025", "K04:2025")
            .cis("CIS-1.12 5.2.1")
            .nsa("Pod security enforcement", "Namespaces", "Role-based access control")
            .stop(
                    "Remove update and patch on namespaces from whoever starts pods, or restrict the label by an admission"
                            + " policy.")
            .audit("update or patch on namespaces, namespaces/status or namespaces/finalize that removes or changes"
                    + " the label pod-security.kubernetes.io/enforce; the pods created next have privileged in the"
                    + " annotation pod-security.kubernetes.io/enforce-policy.")
            .alsoKnownAs("IceKube", "PATCH_NAMESPACE_TO_BYPASS_PSA")
            .references(
                    "https://kubernetes.io/docs/concepts/security/pod-security-admission/",
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#namespace-modification")
            .build();

    private static final May OPENED = new May("start-relabelled-pod", "*", "start a pod in a namespace it opened");
    private static final May REOPENED =
            May.onceClosed("start-relabelled-pod", "*", "start a pod in a namespace that it would open again");

    private static final Permission STATUS =
            Permission.of("update", "", "namespaces/status").or("patch");
    private static final Permission FINALIZE = Permission.of("update", "", "namespaces/finalize");

    static final List<Relabelling> RELABELLINGS = List.of(Relabelling.SEEN, Relabelling.UNSEEN);

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        bypass(facts, edges, OPENED, "", namespace -> isClosed(facts, namespace));
        // Whoever may take a label off is not kept out by somebody who puts one on.
        bypass(facts, edges, REOPENED, "once-", namespace -> !isClosed(facts, namespace));
    }

    private static boolean isClosed(Facts facts, String namespace) {
        return facts.podSecurity().admission(namespace).openTo().isEmpty();
    }

    /** @param prefix of the names of hubs */
    private static void bypass(Facts facts, Edges edges, May opened, String prefix, Predicate<String> namespaces) {
        boolean opens = false;
        for (Relabelling relabelling : RELABELLINGS) {
            opens |= bypass(facts, edges, opened, prefix + hub(relabelling), namespaces, relabelling);
        }
        if (opens) {
            WorkloadEscape.nodes(facts, edges, opened);
        }
    }

    private static boolean bypass(
            Facts facts,
            Edges edges,
            May opened,
            String prefix,
            Predicate<String> namespaces,
            Relabelling relabelling) {
        List<Spread.Target> labels = new ArrayList<>();
        List<Spread.Target> pods = new ArrayList<>();
        for (String namespace : facts.namespaces()) {
            Admission relabelled = facts.podSecurity().beyondLevel(namespace, relabelling);
            if (!relabelled.openTo().isEmpty()
                    && namespaces.test(namespace)
                    && !(relabelling == Relabelling.UNSEEN && isNoBetter(facts, namespace, relabelled))) {
                May relabel = new May(prefix + "open-namespace", namespace, "relabel namespace " + namespace);
                May start = new May(prefix + "start-in-closed", namespace, "start pods in namespace " + namespace);
                labels.add(new Spread.Target(namespace, namespace, relabel, Support.NONE));
                pods.add(new Spread.Target(
                        namespace, ImmutableSet.of(), start, relabelled.confidence(), relabelled.support()));
                edges.silentJoin(List.of(relabel, start), opened).byDefinition();
            }
        }
        if (labels.isEmpty()) {
            return false;
        }
        relabellers(facts, Spread.toHubs(facts, edges, prefix + "relabel", "relabel namespaces", labels), relabelling);
        PodStarts.lead(
                facts,
                edges,
                prefix + "closed",
                "in namespaces that are closed",
                pods,
                PodEntry.escaping(facts, edges));
        return true;
    }

    /** Whether requests that webhooks see open a namespace as well. */
    static boolean isNoBetter(Facts facts, String namespace, Admission unseen) {
        Admission seen = facts.podSecurity().beyondLevel(namespace, Relabelling.SEEN);
        return seen.openTo().equals(unseen.openTo()) && seen.confidence() == unseen.confidence();
    }

    /** What starts the names of hubs of the more special way. */
    static String hub(Relabelling relabelling) {
        return relabelling == Relabelling.UNSEEN ? "unseen-" : "";
    }

    /** Adds whoever may relabel namespaces. */
    static void relabellers(Facts facts, Spread spread, Relabelling relabelling) {
        if (relabelling == Relabelling.SEEN) {
            spread.from(facts.rbac()
                    .permits(Permission.of("update", "", "namespaces").or("patch"), STATUS, FINALIZE));
        } else {
            spread.from(facts.rbac().permits(STATUS, FINALIZE));
        }
    }
}
