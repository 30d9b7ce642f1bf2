package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.ingest.Input;
import dev.postern.model.Diagnostic;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the questions about rights have in common. Their {@code -n} is the question's namespace, not the input's. */
final class AccessOptions {
    private static final Set<String> HINTS = Set.of("namespace-mismatch", "misplaced-service-account");

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "INPUT",
            arity = "1",
            description =
                    "File or directory of manifests or dumps (YAML, JSON, .gz of each), or - for standard input; may be"
                            + " repeated.")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = "--input-namespace",
            paramLabel = "NS",
            description = "Namespace of objects of the input that name none (default: default).")
    private Optional<String> inputNamespace = Optional.empty();

    @Mixin
    private OutputOptions output = new OutputOptions();

    boolean json(CommandSpec spec) {
        return output.json(spec);
    }

    boolean colour(CommandSpec spec) {
        return output.colour(spec);
    }

    void print(CommandSpec spec, String answer) {
        output.print(spec, answer);
    }

    /** The namespace of questions that name none. */
    String defaultNamespace() {
        return inputNamespace.orElse("default");
    }

    /** The analysis of the inputs; empty, with a message, when there is nothing to answer from. */
    Optional<Analysis> analysis(CommandSpec spec, ServerOptions options) {
        if (inputs.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Missing input: give -f with a file or a directory of manifests, or - for standard input.");
        }
        return analysis(spec, options, inputs);
    }

    Optional<Analysis> analysis(CommandSpec spec, ServerOptions options, List<String> from) {
        Optional<Analysis> analysis =
                options.analyze(spec, from.stream().map(this::input).toList());
        if (!json(spec)) {
            analysis.ifPresent(read -> warn(read, spec.commandLine().getErr()));
        }
        return analysis;
    }

    private static void warn(Analysis analysis, PrintWriter err) {
        analysis.accessDiagnostics().stream()
                .filter(diagnostic ->
                        diagnostic.severity() == Diagnostic.Severity.ERROR || HINTS.contains(diagnostic.code()))
                .forEach(diagnostic -> err.println("postern: " + Terminal.line(diagnostic)));
        err.flush();
    }

    private Input input(String text) {
        Input input = text.equals("-") ? Input.stdin(System.in) : Input.path(Path.of(text));
        return inputNamespace.map(input::inNamespace).orElse(input);
    }
}
