package dev.postern.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.EdgeType;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex;
import dev.postern.internal.graph.Footholds;
import dev.postern.internal.graph.GraphView;
import dev.postern.internal.graph.Hypergraph;
import dev.postern.internal.graph.Inquiry;
import dev.postern.internal.graph.Question;
import dev.postern.internal.graph.Reachability;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Looks in one graph for a plan that was found in another. Two edges are counterparts when technique and groups agree, as
 * for {@link Signatures}; classes of the network, which have no lasting names, are all alike. Only what leads to the target
 * by counterparts of the plan's edges is looked at.
 */
final class Counterparts {
    /** Of plans that are made of the same edges there are few. */
    private static final int TRIED = 8;

    private final SearchSpace space;
    private final GraphView view;
    private final Footholds footholds;
    private final OptionalInt target;
    private final PathQuery query;
    private final ImmutableSet<Vertex> targets;

    private record Key(String technique, ImmutableSet<String> from, String to) {}

    /** What of a plan the graph lacks. {@code derivable}: nothing, and the question's start is enough for it. */
    record Lack(boolean derivable, ImmutableList<AttackEdge> edges) {}

    Counterparts(OpenQuestion open, PathQuery query) {
        this.space = open.space();
        this.query = query;
        this.view = open.view();
        this.footholds = open.starts().footholds();
        this.target = open.target().vertex();
        this.targets = open.target().members();
    }

    Lack lack(FoundPath path) {
        if (target.isEmpty()) {
            return new Lack(false, ImmutableList.copyOf(path.edges()));
        }
        Set<Key> wanted = new HashSet<>();
        path.edges().forEach(edge -> wanted.add(key(edge)));
        Set<Key> seen = new HashSet<>();
        BitSet kept = backwards(wanted, seen);
        ImmutableList<AttackEdge> missing = path.edges().stream()
                .filter(edge -> !seen.contains(key(edge)))
                .filter(edge -> !isThere(edge))
                .collect(ImmutableList.toImmutableList());
        return new Lack(missing.isEmpty() && isDerivable(path, kept), missing);
    }

    private boolean isDerivable(FoundPath path, BitSet kept) {
        GraphView only = view.withoutArcs(IntStream.range(0, view.graph().arcCount())
                .filter(arc -> !kept.get(arc))
                .toArray());
        IntStream starts = Arrays.stream(footholds.base());
        for (int i = 0; i < footholds.alternativeCount(); i++) {
            starts = IntStream.concat(starts, Arrays.stream(footholds.alternative(i)));
        }
        if (!Reachability.reaches(only, target.getAsInt(), starts.toArray())) {
            return false;
        }
        Question question =
                new Question(only, footholds, target.getAsInt(), query.assumptionBudget(), query.maxEffort());
        return Inquiry.into(question).cheapest(TRIED, new Signatures(space, targets)).plans().stream()
                .anyMatch(plan -> PathFinder.path(space, plan).id().equals(path.id()));
    }

    /** The stored arcs that lead to the target by edges of those keys; the keys that were met are added to {@code seen}. */
    private BitSet backwards(Set<Key> wanted, Set<Key> seen) {
        Hypergraph graph = view.graph();
        BitSet kept = new BitSet();
        BitSet known = new BitSet();
        Deque<Integer> open = new ArrayDeque<>(List.of(target.getAsInt()));
        known.set(target.getAsInt());
        while (!open.isEmpty()) {
            int head = open.remove();
            String to = group(space.vertex(head));
            if (wanted.stream().noneMatch(key -> key.to().equals(to))) {
                continue;
            }
            for (int arc = graph.firstArcInto(head); arc < graph.endOfArcsInto(head); arc++) {
                Key key = graph.confidence(arc) < query.minConfidence().ordinal() ? null : key(arc);
                if (key != null && wanted.contains(key)) {
                    kept.set(arc);
                    seen.add(key);
                    for (int i = 0; i < graph.tailCount(arc); i++) {
                        visit(graph.tail(arc, i), known, open);
                    }
                }
            }
            space.flowsInto(head, (tail, confidence) -> {
                Key key = new Key(space.flowTechnique(), ImmutableSet.of(NETWORK), to);
                if (confidence >= query.minConfidence().ordinal() && wanted.contains(key)) {
                    seen.add(key);
                    visit(tail, known, open);
                }
            });
        }
        return kept;
    }

    private static void visit(int vertex, BitSet known, Deque<Integer> open) {
        if (!known.get(vertex)) {
            known.set(vertex);
            open.add(vertex);
        }
    }

    /** Whether this very edge is there, though nothing leads from it to the target. */
    private boolean isThere(AttackEdge edge) {
        OptionalInt head = space.index(edge.to());
        if (head.isEmpty()) {
            return false;
        }
        Key wanted = key(edge);
        Hypergraph graph = view.graph();
        boolean stored = IntStream.range(graph.firstArcInto(head.getAsInt()), graph.endOfArcsInto(head.getAsInt()))
                .anyMatch(arc -> graph.confidence(arc) >= query.minConfidence().ordinal() && key(arc).equals(wanted));
        boolean[] flow = new boolean[1];
        if (!stored
                && wanted.from().equals(ImmutableSet.of(NETWORK))
                && wanted.technique().equals(space.flowTechnique())) {
            space.flowsInto(head.getAsInt(), (tail, confidence) -> flow[0] = true);
        }
        return stored || flow[0];
    }

    private Key key(int arc) {
        ImmutableSet.Builder<String> from = ImmutableSet.builder();
        for (int tail : view.tails(arc)) {
            from.add(group(space.vertex(tail)));
        }
        return new Key(space.type(arc).map(EdgeType::id).orElse(""), from.build(), group(space.vertex(view.head(arc))));
    }

    private static Key key(AttackEdge edge) {
        return new Key(
                edge.type().map(EdgeType::id).orElse(""),
                edge.premises().stream().map(Counterparts::group).collect(ImmutableSet.toImmutableSet()),
                group(edge.to()));
    }

    private static final String NETWORK = "network";

    private static String group(Vertex vertex) {
        return vertex instanceof Vertex.NetworkPosition ? NETWORK : Signatures.groupOf(vertex);
    }
}
