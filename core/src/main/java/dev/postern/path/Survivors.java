package dev.postern.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Facts;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex;
import dev.postern.internal.graph.Footholds;
import dev.postern.internal.graph.GraphView;
import dev.postern.internal.graph.Inquiry;
import dev.postern.internal.graph.Plan;
import dev.postern.internal.graph.Plans;
import dev.postern.internal.graph.Question;
import dev.postern.model.Evidence;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One question, asked again and again with more and more facts gone: which plan is left? Belongs to one thread, because it
 * remembers what it learnt about flows.
 */
public final class Survivors {
    /**
     * A plan that is left.
     *
     * @param path the plan
     * @param start the alternative it starts from; empty when its start stands for none
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

    private static final Answer NONE = new Answer(Optional.empty(), false);

    private final PathQuery query;
    private final OpenQuestion open;
    private final SearchSpace space;

    private Survivors(PathQuery query, OpenQuestion open) {
        this.query = query;
        this.open = open;
        this.space = open.space();
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

    /** Whether the start is what is wanted, so that nothing can be taken away from between. */
    public boolean holdsAlready() {
        return open.question()
                .filter(question -> PathFinder.holdsAlready(question, open.target()))
                .isPresent();
    }

    /**
     * The cheapest plan that needs none of some facts and starts from none of some alternatives. Time as for a cheapest
     * plan.
     */
    public Answer without(Collection<Evidence> gone, Set<ImmutableSet<Vertex>> excluded) {
        if (open.question().isEmpty()) {
            return NONE;
        }
        Question asked = open.question().get();
        GraphView left =
                asked.view().withoutFacts(gone.stream().mapToInt(space::number).toArray());
        Footholds allowed = without(asked.footholds(), excluded);
        if (allowed.base().length == 0 && allowed.alternativeCount() == 0) {
            return NONE;
        }
        Question question = new Question(left, allowed, asked.target(), asked.assumptions(), asked.maxCost());
        Plans plans = Inquiry.into(question)
                .cheapest(1, new Signatures(space, open.target().members()));
        return new Answer(
                plans.plans().stream().findFirst().map(plan -> survivor(plan, left, allowed)), plans.truncated());
    }

    private Footholds without(Footholds footholds, Set<ImmutableSet<Vertex>> excluded) {
        if (excluded.isEmpty() || footholds.alternativeCount() == 0) {
            return footholds;
        }
        List<int[]> left = new ArrayList<>();
        for (int i = 0; i < footholds.alternativeCount(); i++) {
            if (!excluded.contains(vertices(footholds.alternative(i)))) {
                left.add(footholds.alternative(i));
            }
        }
        return Footholds.anyOf(footholds.base(), left);
    }

    private ImmutableSet<Vertex> vertices(int[] numbers) {
        return Arrays.stream(numbers).mapToObj(space::vertex).collect(ImmutableSet.toImmutableSet());
    }

    private Survivor survivor(Plan plan, GraphView left, Footholds allowed) {
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
        return new Survivor(
                PathFinder.path(space, plan),
                plan.alternative() == Plan.NO_ALTERNATIVE
                        ? ImmutableSet.of()
                        : vertices(allowed.alternative(plan.alternative())),
                grounds.build());
    }
}
