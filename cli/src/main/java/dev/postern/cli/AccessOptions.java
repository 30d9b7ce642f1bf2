package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.IngestException;
import dev.postern.ingest.Input;
import dev.postern.model.Diagnostic;
import dev.postern.model.KubernetesVersion;
import dev.postern.rbac.RbacOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the questions about rights have in common. Their {@code -n} is the question's namespace, not the input's. */
final class AccessOptions {
    private static final Set<String> HINTS = Set.of("namespace-mismatch", "misplaced-service-account");

    static final int YES = 0;
    static final int NO = 1;
    static final int UNKNOWN = 3;

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

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    private String output = "text";

    @Option(
            names = "--kubernetes-version",
            paramLabel = "V",
            description =
                    "The API server's version (default: that of the newest kubelet in the input, else the newest known).")
    private Optional<String> kubernetesVersion = Optional.empty();

    @Option(names = "--no-builtin-roles", description = "Do not add the roles that every cluster is born with.")
    private boolean noBuiltInRoles;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto, always or never (default: ${DEFAULT-VALUE}; NO_COLOR is honoured).")
    private String color = "auto";

    boolean json(CommandSpec spec) {
        return oneOf(spec, "--output", output, "text", "json").equals("json");
    }

    boolean colour(CommandSpec spec) {
        return Terminal.wantsColour(oneOf(spec, "--color", color, "auto", "always", "never"));
    }

    /** The namespace of questions that name none. */
    String defaultNamespace() {
        return inputNamespace.orElse("default");
    }

    /** The analysis of the inputs; empty, with a message, when there is nothing to answer from. */
    Optional<Analysis> analysis(CommandSpec spec) {
        if (inputs.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Missing input: give -f with a file or a directory of manifests, or - for standard input.");
        }
        return analysis(spec, inputs);
    }

    Optional<Analysis> analysis(CommandSpec spec, List<String> from) {
        PrintWriter err = spec.commandLine().getErr();
        ClusterSnapshot snapshot;
        try {
            snapshot = ClusterSnapshot.read(from.stream().map(this::input).toList());
        } catch (IngestException e) {
            err.println("postern: " + e.getMessage());
            return Optional.empty();
        }
        Analysis analysis = Postern.analyze(snapshot, options(spec));
        if (snapshot.inventory().isEmpty()) {
            analysis.accessDiagnostics().forEach(diagnostic -> err.println("postern: " + Terminal.line(diagnostic)));
            return Optional.empty();
        }
        if (!json(spec)) {
            warn(analysis, err);
        }
        return Optional.of(analysis);
    }

    /** The exit code of an answer that was given: 3 when a part of the input is missing from it. */
    static int exit(int code, Analysis... analyses) {
        boolean incomplete =
                Stream.of(analyses).anyMatch(analysis -> analysis.snapshot().isIncomplete());
        return incomplete ? UNKNOWN : code;
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

    private RbacOptions options(CommandSpec spec) {
        RbacOptions options = noBuiltInRoles ? RbacOptions.DEFAULT.withoutBuiltInRoles() : RbacOptions.DEFAULT;
        if (kubernetesVersion.isEmpty()) {
            return options;
        }
        return KubernetesVersion.parse(kubernetesVersion.get())
                .map(options::withVersion)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--kubernetes-version " + kubernetesVersion.get() + ": write it as 1.31."));
    }

    private static String oneOf(CommandSpec spec, String option, String value, String... allowed) {
        if (!List.of(allowed).contains(value)) {
            throw new ParameterException(
                    spec.commandLine(), option + " " + value + ": write one of " + String.join(", ", allowed) + ".");
        }
        return value;
    }
}
