package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.model.Diagnostic;
import dev.postern.network.CniProfile;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What the questions about packets have in common. */
final class NetworkOptions {
    @Option(
            names = {"--profile", "--cni"},
            paramLabel = "PLUGIN",
            description =
                    "The network plugin: kubernetes, np-guard, calico, cilium or ovn-kubernetes (default: calico or"
                            + " cilium where the input has policies of its own kinds, else kubernetes).")
    private Optional<String> profile = Optional.empty();

    /** The profile that is asked for, if one is, to be called before the input is read. */
    Optional<CniProfile> profile(CommandSpec spec) {
        return profile.map(name -> QuestionOptions.understood(spec, () -> CniProfile.parse(name)));
    }

    /** Policies that are not applied, and what could not be read: an answer without them may be wrong. */
    static void warn(CommandSpec spec, Analysis analysis) {
        PrintWriter err = spec.commandLine().getErr();
        analysis.networkDiagnostics().stream()
                .filter(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR)
                .forEach(diagnostic -> err.println("postern: " + Terminal.line(diagnostic)));
        err.flush();
    }
}
