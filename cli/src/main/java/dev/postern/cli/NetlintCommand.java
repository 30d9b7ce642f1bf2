package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.network.NetworkFinding;
import dev.postern.report.NetlintJson;
import dev.postern.report.NetlintSarif;
import dev.postern.report.NetlintText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code postern netlint}: what is wrong with network policies that are taken all the same. */
@Command(
        name = "netlint",
        mixinStandardHelpOptions = true,
        description =
                "Says which network policies and rules do nothing, what is left open, and whether anything enforces them.",
        footer = {
            "",
            "A warning follows from what the input holds. A note is about what something outside of it may make right: pods",
            "that an operator makes, ports that nothing declares, a network plugin. docs/network.md lists all kinds.",
            "",
            "Formats: text, json, sarif.",
            "",
            "Examples:",
            "  postern netlint manifests/",
            "  postern netlint -n shop shop/ cluster.json.gz",
            "  kubectl get -A -o json all,networkpolicies,namespaces | postern netlint - -o json",
            "  postern netlint manifests/ -o sarif --output-file netlint.sarif",
            "",
            "Exit codes: 0 no warning; 1 warnings; 2 usage; 3 input unreadable, empty, or in part not understood; 4 internal",
            "error."
        })
final class NetlintCommand implements Callable<Integer> {
    private static final Formats<List<NetworkFinding>> FORMATS = Formats.<List<NetworkFinding>>text(NetlintText::render)
            .and(OutputOptions.JSON, (analysis, findings, colour) -> NetlintJson.render(analysis, findings))
            .and("sarif", (analysis, findings, colour) -> NetlintSarif.render(analysis, findings, Path.of("")));

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
        List<NetworkFinding> findings = analysis.networkFindings();
        output.print(spec, FORMATS.render(format, analysis, findings, colour));
        boolean warns = findings.stream().anyMatch(finding -> finding.severity() != Severity.INFO);
        return warns ? Exit.NO : Exit.of(Exit.OK, analysis);
    }
}
