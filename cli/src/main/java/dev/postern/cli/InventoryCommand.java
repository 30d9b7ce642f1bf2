package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.report.InventoryJson;
import dev.postern.report.InventoryText;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code postern inventory}: what was read, what was not, and what is odd about it. */
@Command(
        name = "inventory",
        mixinStandardHelpOptions = true,
        description = "Says what the input holds, which kinds are not analysed, and everything that was noticed.",
        footer = {
            "",
            "Examples:",
            "  postern inventory dump/",
            "  postern inventory -n argocd argo-cd/install.yaml",
            "  kubectl get -A -o json all,roles,rolebindings | postern inventory - -o json",
            "",
            "Exit codes: 0 answered; 2 usage; 3 input unreadable, empty, or in part not understood; 4 internal error."
        })
final class InventoryCommand implements Callable<Integer> {
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
        boolean json = output.json(spec);
        boolean colour = output.colour(spec);
        Optional<Analysis> read = options.analyze(spec, inputs.all(spec, System.in));
        if (read.isEmpty()) {
            return Exit.UNKNOWN;
        }
        output.print(spec, json ? InventoryJson.render(read.get()) : InventoryText.render(read.get(), colour));
        return Exit.of(Exit.OK, read.get());
    }
}
