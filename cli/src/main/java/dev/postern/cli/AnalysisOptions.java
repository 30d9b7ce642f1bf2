package dev.postern.cli;

import dev.postern.ClusterOptions;
import dev.postern.network.CniProfile;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** As {@link ServerOptions}, for answers that also depend on which packets pass. */
final class AnalysisOptions extends ServerOptions {
    @Option(
            names = {"--cni", "--profile"},
            paramLabel = "PLUGIN",
            description =
                    "The network plugin: kubernetes, np-guard, calico, cilium or ovn-kubernetes (default: what"
                            + " --facts says, else the one recognised, else calico or cilium by the kinds of policies, else kubernetes).")
    private Optional<String> cni = Optional.empty();

    @Override
    ClusterOptions cluster(CommandSpec spec) {
        ClusterOptions options = super.cluster(spec);
        return cni.map(name -> QuestionOptions.understood(spec, () -> CniProfile.parse(name)))
                .map(options::withCni)
                .orElse(options);
    }
}
