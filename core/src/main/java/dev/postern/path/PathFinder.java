package dev.postern.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.AttackGraph;
import dev.postern.attack.Facts;
import dev.postern.attack.SearchSpace;
import dev.postern.attack.Vertex;
import dev.postern.internal.graph.ArcSignature;
import dev.postern.internal.graph.Essentials;
import dev.postern.internal.graph.GraphView;
import dev.postern.internal.graph.Inquiry;
import dev.postern.internal.graph.Limits;
import dev.postern.internal.graph.Plan;
import dev.postern.internal.graph.Plans;
import dev.postern.internal.graph.Question;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Answers {@link PathQuery}s on one attack graph. Immutable and safe to share. */
public final class PathFinder {
    /** The note of an answer to a question whose start is its target. */
    static final String ALREADY_THERE = "the start is already there";

    /** Passing over plans that are not as asked for may take for ever: sooner stopped, and said. */
    private static final Limits CHOOSING = new Limits(4_000, 400_000_000L);

    private final Facts facts;
    private final AttackGraph graph;
    private final SingleEdits singleEdits;

    public PathFinder(Facts facts, AttackGraph graph) {
        this.facts = facts;
        this.graph = graph;
        this.singleEdits = new SingleEdits(facts);
    }

    /**
     * The cheapest distinct plans, and the single edits that would leave none.
     *
     * @throws IllegalArgumentException if the question asks for a place that cannot be a target, or has several starts
     *     that stand for alternatives
     */
    public AttackPaths find(PathQuery query) {
        OpenQuestion open = OpenQuestion.of(facts, graph, query);
        List<String> notes = new ArrayList<>(open.notes());
        if (open.question().isEmpty()) {
            return new AttackPaths(query, open.starts().count(), ImmutableList.copyOf(notes));
        }
        Question question = open.question().get();
        if (holdsAlready(question, open.target())) {
            notes.add(ALREADY_THERE);
            return new AttackPaths(query, open.starts().count(), ImmutableList.copyOf(notes));
        }
        SearchSpace space = open.space();
        Plans plans = search(open, question, query);
        Essentials essentials = Inquiry.into(question).essentialFacts(plans.plans());
        ImmutableList<AttackPath> paths = plans.plans().stream()
                .<AttackPath>map(plan -> path(space, plan))
                .collect(ImmutableList.toImmutableList());
        ImmutableList<SingleEdit> edits = singleEdits.of(space, essentials);
        ImmutableList.Builder<String> notSearched = ImmutableList.builder();
        if (plans.truncated()) {
            notSearched.add(notSearched(plans));
        }
        if (essentials.truncated()) {
            notSearched.add("whether further single edits leave no path");
        }
        return new AttackPaths(
                query,
                paths,
                plans.plans().isEmpty() ? ImmutableList.of() : edits,
                open.starts().count(),
                notSearched.build(),
                ImmutableList.copyOf(notes));
    }

    private static String notSearched(Plans plans) {
        String passed = plans.unwanted() == 0
                ? ""
                : " (" + plans.unwanted() + " distinct paths were found that are not as asked for)";
        return "some paths of effort " + plans.completeBelow() + " and more; none of less is missing" + passed;
    }

    private static Signatures signatures(OpenQuestion open, Requirements required) {
        return new Signatures(
                open.space(),
                ImmutableSet.<Vertex>builder()
                        .addAll(open.target().members())
                        .addAll(required.apart())
                        .build(),
                required::concerns);
    }

    /** The cheapest plans of which no two are alike by a measure of the caller's; what they must use is not asked. */
    ImmutableList<FoundPath> plans(PathQuery query, Function<SearchSpace, ArcSignature> alike) {
        OpenQuestion open = OpenQuestion.of(facts, graph, query);
        return asked(open).stream()
                .flatMap(question ->
                        Inquiry.into(question).cheapest(query.limit(), alike.apply(open.space())).plans().stream())
                .map(plan -> path(open.space(), plan))
                .collect(ImmutableList.toImmutableList());
    }

    /** For each step of the cheapest plan, in order, the cheapest plan without it. */
    ImmutableList<Optional<AttackPath>> detours(PathQuery query) {
        OpenQuestion open = OpenQuestion.of(facts, graph, query);
        ImmutableList.Builder<Optional<AttackPath>> detours = ImmutableList.builder();
        asked(open)
                .ifPresent(question -> cheapest(open, question, query).ifPresent(plan -> {
                    for (int arc : plan.arcs()) {
                        if (open.space().type(arc).isPresent()) {
                            detours.add(
                                    cheapest(open, question.on(question.view().withoutArcs(arc)), query)
                                            .map(other -> path(open.space(), other)));
                        }
                    }
                }));
        return detours.build();
    }

    private static Optional<Question> asked(OpenQuestion open) {
        return open.question().filter(question -> !holdsAlready(question, open.target()));
    }

    private Optional<Plan> cheapest(OpenQuestion open, Question question, PathQuery query) {
        return search(open, question, query.cheapest(1)).plans().stream().findFirst();
    }

    private Plans search(OpenQuestion open, Question question, PathQuery query) {
        SearchSpace space = open.space();
        boolean chooses = query.constraints().chooses();
        Requirements required = new Requirements(facts, space, query.constraints());
        // What must be used may lie beyond cluster-admin, where the ways left out go.
        GraphView searched = chooses
                ? Detours.withoutRounds(space, question.view())
                : Detours.without(space, question.view(), question.target());
        return Inquiry.into(question.on(searched), chooses ? CHOOSING : Limits.DEFAULT)
                .cheapest(query.limit(), signatures(open, required), required);
    }

    /** What this graph lacks of a plan that was found in another as an answer to the same question. */
    Counterparts.Lack lack(PathQuery query, FoundPath path) {
        return new Counterparts(OpenQuestion.of(facts, graph, query), query).lack(path);
    }

    Cluster cluster() {
        return facts.cluster();
    }

    static boolean holdsAlready(Question question, Targets target) {
        return Arrays.stream(question.footholds().base())
                .mapToObj(target.space()::vertex)
                .anyMatch(target.members()::contains);
    }

    static FoundPath path(SearchSpace space, Plan plan) {
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
}
