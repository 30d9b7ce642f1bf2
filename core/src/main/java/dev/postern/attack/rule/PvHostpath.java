package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Confidence;
import dev.postern.model.Support;
import dev.postern.podsecurity.Admission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Creates a PersistentVolume that is a path of a node, and a pod that claims it (RB-25). Pod Security admission looks at
 * the pod, which names a claim only, so every level lets it in. The claim takes no right of its own: a pod brings it along
 * as an ephemeral volume. Volume and pod are separate requests.
 */
final class PvHostpath implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("PV_HOSTPATH", "Claim a path of a node as a volume")
            .sentence("{from} may mount the file system of {to} as a volume of its own making")
            .needs(
                    "create on persistentvolumes, by a ClusterRoleBinding and without resourceNames (or with patch on the name besides), and, perhaps by another"
                            + " identity, create on pods or workloads, or update or patch on an existing workload, in any namespace:"
                            + " its Pod Security level does not matter. At the level restricted, where the pod is not root, the"
                            + " volume is of the kind local and fsGroup makes its files the pod's")
            .attack("T1610", "T1611")
            .microsoft("MS-TA9013", "MS-TA9018")
            .owasp("K02:2025", "K04:2025")
            .cis("CIS-1.12 5.1.9")
            .nsa("Role-based access control")
            .stop("Remove create on persistentvolumes from the role: only provisioners of storage need it.")
            .audit("create on persistentvolumes (patch, if applied by the server) with spec.hostPath or spec.local"
                    + " in the request body, by anyone who is no provisioner; then create on persistentvolumeclaims and"
                    + " pods.")
            .alsoKnownAs("IceKube", "PERSISTENT_VOLUME_CREATION")
            .references(
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#persistent-volume-creation",
                    "https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#security")
            .build();

    private static final May VOLUME = new May("make-volume", "*", "make a volume of a path of a node");
    private static final May POD = new May("start-claiming-pod", "*", "start a pod that claims a volume");
    private static final May BOTH = new May("mount-node", "*", "mount a path of a node");

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        Map<String, Spread.Target> namespaces = new TreeMap<>();
        for (String namespace : WorkloadEscape.namespaces(facts)) {
            namespaces.put(namespace, target(facts, namespace, ImmutableSet.of(), Confidence.CERTAIN, Support.NONE));
        }
        edges.silentJoin(List.of(VOLUME, POD), BOTH).byDefinition();
        WorkloadEscape.nodes(facts, edges, BOTH);
        List<Spread.Target> volumes =
                ImmutableList.of(new Spread.Target("", ImmutableSet.of(), VOLUME, Confidence.CERTAIN, Support.NONE));
        Creation.clusterScoped("", "persistentvolumes", "PersistentVolume")
                .addTo(Spread.toHubs(facts, edges, "create-volumes", "create volumes", volumes), facts);
        PodEntry entry = PodEntry.claiming(facts, edges);
        entry.creators("create-claiming-pods", "create pods", new ArrayList<>(namespaces.values()));
        PodCreation.changes(
                facts,
                edges,
                "claim-by",
                true,
                workload -> entry.changed(
                        workload,
                        target(
                                facts,
                                workload.meta().namespace(),
                                ImmutableSet.of(workload.meta().name()),
                                PodCreation.lasts(workload),
                                Targets.stated(workload.ref()))));
    }

    private static Spread.Target target(
            Facts facts, String namespace, ImmutableSet<String> names, Confidence confidence, Support exists) {
        Admission admission = facts.podSecurity().admission(namespace);
        boolean root = admission.level() != Admission.Level.RESTRICTED;
        Support doubts = Support.of(facts.podSecurity().doubts(namespace));
        Confidence sure = confidence
                .and(root ? Confidence.CERTAIN : Confidence.LIKELY)
                .and(doubts.facts().isEmpty() ? Confidence.CERTAIN : Confidence.POSSIBLE);
        // The level decides nothing but as whom the container runs: it is told where that makes a difference.
        Support level = root ? Support.NONE : admission.support();
        Support admitted = doubts.facts().isEmpty() ? level : doubts;
        return new Spread.Target(namespace, names, POD, sure, exists.and(admitted));
    }
}
