package dev.postern.ingest;

/** A change that cannot be made of that cluster. The message says which, why, and what to do next; it repeats no value. */
public final class ChangeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ChangeException(String message) {
        super(message);
    }
}
