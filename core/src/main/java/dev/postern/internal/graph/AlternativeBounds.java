package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Lower bounds on what a plan costs that starts from one alternative of the footholds alone, shared by all searches of an
 * {@link Inquiry}.
 *
 * <p>At first an alternative's bound is the reverse search's, which takes AND for OR: where one foothold has the credential
 * and every foothold the place to use it from, every foothold looks promising. An alternative that is {@linkplain #judge
 * judged} gets the cost of its own cheapest derivation instead; alternatives that reach nothing then drop out of the
 * question. Judging costs one directed search, which settles only what that alternative reaches.
 *
 * <p>Bounds are those of the question's whole view, hence hold for every overlay of it and every {@link Subspace}.
 */
final class AlternativeBounds {

    private static final long UNASKED = -1;

    private final Bounds bounds;
    private final ConstrainedSearch search;
    private final long[] least;
    private final BitSet exact = new BitSet();
    private long fromBase = UNASKED;

    AlternativeBounds(Bounds bounds, ConstrainedSearch search) {
        this.bounds = bounds;
        this.search = search;
        Footholds footholds = bounds.question().footholds();
        this.least = new long[footholds.alternativeCount()];
        Arrays.fill(
                least, bounds.axioms().length > 0 ? CostHops.ZERO : bounds.least(bounds.toTarget(), footholds.base()));
        for (int i = 0; i < least.length; i++) {
            least[i] = Math.min(least[i], bounds.least(bounds.toTarget(), footholds.alternative(i)));
        }
    }

    /** Whether a plan from this alternative, or from the base, may be no dearer than {@code bound}: necessary, not sufficient. */
    boolean mayReach(int alternative, long bound) {
        return least[alternative] <= bound;
    }

    /** Whether the base alone establishes the target, so that such plans start from every alternative. */
    boolean baseReaches(Meter meter) {
        if (fromBase == UNASKED) {
            fromBase = cheapest(
                    Subspace.BASE_ONLY, CostHops.atMost(bounds.question().maxCost()), meter);
        }
        return fromBase != CostHops.INFINITE;
    }

    /** Sharpens the bound of an alternative as far as {@code bound}; then {@link #mayReach} says so. */
    boolean judge(int alternative, long bound, Meter meter) {
        if (!exact.get(alternative) && least[alternative] <= bound) {
            long key = cheapest(alternative, bound, meter);
            if (key != CostHops.INFINITE) {
                least[alternative] = key;
                exact.set(alternative);
            } else if (!meter.exhausted()) {
                least[alternative] = bound + 1;
            }
        }
        return least[alternative] <= bound;
    }

    private long cheapest(int alternative, long bound, Meter meter) {
        Subspace alone = Subspace.ALL.onlyFrom(alternative);
        Admission admission = new Admission(bounds, bounds.view(), alone, ArcSignature.IDENTITY, any -> true);
        return search.solve(admission, bound, meter).map(Plan::key).orElse(CostHops.INFINITE);
    }

    /** The alternatives of a subspace that may have plans no dearer than {@code bound}, the most promising first. */
    int[] within(Subspace subspace, long bound) {
        IntList allowed = new IntList();
        for (int i = 0; i < least.length; i++) {
            if (least[i] <= bound && subspace.allowsAlternative(i)) {
                allowed.add(i);
            }
        }
        int[] sorted = allowed.toArray();
        long[] keys = least.clone();
        IntSort.sort(sorted, 0, sorted.length, (a, b) -> {
            int byKey = Long.compare(keys[a], keys[b]);
            return byKey != 0 ? byKey : Integer.compare(a, b);
        });
        return sorted;
    }
}
