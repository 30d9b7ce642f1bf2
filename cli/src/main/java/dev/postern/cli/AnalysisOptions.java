package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.IngestException;
import dev.postern.ingest.Input;
import dev.postern.model.KubernetesVersion;
import dev.postern.rbac.RbacOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What every command says about its input's cluster, and the reading of it. */
final class AnalysisOptions {
    @Option(
            names = "--kubernetes-version",
            paramLabel = "V",
            description =
                    "The API server's version (default: that of the newest kubelet in the input, else the newest known).")
    private Optional<String> kubernetesVersion = Optional.empty();

    @Option(names = "--no-builtin-roles", description = "Do not add the roles that every cluster is born with.")
    private boolean noBuiltInRoles;

    @Option(names = "--no-progress", description = "Do not tell on a terminal what takes more than a second.")
    private boolean noProgress;

    /** The analysis of the inputs; empty, with a message on standard error, when there is nothing to answer from. */
    Optional<Analysis> analyze(CommandSpec spec, List<Input> inputs) {
        RbacOptions options = rbac(spec);
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = Main.progress(spec);
        if (!noProgress && Terminal.isThere()) {
            progress.start("reading");
        }
        ClusterSnapshot snapshot;
        try {
            snapshot = ClusterSnapshot.read(inputs);
            progress.stage("analysing");
        } catch (IngestException e) {
            err.println("postern: " + e.getMessage());
            return Optional.empty();
        }
        Analysis analysis = Postern.analyze(snapshot, options);
        if (snapshot.inventory().isEmpty()) {
            analysis.diagnostics().forEach(diagnostic -> err.println("postern: " + Terminal.line(diagnostic)));
            return Optional.empty();
        }
        return Optional.of(analysis);
    }

    /** The analysis of a snapshot that was made of one that was read. */
    Analysis analyze(CommandSpec spec, ClusterSnapshot snapshot) {
        return Postern.analyze(snapshot, rbac(spec));
    }

    private RbacOptions rbac(CommandSpec spec) {
        RbacOptions options = noBuiltInRoles ? RbacOptions.DEFAULT.withoutBuiltInRoles() : RbacOptions.DEFAULT;
        if (kubernetesVersion.isEmpty()) {
            return options;
        }
        return KubernetesVersion.parse(kubernetesVersion.get())
                .map(options::withVersion)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--kubernetes-version " + kubernetesVersion.get() + ": write it as 1.31."));
    }
}
