package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.ingest.Input;
import dev.postern.path.AnalysisDiff;
import dev.postern.path.PathQuery;
import dev.postern.report.DiffJson;
import dev.postern.report.DiffText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern diff}: what became of attack paths between two states of a cluster. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Prints which attack paths appeared, vanished or changed their cost between two inputs, and why.",
        footer = {
            "",
            "A path appeared only if it could not be had before: one that moved up because cheaper ones vanished did not.",
            "Places are those of postern paths.",
            "",
            "Examples:",
            "  postern diff yesterday/ today/",
            "  postern diff main.yaml branch.yaml --from any-pod --to cluster-admin -k 20",
            "  postern diff old.json.gz new.json.gz --min-confidence likely -o json",
            "",
            "Exit codes: 0 answered, whatever changed; 2 usage; 3 input unreadable, empty, or in part not understood;",
            "4 internal error."
        })
final class DiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "OLD", description = "File or directory: the cluster as it was.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "File or directory: the cluster as it is.")
    private Path now = Path.of("");

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            defaultValue = "default",
            description = "Namespace of objects that name none, in both inputs (default: ${DEFAULT-VALUE}).")
    private String namespace = "default";

    @Mixin
    private QuestionOptions question = new QuestionOptions();

    @Mixin
    private AnalysisOptions options = new AnalysisOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        List<PathQuery> queries = question.queries(spec);
        boolean json = output.json(spec);
        boolean colour = output.colour(spec);
        Optional<Analysis> older = options.analyze(spec, input(before));
        Optional<Analysis> newer = older.isEmpty() ? older : options.analyze(spec, older.get(), input(now));
        if (older.isEmpty() || newer.isEmpty()) {
            return Exit.UNKNOWN;
        }
        AnalysisDiff diff = QuestionOptions.understood(spec, () -> older.get().diff(newer.get(), queries));
        output.print(
                spec,
                json
                        ? DiffJson.render(older.get(), newer.get(), diff)
                        : DiffText.render(older.get(), newer.get(), diff, colour));
        return Exit.of(Exit.OK, older.get(), newer.get());
    }

    private List<Input> input(Path path) {
        return List.of(Input.path(path).inNamespace(namespace));
    }
}
