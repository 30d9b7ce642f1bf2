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
    private final Outside outside;
    private final int number;

    /**
     * Whom peers match that is not in the cluster.
     *
     * @param perhaps whether they may match any other address outside, too
     */
    record Outside(IpRanges addresses, boolean perhaps) {}

    private PeerSet(int number, RoaringBitmap[] certain, RoaringBitmap[] possible, boolean byAddress, Outside outside) {
        this.number = number;
        this.certain = certain;
        this.possible = possible;
        this.byAddress = byAddress;
        this.outside = outside;
    }

    /** Peers that are told by labels alone; addresses outside may be meant by what they are not. */
    static PeerSet ofSelectors(int number, RoaringBitmap selected, Outside outside) {
        RoaringBitmap[] both = {selected, selected};
        return new PeerSet(number, both, both, false, outside);
    }

    /** Everybody, who need not be a pod. */
    static PeerSet ofEverybody(int number, RoaringBitmap everyClass) {
        return ofSelectors(number, everyClass, new Outside(IpRanges.EVERY, false));
    }

    /** Peers with blocks among them; arrays by {@link Family#ordinal}. */
    static PeerSet ofBlocks(int number, RoaringBitmap[] certain, RoaringBitmap[] possible, Outside outside) {
        return new PeerSet(number, certain, possible, true, outside);
    }

    /** The same peers over other classes: each bitmap is what a change makes of it, given with its place among the four. */
    PeerSet with(Change change) {
        RoaringBitmap first = change.of(0, certain[0]);
        if (!byAddress) {
            return Identity.same(first, certain[0]) ? this : ofSelectors(number, first, outside);
        }
        RoaringBitmap[] all = {first, change.of(1, certain[1]), change.of(2, possible[0]), change.of(3, possible[1])};
        boolean same = true;
        for (int i = 0; i < all.length; i++) {
            same &= Identity.same(all[i], bitmap(i));
        }
        return same
                ? this
                : ofBlocks(number, new RoaringBitmap[] {all[0], all[1]}, new RoaringBitmap[] {all[2], all[3]}, outside);
    }

    /** What becomes of a bitmap, by its place: certain by family, then possible by family. The same one if nothing does. */
    interface Change {
        RoaringBitmap of(int place, RoaringBitmap bitmap);
    }

    /** One of the four bitmaps; where addresses do not matter, they are all one. Not to be changed. */
    RoaringBitmap bitmap(int place) {
        return (place < certain.length ? certain : possible)[place % certain.length];
    }

    /** How many of the bitmaps may differ, from the first on. */
    int places() {
        return byAddress ? certain.length + possible.length : 1;
    }

    /** Its place in {@link PeerSets}. */
    int number() {
        return number;
    }

    /** The same of peers for which another set was made. */
    Outside whoIsOutside() {
        return outside;
    }

    /** The addresses outside the cluster that are matched. */
    IpRanges outside() {
        return outside.addresses();
    }

    /** Whether any other address outside may be matched, too: the input does not tell. */
    boolean mayBeOutside() {
        return outside.perhaps();
    }

    boolean admits(Family family, int networkClass) {
        return certain[family.ordinal()].contains(networkClass);
    }

    boolean mayAdmit(Family family, int networkClass) {
        return possible[family.ordinal()].contains(networkClass);
    }

    /** All answers for a class as bits: two for each family where they depend on addresses, else one. */
    int answers(int networkClass) {
        int answers = certain[0].contains(networkClass) ? 1 : 0;
        return byAddress
                ? answers << 3
                        | (certain[1].contains(networkClass) ? 1 << 2 : 0)
                        | (possible[0].contains(networkClass) ? 1 << 1 : 0)
                        | (possible[1].contains(networkClass) ? 1 : 0)
                : answers;
    }

    /** Whether the answer depends on addresses, so that families must be told apart. */
    boolean byAddress() {
        return byAddress;
    }

    /** Whether every class is admitted for certain that another set admits, certainly or perhaps, in each family. */
    boolean covers(PeerSet other) {
        for (int family = 0; family < certain.length; family++) {
            if (!certain[family].contains(other.possible[family])) {
                return false;
            }
        }
        return true;
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
