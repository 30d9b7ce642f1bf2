package dev.postern.cli;

import dev.postern.ingest.Input;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/**
 * What a command reads. {@code -n} gives the namespace of objects that name none, for the inputs that follow it; after
 * the last input it is meant for those before it that have none yet.
 */
final class Inputs {
    static final String STDIN = "-";

    @Parameters(
            paramLabel = "INPUT",
            arity = "0..*",
            parameterConsumer = OneInput.class,
            description = "File or directory of manifests or dumps (YAML, JSON, .gz of each), or - for standard input.")
    private List<String> positional = new ArrayList<>();

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "INPUT",
            arity = "1",
            parameterConsumer = OneInput.class,
            description = "The same; may be repeated.")
    private List<String> named = new ArrayList<>();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            arity = "1",
            parameterConsumer = OneNamespace.class,
            description = "Namespace of objects that name none, in the inputs that follow (default: default).")
    private String namespace = "";

    /** Whether an input has followed the last {@code -n}. */
    private boolean namespaceUsed = true;

    private record Given(String input, String namespace) {}

    private final List<Given> given = new ArrayList<>();

    /** The inputs in the order given. */
    List<Input> all(CommandSpec spec, InputStream standardInput) {
        if (given.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Missing INPUT: name a file or a directory of manifests, or - for standard input.");
        }
        if (!namespaceUsed) {
            given.replaceAll(one -> one.namespace().isEmpty() ? new Given(one.input(), namespace) : one);
        }
        List<Input> inputs = new ArrayList<>();
        for (Given one : given) {
            Input input = one.input().equals(STDIN) ? Input.stdin(standardInput) : Input.path(Path.of(one.input()));
            inputs.add(one.namespace().isEmpty() ? input : input.inNamespace(one.namespace()));
        }
        return inputs;
    }

    private void input(String text) {
        given.add(new Given(text, namespace));
        namespaceUsed = true;
    }

    private void namespace(String text) {
        namespace = text;
        namespaceUsed = false;
    }

    private static Inputs of(CommandSpec command) {
        CommandSpec mixin = Objects.requireNonNull(command.mixins().get("inputs"), "the command mixes in its inputs");
        return (Inputs) mixin.userObject();
    }

    /** Takes one input, together with the namespace given before it. */
    static final class OneInput implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> arguments, ArgSpec argument, CommandSpec command) {
            if (!arguments.isEmpty()) {
                String text = arguments.pop();
                of(command).input(text);
                List<String> all = new ArrayList<>();
                List<String> before = argument.getValue();
                if (before != null) {
                    all.addAll(before);
                }
                all.add(text);
                argument.setValue(all);
            }
        }
    }

    /** Takes a namespace. */
    static final class OneNamespace implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> arguments, ArgSpec argument, CommandSpec command) {
            if (arguments.isEmpty()) {
                throw new ParameterException(command.commandLine(), "-n lacks its namespace.");
            }
            String text = arguments.pop();
            of(command).namespace(text);
            argument.setValue(text);
        }
    }
}
