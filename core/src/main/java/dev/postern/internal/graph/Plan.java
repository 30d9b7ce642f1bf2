package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntUnaryOperator;

/**
 * A minimal derivation of a target from sources: for each vertex it establishes exactly one arc, so that without any one of
 * them the others do not establish the target.
 *
 * <p>Two costs. <em>Additive</em> cost counts the derivation of a shared premise once per use: it is what the searches
 * minimise exactly. <em>Distinct</em> cost counts every arc once; minimising it is NP-hard. They differ only where an AND
 * joins branches that share arcs.
 */
public final class Plan {

    /** The plan needs no source of any alternative, or there are none. */
    public static final int NO_ALTERNATIVE = -1;

    private final int target;
    private final int alternative;
    private final int[] arcs;
    private final int[] sources;
    private final int[] assumptions;
    private final long key;
    private final long distinctCost;
    private final int confidence;

    private Plan(
            int target,
            int alternative,
            int[] arcs,
            int[] sources,
            int[] assumptions,
            long key,
            long distinctCost,
            int confidence) {
        this.target = target;
        this.alternative = alternative;
        this.arcs = arcs;
        this.sources = sources;
        this.assumptions = assumptions;
        this.key = key;
        this.distinctCost = distinctCost;
        this.confidence = confidence;
    }

    /**
     * Reads a plan off a choice of one arc per vertex; linear in the plan.
     *
     * @param choice the arc that establishes a vertex, or a negative number for sources; acyclic below {@code target}
     */
    static Plan of(GraphView view, int target, int alternative, IntUnaryOperator choice) {
        DerivationOrder order = new DerivationOrder(view, target, choice);
        int[] arcs = order.arcs();
        IntList assumed = new IntList();
        long distinct = 0;
        int confidence = Hypergraph.MAX_CONFIDENCE;
        for (int arc : arcs) {
            distinct += view.weight(arc);
            confidence = Math.min(confidence, view.confidence(arc));
            if (view.assumption(arc)) {
                assumed.add(arc);
            }
        }
        return new Plan(
                target,
                alternative,
                arcs,
                order.leaves(),
                FactSets.sortedSet(assumed.toArray()),
                order.key(),
                distinct,
                confidence);
    }

    Plan from(int usedAlternative) {
        return new Plan(target, usedAlternative, arcs, sources, assumptions, key, distinctCost, confidence);
    }

    public int target() {
        return target;
    }

    /** Index of the alternative of {@link Footholds} whose sources the plan rests on, or {@link #NO_ALTERNATIVE}. */
    public int alternative() {
        return alternative;
    }

    /** The arcs, each once, each after the arcs that establish its tails. Empty when the target is a source. */
    public int[] arcs() {
        return arcs.clone();
    }

    /** The sources that the plan rests on, ascending. */
    public int[] sources() {
        return sources.clone();
    }

    /** The assumption arcs among {@link #arcs()}, ascending. */
    public int[] assumptions() {
        return assumptions.clone();
    }

    /** Sum of weights, shared premises once per use; saturates at 2^30 - 1. */
    public int additiveCost() {
        return CostHops.cost(key);
    }

    /** Number of arcs, shared premises once per use; saturates at 2^31 - 1. */
    public int hops() {
        return CostHops.hops(key);
    }

    /** Sum of weights, each arc once. */
    public long distinctCost() {
        return distinctCost;
    }

    /** The least confidence of any arc; certain for a plan without arcs. */
    public int confidence() {
        return confidence;
    }

    /** Additive cost and hops as one number that orders plans. */
    long key() {
        return key;
    }

    /** The signatures of the plan's arcs, ascending, each once, ignored ones left out. */
    int[] signatures(ArcSignature signature) {
        return Arrays.stream(arcs)
                .map(signature::of)
                .filter(s -> s >= 0)
                .sorted()
                .distinct()
                .toArray();
    }

    /** The heads of all arcs, target included. */
    BitSet establishes(GraphView view) {
        BitSet heads = new BitSet();
        for (int arc : arcs) {
            heads.set(view.head(arc));
        }
        return heads;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Plan plan
                && target == plan.target
                && alternative == plan.alternative
                && Arrays.equals(arcs, plan.arcs);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(arcs) + target;
    }

    @Override
    public String toString() {
        return "Plan to " + target + " by arcs " + Arrays.toString(arcs) + ", cost " + additiveCost() + ", hops "
                + hops();
    }
}
