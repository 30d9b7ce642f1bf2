package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.May;
import dev.postern.attack.Vertex.NodeControl;
import dev.postern.attack.Vertex.SomeNode;
import dev.postern.model.Cluster;
import dev.postern.model.Support;
import dev.postern.podsecurity.Admission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Starts a pod that steps out to its node, where admission lets such a pod in. The attacker writes {@code nodeName} and
 * tolerations too, so that every node is within reach. All namespaces meet in one hub, from which each node is one step.
 */
final class WorkloadEscape implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("WORKLOAD_ESCAPE", "Start a pod that escapes to its node")
            .sentence("{from} may start a pod that takes over {to}")
            .needs(
                    "create on pods or workloads, or update or patch on an existing workload, in a namespace whose Pod"
                            + " Security level, and whatever looks at pods besides, lets in pods that reach their node. Where pods"
                            + " need a PodSecurityPolicy or SecurityContextConstraints, also use on one that admits such a pod: by"
                            + " some service account of the namespace, or, for a pod that is created directly, by the same identity")
            .attack("T1610", "T1611")
            .microsoft("MS-TA9008", "MS-TA9018", "MS-TA9013")
            .owasp("K02:2025", "K04:2025")
            .cis("CIS-1.12 5.1.4", "CIS-1.12 5.2.1")
            .nsa("Pod security enforcement", "Role-based access control")
            .stop("Enforce the baseline or restricted level on the namespace, remove the right to create and change"
                    + " workloads there, or the use of policies that admit such pods.")
            .audit("create, update or patch on pods or workloads with privileged, hostPath, capabilities or"
                    + " namespaces of the node in the request body; for pods the annotation"
                    + " pod-security.kubernetes.io/enforce-policy has the level that let them in. The way out shows on"
                    + " the node alone.")
            .alsoKnownAs("KubeHound", "POD_CREATE")
            .alsoKnownAs("IceKube", "CREATE_PRIVILEGED_WORKLOAD")
            .alsoKnownAs("bloodhound-kube", "BHK_WorkloadCreate")
            .alsoKnownAs("k8scout", "ESCAPE-CREATE-POD", "PRIVESC-CREATE-DAEMONSETS", "TAKEOVER-PATCH-DAEMONSET")
            .alsoKnownAs("ClusterHound", "CH_canCreateWorkload")
            .references(
                    "https://kubernetes.io/docs/concepts/security/pod-security-admission/",
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation")
            .build();

    /**
     * Namespaces that every API server makes and nobody can delete. Whoever may create pods everywhere may do so there
     * too, however well the namespaces of the manifests are guarded.
     */
    private static final ImmutableSet<String> BORN_WITH_THE_CLUSTER = ImmutableSet.of("default", "kube-system");

    private static final May OPEN_POD = new May("start-escaping-pod", "*", "start a pod that escapes to its node");

    private static final May EXEMPT_POD =
            May.onceClosed("start-escaping-pod", "*", "start a pod whatever the label of its namespace");

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        Map<String, Admission> open = new TreeMap<>();
        List<String> closed = new ArrayList<>();
        for (String namespace : namespaces(facts)) {
            Admission admission = facts.podSecurity().admission(namespace);
            if (admission.openTo().isEmpty()) {
                closed.add(namespace);
            } else {
                open.put(namespace, admission);
            }
        }
        boolean exempt = new ExemptUsers(facts, edges).lead(closed, "", OPEN_POD);
        if (new ExemptUsers(facts, edges).lead(open.keySet(), "once-", EXEMPT_POD)) {
            nodes(facts, edges, EXEMPT_POD);
        }
        if (open.isEmpty() && !exempt) {
            return;
        }
        nodes(facts, edges, OPEN_POD);
        List<Spread.Target> namespaces = new ArrayList<>();
        open.forEach((namespace, admission) -> namespaces.add(new Spread.Target(
                namespace, ImmutableSet.of(), OPEN_POD, admission.confidence(), admission.support())));
        PodStarts.lead(
                facts, edges, "to-escape", "that escape to their node", namespaces, PodEntry.escaping(facts, edges));
    }

    /** Where pods may be started by whoever may start them everywhere. */
    static Set<String> namespaces(Facts facts) {
        Cluster cluster = facts.cluster();
        return Targets.isComplete(cluster, cluster.namespaces())
                ? facts.namespaces()
                : Sets.union(facts.namespaces(), BORN_WITH_THE_CLUSTER);
    }

    /** Whoever starts such a pod chooses its node. */
    static void nodes(Facts facts, Edges edges, May start) {
        Map<String, Support> nodes = facts.nodes();
        nodes.forEach((node, support) -> edges.add(start, new NodeControl(node)).because(support));
        if (nodes.isEmpty()) {
            edges.add(start, new SomeNode()).byDefinition();
        }
    }
}
