package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/**
 * A set of facts that together suffice for a conclusion. A conclusion may have several supports: two bindings that grant
 * the same right are two supports of one step. Facts are in reading order, the one to look at first in front.
 */
public record Support(ImmutableList<Evidence> facts) implements Comparable<Support> {
    /** A conclusion that needs no fact beyond its premises. */
    public static final Support NONE = new Support(ImmutableList.of());

    public static Support of(Evidence... facts) {
        return new Support(ImmutableList.copyOf(facts));
    }

    public static Support of(Iterable<Evidence> facts) {
        return new Support(ImmutableList.copyOf(facts));
    }

    /** Both sets together, each fact once, this support's facts first. */
    public Support and(Support other) {
        if (other.facts.isEmpty()) {
            return this;
        }
        List<Evidence> both = new ArrayList<>(facts.size() + other.facts.size());
        addEachOnce(facts, both);
        addEachOnce(other.facts, both);
        return new Support(ImmutableList.copyOf(both));
    }

    /** There are a handful: to look through them takes less time than to hash them. */
    private static void addEachOnce(List<Evidence> facts, List<Evidence> both) {
        for (Evidence fact : facts) {
            if (!both.contains(fact)) {
                both.add(fact);
            }
        }
    }

    /** What the input shows comes before what is taken for granted. */
    @Override
    public int compareTo(Support other) {
        int assumed = Integer.compare(assumed(), other.assumed());
        if (assumed != 0) {
            return assumed;
        }
        int common = Math.min(facts.size(), other.facts.size());
        for (int i = 0; i < common; i++) {
            int order = facts.get(i).compareTo(other.facts.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(facts.size(), other.facts.size());
    }

    private int assumed() {
        int count = 0;
        for (Evidence fact : facts) {
            if (fact.basis() == Basis.ASSUMED) {
                count++;
            }
        }
        return count;
    }
}
