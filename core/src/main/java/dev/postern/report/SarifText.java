package dev.postern.report;

import dev.postern.model.Printable;

/**
 * Plain text messages of SARIF: braces would begin a placeholder and are doubled (2.1.0, §3.11.5), brackets would begin a
 * link and stand behind a backslash (§3.11.6). A name of the input thus never becomes a link.
 */
final class SarifText {
    private SarifText() {}

    /** A name that stands in a field of its own, which no viewer takes for anything else. */
    static String id(String name) {
        return Printable.of(name);
    }

    /** The text on one line, with nothing invisible in it, as itself. */
    static String of(String text) {
        String shown = Printable.of(text);
        StringBuilder escaped = new StringBuilder(shown.length() + 8);
        for (int i = 0; i < shown.length(); i++) {
            char symbol = shown.charAt(i);
            switch (symbol) {
                case '\\':
                case '[':
                case ']':
                    escaped.append('\\').append(symbol);
                    break;
                case '{':
                case '}':
                    escaped.append(symbol).append(symbol);
                    break;
                default:
                    escaped.append(symbol);
            }
        }
        return escaped.toString();
    }
}
