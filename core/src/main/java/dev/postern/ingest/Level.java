package dev.postern.ingest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An object or array that {@link Values} has entered: where in it the cursor stands, and which keys have been met. */
final class Level {
    /** Up to here a linear search for repeated keys is cheaper than a hash table. */
    private static final int FEW = 24;

    boolean array;
    String key = "";
    int index;
    private final List<String> seen = new ArrayList<>();

    /** A bit for the hash of each key that has been met: a key whose bit is not set has not been. */
    private long filter;

    private Set<String> many = Set.of();

    void reset(boolean isArray) {
        array = isArray;
        key = "";
        index = -1;
        seen.clear();
        filter = 0;
        many = Set.of();
    }

    boolean isFirst(String name) {
        if (seen.size() < FEW) {
            int hash = name.hashCode();
            long bit = 1L << (hash ^ hash >>> 6);
            if ((filter & bit) == 0) {
                filter |= bit;
                return seen.add(name);
            }
            return !seen.contains(name) && seen.add(name);
        }
        if (many.isEmpty()) {
            many = new HashSet<>(seen);
        }
        return many.add(name);
    }
}
