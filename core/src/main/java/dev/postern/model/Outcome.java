package dev.postern.model;

/** A verdict in three values: a partial input must never silently mean "no". */
public enum Outcome {
    ALLOWED,
    DENIED,
    /** The input does not say; the decision names the missing fact. */
    UNKNOWN
}
