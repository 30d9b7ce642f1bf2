package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.May;
import dev.postern.attack.rule.PolicyUses.Way;
import dev.postern.model.Confidence;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import dev.postern.model.Workload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What pods that ask for nothing get at, where each pod needs a policy that admits it: which service accounts of their
 * namespace they may run as, and whether they may use its Secrets. Whoever starts a pod without a policy of their own
 * gets as far as its account may use one: each account by itself, a Secret by whatever account. Who brings a policy along
 * gets at all of them. O(namespaces, accounts and Secrets, and uses of policies).
 */
final class PlainPods {
    /** @param silent whether the technique stands on what follows from here */
    private record End(Spread.Target target, boolean silent) {}

    private final Facts facts;
    private final Edges edges;
    private final String right;
    private final String description;
    private final PodEntry withToken;
    private final PodEntry plain;
    private final ImmutableListMultimap<String, End> accounts;
    private final ImmutableListMultimap<String, End> secrets;
    /** Hubs that lead on. */
    private final Set<Vertex> leading = new HashSet<>();

    private PlainPods(Facts facts, Edges edges, String right, String description, List<Spread.Target> absent) {
        this.facts = facts;
        this.edges = edges;
        this.right = right;
        this.description = description;
        this.withToken = PodEntry.withToken(facts, edges);
        this.plain = PodEntry.plain(facts, edges);
        ImmutableListMultimap.Builder<String, End> named = ImmutableListMultimap.builder();
        Targets.accounts(facts).forEach(target -> named.put(target.namespace(), new End(target, false)));
        absent.forEach(target -> named.put(target.namespace(), new End(target, true)));
        this.accounts = named.build();
        this.secrets = Targets.secrets(facts).stream()
                .collect(ImmutableListMultimap.toImmutableListMultimap(
                        Spread.Target::namespace, target -> new End(target, false)));
    }

    /**
     * Of whoever may create pods, by whatever kind of object.
     *
     * @param right starts the names of the hubs; unique among techniques
     * @param description completes "may …"
     */
    static void created(Facts facts, Edges edges, String right, String description) {
        List<Spread.Target> absent = new AbsentAccounts(facts, edges, right).targets(description);
        PlainPods pods = new PlainPods(facts, edges, right, description, absent);
        Set<String> namespaces = new TreeSet<>(Sets.union(pods.accounts.keySet(), pods.secrets.keySet()));
        pods.layOut(namespaces);
        PodCreation.addCreators(
                Spread.toHubs(facts, edges, right, description, pods.targets(namespaces, pods::started)), facts);
        pods.withToken.creatorsByOthers(
                right + "-as-any",
                description + " with whatever account",
                pods.targets(pods.accounts.keySet(), pods::asAnyAccount));
        pods.plain.creatorsByOthers(
                right + "-with-any",
                description + " with whatever Secret",
                pods.targets(pods.secrets.keySet(), pods::withSecret));
    }

    /** Of whoever may change the template of a workload; else as {@link #created}. */
    static void changed(Facts facts, Edges edges, String right, String description) {
        PlainPods pods = new PlainPods(facts, edges, right, description, ImmutableList.of());
        Set<String> namespaces = new TreeSet<>();
        facts.cluster()
                .workloads()
                .forEach(workload -> namespaces.add(workload.meta().namespace()));
        pods.layOut(namespaces);
        PodCreation.changes(facts, edges, right, true, pods::ofChanged);
    }

    private List<Spread.Target> targets(Set<String> namespaces, Function<String, May> hub) {
        return namespaces.stream()
                .map(namespace -> target(hub.apply(namespace)))
                .filter(target -> leading.contains(target.vertex()))
                .toList();
    }

    private static Spread.Target target(May hub) {
        return new Spread.Target(hub.namespace(), ImmutableSet.of(), hub, Confidence.CERTAIN, Support.NONE);
    }

    private List<Spread.Target> ofChanged(Workload workload) {
        String namespace = workload.meta().namespace();
        List<Spread.Target> ends = new ArrayList<>();
        ends.add(changed(workload, started(namespace)));
        ends.addAll(withToken.controlled(workload, changed(workload, asAnyAccount(namespace))));
        ends.addAll(plain.controlled(workload, changed(workload, withSecret(namespace))));
        ends.removeIf(end -> !leading.contains(end.vertex()));
        return ends;
    }

    private static Spread.Target changed(Workload workload, May hub) {
        return new Spread.Target(
                workload.meta().namespace(),
                ImmutableSet.of(workload.meta().name()),
                hub,
                PodCreation.lasts(workload),
                Targets.stated(workload.ref()));
    }

    private void layOut(Set<String> namespaces) {
        for (String namespace : namespaces) {
            May anybody = started(namespace);
            lead(anybody, asAnyAccount(namespace), accounts.get(namespace), withToken.ofEveryAccount(namespace));
            for (End end : accounts.get(namespace)) {
                for (String name : end.target().names()) {
                    end(anybody, end, withToken.ofOneAccount(Subject.serviceAccount(namespace, name)));
                }
            }
            lead(anybody, withSecret(namespace), secrets.get(namespace), plain.ofSomeAccount(namespace));
        }
    }

    private void lead(May from, May to, List<End> ends, List<Way> ways) {
        if (!ends.isEmpty()) {
            end(from, new End(target(to), true), ways);
            ends.forEach(end -> end(to, end, List.of(new Way(Confidence.CERTAIN, Support.NONE))));
        }
    }

    private void end(May from, End end, List<Way> ways) {
        for (Confidence confidence : Confidence.values()) {
            List<Support> supports = ways.stream()
                    .filter(way -> way.confidence() == confidence)
                    .map(way -> end.target().support().and(way.support()))
                    .toList();
            if (!supports.isEmpty()) {
                Vertex to = end.target().vertex();
                (end.silent() ? edges.silent(from, to) : edges.add(from, to))
                        .confidence(end.target().confidence().and(confidence))
                        .because(supports);
                leading.add(from);
            }
        }
    }

    private May started(String namespace) {
        return hub("-by-its-policy", " by a policy of its account", namespace);
    }

    private May asAnyAccount(String namespace) {
        return hub("-as-any-account", " with whatever account", namespace);
    }

    private May withSecret(String namespace) {
        return hub("-with-secret", " with whatever Secret", namespace);
    }

    private May hub(String suffix, String more, String namespace) {
        return new May(right + suffix, namespace, description + " of namespace " + namespace + more);
    }
}
