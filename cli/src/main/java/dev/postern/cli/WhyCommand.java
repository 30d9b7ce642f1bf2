package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.path.PathQuery;
import dev.postern.path.Why;
import dev.postern.report.WhyJson;
import dev.postern.report.WhyText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code postern why}: what every step of a path rests on. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description = "Says why there is a path: all that each step of the cheapest one rests on.",
        footer = {
            "",
            "Each step has all its grounds; of alternatives any one suffices. Then: what it takes without the step.",
            "Places are those of postern paths.",
            "",
            "Examples:",
            "  postern why dump/ --from any-pod --to cluster-admin",
            "  postern why dump/ --from sa:shop/cart --to secret:shop/db -o json",
            "  helm template my-release ./chart | postern why -n shop - --from internet --to any-node",
            "",
            "Exit codes: 0 answered, found or not; 2 usage; 3 input unreadable, empty, or in part not understood;",
            "4 internal error."
        })
final class WhyCommand implements Callable<Integer> {
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
        Analysis analysis = read.get();
        List<Why> answers = QuestionOptions.understood(
                spec, () -> queries.stream().map(analysis::why).toList());
        output.print(spec, json ? WhyJson.render(analysis, answers) : WhyText.render(analysis, answers, colour));
        return Exit.of(Exit.OK, analysis);
    }
}
