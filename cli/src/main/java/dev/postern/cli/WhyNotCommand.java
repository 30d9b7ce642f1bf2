package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.path.PathQuery;
import dev.postern.path.WhyNot;
import dev.postern.report.WhyNotJson;
import dev.postern.report.WhyNotText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code postern why-not}: what a path that is not there lacks. */
@Command(
        name = "why-not",
        mixinStandardHelpOptions = true,
        description = "Says why there is no path: the fewest facts that would complete one, and what stops them.",
        footer = {
            "",
            "Facts that are looked for: rights, bindings of roles that exist, labels of namespaces, policies, tokens,",
            "privileges of the containers started from, flows, exposure. -k asks for several sets of them.",
            "Places are those of postern paths.",
            "",
            "Examples:",
            "  postern why-not dump/ --from internet --to cluster-admin",
            "  postern why-not dump/ --from pod:shop/cart --to secret:shop/db -k 3",
            "  helm template my-release ./chart | postern why-not -n shop - --from any-pod --to any-node",
            "",
            "Exit codes: 0 answered, found or not; 2 usage; 3 input unreadable, empty, or in part not understood;",
            "4 internal error."
        })
final class WhyNotCommand implements Callable<Integer> {
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
        List<WhyNot> answers = QuestionOptions.understood(
                spec, () -> queries.stream().map(analysis::whyNot).toList());
        output.print(spec, json ? WhyNotJson.render(analysis, answers) : WhyNotText.render(analysis, answers, colour));
        return Exit.of(Exit.OK, analysis);
    }
}
