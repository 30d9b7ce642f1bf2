package dev.postern.internal.graph;

/**
 * What makes two plans different to a reader: plans are distinct when the <em>sets</em> of signatures of their arcs
 * differ. Replicas of one group share a number; a negative number is ignored (silent arcs).
 *
 * <p>An arc may be implicit: read its ends from the {@link GraphView} that the question was asked on. Must be a function
 * of the arc alone.
 */
@FunctionalInterface
public interface ArcSignature {

    /** Every arc differs from every other. */
    ArcSignature IDENTITY = arc -> arc;

    int of(int arc);
}
