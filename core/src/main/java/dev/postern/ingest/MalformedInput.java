package dev.postern.ingest;

/** A document that cannot be read any further. Never leaves the package: it ends up as a diagnostic. */
@SuppressWarnings("serial") // never serialised
final class MalformedInput extends RuntimeException {
    private final String code;
    private final int line;
    private final int column;

    /** The message must not repeat text of the input, which may be a secret. */
    MalformedInput(String code, String message, int line, int column) {
        super(message, null, false, false);
        this.code = code;
        this.line = line;
        this.column = column;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }
}
