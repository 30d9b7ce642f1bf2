package dev.postern.podsecurity;

/**
 * One technique that leads from a container to its node: one file, one class, one line in {@link EscapeRows}. Rows are
 * stateless, and none knows of another.
 */
interface EscapeRow {
    Escape.Kind kind();

    /** Adds every way in which the facts permit this technique. */
    void derive(ContainerFacts facts, Ways ways);
}
