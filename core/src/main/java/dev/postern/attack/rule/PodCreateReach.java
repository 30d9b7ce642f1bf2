package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSet;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Spread;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import dev.postern.network.Network;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Creates a pod with the labels and the account of one that is there: policies tell pods by these, so that they let the new one
 * send what they let the other send. Pods on the host network are not copied: who may create such a one has a node.
 */
final class PodCreateReach implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("POD_CREATE_REACH", "Create a pod that policies take for another")
            .sentence("{from} may create a pod in {to}")
            .needs("create on pods, or on any workload that makes pods, in the namespace of the pod that is copied, or"
                    + " cluster-wide; a create request has no name to compare, so that resourceNames give nothing without"
                    + " patch on the name besides. Where pods need a PodSecurityPolicy or SecurityContextConstraints, one"
                    + " that admits a pod which asks for nothing")
            .attack("T1610", "T1599")
            .microsoft("MS-TA9008")
            .owasp("K02:2025", "K05:2025")
            .cis("CIS-1.12 5.3.2")
            .nsa("Network policies", "Role-based access control")
            .stop(
                    "Remove create on pods and workloads from the role; keep what policies trust in namespaces of its own, and"
                            + " have them name the namespace, not labels or accounts alone.")
            .audit(
                    "create on pods or workloads (patch, if applied by the server), with the labels or the account of another"
                            + " program in the request body.")
            .references(
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation",
                    "https://kubernetes.io/docs/concepts/services-networking/network-policies/")
            .build();

    private record Place(String namespace, int networkClass) {}

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        Set<Place> seen = new HashSet<>();
        List<Spread.Target> positions = new ArrayList<>();
        for (PodGroup group : facts.podGroups()) {
            if (group.networkClass() != Network.NO_CLASS && facts.network().isInPodNetwork(group.pod())) {
                Place place = new Place(group.namespace(), group.networkClass());
                if (seen.add(place)) {
                    positions.add(position(facts, place, group.pod()));
                }
            }
        }
        for (Pod newcomer : facts.network().newcomers()) {
            Place place = new Place(newcomer.namespace(), facts.network().classOf(newcomer));
            if (seen.add(place)) {
                positions.add(position(facts, place, newcomer));
            }
        }
        PodCreation.addCreators(
                Spread.ofOthers(facts, edges, "create-pods-like", "create pods like those there", positions), facts);
    }

    private static Spread.Target position(Facts facts, Place place, Pod pod) {
        // Which policies admit a pod that asks for nothing is for other techniques to say.
        Confidence confidence = facts.podSecurity().policies().isPresent() ? Confidence.POSSIBLE : Confidence.CERTAIN;
        Evidence alike = Evidence.byDefault(
                pod.object(), "", "policies tell it by its namespace, labels and account, which a new pod may have");
        return new Spread.Target(
                place.namespace(),
                ImmutableSet.of(),
                facts.position(place.networkClass()),
                confidence,
                Support.of(alike));
    }
}
