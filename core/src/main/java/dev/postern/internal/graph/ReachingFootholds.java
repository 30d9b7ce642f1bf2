package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Which of the alternatives of a {@link Question} reach its target, each judged alone, without a search per alternative.
 *
 * <p>A reverse search that takes AND for OR gives an upper bound; one that follows only arcs whose other premises the base
 * alone establishes gives a lower bound; only alternatives between the two are searched for themselves.
 *
 * @param reaching indices of alternatives that do
 * @param undecidedVertices vertices in the upper but not in the lower bound: how far the two were apart
 * @param checked how many alternatives the bounds did not decide, so that a search had to
 * @param truncated a limit was hit: alternatives not in {@code reaching} may reach the target after all
 */
public record ReachingFootholds(BitSet reaching, int undecidedVertices, int checked, boolean truncated) {

    public ReachingFootholds {
        reaching = (BitSet) reaching.clone();
    }

    @Override
    public BitSet reaching() {
        return (BitSet) reaching.clone();
    }

    static ReachingFootholds of(Inquiry inquiry) {
        Bounds bounds = inquiry.bounds();
        Footholds footholds = inquiry.question().footholds();
        Meter meter = inquiry.meter();
        BitSet upper = new BitSet();
        for (int vertex = 0; vertex < bounds.vertexCount(); vertex++) {
            upper.set(vertex, bounds.upperBoundHolds(vertex));
        }
        BitSet lower = new SurelyReaching(bounds).vertices();
        BitSet undecided = (BitSet) upper.clone();
        undecided.andNot(lower);
        BitSet reaching = new BitSet();
        Plans fromBase = anyPlan(inquiry, Subspace.BASE_ONLY, meter);
        boolean truncated = fromBase.truncated();
        int checked = 0;
        if (!fromBase.plans().isEmpty()) {
            reaching.set(0, footholds.alternativeCount());
        } else {
            for (int i = 0; i < footholds.alternativeCount(); i++) {
                int[] sources = footholds.alternative(i);
                if (Arrays.stream(sources).anyMatch(lower::get)) {
                    reaching.set(i);
                } else if (Arrays.stream(sources).anyMatch(upper::get)) {
                    checked++;
                    Plans plans = anyPlan(inquiry, i, meter);
                    reaching.set(i, !plans.plans().isEmpty());
                    truncated |= plans.truncated();
                }
            }
        }
        return new ReachingFootholds(reaching, undecided.cardinality(), checked, truncated);
    }

    private static Plans anyPlan(Inquiry inquiry, int alternative, Meter meter) {
        Subspace alone = Subspace.ALL.onlyFrom(alternative);
        return inquiry.cheapest(1, ArcSignature.IDENTITY, inquiry.bounds().view(), alone, meter);
    }
}
