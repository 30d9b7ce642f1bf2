package dev.postern.network;

/** What a rule does with a packet that it matches. */
enum Action {
    ALLOW,
    DENY,
    /** Leaves the rest of the tier out. */
    PASS
}
