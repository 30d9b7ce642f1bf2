package dev.postern.podsecurity;

import dev.postern.model.Evidence;

/**
 * Something written for the security of pods that does not do what its author meant.
 *
 * @param code a stable identifier in kebab-case, as of a diagnostic
 * @param fact what is written, and where
 * @param message what becomes of it, and what to write
 */
public record Mistake(String code, Evidence fact, String message) {}
