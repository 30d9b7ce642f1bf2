package dev.postern.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** In which form an answer is printed. */
final class OutputOptions {
    static final String TEXT = "text";
    static final String JSON = "json";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = TEXT,
            description = "text or json (default: ${DEFAULT-VALUE}).")
    private String format = TEXT;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto, always or never (default: ${DEFAULT-VALUE}; NO_COLOR is honoured).")
    private String color = "auto";

    boolean json(CommandSpec spec) {
        return oneOf(spec, "--output", format, TEXT, JSON).equals(JSON);
    }

    boolean colour(CommandSpec spec) {
        return Terminal.wantsColour(oneOf(spec, "--color", color, "auto", "always", "never"));
    }

    /** Prints an answer where answers go; nothing is in progress any more. */
    void print(CommandSpec spec, String answer) {
        Main.progress(spec).stop();
        spec.commandLine().getOut().print(answer);
        spec.commandLine().getOut().flush();
    }

    /** One of some words, in any case; anything else is a mistake in the use of the command. */
    static String oneOf(CommandSpec spec, String option, String value, String... allowed) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (!List.of(allowed).contains(lower)) {
            throw new ParameterException(
                    spec.commandLine(), option + " " + value + ": write one of " + String.join(", ", allowed) + ".");
        }
        return lower;
    }
}
