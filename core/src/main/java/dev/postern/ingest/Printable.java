package dev.postern.ingest;

/** Text of the input as it may stand in a message: one line, no control characters, not too long. */
final class Printable {
    private static final int LONGEST = 120;

    private Printable() {}

    /** Control, format and unassigned characters become {@code \\u{...}}; what is left of a long text is cut off. */
    static String text(String text) {
        StringBuilder printable = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int i = 0; i < text.length(); ) {
            if (printable.length() >= LONGEST) {
                return printable.append("...").toString();
            }
            int point = text.codePointAt(i);
            if (isPlain(point)) {
                printable.appendCodePoint(point);
            } else {
                printable.append("\\u{").append(Integer.toHexString(point)).append('}');
            }
            i += Character.charCount(point);
        }
        return printable.toString();
    }

    private static boolean isPlain(int point) {
        switch (Character.getType(point)) {
            case Character.CONTROL:
            case Character.FORMAT:
            case Character.SURROGATE:
            case Character.PRIVATE_USE:
            case Character.UNASSIGNED:
            case Character.LINE_SEPARATOR:
            case Character.PARAGRAPH_SEPARATOR:
                return false;
            default:
                return true;
        }
    }
}
