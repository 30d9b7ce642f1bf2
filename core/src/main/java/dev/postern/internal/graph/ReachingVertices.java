package dev.postern.internal.graph;

import dev.postern.internal.graph.ReverseSearch.Joins;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which vertices reach a target, each by itself, at what cost and how surely; without a search for each.
 *
 * <p>Two reverse searches bound the answer from both sides: one that leaves out arcs of several tails (each of its ways is a
 * plan) and one that crosses each by way of a single tail and adds what the others cost at least (no plan is cheaper).
 * Where they agree, nothing is left to ask; for the others the cheapest plan is searched for, forwards. Exact, ANDs
 * included.
 */
public final class ReachingVertices {
    private static final int NO = -1;

    private final int[] costs;
    private final int[] confidences;
    private final CheapestPlan forward;
    private final ReverseSearch sure;
    private int undecided;
    private int left;

    private ReachingVertices(GraphView view, int target, int budget, int maxCost, int[] vertices, Limits limits) {
        costs = new int[view.vertexCount()];
        confidences = new int[view.vertexCount()];
        Arrays.fill(costs, NO);
        forward = CheapestPlan.from(budget == 0 ? view.withoutAssumptions() : view, vertices);
        sure = new ReverseSearch(view, target, budget, maxCost, Joins.SKIPPED, forward);
        ReverseSearch least = new ReverseSearch(view, target, budget, maxCost, Joins.BY_RAREST_TAIL, forward);
        IntList open = new IntList();
        for (int vertex : vertices) {
            if (least.key(vertex) == sure.key(vertex)) {
                settle(vertex, sure.key(vertex));
            } else {
                open.add(vertex);
            }
        }
        undecided = open.size();
        Meter meter = new Meter(limits);
        if (undecided > 0 && budget == 0) {
            search(view, target, maxCost, open.toArray(), meter);
        } else if (undecided > 0) {
            search(view, target, budget, maxCost, open.toArray(), least, meter);
        }
    }

    /**
     * Judges vertices, each as the only source. Nothing may be established without a source.
     *
     * @param budget how many distinct assumption arcs a plan may use
     * @param vertices whom to judge
     * @throws IllegalArgumentException if the graph has arcs without tails
     */
    public static ReachingVertices of(
            GraphView view, int target, int budget, int maxCost, int[] vertices, Limits limits) {
        if (view.graph().axioms().length > 0) {
            throw new IllegalArgumentException("arcs without tails establish their heads for everybody");
        }
        return new ReachingVertices(view, target, budget, maxCost, vertices, limits);
    }

    private void settle(int vertex, long key) {
        if (key != CostHops.INFINITE) {
            costs[vertex] = ReverseSearch.cost(key);
            confidences[vertex] = ReverseSearch.confidence(key);
        }
    }

    private void search(GraphView view, int target, int maxCost, int[] open, Meter meter) {
        SurestSearch search = new SurestSearch(view, target, maxCost, sure, forward);
        for (int i = 0; i < open.length; i++) {
            long key = search.from(open[i], meter);
            if (meter.exhausted()) {
                left = open.length - i;
                return;
            }
            settle(open[i], key);
        }
    }

    /** Within a budget that all branches of a plan share: not for a search that adds up branches. */
    private void search(
            GraphView view, int target, int budget, int maxCost, int[] open, ReverseSearch least, Meter meter) {
        Question question = new Question(view, Footholds.anyOf(open), target, budget, maxCost);
        Inquiry inquiry = Inquiry.into(question);
        GraphView whole = inquiry.bounds().view();
        GraphView[] surer = {whole, whole.withMinimumConfidence(1), whole.withMinimumConfidence(2)};
        @Nullable ReverseSearch[] bounds = new ReverseSearch[surer.length];
        for (int i = 0; i < open.length; i++) {
            if (meter.exhausted()) {
                left = open.length - i;
                return;
            }
            int vertex = open[i];
            // Nothing dearer than the way that is known is of interest.
            int known = sure.key(vertex) == CostHops.INFINITE ? maxCost : ReverseSearch.cost(sure.key(vertex));
            int alone = i;
            inquiry.cheapestFrom(i, whole, known, meter).ifPresent(plan -> {
                int cost = plan.additiveCost();
                long bound = least.key(vertex);
                int confidence =
                        cost == ReverseSearch.cost(bound) ? ReverseSearch.confidence(bound) : Hypergraph.MAX_CONFIDENCE;
                Optional<Plan> surest = Optional.empty();
                while (surest.isEmpty() && confidence > plan.confidence()) {
                    ReverseSearch room = bounds[confidence];
                    if (room == null) {
                        room = new ReverseSearch(
                                surer[confidence], target, budget, maxCost, Joins.BY_RAREST_TAIL, forward);
                        bounds[confidence] = room;
                    }
                    // Most have no surer way as cheap, and a search that finds none is the longest.
                    if (room.mayCost(vertex, cost)) {
                        surest = inquiry.cheapestFrom(alone, surer[confidence], cost, meter);
                    }
                    confidence--;
                }
                settle(vertex, surest.orElse(plan));
            });
        }
    }

    private void settle(int vertex, Plan plan) {
        costs[vertex] = plan.additiveCost();
        confidences[vertex] = plan.confidence();
    }

    public boolean reaches(int vertex) {
        return costs[vertex] != NO;
    }

    /** The cost of the cheapest plan of a vertex that reaches. */
    public int cost(int vertex) {
        return costs[vertex];
    }

    /** The confidence of the surest of the cheapest plans. */
    public int confidence(int vertex) {
        return confidences[vertex];
    }

    /** How many vertices the two bounds left undecided, so that a search had to decide them. */
    public int undecided() {
        return undecided;
    }

    /** How many vertices a limit left unjudged; they do not count as reaching. */
    public int unjudged() {
        return left;
    }
}
