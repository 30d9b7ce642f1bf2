package dev.postern.report;

import dev.postern.model.Printable;

/**
 * Text of the input in GitHub flavoured Markdown. All of it stands in code spans: nothing in one is markup, a link, a
 * mention of somebody or HTML, so that there is one rule of escaping and not one for each of these.
 */
final class MarkdownText {
    private MarkdownText() {}

    /** A code span of exactly this text; nothing for empty text, which no code span can hold. */
    static String code(String text) {
        if (text.isEmpty()) {
            return "";
        }
        String content = Printable.of(text);
        String fence = "`".repeat(longestRun(content) + 1);
        boolean spaced = content.startsWith(" ") && content.endsWith(" ") && !content.isBlank();
        String padding = content.startsWith("`") || content.endsWith("`") || spaced ? " " : "";
        return fence + padding + content + padding + fence;
    }

    /** As {@link #code}, within a table: there a bar ends the cell, in a code span too, unless a backslash is before it. */
    static String cell(String text) {
        return code(text).replace("|", "\\|");
    }

    /** A code block of these lines, which no line of it can end. */
    static String block(String language, String text) {
        String fence = "`".repeat(Math.max(3, longestRun(text) + 1));
        StringBuilder block = new StringBuilder(fence).append(language).append('\n');
        text.lines().forEach(line -> block.append(Printable.of(line)).append('\n'));
        return block.append(fence).toString();
    }

    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
