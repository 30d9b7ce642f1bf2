package dev.postern.model;

/** How much of a step rests on facts outside the input. Ordered from least to most certain. */
public enum Confidence {
    /** Rests on something that may well be otherwise. */
    POSSIBLE,
    /** Holds on an ordinary cluster; a fact outside the input could prevent it. */
    LIKELY,
    /** Follows from the input and Kubernetes' own rules. */
    CERTAIN;

    /** The lower of the two. */
    public Confidence and(Confidence other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
