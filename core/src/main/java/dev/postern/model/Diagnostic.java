package dev.postern.model;

import java.util.Comparator;

/**
 * Something about the input that the reader of a report must know: what, where, and what to do next.
 *
 * @param code a stable identifier in kebab-case, for instance {@code duplicate-object}
 */
public record Diagnostic(Severity severity, String code, String message, SourceRef source)
        implements Comparable<Diagnostic> {
    private static final Comparator<Diagnostic> ORDER = Comparator.comparing(Diagnostic::source)
            .thenComparing(Diagnostic::severity)
            .thenComparing(Diagnostic::code)
            .thenComparing(Diagnostic::message);

    /** How much a diagnostic takes away from the answer. */
    public enum Severity {
        /** A part of the input was not understood and is missing from the answer. */
        ERROR,
        /** The input was read, but probably does not say what its author meant. */
        WARNING,
        /** Worth knowing; takes nothing away. */
        INFO
    }

    @Override
    public int compareTo(Diagnostic other) {
        return ORDER.compare(this, other);
    }
}
