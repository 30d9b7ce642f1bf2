package dev.postern.report;

import dev.postern.model.Printable;

/** Text in XML 1.0, in which control characters cannot stand at all: they are written as {@link Printable} writes them. */
final class XmlText {
    private XmlText() {}

    /** One line of text, for an attribute or between tags. */
    static String of(String text) {
        String shown = Printable.of(text);
        StringBuilder escaped = new StringBuilder(shown.length() + 16);
        for (int i = 0; i < shown.length(); i++) {
            char symbol = shown.charAt(i);
            switch (symbol) {
                case '&':
                    escaped.append("&amp;");
                    break;
                case '<':
                    escaped.append("&lt;");
                    break;
                case '>':
                    escaped.append("&gt;");
                    break;
                case '"':
                    escaped.append("&quot;");
                    break;
                case '\'':
                    escaped.append("&apos;");
                    break;
                default:
                    escaped.append(symbol);
            }
        }
        return escaped.toString();
    }

    /** Several lines, between tags. */
    static String lines(String text) {
        StringBuilder escaped = new StringBuilder();
        text.lines().forEach(line -> escaped.append(of(line)).append('\n'));
        return escaped.toString();
    }
}
