package dev.postern.internal.graph;

import java.util.List;

/** What can be taken out of a view one at a time to see whether a plan is left. */
enum Removal {
    FACTS {
        @Override
        int[] candidates(GraphView view, Plan plan) {
            IntList facts = new IntList();
            for (int arc : plan.arcs()) {
                facts.addAll(FactSets.common(view.supports(arc)));
            }
            return facts.toArray();
        }

        @Override
        GraphView remove(GraphView view, int fact) {
            return view.withoutFacts(fact);
        }
    },
    VERTICES {
        @Override
        int[] candidates(GraphView view, Plan plan) {
            return plan.establishes(view).stream()
                    .filter(vertex -> vertex != plan.target())
                    .toArray();
        }

        @Override
        GraphView remove(GraphView view, int vertex) {
            return view.withoutVertices(vertex);
        }
    },
    ARCS {
        @Override
        int[] candidates(GraphView view, Plan plan) {
            return plan.arcs();
        }

        @Override
        GraphView remove(GraphView view, int arc) {
            return view.withoutArcs(arc);
        }
    };

    /** What of {@code plan} each plan might need. */
    abstract int[] candidates(GraphView view, Plan plan);

    abstract GraphView remove(GraphView view, int item);

    Essentials essentials(Inquiry inquiry) {
        Meter meter = inquiry.meter();
        GraphView view = inquiry.bounds().view();
        Plans first = inquiry.cheapest(1, ArcSignature.IDENTITY, view, Subspace.ALL, meter);
        if (first.plans().isEmpty()) {
            return new Essentials(List.of(), false, first.truncated());
        }
        boolean truncated = false;
        IntList items = new IntList();
        for (int item : FactSets.sortedSet(candidates(view, first.plans().get(0)))) {
            Plans left = inquiry.cheapest(1, ArcSignature.IDENTITY, remove(view, item), Subspace.ALL, meter);
            if (left.plans().isEmpty()) {
                truncated |= left.truncated();
                if (!left.truncated()) {
                    items.add(item);
                }
            }
        }
        return new Essentials(items.toList(), true, truncated);
    }
}
