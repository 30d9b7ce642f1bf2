package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.ingest.Input;
import dev.postern.network.ConnectionsDiff;
import dev.postern.report.NetdiffJson;
import dev.postern.report.NetdiffText;
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

/** {@code postern netdiff}: which connections a change adds and takes away. */
@Command(
        name = "netdiff",
        mixinStandardHelpOptions = true,
        description =
                "Prints which connections between workloads, and with the outside, differ between two inputs, and why.",
        footer = {
            "",
            "Lines are those of postern connections, with + for added, - for removed and ~ for other ports than before. Below",
            "stand the changed policies that are for one of the ends, and the ends themselves where they changed.",
            "",
            "Examples:",
            "  postern netdiff yesterday/ today/",
            "  postern netdiff main.yaml branch.yaml -n shop",
            "  postern netdiff old.json.gz new.json.gz --cni calico -o json",
            "",
            "Exit codes: 0 answered, whatever changed; 2 usage; 3 input unreadable, empty, or in part not understood;",
            "4 internal error."
        })
final class NetdiffCommand implements Callable<Integer> {
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
    private AnalysisOptions options = new AnalysisOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        boolean json = output.json(spec);
        boolean colour = output.colour(spec);
        Optional<Analysis> older = options.analyze(spec, input(before));
        Optional<Analysis> newer = older.isEmpty() ? older : options.analyze(spec, older.get(), input(now));
        if (older.isEmpty() || newer.isEmpty()) {
            return Exit.UNKNOWN;
        }
        NetworkWarnings.print(spec, older.get());
        NetworkWarnings.print(spec, newer.get());
        ConnectionsDiff diff = older.get().connectionsDiff(newer.get());
        output.print(spec, out -> {
            if (json) {
                NetdiffJson.write(diff, out);
            } else {
                NetdiffText.write(older.get(), newer.get(), diff, colour, out);
            }
        });
        return Exit.of(Exit.OK, older.get(), newer.get());
    }

    private List<Input> input(Path path) {
        return List.of(Input.path(path).inNamespace(namespace));
    }
}
