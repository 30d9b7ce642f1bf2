package dev.postern.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Facts;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex;
import dev.postern.edit.Edit;
import dev.postern.edit.Edits;
import dev.postern.internal.graph.Essentials;
import dev.postern.internal.graph.Footholds;
import dev.postern.internal.graph.GraphView;
import dev.postern.internal.graph.Inquiry;
import dev.postern.internal.graph.Plan;
import dev.postern.internal.graph.Plans;
import dev.postern.internal.graph.Question;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Answers {@link PathQuery}s on one attack graph. Immutable and safe to share. */
public final class PathFinder {
    private final Facts facts;
    private final AttackGraph graph;

    public PathFinder(Facts facts, AttackGraph graph) {
        this.facts = facts;
        this.graph = graph;
    }

    /**
     * The cheapest distinct plans, and the single edits that would leave none.
     *
     * @throws IllegalArgumentException if the question asks for a place that cannot be a target, or has several starts
     *     that stand for alternatives
     */
    public AttackPaths find(PathQuery query) {
        Vertex targetVertex = Targets.of(facts, query.to());
        SearchSpace space = SearchSpace.of(graph, usesFlows(graph, query));
        Starts starts = Starts.of(facts, space, query);
        List<String> notes = new ArrayList<>(starts.notes());
        OptionalInt target = space.index(targetVertex);
        if (target.isEmpty() || starts.count() == 0) {
            if (target.isEmpty()) {
                notes.add("nothing in the input leads to " + query.to().notation());
            }
            return answer(query, ImmutableList.of(), ImmutableList.of(), starts, false, notes);
        }
        GraphView view =
                space.view().withMinimumConfidence(query.minConfidence().ordinal());
        Question question =
                new Question(view, starts.footholds(), target.getAsInt(), query.assumptionBudget(), query.maxEffort());
        if (holdsAlready(question)) {
            notes.add("the start is already there");
            return answer(query, ImmutableList.of(), ImmutableList.of(), starts, false, notes);
        }
        Plans plans = Inquiry.into(question.on(Detours.without(space, view, question.target())))
                .cheapest(query.limit(), new Signatures(space, ImmutableSet.of(targetVertex)));
        Essentials essentials = Inquiry.into(question).essentialFacts(plans.plans());
        ImmutableList<AttackPath> paths =
                plans.plans().stream().map(plan -> path(space, plan)).collect(ImmutableList.toImmutableList());
        Edits edits = Edits.of(facts.cluster());
        // One edit may take several of these facts away; the last names the place best: a subject, not the role given
        // to it.
        Map<Edit, SingleEdit> single = new LinkedHashMap<>();
        essentials.items().stream()
                .map(space::fact)
                .filter(fact -> !facts.rbac().restoresRules(fact.object()))
                .sorted()
                .forEach(fact -> edits.first(fact).ifPresent(edit -> single.put(edit, new SingleEdit(fact, edit))));
        return answer(
                query,
                paths,
                ImmutableList.copyOf(single.values()),
                starts,
                plans.truncated() || essentials.truncated(),
                notes);
    }

    /** What this graph lacks of a plan that was found in another as an answer to the same question. */
    Counterparts.Lack lack(PathQuery query, FoundPath path) {
        return new Counterparts(facts, SearchSpace.of(graph, usesFlows(graph, query)), query).lack(path);
    }

    Cluster cluster() {
        return facts.cluster();
    }

    /** Flows lead only to ports, and from most ports only an assumed flaw leads on. */
    static boolean usesFlows(AttackGraph graph, PathQuery query) {
        int fromOutside = query.from().contains(Place.internet()) ? 1 : 0;
        return graph.hasOpenPorts() || query.assumptionBudget() > fromOutside;
    }

    static boolean holdsAlready(Question question) {
        Footholds footholds = question.footholds();
        return Arrays.stream(footholds.base()).anyMatch(vertex -> vertex == question.target());
    }

    static AttackPath path(SearchSpace space, Plan plan) {
        ImmutableList<Step> steps = StepList.of(space, plan);
        Vertex target = space.vertex(plan.target());
        return new FoundPath(
                FoundPath.idOf(target, steps),
                Arrays.stream(plan.sources()).mapToObj(space::vertex).collect(ImmutableList.toImmutableList()),
                target,
                steps,
                plan.additiveCost(),
                Math.toIntExact(plan.distinctCost()),
                Confidence.values()[plan.confidence()],
                Arrays.stream(plan.arcs()).mapToObj(space::edge).collect(ImmutableList.toImmutableList()));
    }

    private static AttackPaths answer(
            PathQuery query,
            ImmutableList<AttackPath> paths,
            ImmutableList<SingleEdit> edits,
            Starts starts,
            boolean truncated,
            List<String> notes) {
        return new AttackPaths(query, paths, edits, starts.count(), truncated, ImmutableList.copyOf(notes));
    }
}
