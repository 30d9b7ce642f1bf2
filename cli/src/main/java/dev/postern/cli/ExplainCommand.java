package dev.postern.cli;

import dev.postern.Postern;
import dev.postern.attack.EdgeType;
import dev.postern.report.TechniqueJson;
import dev.postern.report.TechniqueText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern explain}: what a technique is, what it needs, and how to stop and see it. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Explains a technique: what it needs, how to stop it, how to see it, what others call it.",
        footer = {
            "",
            "Examples:",
            "  postern explain                      all techniques, a line each",
            "  postern explain POD_EXEC",
            "  postern explain CE_PRIV_MOUNT        the name that another program has for it does as well",
            "",
            "Exit codes: 0 answered; 2 usage, and names that nothing has; 4 internal error."
        })
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TECHNIQUE",
            description = "As paths names it, or as another program does (default: all, a line each).")
    private Optional<String> name = Optional.empty();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        List<EdgeType> all = Postern.techniques();
        List<EdgeType> asked = name.map(wanted -> called(all, wanted)).orElse(all);
        boolean colour = output.colour(spec);
        output.print(spec, output.json(spec) ? TechniqueJson.render(asked) : text(asked, colour));
        return Exit.OK;
    }

    private String text(List<EdgeType> asked, boolean colour) {
        return name.isEmpty()
                ? TechniqueText.list(asked, colour)
                : asked.stream().map(type -> TechniqueText.render(type, colour)).collect(Collectors.joining("\n"));
    }

    /** Those of that id; else those that another program calls so. */
    private List<EdgeType> called(List<EdgeType> all, String wanted) {
        String id = wanted.replace('-', '_');
        List<EdgeType> found =
                all.stream().filter(type -> type.id().equalsIgnoreCase(id)).toList();
        if (found.isEmpty()) {
            found = all.stream()
                    .filter(type -> type.alsoKnownAs().stream()
                            .anyMatch(other -> other.name().equalsIgnoreCase(wanted)))
                    .toList();
        }
        if (found.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "No technique is called '" + wanted + "'. postern explain lists them all.");
        }
        return found;
    }
}
