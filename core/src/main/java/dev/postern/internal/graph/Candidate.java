package dev.postern.internal.graph;

import java.util.Comparator;

/**
 * A subspace with the cheapest derivation found in it.
 *
 * @param feasible whether the derivation is a plan: within the budget of assumptions and from one alternative
 */
record Candidate(Subspace subspace, Plan plan, TopDown order, boolean feasible) {

    /** The same plan as one of a larger subspace. */
    Candidate standingFor(Subspace larger) {
        return new Candidate(larger, plan, order, feasible);
    }

    /** What must be branched before anything equally dear is reported comes first; then the canonical order of plans. */
    static Comparator<Candidate> cheapestFirst(GraphView view) {
        return (a, b) -> {
            int byKey = Long.compare(a.plan.key(), b.plan.key());
            if (byKey != 0) {
                return byKey;
            }
            int byFeasible = Boolean.compare(a.feasible, b.feasible);
            if (byFeasible != 0) {
                return byFeasible;
            }
            int byArcs = a.order.compareTo(b.order, view);
            return byArcs != 0 ? byArcs : Integer.compare(a.plan.alternative(), b.plan.alternative());
        };
    }
}
