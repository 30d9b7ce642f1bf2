package dev.postern.cli;

import dev.postern.model.Diagnostic;

/** What depends on where the output goes. */
final class Terminal {
    private Terminal() {}

    /** Colour is for terminals: not for pipes, files, or where {@code NO_COLOR} is set. */
    static boolean wantsColour(String when) {
        switch (when) {
            case "always":
                return true;
            case "never":
                return false;
            default:
                String noColor = System.getenv("NO_COLOR");
                return System.console() != null
                        && (noColor == null || noColor.isEmpty())
                        && !"dumb".equals(System.getenv("TERM"));
        }
    }

    /** A diagnostic in one line. */
    static String line(Diagnostic diagnostic) {
        String source = diagnostic.source().toString();
        return (source.isEmpty() ? "" : source + ": ") + diagnostic.message();
    }
}
