package dev.postern.network;

/**
 * Policies that are asked together. Tiers are asked in their order, until one decides; where none does, the packet passes.
 *
 * @param order lowest first
 * @param pooled whether the policies of the tier are a union without an order: each allows what it names, and all else is
 *     denied to the pods that one of them selects, so that later tiers are not asked. Otherwise the first rule that matches
 *     decides, and where none does the next tier is asked
 */
record Tier(int order, boolean pooled) {
    static final Tier ADMIN = new Tier(0, false);
    static final Tier NETWORK_POLICY = new Tier(1, true);
    static final Tier BASELINE = new Tier(2, false);
}
