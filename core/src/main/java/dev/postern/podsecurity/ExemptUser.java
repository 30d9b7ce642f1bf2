package dev.postern.podsecurity;

import dev.postern.model.Support;

/**
 * A user whose pods Pod Security admission lets in, whatever they are. Only pods that the user creates itself: those of a
 * workload are created by a controller.
 */
public record ExemptUser(String name, Support support) {}
