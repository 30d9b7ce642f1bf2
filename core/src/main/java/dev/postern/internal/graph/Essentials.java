package dev.postern.internal.graph;

import java.util.List;

/**
 * What lies on every plan of a {@link Question}: without any one of {@code items} the target cannot be established.
 *
 * <p>What lies on every plan lies on the cheapest: each candidate of that one plan is removed and the question asked again,
 * with all its alternatives and its budget. At most as many searches as the plan has candidates, directed by the bounds of
 * the whole question. (Dominator trees do not do: they are wrong with ANDs.)
 *
 * @param items facts, vertices or arcs, ascending; empty when there is no plan at all
 * @param derivable whether there is a plan; may be false for want of steps when {@code truncated}
 * @param truncated a limit was hit: items may be missing; those listed are right
 */
public record Essentials(List<Integer> items, boolean derivable, boolean truncated) {

    public Essentials {
        items = List.copyOf(items);
    }

    /** Single facts whose removal alone leaves no plan, of whatever alternative. */
    public static Essentials facts(Question question, Limits limits) {
        return of(question, limits, new Removal() {
            @Override
            public int[] candidates(GraphView view, Plan plan) {
                IntList facts = new IntList();
                for (int arc : plan.arcs()) {
                    facts.addAll(FactSets.common(view.supports(arc)));
                }
                return facts.toArray();
            }

            @Override
            public GraphView remove(GraphView view, int fact) {
                return view.withoutFacts(fact);
            }
        });
    }

    /** Choke points: vertices other than the target and the plan's sources that every plan establishes. */
    public static Essentials vertices(Question question, Limits limits) {
        return of(question, limits, new Removal() {
            @Override
            public int[] candidates(GraphView view, Plan plan) {
                return plan.establishes(view).stream()
                        .filter(vertex -> vertex != plan.target())
                        .toArray();
            }

            @Override
            public GraphView remove(GraphView view, int vertex) {
                return view.withoutVertices(vertex);
            }
        });
    }

    /** Single arcs, implicit ones included, that every plan uses. */
    public static Essentials arcs(Question question, Limits limits) {
        return of(question, limits, new Removal() {
            @Override
            public int[] candidates(GraphView view, Plan plan) {
                return plan.arcs();
            }

            @Override
            public GraphView remove(GraphView view, int arc) {
                return view.withoutArcs(arc);
            }
        });
    }

    private interface Removal {
        int[] candidates(GraphView view, Plan plan);

        GraphView remove(GraphView view, int item);
    }

    private static Essentials of(Question question, Limits limits, Removal removal) {
        PlanEngine engine = new PlanEngine(question, ArcSignature.IDENTITY, limits);
        Plans first = engine.cheapest(1);
        if (first.plans().isEmpty()) {
            return new Essentials(List.of(), false, first.truncated());
        }
        GraphView view = engine.bounds().view();
        boolean truncated = first.truncated();
        IntList items = new IntList();
        for (int item :
                FactSets.sortedSet(removal.candidates(view, first.plans().get(0)))) {
            Plans left = engine.cheapest(1, removal.remove(view, item), Subspace.ALL);
            truncated |= left.plans().isEmpty() && left.truncated();
            if (left.plans().isEmpty() && !left.truncated()) {
                items.add(item);
            }
        }
        return new Essentials(items.toList(), true, truncated);
    }
}
