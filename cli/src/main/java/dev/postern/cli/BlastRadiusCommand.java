package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.path.BlastRadius;
import dev.postern.path.ReachQuery;
import dev.postern.report.ReachJson;
import dev.postern.report.ReachText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code postern blast-radius}: what does an attacker get from here. */
@Command(
        name = "blast-radius",
        mixinStandardHelpOptions = true,
        description = {
            "Lists what is reached from a place, by kind and effort.",
            "Of a place that stands for several (any-pod), each alone, the worst first."
        },
        footer = {
            "",
            "Places are those of postern paths. What is behind cluster-admin is listed from a single start only.",
            "How to get to one of them: postern paths --from PLACE --to VERTEX.",
            "",
            "Examples:",
            "  postern blast-radius dump/ --from pod:shop/cart",
            "  postern blast-radius dump/ --from any-pod -k 5",
            "  postern blast-radius dump/ --from sa:ops/robot --without-technique POD_EXEC -o json",
            "",
            "Exit codes: 0 answered; 2 usage; 3 input unreadable, empty, or in part not understood; 4 internal error."
        })
final class BlastRadiusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Inputs inputs = new Inputs();

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            required = true,
            description = "Where the attacker starts; several hold together.")
    private List<String> from = new ArrayList<>();

    @Option(
            names = "-k",
            paramLabel = "N",
            defaultValue = "" + ReachQuery.DEFAULT_LIMIT,
            description = "At most so many footholds, and so many things of each (default: ${DEFAULT-VALUE}).")
    private int limit = ReachQuery.DEFAULT_LIMIT;

    @Mixin
    private BoundOptions bounds = new BoundOptions();

    @Mixin
    private AnalysisOptions options = new AnalysisOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        ReachQuery query = bounds.query(spec, from, limit);
        boolean json = output.json(spec);
        boolean colour = output.colour(spec);
        Optional<Analysis> read = options.analyze(spec, inputs.all(spec, System.in));
        if (read.isEmpty()) {
            return Exit.UNKNOWN;
        }
        BlastRadius answer = QuestionOptions.understood(spec, () -> read.get().blastRadius(query));
        output.print(spec, json ? ReachJson.render(read.get(), answer) : ReachText.render(read.get(), answer, colour));
        return Exit.of(Exit.OK, read.get());
    }
}
