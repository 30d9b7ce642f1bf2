package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.SetMultimap;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.May;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.podsecurity.Admission;
import dev.postern.podsecurity.Opening;
import dev.postern.podsecurity.Relabelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Opens namespaces that policies or webhooks close, if need be together with the Pod Security level, and past policies of
 * which one has to admit each pod also by writing such a one. Namespaces that the same policies close meet in one hub; of
 * each that has to be relabelled besides, relabelling and starting a pod lead there together. So there are as many edges as
 * ways to open a namespace and policies in them.
 */
final class ClosedNamespaces {
    private final Facts facts;
    private final Edges edges;
    private final InstalledPolicies policies;
    private final Optional<Entrance> byWriting;
    private final ImmutableList<Entrance> entrances;
    private final SetMultimap<Relabelling, String> labels =
            MultimapBuilder.enumKeys(Relabelling.class).linkedHashSetValues().build();

    private ClosedNamespaces(Facts facts, Edges edges) {
        this.facts = facts;
        this.edges = edges;
        this.policies = new InstalledPolicies(facts, edges);
        this.byWriting = PodPolicyWrites.entrance(facts, edges);
        this.entrances = Stream.concat(Stream.of(Entrance.byUse(facts, edges)), byWriting.stream())
                .collect(ImmutableList.toImmutableList());
    }

    /** Whoever opens a namespace and starts a pod there gets to {@code opened}; whether there are namespaces to open. */
    static boolean lead(Facts facts, Edges edges, May opened) {
        ClosedNamespaces closed = new ClosedNamespaces(facts, edges);
        for (String namespace : WorkloadEscape.namespaces(facts)) {
            closed.open(namespace);
        }
        return closed.layOut(opened);
    }

    private void open(String namespace) {
        for (Opening opening : facts.podSecurity().openings(namespace)) {
            if (opening.policies().stream().allMatch(policies::mayGo)) {
                entrances.forEach(entrance -> add(entrance, namespace, opening));
            }
        }
        byWriting.ifPresent(
                entrance -> withoutTheirGoing(namespace).forEach(opening -> add(entrance, namespace, opening)));
    }

    private void add(Entrance entrance, String namespace, Opening opening) {
        if (opening.relabelling() == Relabelling.NONE) {
            entrance.open(namespace, opening);
        } else {
            labels.put(opening.relabelling(), namespace);
            entrance.openOnce(relabel(namespace, opening.relabelling()), namespace, opening);
        }
    }

    /** What lets pods into a namespace that nothing closes, or its level alone: all else it takes is the policy that is written. */
    private List<Opening> withoutTheirGoing(String namespace) {
        Admission admission = facts.podSecurity().admission(namespace);
        if (!admission.openTo().isEmpty()) {
            return List.of(of(Relabelling.NONE, admission));
        }
        List<Opening> ways = new ArrayList<>();
        for (Relabelling relabelling : NsPsaBypass.RELABELLINGS) {
            Admission relabelled = facts.podSecurity().beyondLevel(namespace, relabelling);
            boolean better = relabelling == Relabelling.SEEN || !NsPsaBypass.isNoBetter(facts, namespace, relabelled);
            if (!relabelled.openTo().isEmpty() && better) {
                ways.add(of(relabelling, relabelled));
            }
        }
        return ways;
    }

    private static Opening of(Relabelling relabelling, Admission admission) {
        return new Opening(ImmutableSortedSet.of(), relabelling, admission, Support.NONE);
    }

    private boolean layOut(May opened) {
        Set<ObjectRef> going = new TreeSet<>();
        entrances.forEach(entrance -> going.addAll(entrance.layOut(opened)));
        policies.lead(going);
        for (Relabelling relabelling : NsPsaBypass.RELABELLINGS) {
            String right = NsPsaBypass.hub(relabelling) + "relabel-besides";
            String description = "relabel namespaces that policies close";
            List<Spread.Target> relabelled = labels.get(relabelling).stream()
                    .map(namespace ->
                            new Spread.Target(namespace, namespace, relabel(namespace, relabelling), Support.NONE))
                    .toList();
            NsPsaBypass.relabellers(
                    facts, Spread.ofOthersToHubs(facts, edges, right, description, relabelled), relabelling);
        }
        return !entrances.stream().allMatch(Entrance::isClosed);
    }

    private static May relabel(String namespace, Relabelling relabelling) {
        return new May(
                NsPsaBypass.hub(relabelling) + "open-namespace-besides", namespace, "relabel namespace " + namespace);
    }
}
