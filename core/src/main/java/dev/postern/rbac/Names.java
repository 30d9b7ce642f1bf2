package dev.postern.rbac;

import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;

/** Limits to names, of which an empty one is none. */
final class Names {
    private Names() {}

    /** Names that all limits allow; empty Optional when there are none. */
    static Optional<ImmutableSortedSet<String>> common(Iterable<ImmutableSortedSet<String>> limits) {
        Optional<ImmutableSortedSet<String>> common = Optional.of(ImmutableSortedSet.of());
        for (ImmutableSortedSet<String> limit : limits) {
            common = common.flatMap(names -> common(names, limit));
        }
        return common;
    }

    /** Names that both allow; empty Optional when there are none. */
    static Optional<ImmutableSortedSet<String>> common(
            ImmutableSortedSet<String> left, ImmutableSortedSet<String> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.of(left.isEmpty() ? right : left);
        }
        ImmutableSortedSet<String> both = left.stream()
                .filter(right::contains)
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
        return both.isEmpty() ? Optional.empty() : Optional.of(both);
    }
}
