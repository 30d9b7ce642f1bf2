package dev.postern.internal.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Enumerates the plans of a question cheapest first: best-first branching over subspaces, each represented by its cheapest
 * derivation.
 *
 * <p>E. L. Lawler, "A procedure for computing the K best solutions to discrete optimization problems", Management Science
 * 18(7), 1972; L. R. Nielsen, K. A. Andersen, D. Pretolani, "Finding the K shortest hyperpaths", Computers &amp; Operations
 * Research 32(6), 2005. From a plan, for each of its vertices from the target downwards: the arcs of the vertices before it
 * stay, its own must be another. These subspaces are disjoint and hold every other plan. "Another" is split into arcs of
 * another signature and other arcs of the same one, so that a different plan never waits behind forty replicas.
 *
 * <p>A derivation that breaks the budget uses assumptions a1, a2, ... of which every plan lacks some: one subspace per first
 * one that is missing. One that mixes alternatives uses sources of an alternative i: the plans from i alone, and the plans
 * from others.
 */
final class PlanEnumeration {

    private final Bounds bounds;
    private final GraphView view;
    private final ArcSignature signature;
    private final Meter meter;
    private final ConstrainedSearch search;
    private final PriorityQueue<Candidate> queue;
    private final KnownSignatures known;
    private final Novelty novelty;

    PlanEnumeration(
            Bounds bounds, GraphView view, int k, ArcSignature signature, ConstrainedSearch search, Meter meter) {
        this.bounds = bounds;
        this.view = view;
        this.signature = signature;
        this.meter = meter;
        this.search = search;
        this.queue = new PriorityQueue<>(Candidate.cheapestFirst(view));
        this.known = new KnownSignatures(k, CostHops.atMost(bounds.question().maxCost()));
        this.novelty = new Novelty(bounds, view, signature, search, meter, known);
    }

    /** The {@code k} cheapest plans of {@code all} that differ in their signatures. */
    Plans enumerate(Subspace all, int k) {
        List<Plan> plans = new ArrayList<>();
        solve(all);
        while (plans.size() < k && !queue.isEmpty() && !meter.exhausted()) {
            Candidate next = queue.remove();
            if (!next.feasible()) {
                branchInfeasible(next);
            } else if (known.report(next.plan().signatures(signature))) {
                plans.add(next.plan());
                if (plans.size() < k) {
                    branch(next);
                }
            } else if (novelty.possible(next)) {
                branch(next);
            }
        }
        boolean truncated = plans.size() < k && meter.exhausted();
        while (plans.size() < k && !queue.isEmpty()) {
            Candidate rest = queue.remove();
            if (rest.feasible() && known.report(rest.plan().signatures(signature))) {
                plans.add(rest.plan());
            }
        }
        return new Plans(plans, truncated);
    }

    private void solve(Subspace subspace) {
        if (!meter.startSolve()) {
            return;
        }
        Optional<Plan> found = search.solve(admission(subspace), known.bound(), meter);
        if (found.isPresent()) {
            Candidate candidate = candidate(bounds, view, subspace, found.get());
            if (candidate.feasible()) {
                known.add(
                        candidate.plan().signatures(signature), candidate.plan().key());
            }
            queue.add(candidate);
        }
    }

    private Admission admission(Subspace subspace) {
        return new Admission(bounds, view, subspace, signature);
    }

    static Candidate candidate(Bounds bounds, GraphView view, Subspace subspace, Plan plan) {
        int alternative = bounds.alternatives().holding(plan.sources(), subspace);
        boolean feasible = alternative != Alternatives.NONE && plan.assumptions().length <= bounds.budget();
        Plan named = feasible ? plan.from(alternative) : plan;
        return new Candidate(subspace, named, new TopDown(view, named), feasible);
    }

    private void branchInfeasible(Candidate parent) {
        Subspace context = parent.subspace();
        int[] used = parent.plan().assumptions();
        if (used.length > bounds.budget()) {
            for (int assumption : used) {
                if (!context.isSpent(assumption)) {
                    if (context.spent().length == bounds.budget()) {
                        break;
                    }
                    solve(context.with(Subspace.Kind.NOT_ARC, view.head(assumption), assumption));
                    context = context.spending(assumption);
                }
            }
            solve(context);
        } else {
            int alternative = bounds.alternatives().holdingSome(parent.plan().sources(), context);
            solve(context.onlyFrom(alternative));
            solve(context.notFrom(alternative));
        }
    }

    private void branch(Candidate parent) {
        Subspace context = parent.subspace();
        BitSet fixed = context.fixed();
        // Rules of the subspaces made here name one vertex each: at the others the parent's hold.
        Admission inherited = admission(context);
        TopDown order = parent.order();
        for (int i = 0; i < order.size(); i++) {
            int vertex = order.vertex(i);
            int arc = order.arc(i);
            if (arc >= 0) {
                if (!fixed.get(vertex)) {
                    branchAt(context, inherited, vertex, arc);
                    context = context.with(Subspace.Kind.ONLY_ARC, vertex, arc);
                }
            } else if (!bounds.alternatives().isBase(vertex) && context.onlyAlternative() < 0) {
                // A plan from this alternative has the source for a leaf: other plans here start elsewhere.
                solve(context.notFrom(parent.plan().alternative()));
                context = context.onlyFrom(parent.plan().alternative());
            }
        }
    }

    /** Most vertices have a single arc: seeing that is cheaper than a search that finds nothing. */
    private void branchAt(Subspace context, Admission inherited, int vertex, int arc) {
        int mark = signature.of(arc);
        if (mark < 0) {
            if (inherited.admitsAnyInto(vertex, other -> other != arc)) {
                solve(context.with(Subspace.Kind.NOT_ARC, vertex, arc));
            }
            return;
        }
        if (inherited.admitsAnyInto(vertex, other -> signature.of(other) != mark)) {
            solve(context.with(Subspace.Kind.NOT_SIGNATURE, vertex, mark));
        }
        if (inherited.admitsAnyInto(vertex, other -> other != arc && signature.of(other) == mark)) {
            Subspace alike = context.with(Subspace.Kind.ONLY_SIGNATURE, vertex, mark);
            solve(alike.with(Subspace.Kind.NOT_ARC, vertex, arc));
        }
    }
}
