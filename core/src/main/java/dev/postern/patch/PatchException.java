package dev.postern.patch;

/** A patch that does not fit its document. The message says what, where, and what to do next, and repeats no value. */
public final class PatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PatchException(String message) {
        super(message);
    }
}
