package dev.postern.internal.graph;

/**
 * What lies on every plan of a {@link Question}: without any one of {@code items} the target cannot be established.
 *
 * @param items facts, vertices or arcs, ascending; empty when there is no plan at all
 * @param derivable whether there is a plan
 * @param truncated a limit was hit: items may be missing; those listed are right
 */
public record Essentials(int[] items, boolean derivable, boolean truncated) {

    /** Single facts whose removal alone leaves no plan, of whatever alternative. */
    public static Essentials facts(Question question, Limits limits) {
        throw new UnsupportedOperationException("in the making");
    }

    /** Choke points: vertices other than the target and the plan's sources that every plan establishes. */
    public static Essentials vertices(Question question, Limits limits) {
        throw new UnsupportedOperationException("in the making");
    }

    /** Single arcs, implicit ones included, that every plan uses. */
    public static Essentials arcs(Question question, Limits limits) {
        throw new UnsupportedOperationException("in the making");
    }
}
