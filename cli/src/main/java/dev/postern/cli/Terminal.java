package dev.postern.cli;

import dev.postern.model.Diagnostic;
import java.io.Console;

/** What depends on where the output goes. */
final class Terminal {
    private Terminal() {}

    /**
     * Whether a person looks on: input and output are a terminal. From JDK 22 on there is a console without one too, and a
     * method to tell, which the baseline does not have.
     */
    static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Colour is for terminals: not for pipes, files, or where {@code NO_COLOR} is set. */
    static boolean wantsColour(String when) {
        switch (when) {
            case "always":
                return true;
            case "never":
                return false;
            default:
                String noColor = System.getenv("NO_COLOR");
                return isThere() && (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
        }
    }

    /** A diagnostic in one line. */
    static String line(Diagnostic diagnostic) {
        String source = diagnostic.source().toString();
        return (source.isEmpty() ? "" : source + ": ") + diagnostic.message();
    }
}
