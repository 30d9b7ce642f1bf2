package dev.postern.internal.graph;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All answers to one {@link Question}: what they share (the bounds of a reverse search, the arrays of the directed one) is
 * made once, by the first answer that needs it, in O((budget + 1) * size) time and space. Each answer has the whole of the limits for itself.
 *
 * <p>Belongs to the thread of its view.
 */
public final class Inquiry {
    /** So many derivations that are no plans may come before one; then it is asked which assumptions suffice at all. */
    private static final int FEW = 8;

    private final Question question;
    private final Limits limits;
    private @Nullable Shared shared;
    /** Arcs of assumptions that are of no use to a plan with one of them; found when first asked for. */
    private int @Nullable [] useless;

    private Inquiry(Question question, Limits limits) {
        this.question = question;
        this.limits = limits;
    }

    public static Inquiry into(Question question) {
        return into(question, Limits.DEFAULT);
    }

    public static Inquiry into(Question question, Limits limits) {
        return new Inquiry(question, limits);
    }

    public Question question() {
        return question;
    }

    /** See {@link KCheapestPlans}. */
    public Plans cheapest(int k, ArcSignature signature) {
        return cheapest(k, signature, any -> true);
    }

    /**
     * The cheapest plans that pass a test. It must give the same answer for all plans of the same signatures: of these only
     * the first is looked at. Plans that fail it are enumerated and passed over, which is exact but may be long: see
     * {@link Plans#truncated()}.
     */
    public Plans cheapest(int k, ArcSignature signature, Predicate<Plan> wanted) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be positive: " + k);
        }
        return cheapest(k, signature, wanted, bounds().view(), Subspace.ALL, meter());
    }

    /** What plans are made of: the question's view, without assumptions if none is allowed. */
    public GraphView view() {
        return bounds().view();
    }

    /**
     * A cheapest plan of a part of the graph. What bounds the search is that of the whole, which still holds: many such
     * answers take far less than as many questions, as long as the plans of the parts are not much dearer.
     *
     * @param part {@link #view} without some arcs, facts or vertices
     * @param excluded alternatives that may not start
     */
    public Plans cheapestWithin(GraphView part, ArcSignature signature, int... excluded) {
        Subspace others = Subspace.ALL;
        for (int alternative : excluded) {
            others = others.notFrom(alternative);
        }
        if (bounds().budget() != 1 || question.footholds().alternativeCount() > 0) {
            return cheapest(1, signature, part, others, meter());
        }
        GraphView useful = useless == null ? part : part.withoutArcs(useless);
        Plans first = cheapest(1, signature, useful, others, new Meter(new Limits(FEW, limits.maxArcs())));
        if (!first.truncated()) {
            return first;
        }
        // What does not suffice in the whole graph does not in a part: only of the others it is asked once more.
        useful = useful.withoutArcs(useless());
        return cheapest(1, signature, useful.withoutArcs(others(useful)), others, meter());
    }

    private int[] useless() {
        int[] known = useless;
        if (known == null) {
            known = others(view());
            useless = known;
        }
        return known;
    }

    private int[] others(GraphView part) {
        return SoleAssumptions.others(part, question.footholds().base(), question.target());
    }

    /** See {@link Essentials}: single facts whose removal alone leaves no plan, of whatever alternative. */
    public Essentials essentialFacts() {
        return Removal.FACTS.essentials(this);
    }

    /**
     * The same where some plans of the question are known already: what one of them does without is not searched for.
     *
     * @param known plans of this question, or of one that differs from it in lacking some arcs
     */
    public Essentials essentialFacts(List<Plan> known) {
        return known.isEmpty() ? essentialFacts() : Removal.FACTS.essentials(this, known);
    }

    /** See {@link Essentials}: choke points, vertices that every plan establishes; without target and sources. */
    public Essentials chokePoints() {
        return Removal.VERTICES.essentials(this);
    }

    /** See {@link Essentials}: single arcs, implicit ones included, that every plan uses. */
    public Essentials essentialArcs() {
        return Removal.ARCS.essentials(this);
    }

    /** See {@link ReachingFootholds}. */
    public ReachingFootholds reachingFootholds() {
        return ReachingFootholds.of(this);
    }

    /** What searches share, made when the first one needs it. */
    private static final class Shared {
        private final Bounds bounds;
        private final ConstrainedSearch search;
        private final AlternativeBounds alone;

        Shared(Question question) {
            this.bounds = new Bounds(question);
            this.search = new ConstrainedSearch(bounds);
            this.alone = new AlternativeBounds(bounds, search);
        }
    }

    private Shared shared() {
        Shared made = shared;
        if (made == null) {
            made = new Shared(question);
            shared = made;
        }
        return made;
    }

    Bounds bounds() {
        return shared().bounds;
    }

    Meter meter() {
        return new Meter(limits);
    }

    /**
     * The cheapest plans on {@code overlay}, which may lack arcs of the question's view but has no others: the bounds then
     * still hold.
     */
    Plans cheapest(int k, ArcSignature signature, GraphView overlay, Subspace subspace, Meter meter) {
        return cheapest(k, signature, any -> true, overlay, subspace, meter);
    }

    /** A cheapest plan from one alternative alone on an overlay, no dearer than a cost. */
    Optional<Plan> cheapestFrom(int alternative, GraphView overlay, int maxCost, Meter meter) {
        Shared with = shared();
        Subspace alone = Subspace.ALL.onlyFrom(alternative);
        if (with.bounds.budget() > 0) {
            return cheapest(1, ArcSignature.IDENTITY, overlay, alone, meter).plans().stream()
                    .filter(plan -> plan.additiveCost() <= maxCost)
                    .findAny();
        }
        // Without assumptions, and from one alternative, the first derivation is a plan.
        Admission admission = new Admission(with.bounds, overlay, alone, ArcSignature.IDENTITY, any -> true);
        return with.search.solve(admission, CostHops.atMost(maxCost), meter);
    }

    private Plans cheapest(
            int k, ArcSignature signature, Predicate<Plan> wanted, GraphView overlay, Subspace subspace, Meter meter) {
        if (!overlay.aliveVertex(question.target())) {
            return new Plans(List.of(), false, 0, 0);
        }
        Shared with = shared();
        return new PlanEnumeration(with.bounds, with.alone, overlay, k, signature, wanted, with.search, meter)
                .enumerate(subspace, k);
    }
}
