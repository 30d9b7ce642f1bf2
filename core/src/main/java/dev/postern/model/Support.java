package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashSet;

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
        LinkedHashSet<Evidence> both = new LinkedHashSet<>(facts);
        both.addAll(other.facts);
        return new Support(ImmutableList.copyOf(both));
    }

    @Override
    public int compareTo(Support other) {
        int common = Math.min(facts.size(), other.facts.size());
        for (int i = 0; i < common; i++) {
            int order = facts.get(i).compareTo(other.facts.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(facts.size(), other.facts.size());
    }
}
