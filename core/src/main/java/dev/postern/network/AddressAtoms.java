package dev.postern.network;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Cuts the addresses of pods at the ends of all blocks: addresses of one atom lie in the same blocks. Atoms are numbered
 * in address order, so that a block is a few runs of atoms. Both families share one numbering.
 */
final class AddressAtoms {
    private final IpAddress[] addresses;
    /** The atom of each address; one more element than there are addresses, the number of atoms. */
    private final int[] atoms;

    AddressAtoms(List<IpAddress> known, List<IpRanges> blocks) {
        addresses = known.stream().distinct().sorted().toArray(IpAddress[]::new);
        BitSet cuts = new BitSet(addresses.length + 1);
        for (IpRanges block : blocks) {
            for (IpRanges.Range range : block.ranges()) {
                cuts.set(firstFrom(range.first()));
                cuts.set(firstAfter(range.last()));
            }
        }
        atoms = new int[addresses.length + 1];
        int atom = -1;
        for (int i = 0; i <= addresses.length; i++) {
            atom += i == 0 || cuts.get(i) ? 1 : 0;
            atoms[i] = atom;
        }
    }

    /** The atom of one of the known addresses. */
    int atomOf(IpAddress address) {
        return atoms[firstFrom(address)];
    }

    int count() {
        return addresses.length == 0 ? 0 : atoms[addresses.length - 1] + 1;
    }

    /** The atoms inside a block: one of those whose ends cut the atoms. */
    void within(IpRanges block, IntConsumer sink) {
        for (IpRanges.Range range : block.ranges()) {
            int end = firstAfter(range.last());
            int position = firstFrom(range.first());
            for (int atom = atoms[position]; position < end && atom <= atoms[end - 1]; atom++) {
                sink.accept(atom);
            }
        }
    }

    private int firstFrom(IpAddress address) {
        int found = Arrays.binarySearch(addresses, address);
        return found >= 0 ? found : ~found;
    }

    private int firstAfter(IpAddress address) {
        int found = Arrays.binarySearch(addresses, address);
        return found >= 0 ? found + 1 : ~found;
    }
}
