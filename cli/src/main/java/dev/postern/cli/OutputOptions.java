package dev.postern.cli;

import dev.postern.model.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
            description = "text, json, or a format that is listed below, if any is (default: ${DEFAULT-VALUE}).")
    private String format = TEXT;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto, always or never (default: ${DEFAULT-VALUE}; NO_COLOR is honoured).")
    private String color = "auto";

    @Option(
            names = "--output-file",
            paramLabel = "FILE",
            description = "Write the answer into this file, all of it or nothing, and not to standard output.")
    private Optional<Path> file = Optional.empty();

    /** The form of {@code formats} that is asked for, to be called before the input is read. */
    String format(CommandSpec spec, Formats<?> formats) {
        return oneOf(spec, "--output", format, formats.names());
    }

    /** As {@link #format(CommandSpec, Formats)}, of forms that are written as they are made. */
    String format(CommandSpec spec, Collection<String> names) {
        return oneOf(spec, "--output", format, names.toArray(new String[0]));
    }

    boolean json(CommandSpec spec) {
        return oneOf(spec, "--output", format, TEXT, JSON).equals(JSON);
    }

    boolean colour(CommandSpec spec) {
        String when = oneOf(spec, "--color", color, "auto", "always", "never");
        // A file is no terminal, whatever standard output is.
        return Terminal.wantsColour(when) && (file.isEmpty() || when.equals("always"));
    }

    /** Prints an answer where answers go; nothing is in progress any more. */
    void print(CommandSpec spec, String answer) {
        print(spec, out -> out.write(answer));
    }

    /** Prints an answer while it is made; into a file, all of it or nothing. */
    void print(CommandSpec spec, OutputFile.Answer answer) {
        Main.progress(spec).stop();
        if (file.isPresent()) {
            write(spec, file.get(), answer);
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        try {
            answer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("a PrintWriter keeps its faults to itself", e);
        }
        out.flush();
    }

    private static void write(CommandSpec spec, Path file, OutputFile.Answer answer) {
        try {
            OutputFile.write(file, answer);
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "--output-file " + file + ": cannot be written: " + e.getMessage(), e);
        }
        spec.commandLine().getErr().println("postern: wrote " + Printable.of(file.toString()));
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
