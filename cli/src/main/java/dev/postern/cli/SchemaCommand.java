package dev.postern.cli;

import dev.postern.report.JsonSchema;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern schema}: the JSON Schema of what {@code -o json} prints and {@code --facts} reads. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Prints the JSON Schema of a document that -o json prints or --facts reads, or the names of all.",
        footer = {
            "",
            "Examples:",
            "  postern schema                       the names of the documents",
            "  postern schema paths",
            "  postern schema rights-diff           of rights --diff and --diff-input",
            "  postern schema facts                 of the file that --facts reads",
            "",
            "Exit codes: 0 answered; 2 usage, and names that no document has; 4 internal error."
        })
final class SchemaCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", arity = "0..1", paramLabel = "DOCUMENT", description = "Which document.")
    private Optional<String> document = Optional.empty();

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(document.map(this::schema).orElseGet(SchemaCommand::names));
        spec.commandLine().getOut().flush();
        return Exit.OK;
    }

    private String schema(String id) {
        return Arrays.stream(JsonSchema.values())
                .filter(schema -> schema.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "No document is called '" + id + "'. postern schema lists them all."))
                .text();
    }

    private static String names() {
        return Arrays.stream(JsonSchema.values())
                .map(schema -> schema.id() + "\n")
                .collect(Collectors.joining());
    }
}
