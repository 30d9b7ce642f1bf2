package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The assumptions that establish a target each without any other. Where a plan may use one, no other is of use: derivations
 * that combine two, of which there can be as many as pairs, need not be looked at one by one.
 */
final class SoleAssumptions {
    private SoleAssumptions() {}

    /**
     * The arcs of assumptions that may be left out: everything else that holds without them is as it was. One propagation for
     * each {@value ParallelReach#WIDTH} assumptions whose premises hold.
     *
     * @param base what holds from the start
     */
    static int[] others(GraphView view, int[] base, int target) {
        ParallelReach search = new ParallelReach(view);
        ParallelReach held = search.from(base, new int[0]);
        BitSet others = new BitSet();
        Arrays.stream(view.graph().assumptions()).forEach(others::set);
        int[] candidates = view.assumptionsFrom(vertex -> held.reaching(vertex) != 0);
        for (int from = 0; from < candidates.length; from += ParallelReach.WIDTH) {
            int[] some = Arrays.copyOfRange(candidates, from, Math.min(candidates.length, from + ParallelReach.WIDTH));
            int[] heads = Arrays.stream(some).map(view::head).toArray();
            long sole = search.towards(target, base, heads).reaching(target);
            for (int i = 0; i < some.length; i++) {
                if ((sole >>> i & 1) != 0) {
                    others.clear(some[i]);
                }
            }
        }
        return others.stream().toArray();
    }
}
