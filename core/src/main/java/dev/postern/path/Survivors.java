package dev.postern.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.AttackEdge;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Facts;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex;
import dev.postern.internal.graph.Footholds;
import dev.postern.internal.graph.GraphView;
import dev.postern.internal.graph.Inquiry;
import dev.postern.internal.graph.Plan;
import dev.postern.internal.graph.Plans;
import dev.postern.model.Evidence;
import dev.postern.model.Support;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One question, asked again and again with more and more facts gone: which plan is left? Belongs to one thread, because it
 * remembers what it learnt about flows.
 */
public final class Survivors {
    /**
     * A plan that is left.
     *
     * @param path the plan
     * @param start the alternative it starts from; where that is the Internet, what it enters first; empty where the start
     *     stands for no alternatives
     * @param grounds for each of its edges that rests on facts, the grounds that are left; never empty
     */
    public record Survivor(
            AttackPath path, ImmutableSet<Vertex> start, ImmutableList<ImmutableList<Support>> grounds) {}

    /**
     * An answer.
     *
     * @param survivor the cheapest plan that is left
     * @param truncated whether the search ended before it was complete: then no plan does not mean that there is none
     */
    public record Answer(Optional<Survivor> survivor, boolean truncated) {}

    private static final Vertex INTERNET = new Vertex.Internet();
    private static final Answer NONE = new Answer(Optional.empty(), false);

    private final PathQuery query;
    private final OpenQuestion open;
    private final SearchSpace space;
    private final Optional<Inquiry> inquiry;

    private Survivors(PathQuery query, OpenQuestion open) {
        this.query = query;
        this.open = open;
        this.space = open.space();
        this.inquiry = open.question().map(Inquiry::into);
    }

    /**
     * Opens a graph for a question.
     *
     * @throws IllegalArgumentException as {@link PathFinder#find}, and if the question says what paths must use
     */
    public static Survivors of(Facts facts, AttackGraph graph, PathQuery query) {
        if (query.constraints().chooses()) {
            throw new IllegalArgumentException(
                    "a cut leaves no path at all: what a path must use can be asked of paths" + " only");
        }
        return new Survivors(query, OpenQuestion.of(facts, graph, query));
    }

    /** The question. */
    public PathQuery query() {
        return query;
    }

    /** What the reader must know about where it starts. */
    public ImmutableList<String> notes() {
        return ImmutableList.copyOf(open.notes());
    }

    /** Whether it is asked of several starts, each for itself. */
    public boolean hasAlternatives() {
        return open.question().isPresent() && footholds().alternativeCount() > 0;
    }

    /** Whether the start is what is wanted, so that nothing can be taken away from between. */
    public boolean holdsAlready() {
        return open.question()
                .filter(question -> PathFinder.holdsAlready(question, open.target()))
                .isPresent();
    }

    /**
     * The cheapest plan that needs none of some facts and has none of some starts. Time as for a cheapest plan.
     *
     * @param excluded starts of {@link Survivor}s; what the Internet enters first is then entered from nowhere
     */
    public Answer without(Collection<Evidence> gone, Set<ImmutableSet<Vertex>> excluded) {
        if (inquiry.isEmpty()) {
            return NONE;
        }
        Inquiry whole = inquiry.get();
        boolean alternatives = hasAlternatives();
        GraphView left = whole.view()
                .withoutFacts(gone.stream().mapToInt(space::number).toArray())
                .withoutVertices(alternatives ? new int[0] : vertices(excluded));
        Plans plans = cheapest(whole, left, alternatives ? alternatives(excluded) : new int[0]);
        return new Answer(plans.plans().stream().findFirst().map(plan -> survivor(plan, left)), plans.truncated());
    }

    /** The cheapest plan of all, wherever it starts. */
    public Optional<AttackPath> cheapest() {
        return inquiry.flatMap(
                        whole -> cheapest(whole, whole.view()).plans().stream().findFirst())
                .map(plan -> PathFinder.path(space, plan));
    }

    private Plans cheapest(Inquiry whole, GraphView left, int... excluded) {
        return whole.cheapestWithin(left, new Signatures(space, open.target().members()), excluded);
    }

    private Footholds footholds() {
        return open.question().orElseThrow().footholds();
    }

    private int[] vertices(Set<ImmutableSet<Vertex>> starts) {
        return starts.stream()
                .flatMap(Set::stream)
                .map(space::index)
                .flatMapToInt(OptionalInt::stream)
                .toArray();
    }

    private int[] alternatives(Set<ImmutableSet<Vertex>> starts) {
        return starts.isEmpty()
                ? new int[0]
                : IntStream.range(0, footholds().alternativeCount())
                        .filter(i -> starts.contains(vertices(footholds().alternative(i))))
                        .toArray();
    }

    private ImmutableSet<Vertex> vertices(int[] numbers) {
        return Arrays.stream(numbers).mapToObj(space::vertex).collect(ImmutableSet.toImmutableSet());
    }

    private Survivor survivor(Plan plan, GraphView left) {
        ImmutableList.Builder<ImmutableList<Support>> grounds = ImmutableList.builder();
        for (int arc : plan.arcs()) {
            ImmutableList<Support> alive = Arrays.stream(left.supports(arc))
                    .map(facts -> Support.of(
                            Arrays.stream(facts).mapToObj(space::fact).toList()))
                    .sorted()
                    .collect(ImmutableList.toImmutableList());
            if (!alive.isEmpty()
                    && alive.stream().noneMatch(support -> support.facts().isEmpty())) {
                grounds.add(alive);
            }
        }
        return new Survivor(PathFinder.path(space, plan), start(plan), grounds.build());
    }

    private ImmutableSet<Vertex> start(Plan plan) {
        if (plan.alternative() != Plan.NO_ALTERNATIVE) {
            return vertices(footholds().alternative(plan.alternative()));
        }
        return Arrays.stream(plan.arcs())
                .mapToObj(space::edge)
                .filter(edge -> edge.premises().contains(INTERNET))
                .map(AttackEdge::to)
                .filter(entered -> !open.target().members().contains(entered))
                .findFirst()
                .map(ImmutableSet::of)
                .orElse(ImmutableSet.of());
    }
}
