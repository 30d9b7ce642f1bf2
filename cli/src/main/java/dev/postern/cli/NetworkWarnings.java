package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.model.Diagnostic;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** What the questions about packets say beside their answers. */
final class NetworkWarnings {
    private NetworkWarnings() {}

    /** Policies that are not applied, and what could not be read: an answer without them may be wrong. */
    static void print(CommandSpec spec, Analysis analysis) {
        PrintWriter err = spec.commandLine().getErr();
        analysis.networkDiagnostics().stream()
                .filter(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR)
                .forEach(diagnostic -> err.println("postern: " + Terminal.line(diagnostic)));
        err.flush();
    }
}
