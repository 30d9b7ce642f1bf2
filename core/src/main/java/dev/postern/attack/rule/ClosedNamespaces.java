package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Confidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.podsecurity.Admission;
import dev.postern.podsecurity.Opening;
import dev.postern.podsecurity.Relabelling;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Opens namespaces that policies or webhooks close, if need be together with the Pod Security level. Namespaces that the
 * same policies close meet in one hub; of each that has to be relabelled besides, relabelling and starting a pod lead there
 * together. So there are as many edges as ways to open a namespace and policies in them.
 */
final class ClosedNamespaces {
    private final Facts facts;
    private final Edges edges;
    private final InstalledPolicies policies;
    private final Map<Set<ObjectRef>, May> gates = new LinkedHashMap<>();
    private final List<Spread.Target> starts = new ArrayList<>();
    private final ListMultimap<Relabelling, Spread.Target> labels =
            MultimapBuilder.enumKeys(Relabelling.class).arrayListValues().build();

    private ClosedNamespaces(Facts facts, Edges edges) {
        this.facts = facts;
        this.edges = edges;
        this.policies = new InstalledPolicies(facts, edges);
    }

    /** Whoever opens a namespace and starts a pod there gets to {@code opened}; whether there are namespaces to open. */
    static boolean lead(Facts facts, Edges edges, May opened) {
        ClosedNamespaces closed = new ClosedNamespaces(facts, edges);
        for (String namespace : WorkloadEscape.namespaces(facts)) {
            closed.open(namespace);
        }
        closed.layOut(opened);
        return !closed.gates.isEmpty();
    }

    private void open(String namespace) {
        Set<Relabelling> relabelled = EnumSet.noneOf(Relabelling.class);
        for (Opening opening : facts.podSecurity().openings(namespace)) {
            if (opening.policies().stream().allMatch(policies::mayGo)) {
                May gate = gates.computeIfAbsent(opening.policies(), ClosedNamespaces::gate);
                Admission admission = opening.admission();
                Support support = opening.refusals().and(admission.support());
                if (opening.relabelling() == Relabelling.NONE) {
                    starts.add(new Spread.Target(namespace, ImmutableSet.of(), gate, admission.confidence(), support));
                } else {
                    relabelled.add(opening.relabelling());
                    edges.silentJoin(List.of(relabel(namespace, opening.relabelling()), start(namespace)), gate)
                            .confidence(admission.confidence())
                            .because(support);
                }
            }
        }
        relabelled.forEach(relabelling -> labels.put(
                relabelling, new Spread.Target(namespace, namespace, relabel(namespace, relabelling), Support.NONE)));
        if (!relabelled.isEmpty()) {
            starts.add(new Spread.Target(
                    namespace, ImmutableSet.of(), start(namespace), Confidence.CERTAIN, Support.NONE));
        }
    }

    private void layOut(May opened) {
        Set<ObjectRef> going = new TreeSet<>();
        gates.forEach((gone, gate) -> {
            going.addAll(gone);
            List<May> premises = new ArrayList<>();
            gone.forEach(policy -> premises.add(InstalledPolicies.gone(policy)));
            premises.add(gate);
            edges.silentJoin(premises, opened).byDefinition();
        });
        policies.lead(going);
        for (Relabelling relabelling : NsPsaBypass.RELABELLINGS) {
            String right = NsPsaBypass.hub(relabelling) + "relabel-besides";
            String description = "relabel namespaces that policies close";
            NsPsaBypass.relabellers(
                    facts,
                    Spread.ofOthersToHubs(facts, edges, right, description, labels.get(relabelling)),
                    relabelling);
        }
        PodStarts.lead(
                facts,
                edges,
                "closed-by-policy",
                "where a policy refuses them",
                starts,
                PodEntry.escaping(facts, edges));
    }

    /** Whoever may start pods in a namespace that goes open without these policies. */
    private static May gate(Set<ObjectRef> gone) {
        return new May(
                "start-without-" + gone.stream().map(InstalledPolicies::key).collect(Collectors.joining("+")),
                "*",
                "start pods where they would be let in without "
                        + gone.stream().map(ObjectRef::toString).collect(Collectors.joining(", ")));
    }

    private static May relabel(String namespace, Relabelling relabelling) {
        return new May(
                NsPsaBypass.hub(relabelling) + "open-namespace-besides", namespace, "relabel namespace " + namespace);
    }

    private static May start(String namespace) {
        return new May("start-in-twice-closed", namespace, "start pods in namespace " + namespace);
    }
}
