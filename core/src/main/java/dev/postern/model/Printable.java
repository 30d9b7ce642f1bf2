package dev.postern.model;

/**
 * Makes text of the input safe to show. Names come from hostile files: whatever would move a terminal's cursor, turn the
 * direction of writing, or not be seen at all is written as {@code \\u{...}}, its code point in hexadecimal.
 */
public final class Printable {
    private Printable() {}

    /** The text on one line, with nothing invisible in it. O(length). */
    public static String of(String text) {
        return isPlain(text) ? text : escaped(text);
    }

    /** As {@link #of(String)}, of no more than {@code longest} characters of the text; the last is … where there are more. */
    public static String of(String text, int longest) {
        if (text.length() <= longest) {
            return of(text);
        }
        int end = longest - 1;
        return of(text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)) + "…";
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static String escaped(String text) {
        StringBuilder printable = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (isVisible(point)) {
                printable.appendCodePoint(point);
            } else {
                printable.append("\\u{").append(Integer.toHexString(point)).append('}');
            }
        });
        return printable.toString();
    }

    private static boolean isVisible(int point) {
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
