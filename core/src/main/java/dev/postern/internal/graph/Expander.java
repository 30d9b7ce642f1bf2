package dev.postern.internal.graph;

import java.util.BitSet;

/**
 * Implicit single-premise arcs, asked for when a search settles a vertex instead of being stored: the pairs of network
 * flows grow with the square of the classes, a search touches few of them.
 *
 * <p>All implicit arcs share one label and one weight and none is an assumption; each has its own confidence. The
 * answers must be a function of the vertex alone (the same every time, in any order of asking), and {@link #outArcs} and
 * {@link #inArcs} must describe the same set of pairs. Between one tail and one head there is at most one implicit arc.
 */
public interface Expander {

    /** No implicit arcs. */
    Expander NONE = new NoArcs();

    /** Label of every implicit arc; negative means silent. */
    int label();

    /** Weight of every implicit arc, as for arcs of a {@link Hypergraph}. */
    int weight();

    /**
     * Gives the heads of the implicit arcs that leave {@code tail}, ascending.
     *
     * @param known heads that the caller does not need; leaving them out (usually one {@code andNot}) is what keeps a
     *     whole search near-linear, passing them is harmless. Not to be modified; it may grow while the sink is called.
     */
    void outArcs(int tail, BitSet known, Sink sink);

    /** Gives the tails of the implicit arcs that enter {@code head}, ascending; {@code known} as in {@link #outArcs}. */
    void inArcs(int head, BitSet known, Sink sink);

    /**
     * The alternative fact sets of the implicit arc from {@code tail} to {@code head}, each sufficient; empty when the
     * arc needs no fact. Asked only for arcs that a plan cites or that a search under disabled facts is about to use.
     */
    int[][] supports(int tail, int head);

    /**
     * Whether any implicit arc could cite {@code fact}. False spares a search without that fact every question about
     * implicit arcs; true is always safe.
     */
    default boolean mayCite(int fact) {
        return true;
    }

    /** Receives the other end of an implicit arc and its confidence (0 to 2). */
    @FunctionalInterface
    interface Sink {
        void arc(int other, int confidence);
    }
}
