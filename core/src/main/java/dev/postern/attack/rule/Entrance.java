package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Confidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.podsecurity.Admission;
import dev.postern.podsecurity.Opening;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How pods get past policies of which one has to admit each, where a cluster has such, into namespaces that something else
 * closes: by a policy that somebody may use, or by one that the attacker writes, which is one more thing to do.
 */
final class Entrance {
    private final Facts facts;
    private final Edges edges;
    private final PodEntry entry;
    private final String right;
    private final String where;
    private final ImmutableList<May> besides;
    private final Map<Set<ObjectRef>, May> gates = new LinkedHashMap<>();
    private final List<Spread.Target> starts = new ArrayList<>();
    private final Set<String> relabelled = new LinkedHashSet<>();

    /**
     * @param right ends the names of the hubs; unique among entrances
     * @param where completes "create pods …"
     * @param besides what else it takes
     */
    private Entrance(Facts facts, Edges edges, PodEntry entry, String right, String where, ImmutableList<May> besides) {
        this.facts = facts;
        this.edges = edges;
        this.entry = entry;
        this.right = right;
        this.where = where;
        this.besides = besides;
    }

    /** By policies as they are. */
    static Entrance byUse(Facts facts, Edges edges) {
        return new Entrance(
                facts,
                edges,
                PodEntry.escaping(facts, edges),
                "closed-by-policy",
                "where a policy refuses them",
                ImmutableList.of());
    }

    /**
     * By a policy that is written.
     *
     * @param written to be able to write one
     * @param entry of pods that it lets in
     */
    static Entrance byWriting(Facts facts, Edges edges, May written, PodEntry entry, String where) {
        return new Entrance(facts, edges, entry, "by-written-policy", where, ImmutableList.of(written));
    }

    /** Whether it leads nowhere. */
    boolean isClosed() {
        return gates.isEmpty();
    }

    /** Pods are let in once these policies are gone. */
    void open(String namespace, Opening opening) {
        Admission admission = opening.admission();
        starts.add(new Spread.Target(
                namespace,
                ImmutableSet.of(),
                gate(opening),
                admission.confidence(),
                opening.refusals().and(admission.support())));
    }

    /** Pods are let in once these policies are gone and somebody has done something besides. */
    void openOnce(May done, String namespace, Opening opening) {
        relabelled.add(namespace);
        Admission admission = opening.admission();
        edges.silentJoin(List.of(done, start(namespace)), gate(opening))
                .confidence(admission.confidence())
                .because(opening.refusals().and(admission.support()));
    }

    /** Lays out whoever starts pods; returns the policies that have to go. */
    Set<ObjectRef> layOut(May opened) {
        Set<ObjectRef> going = new LinkedHashSet<>();
        gates.forEach((gone, gate) -> {
            going.addAll(gone);
            List<May> premises = new ArrayList<>();
            gone.forEach(policy -> premises.add(InstalledPolicies.gone(policy)));
            premises.addAll(besides);
            premises.add(gate);
            edges.silentJoin(premises, opened).byDefinition();
        });
        relabelled.forEach(namespace -> starts.add(
                new Spread.Target(namespace, ImmutableSet.of(), start(namespace), Confidence.CERTAIN, Support.NONE)));
        PodStarts.lead(facts, edges, right, where, starts, entry);
        return going;
    }

    private May gate(Opening opening) {
        return gates.computeIfAbsent(opening.policies(), this::gate);
    }

    /** Whoever may start pods in a namespace that goes open without these policies. */
    private May gate(Set<ObjectRef> gone) {
        String without = gone.isEmpty()
                ? ""
                : " without " + gone.stream().map(ObjectRef::toString).collect(Collectors.joining(", "));
        return new May(
                "start-" + right + "-without-"
                        + gone.stream().map(InstalledPolicies::key).collect(Collectors.joining("+")),
                "*",
                "start pods where they would be let in" + without);
    }

    private May start(String namespace) {
        return new May("start-" + right + "-besides", namespace, "start pods in namespace " + namespace);
    }
}
