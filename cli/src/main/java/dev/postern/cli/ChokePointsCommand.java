package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.path.ChokePoints;
import dev.postern.path.PathQuery;
import dev.postern.report.ReachJson;
import dev.postern.report.ReachText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code postern choke-points}: where can paths be stopped. */
@Command(
        name = "choke-points",
        mixinStandardHelpOptions = true,
        description = {
            "Lists what every path comes through, and the edits that alone leave none.",
            "Of a start that stands for several (any-pod), also what most of them cannot do without."
        },
        footer = {
            "",
            "Places are those of postern paths; the start and the target are the same by default.",
            "",
            "Examples:",
            "  postern choke-points dump/",
            "  postern choke-points dump/ --from any-pod --to any-node",
            "  postern choke-points dump/ --from exposed-pods --to namespace:payments -o json",
            "",
            "Exit codes: 0 answered; 2 usage; 3 input unreadable, empty, or in part not understood; 4 internal error."
        })
final class ChokePointsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Inputs inputs = new Inputs();

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
        Optional<Analysis> read = options.analyze(spec, inputs.all(spec, System.in));
        if (read.isEmpty()) {
            return Exit.UNKNOWN;
        }
        List<ChokePoints> answers = QuestionOptions.understood(
                spec, () -> queries.stream().map(read.get()::chokePoints).toList());
        output.print(
                spec, json ? ReachJson.render(read.get(), answers) : ReachText.render(read.get(), answers, colour));
        return Exit.of(Exit.OK, read.get());
    }
}
