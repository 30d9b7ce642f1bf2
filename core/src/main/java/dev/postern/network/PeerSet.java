package dev.postern.network;

import dev.postern.network.IpAddress.Family;
import org.roaringbitmap.RoaringBitmap;

/**
 * The classes that the peers of a rule match. Selectors match whatever the address family; a block matches by address, and
 * "perhaps" where the address is unknown. Rules with equal peers share one set. The bitmaps are not changed once built.
 */
final class PeerSet {
    private final RoaringBitmap[] certain;
    private final RoaringBitmap[] possible;
    private final boolean byAddress;

    private PeerSet(RoaringBitmap[] certain, RoaringBitmap[] possible, boolean byAddress) {
        this.certain = certain;
        this.possible = possible;
        this.byAddress = byAddress;
    }

    /** Peers that are told by labels alone. */
    static PeerSet ofSelectors(RoaringBitmap selected) {
        RoaringBitmap[] both = {selected, selected};
        return new PeerSet(both, both, false);
    }

    /** Peers with blocks among them; arrays by {@link Family#ordinal}. */
    static PeerSet ofBlocks(RoaringBitmap[] certain, RoaringBitmap[] possible) {
        return new PeerSet(certain, possible, true);
    }

    boolean admits(Family family, int networkClass) {
        return certain[family.ordinal()].contains(networkClass);
    }

    boolean mayAdmit(Family family, int networkClass) {
        return possible[family.ordinal()].contains(networkClass);
    }

    /** Whether the answer depends on addresses, so that families must be told apart. */
    boolean byAddress() {
        return byAddress;
    }

    /** Every class admitted for certain, in each family. */
    RoaringBitmap everyFamily() {
        return byAddress ? RoaringBitmap.and(certain[0], certain[1]) : certain[0];
    }

    /** Every class admitted, certainly or perhaps, in some family. */
    RoaringBitmap anyFamily() {
        return byAddress ? RoaringBitmap.or(possible) : possible[0];
    }
}
