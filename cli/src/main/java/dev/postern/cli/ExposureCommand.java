package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.network.EntryPoint;
import dev.postern.report.ExposureJson;
import dev.postern.report.ExposureTable;
import dev.postern.report.ExposureText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code postern exposure}: what the internet reaches. */
@Command(
        name = "exposure",
        mixinStandardHelpOptions = true,
        description = "Lists every way by which packets from the internet reach a pod, with what each leads through.",
        footer = {
            "",
            "Ways through Services, Ingresses, Gateways, Routes and ports of nodes, as far as network policy lets them. What",
            "rests on more than the input states (is a node's address public, is there a controller) is LIKELY or POSSIBLE.",
            "",
            "Formats: text, json, csv, md.",
            "",
            "Examples:",
            "  postern exposure manifests/",
            "  postern exposure dump/ -o csv --output-file exposure.csv",
            "  kubectl get -A -o json all,ingresses,networkpolicies,nodes | postern exposure - -o json",
            "",
            "Exit codes: 0 answered; 2 usage; 3 input unreadable, empty, or in part not understood; 4 internal error."
        })
final class ExposureCommand implements Callable<Integer> {
    private static final Formats<List<EntryPoint>> FORMATS = Formats.<List<EntryPoint>>text(ExposureText::render)
            .and(OutputOptions.JSON, (analysis, entries, colour) -> ExposureJson.render(analysis, entries))
            .and("csv", (analysis, entries, colour) -> ExposureTable.csv(entries))
            .and("md", (analysis, entries, colour) -> ExposureTable.markdown(entries));

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
        Analysis analysis = read.get();
        NetworkWarnings.print(spec, analysis);
        output.print(spec, FORMATS.render(format, analysis, analysis.entryPoints(), colour));
        return Exit.of(Exit.OK, analysis);
    }
}
