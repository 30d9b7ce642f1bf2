package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.model.Diagnostic;
import dev.postern.network.CniProfile;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What the questions about packets have in common. */
final class NetworkOptions {
    @Option(
            names = "--profile",
            paramLabel = "PLUGIN",
            defaultValue = "kubernetes",
            description =
                    "The network plugin: kubernetes, np-guard, calico, cilium or ovn-kubernetes (default: ${DEFAULT-VALUE}).")
    private String profile = "kubernetes";

    /** The profile that is asked for, to be called before the input is read. */
    CniProfile profile(CommandSpec spec) {
        return QuestionOptions.understood(spec, () -> CniProfile.parse(profile));
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
