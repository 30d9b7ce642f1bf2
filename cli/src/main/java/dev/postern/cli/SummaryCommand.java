package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.Summary;
import dev.postern.report.SummaryJson;
import dev.postern.report.SummaryText;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code postern summary}, and {@code postern INPUT}: what to know first. */
@Command(
        name = "summary",
        mixinStandardHelpOptions = true,
        description = {
            "Says what to know first: the worst paths, where they meet, what to do.",
            "Asked are from pod to node, from account to cluster-admin, from the internet to both, and from namespace to"
                    + " namespace."
        },
        footer = {
            "",
            "This is what happens when only an input is given: postern dump/.",
            "",
            "Examples:",
            "  postern summary dump/",
            "  postern summary -n shop shop/ -n argocd argo-cd/install.yaml",
            "  kubectl get -A -o json pods,roles,rolebindings | postern summary - -o json",
            "",
            "Exit codes: 0 answered; 2 usage; 3 input unreadable, empty, or in part not understood; 4 internal error."
        })
final class SummaryCommand implements Callable<Integer> {
    private static final Formats<Summary> FORMATS = Formats.<Summary>text(SummaryText::render)
            .and(OutputOptions.JSON, (analysis, summary, colour) -> SummaryJson.render(analysis, summary));

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Inputs inputs = new Inputs();

    @Mixin
    private AnalysisOptions options = new AnalysisOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        String format = output.format(spec, FORMATS);
        boolean colour = output.colour(spec);
        Optional<Analysis> read = options.analyze(spec, inputs.all(spec, System.in));
        if (read.isEmpty()) {
            return Exit.UNKNOWN;
        }
        output.print(spec, FORMATS.render(format, read.get(), read.get().summary(), colour));
        return Exit.of(Exit.OK, read.get());
    }
}
