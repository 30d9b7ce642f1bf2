package dev.postern.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sets of ports in each family, numbered from 0 by first appearance: few distinct ones are compared very often. Number 0 is
 * no port in any family. Not thread-safe.
 */
final class PortNumbers {
    /** No port in any family. */
    static final int NONE = 0;

    private final Map<List<PortSet>, Integer> numbers = new HashMap<>();
    private final List<List<PortSet>> sets = new ArrayList<>();
    private final Map<Long, Boolean> common = new HashMap<>();

    PortNumbers() {
        number(List.of(PortSet.NONE, PortSet.NONE));
    }

    /** The number of a list by {@link IpAddress.Family#ordinal}. */
    int number(List<PortSet> byFamily) {
        Integer known = numbers.get(byFamily);
        if (known == null) {
            known = sets.size();
            numbers.put(byFamily, known);
            sets.add(byFamily);
        }
        return known;
    }

    /** Whether two of them have a port in common in one family. */
    boolean meet(int a, int b) {
        if (a == NONE || b == NONE) {
            return false;
        }
        return common.computeIfAbsent((long) a << 32 | b, pair -> intersect(sets.get(a), sets.get(b)));
    }

    private static boolean intersect(List<PortSet> a, List<PortSet> b) {
        for (int family = 0; family < a.size(); family++) {
            if (!a.get(family).intersect(b.get(family)).isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
