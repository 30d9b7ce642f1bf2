package dev.postern.internal.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
 * one that is missing. One that mixes alternatives: the plans from each alternative alone, the most promising first, as far
 * as {@link AlternativeBounds} leaves any. (Setting alternatives apart one at a time instead needs as many searches from
 * all the others: where each foothold holds half of an AND, that is their square.) Plans that need no alternative at all
 * would come once from each: if there are such, one alternative is set apart at a time.
 */
final class PlanEnumeration {

    private final Bounds bounds;
    private final AlternativeBounds alone;
    private final GraphView view;
    private final ArcSignature signature;
    private final Predicate<Plan> wanted;
    private final Meter meter;
    private final ConstrainedSearch search;
    private final Comparator<Candidate> order;
    private final PriorityQueue<Candidate> queue;
    private final KnownSignatures known;
    private final Novelty novelty;

    PlanEnumeration(
            Bounds bounds,
            AlternativeBounds alone,
            GraphView view,
            int k,
            ArcSignature signature,
            Predicate<Plan> wanted,
            ConstrainedSearch search,
            Meter meter) {
        this.bounds = bounds;
        this.alone = alone;
        this.view = view;
        this.signature = signature;
        this.wanted = wanted;
        this.meter = meter;
        this.search = search;
        this.order = Candidate.cheapestFirst(view);
        this.queue = new PriorityQueue<>(order);
        this.known = new KnownSignatures(k, CostHops.atMost(bounds.question().maxCost()), order);
        this.novelty = new Novelty(this, known, meter);
    }

    /** The {@code k} cheapest wanted plans of {@code all} that differ in their signatures. */
    Plans enumerate(Subspace all, int k) {
        List<Plan> plans = new ArrayList<>();
        push(all);
        int unwanted = 0;
        int complete = 0;
        while (plans.size() < k && !queue.isEmpty() && !meter.exhausted()) {
            Candidate next = queue.remove();
            complete = next.plan().additiveCost();
            if (!next.feasible()) {
                piecesOf(next).forEach(this::push);
            } else if (known.report(signatures(next))) {
                boolean counts = wanted.test(next.plan());
                if (counts) {
                    plans.add(next.plan());
                } else {
                    unwanted++;
                }
                if (plans.size() < k) {
                    branch(next);
                }
            } else {
                novelty.in(next).ifPresent(finding -> proceed(next, finding));
            }
        }
        boolean truncated = plans.size() < k && meter.exhausted();
        while (plans.size() < k && !queue.isEmpty()) {
            Candidate rest = queue.remove();
            if (rest.feasible() && known.report(signatures(rest)) && wanted.test(rest.plan())) {
                plans.add(rest.plan());
            }
        }
        return new Plans(plans, truncated, unwanted, complete);
    }

    /** A subspace waits until it is the turn of the first plan in it that could be new. */
    private void proceed(Candidate dull, Novelty.Finding finding) {
        if (finding.isNew() || order.compare(finding.candidate(), dull) > 0) {
            await(finding.candidate());
        } else {
            branch(dull);
        }
    }

    private void push(Subspace subspace) {
        solve(subspace).ifPresent(this::await);
    }

    /** Only what waits here counts as known: it will be reported in its turn. */
    private void await(Candidate candidate) {
        queue.add(candidate);
        if (candidate.feasible()) {
            known.add(signatures(candidate), candidate, wanted.test(candidate.plan()));
        }
    }

    /** The cheapest derivation of a subspace, if there is one that can be among the k cheapest. */
    Optional<Candidate> solve(Subspace subspace) {
        if (!meter.startSolve()) {
            return Optional.empty();
        }
        return search.solve(admission(subspace), known.bound(), meter).map(plan -> candidate(subspace, plan));
    }

    Optional<BitSet> settleAll(Subspace subspace, int most) {
        return meter.startSolve()
                ? search.settleAll(admission(subspace), known.bound(), most, meter)
                : Optional.empty();
    }

    Admission admission(Subspace subspace) {
        long bound = known.bound();
        return new Admission(bounds, view, subspace, signature, i -> alone.mayReach(i, bound));
    }

    int[] signatures(Candidate candidate) {
        return candidate.plan().signatures(signature);
    }

    Comparator<Candidate> order() {
        return order;
    }

    private Candidate candidate(Subspace subspace, Plan plan) {
        int alternative = bounds.alternatives().holding(plan.sources(), subspace);
        boolean feasible = alternative != Alternatives.NONE && plan.assumptions().length <= bounds.budget();
        Plan named = feasible ? plan.from(alternative) : plan;
        return new Candidate(subspace, named, new TopDown(view, named), feasible);
    }

    /** Subspaces that hold all plans of one whose cheapest derivation is none, as far as such can be of use. */
    Stream<Subspace> piecesOf(Candidate infeasible) {
        Subspace whole = infeasible.subspace();
        Plan plan = infeasible.plan();
        if (plan.assumptions().length > bounds.budget()) {
            return withinBudget(whole, plan.assumptions());
        }
        if (alone.baseReaches(meter)) {
            int alternative = bounds.alternatives().holdingSome(plan.sources(), whole);
            return Stream.of(whole.onlyFrom(alternative), whole.notFrom(alternative));
        }
        // Judged one by one, just before its turn: what the first ones give bounds what the others must reach.
        return Arrays.stream(alone.within(whole, known.bound()))
                .filter(alternative -> alone.judge(alternative, known.bound(), meter))
                .mapToObj(whole::onlyFrom);
    }

    private Stream<Subspace> withinBudget(Subspace whole, int[] used) {
        List<Subspace> pieces = new ArrayList<>();
        Subspace context = whole;
        for (int assumption : used) {
            if (!context.isSpent(assumption) && context.spent().length < bounds.budget()) {
                pieces.add(context.with(Subspace.Kind.NOT_ARC, view.head(assumption), assumption));
                context = context.spending(assumption);
            }
        }
        pieces.add(context);
        return pieces.stream();
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
                push(context.notFrom(parent.plan().alternative()));
                context = context.onlyFrom(parent.plan().alternative());
            }
        }
    }

    /** Most vertices have a single arc: seeing that is cheaper than a search that finds nothing. */
    private void branchAt(Subspace context, Admission inherited, int vertex, int arc) {
        int mark = signature.of(arc);
        if (mark < 0) {
            if (inherited.admitsAnyInto(vertex, other -> other != arc)) {
                push(context.with(Subspace.Kind.NOT_ARC, vertex, arc));
            }
            return;
        }
        if (inherited.admitsAnyInto(vertex, other -> signature.of(other) != mark)) {
            push(context.with(Subspace.Kind.NOT_SIGNATURE, vertex, mark));
        }
        if (inherited.admitsAnyInto(vertex, other -> other != arc && signature.of(other) == mark)) {
            Subspace alike = context.with(Subspace.Kind.ONLY_SIGNATURE, vertex, mark);
            push(alike.with(Subspace.Kind.NOT_ARC, vertex, arc));
        }
    }
}
