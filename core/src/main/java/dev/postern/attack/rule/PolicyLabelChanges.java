package dev.postern.attack.rule;

import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.May;
import dev.postern.attack.Vertex.ObjectWrite;
import dev.postern.model.Confidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.network.PolicyLabels;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Labels of pods and of namespaces by which policies tell them apart (RB-30, RB-34): a pod or a namespace of other labels is no
 * longer under a policy, or becomes one of its peers. Which do, only {@code network} knows.
 */
final class PolicyLabelChanges {
    private PolicyLabelChanges() {}

    static void derive(Facts facts, Edges edges) {
        namespaces(facts, edges);
        pods(facts, edges);
    }

    private static void namespaces(Facts facts, Edges edges) {
        List<Permit> permits = ofOthers(
                facts,
                facts.rbac()
                        .permits(
                                Permission.of("update", "", "namespaces").or("patch"),
                                Permission.of("update", "", "namespaces/status").or("patch"),
                                Permission.of("update", "", "namespaces/finalize")));
        if (permits.isEmpty()) {
            return;
        }
        List<Spread.Target> told = new ArrayList<>();
        facts.network().policyLabels().namespaces().forEach((name, fact) -> {
            ObjectWrite write = new ObjectWrite(ObjectRef.cluster("Namespace", name));
            told.add(new Spread.Target(name, name, write, fact));
        });
        Spread.ofOthers(facts, edges, "relabel-selected-namespaces", "change labels of namespaces", told)
                .from(permits);
    }

    private static void pods(Facts facts, Edges edges) {
        List<Permit> permits = ofOthers(
                facts, facts.rbac().permits(Permission.of("update", "", "pods").or("patch")));
        if (permits.isEmpty()) {
            return;
        }
        TreeMap<String, May> places = new TreeMap<>();
        TreeMap<String, TreeSet<May>> placesOf = new TreeMap<>();
        for (PolicyLabels.Told told : facts.network().policyLabels().pods()) {
            May place = places.computeIfAbsent(
                    told.namespaces(),
                    name -> new May("change-selection", name, "change which pods of " + name + " policies select"));
            for (String namespace : told.within()) {
                placesOf.computeIfAbsent(namespace, key -> new TreeSet<>()).add(place);
            }
            edges.add(place, new ObjectWrite(told.policy())).because(told.fact());
        }
        List<Spread.Target> pods = new ArrayList<>();
        for (PodGroup group : facts.podGroups()) {
            if (placesOf.containsKey(group.namespace())) {
                pods.add(new Spread.Target(
                        group.namespace(),
                        group.names(),
                        relabelled(group.namespace()),
                        Confidence.CERTAIN,
                        Support.NONE));
            }
        }
        placesOf.forEach((namespace, all) ->
                all.forEach(place -> edges.silent(relabelled(namespace), place).byDefinition()));
        Spread.ofOthersToHubs(facts, edges, "relabel-selected-pods", "change labels of pods", pods)
                .from(permits);
    }

    private static May relabelled(String namespace) {
        return new May("leave-selection", namespace, "relabel pods of namespace " + namespace);
    }

    /** Administrators get everything there in nearer ways. */
    private static List<Permit> ofOthers(Facts facts, List<Permit> permits) {
        return permits.stream()
                .filter(permit -> !facts.isClusterAdminRole(facts.vertex(permit.grant())))
                .toList();
    }
}
