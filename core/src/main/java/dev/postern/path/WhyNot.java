package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Evidence;

/**
 * Why there is no path, or that there is one.
 *
 * @param paths of an answer that is not {@link Outcome#ABSENT}, the cheapest path
 * @param open of an answer that is {@link Outcome#UNKNOWN}, the facts that would settle it
 * @param misses of an answer that is {@link Outcome#ABSENT}, what would complete a path, the nearest first
 * @param truncated whether the search ended before it was complete
 * @param notes what the reader must know about this answer
 */
public record WhyNot(
        PathQuery query,
        Outcome outcome,
        ImmutableList<AttackPath> paths,
        ImmutableList<Evidence> open,
        ImmutableList<NearestMiss> misses,
        boolean truncated,
        ImmutableList<String> notes) {
    /** Whether there is a path. */
    public enum Outcome {
        /** There is, and every step of it is certain or likely. */
        PRESENT,
        /** There is one if facts hold that the input leaves open. */
        UNKNOWN,
        /** There is none. */
        ABSENT
    }
}
