package dev.postern.internal.graph;

/**
 * A cost and a number of hops in one long that orders lexicographically: cost in the upper half, hops in the lower. Each
 * arc adds at least one hop, so a key grows strictly along every arc, zero weights included.
 *
 * <p>Sums saturate: the additive cost of nested ANDs over shared premises can double with every arc. A saturated key
 * still belongs to a valid derivation; it is only no longer told apart from other absurd costs.
 */
final class CostHops {

    static final long ZERO = 0;

    /** Not derivable; greater than every key and never an operand of {@link #plus}. */
    static final long INFINITE = Long.MAX_VALUE;

    /** Two of these, with their hops, still fit a long. */
    static final int MAX_COST = (1 << 30) - 1;

    private static final long HOPS_MASK = 0xFFFF_FFFFL;
    private static final long MAX_HOPS = 0x7FFF_FFFFL;
    private static final long SATURATED = ((long) MAX_COST << 32) | MAX_HOPS;

    private CostHops() {}

    /** The key of one arc of {@code weight}. */
    static long ofArc(int weight) {
        return ((long) weight << 32) | 1;
    }

    /** The greatest key whose cost is {@code cost}. */
    static long atMost(int cost) {
        return ((long) Math.min(cost, MAX_COST) << 32) | MAX_HOPS;
    }

    static long plus(long a, long b) {
        long sum = a + b;
        if ((sum & 0x8000_0000L) != 0) {
            sum = (sum & ~HOPS_MASK) | MAX_HOPS;
        }
        return Math.min(sum, SATURATED);
    }

    static int cost(long key) {
        return (int) (key >>> 32);
    }

    static int hops(long key) {
        return (int) (key & MAX_HOPS);
    }
}
