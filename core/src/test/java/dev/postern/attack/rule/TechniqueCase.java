package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;

/**
 * One row of a technique's table: manifests, and exactly the edges that the technique has there.
 *
 * @param given ids of what the attacker has besides: what a step needs that no identity holds by itself
 * @param edges in the notation of {@code samples/techniques/README.md}, {@code from -> to}
 * @param whyNot why a technique has no case of this kind; empty for a case
 */
record TechniqueCase(
        Kind kind,
        String title,
        String manifests,
        ImmutableSet<String> given,
        ImmutableSortedSet<String> edges,
        Optional<String> whyNot) {
    /** The cases that every technique has, or says why it cannot have. */
    enum Kind {
        POSITIVE,
        NEAR_MISS,
        WILDCARD,
        RESOURCE_NAMES,
        WRONG_NAMESPACE,
        /** What naive implementations get wrong; as many as there are. */
        NAIVE_ERROR
    }

    static TechniqueCase of(Kind kind, String title, String... manifests) {
        return new TechniqueCase(
                kind,
                title,
                String.join("\n---\n", manifests),
                ImmutableSet.of(),
                ImmutableSortedSet.of(),
                Optional.empty());
    }

    /** A kind of case that makes no sense for the technique. */
    static TechniqueCase notApplicable(Kind kind, String reason) {
        return new TechniqueCase(kind, reason, "", ImmutableSet.of(), ImmutableSortedSet.of(), Optional.of(reason));
    }

    /** The same case with one more edge expected. */
    TechniqueCase edge(String from, String to) {
        return new TechniqueCase(
                kind,
                title,
                manifests,
                given,
                ImmutableSortedSet.<String>naturalOrder()
                        .addAll(edges)
                        .add(from + " -> " + to)
                        .build(),
                whyNot);
    }

    /** The same case with more edges of one attacker's expected. */
    TechniqueCase edges(String from, Iterable<String> to) {
        TechniqueCase more = this;
        for (String end : to) {
            more = more.edge(from, end);
        }
        return more;
    }

    /** The same case, where the attacker has something besides. */
    TechniqueCase given(String... ids) {
        return new TechniqueCase(kind, title, manifests, ImmutableSet.copyOf(ids), edges, whyNot);
    }
}
