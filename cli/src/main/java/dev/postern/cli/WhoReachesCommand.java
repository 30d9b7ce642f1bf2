package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.path.ReachQuery;
import dev.postern.path.WhoReaches;
import dev.postern.report.ReachJson;
import dev.postern.report.ReachText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code postern who-reaches}: from where does an attacker get there. */
@Command(
        name = "who-reaches",
        mixinStandardHelpOptions = true,
        description = {
            "Lists from where a place is reached, the cheapest first.",
            "Every identity, pod, node and Secret is judged by itself."
        },
        footer = {
            "",
            "Places are those of postern paths. Effort is that of the cheapest path, exactly.",
            "",
            "Examples:",
            "  postern who-reaches dump/ --to cluster-admin",
            "  postern who-reaches dump/ --to secret:shop/db --min-confidence likely",
            "  postern who-reaches dump/ --to crown-jewels --crown-jewel app=payments -o json",
            "",
            "Exit codes: 0 answered; 2 usage; 3 input unreadable, empty, or in part not understood; 4 internal error."
        })
final class WhoReachesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Inputs inputs = new Inputs();

    @Option(
            names = "--to",
            paramLabel = "PLACE",
            defaultValue = "cluster-admin",
            description = "What the attacker wants (default: ${DEFAULT-VALUE}).")
    private String to = "cluster-admin";

    @Mixin
    private BoundOptions bounds = new BoundOptions();

    @Mixin
    private AnalysisOptions options = new AnalysisOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        ReachQuery query = bounds.query(spec, List.of(to), ReachQuery.DEFAULT_LIMIT);
        boolean json = output.json(spec);
        boolean colour = output.colour(spec);
        Optional<Analysis> read = options.analyze(spec, inputs.all(spec, System.in));
        if (read.isEmpty()) {
            return Exit.UNKNOWN;
        }
        WhoReaches answer = QuestionOptions.understood(spec, () -> read.get().whoReaches(query));
        output.print(spec, json ? ReachJson.render(read.get(), answer) : ReachText.render(read.get(), answer, colour));
        return Exit.of(Exit.OK, read.get());
    }
}
