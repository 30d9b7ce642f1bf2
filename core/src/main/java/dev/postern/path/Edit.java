package dev.postern.path;

import dev.postern.model.Evidence;

/**
 * A change to one object that takes away one fact.
 *
 * @param fact the fact that would no longer hold
 * @param description what to do, as a sentence in the imperative
 */
public record Edit(Evidence fact, String description) {}
