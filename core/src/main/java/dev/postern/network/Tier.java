package dev.postern.network;

/**
 * Policies that are asked together. Tiers are asked in their order, until one decides; where none does, the packet passes. What
 * no rule of a tier matches goes on to the next, unless one of the policies isolates the pod: then it is denied.
 *
 * @param order lowest first
 * @param pooled whether the policies of the tier are a union without an order, in which what denies goes before what allows.
 *     Otherwise the first rule that matches decides
 */
record Tier(int order, boolean pooled) {
    /** The proxies of a mesh, beside whatever judges packets: what they let in goes on to the next tier. */
    static final Tier MESH = new Tier(-1, false);

    static final Tier ADMIN = new Tier(0, false);
    static final Tier NETWORK_POLICY = new Tier(1, true);
    static final Tier BASELINE = new Tier(2, false);
}
