package dev.postern.network;

import dev.postern.network.IpAddress.Family;
import java.util.Set;

/** What matters of a pod beside its labels, address and ports, packed into bits so that rows can compare it cheaply. */
final class Traits {
    static final int HOST_NETWORK = 1;
    static final int ADDRESS_UNKNOWN = 2;
    static final int NODE_UNKNOWN = 4;
    private static final int FIRST_FAMILY = 8;
    private static final int AMBIENT = FIRST_FAMILY << Family.values().length;

    private Traits() {}

    static int of(boolean hostNetwork, boolean addressKnown, boolean nodeKnown, boolean ambient, Set<Family> families) {
        int bits = (ambient ? AMBIENT : 0)
                | (hostNetwork ? HOST_NETWORK : 0)
                | (addressKnown ? 0 : ADDRESS_UNKNOWN)
                | (nodeKnown ? 0 : NODE_UNKNOWN);
        for (Family family : families) {
            bits |= FIRST_FAMILY << family.ordinal();
        }
        return bits;
    }

    static boolean has(int traits, int trait) {
        return (traits & trait) != 0;
    }

    static boolean uses(int traits, Family family) {
        return (traits & FIRST_FAMILY << family.ordinal()) != 0;
    }

    /** Whether connections between the two go through a {@link Tunnel}. */
    static boolean areTunnelled(int a, int b) {
        return has(a & b, AMBIENT);
    }

    static boolean isAmbient(int traits) {
        return has(traits, AMBIENT);
    }

    /** Whether the two may sit on one node, one of them in the node's own network, and the input cannot tell. */
    static boolean mayShareNode(int a, int b) {
        return has(a ^ b, HOST_NETWORK) && has(a | b, NODE_UNKNOWN);
    }
}
