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
import java.util.OptionalInt;
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
    private final SearchSpace space;
    private final GraphView view;
    private final Footholds footholds;
    private final OptionalInt target;
    private final ImmutableList<String> notes;

    private Survivors(
            PathQuery query, SearchSpace space, Footholds footholds, OptionalInt target, ImmutableList<String> notes) {
        this.query = query;
        this.space = space;
        this.view = space.view().withMinimumConfidence(query.minConfidence().ordinal());
        this.footholds = footholds;
        this.target = target;
        this.notes = notes;
    }

    /**
     * Opens a graph for a question.
     *
     * @throws IllegalArgumentException as {@link PathFinder#find}
     */
    public static Survivors of(Facts facts, AttackGraph graph, PathQuery query) {
        Vertex targetVertex = Targets.of(facts, query.to());
        SearchSpace space = SearchSpace.of(graph, PathFinder.usesFlows(graph, query));
        Starts starts = Starts.of(facts, space, query);
        return new Survivors(query, space, starts.footholds(), space.index(targetVertex), starts.notes());
    }

    /** The question. */
    public PathQuery query() {
        return query;
    }

    /** What the reader must know about where it starts. */
    public ImmutableList<String> notes() {
        return notes;
    }

    /** Whether the start is what is wanted, so that nothing can be taken away from between. */
    public boolean holdsAlready() {
        return target.isPresent() && PathFinder.holdsAlready(question(view, footholds, target.getAsInt()));
    }

    /**
     * The cheapest plan that needs none of some facts and starts from none of some alternatives. Time as for a cheapest
     * plan.
     */
    public Answer without(Collection<Evidence> gone, Set<ImmutableSet<Vertex>> excluded) {
        if (target.isEmpty()) {
            return NONE;
        }
        GraphView left = view.withoutFacts(gone.stream().mapToInt(space::number).toArray());
        Footholds allowed = without(excluded);
        if (allowed.base().length == 0 && allowed.alternativeCount() == 0) {
            return NONE;
        }
        Question question = question(left, allowed, target.getAsInt());
        Plans plans = Inquiry.into(question)
                .cheapest(1, new Signatures(space, ImmutableSet.of(space.vertex(target.getAsInt()))));
        return new Answer(
                plans.plans().stream().findFirst().map(plan -> survivor(plan, left, allowed)), plans.truncated());
    }

    private Question question(GraphView on, Footholds from, int to) {
        return new Question(on, from, to, query.assumptionBudget(), query.maxEffort());
    }

    private Footholds without(Set<ImmutableSet<Vertex>> excluded) {
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
