package dev.postern.check;

import dev.postern.model.SourceRef;

/** A policy or baseline that cannot be used. The message says where, what, and what to write instead. */
public final class PolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PolicyException(SourceRef place, String message) {
        super((place.toString().isEmpty() ? "" : place + ": ") + message);
    }
}
