package dev.postern.internal.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What can be taken out of a view one at a time to see whether a plan is left. */
enum Removal {
    FACTS {
        @Override
        BitSet needs(GraphView view, Plan plan) {
            BitSet facts = new BitSet();
            for (int arc : plan.arcs()) {
                for (int fact : FactSets.common(view.supports(arc))) {
                    facts.set(fact);
                }
            }
            return facts;
        }

        @Override
        GraphView remove(GraphView view, int fact) {
            return view.withoutFacts(fact);
        }
    },
    VERTICES {
        @Override
        BitSet needs(GraphView view, Plan plan) {
            BitSet vertices = plan.establishes(view);
            for (int source : plan.sources()) {
                vertices.set(source);
            }
            return vertices;
        }

        @Override
        boolean counts(int vertex, GraphView view, Plan first) {
            return vertex != first.target() && first.establishes(view).get(vertex);
        }

        @Override
        GraphView remove(GraphView view, int vertex) {
            return view.withoutVertices(vertex);
        }
    },
    ARCS {
        @Override
        BitSet needs(GraphView view, Plan plan) {
            BitSet arcs = new BitSet();
            for (int arc : plan.arcs()) {
                arcs.set(arc);
            }
            return arcs;
        }

        @Override
        GraphView remove(GraphView view, int arc) {
            return view.withoutArcs(arc);
        }
    };

    /** Everything that {@code plan} cannot do without. */
    abstract BitSet needs(GraphView view, Plan plan);

    /** Whether an item that the first plan needs is asked for at all. */
    boolean counts(int item, GraphView view, Plan first) {
        return true;
    }

    abstract GraphView remove(GraphView view, int item);

    Essentials essentials(Inquiry inquiry) {
        Plans first =
                inquiry.cheapest(1, ArcSignature.IDENTITY, inquiry.bounds().view(), Subspace.ALL, inquiry.meter());
        return first.plans().isEmpty()
                ? new Essentials(List.of(), false, first.truncated())
                : essentials(inquiry, first.plans());
    }

    /** With some plans known already, at least one. Nothing is searched for if no item is needed by all of them. */
    Essentials essentials(Inquiry inquiry, List<Plan> known) {
        GraphView view = inquiry.question().view();
        BitSet candidates = needs(view, known.get(0));
        known.forEach(plan -> candidates.and(needs(view, plan)));
        Meter meter = inquiry.meter();
        List<Integer> items = new ArrayList<>();
        boolean truncated = false;
        for (int item = candidates.nextSetBit(0); item >= 0; item = candidates.nextSetBit(item + 1)) {
            if (counts(item, view, known.get(0))) {
                GraphView without = remove(inquiry.bounds().view(), item);
                Plans left = inquiry.cheapest(1, ArcSignature.IDENTITY, without, Subspace.ALL, meter);
                if (!left.plans().isEmpty()) {
                    candidates.and(needs(view, left.plans().get(0)));
                } else if (left.truncated()) {
                    truncated = true;
                } else {
                    items.add(item);
                }
            }
        }
        return new Essentials(items, true, truncated);
    }
}
