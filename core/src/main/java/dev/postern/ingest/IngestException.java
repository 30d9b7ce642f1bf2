package dev.postern.ingest;

/** An input that cannot be read at all: it does not exist, or may not be opened. The message names it and the reason. */
public final class IngestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IngestException(String message) {
        super(message);
    }

    IngestException(String message, Throwable cause) {
        super(message, cause);
    }
}
