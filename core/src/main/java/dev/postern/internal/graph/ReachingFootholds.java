package dev.postern.internal.graph;

import java.util.BitSet;

/**
 * Which of the alternatives of a {@link Question} reach its target, each judged alone.
 *
 * @param reaching indices of alternatives that do
 * @param undecidedVertices vertices in the upper but not in the lower bound: how far the two cheap bounds were apart
 * @param checked how many alternatives the bounds did not decide, so that a search had to
 * @param truncated a limit was hit: alternatives not in {@code reaching} may reach the target after all
 */
public record ReachingFootholds(BitSet reaching, int undecidedVertices, int checked, boolean truncated) {

    public static ReachingFootholds of(Question question, Limits limits) {
        throw new UnsupportedOperationException("in the making");
    }
}
