package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.ClusterOptions;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.IngestException;
import dev.postern.ingest.Input;
import dev.postern.model.ClusterFacts;
import dev.postern.model.KubernetesVersion;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What every command says about its input's cluster, and the reading of it. */
class ServerOptions {
    @Option(
            names = "--kubernetes-version",
            paramLabel = "V",
            description =
                    "The API server's version (default: what --facts says, else that of the newest kubelet in the input, else"
                            + " the newest known).")
    private Optional<String> kubernetesVersion = Optional.empty();

    @Option(
            names = "--facts",
            paramLabel = "FILE",
            description =
                    "What no manifest says of the cluster: docs/facts.md; may be repeated. What options say comes first.")
    private List<Path> facts = new ArrayList<>();

    @Option(
            names = "--api-server",
            paramLabel = "EXPOSURE",
            description = "public or private: whether the API server can be reached from outside (default: what --facts"
                    + " says, else private).")
    private Optional<String> apiServer = Optional.empty();

    @Option(names = "--no-builtin-roles", description = "Do not add the roles that every cluster is born with.")
    private boolean noBuiltInRoles;

    @Option(names = "--no-progress", description = "Do not tell on a terminal what takes more than a second.")
    private boolean noProgress;

    /** The analysis of the inputs; empty, with a message on standard error, when there is nothing to answer from. */
    final Optional<Analysis> analyze(CommandSpec spec, List<Input> inputs) {
        ClusterOptions options = cluster(spec);
        return analyze(spec, inputs, snapshot -> Postern.analyze(snapshot, options));
    }

    /** As {@link #analyze(CommandSpec, List)}, of the inputs that are a newer state of a cluster. */
    final Optional<Analysis> analyze(CommandSpec spec, Analysis older, List<Input> inputs) {
        return analyze(spec, inputs, older::after);
    }

    private Optional<Analysis> analyze(
            CommandSpec spec, List<Input> given, Function<ClusterSnapshot, Analysis> analyses) {
        Optional<ClusterFacts> exposure = exposure(spec);
        List<Input> inputs = new ArrayList<>(given);
        facts.forEach(file -> inputs.add(Input.facts(file)));
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = Main.progress(spec);
        if (!noProgress && Terminal.isThere()) {
            progress.start("reading");
        }
        ClusterSnapshot snapshot;
        try {
            snapshot = ClusterSnapshot.read(inputs);
            if (exposure.isPresent()) {
                snapshot = snapshot.knowing(exposure.get());
            }
            progress.stage("analysing");
        } catch (IngestException e) {
            err.println("postern: " + e.getMessage());
            return Optional.empty();
        }
        Analysis analysis = analyses.apply(snapshot);
        if (snapshot.inventory().isEmpty()) {
            analysis.diagnostics().forEach(diagnostic -> err.println("postern: " + Terminal.line(diagnostic)));
            return Optional.empty();
        }
        return Optional.of(analysis);
    }

    private Optional<ClusterFacts> exposure(CommandSpec spec) {
        return apiServer.map(text -> {
            if (!text.equals("public") && !text.equals("private")) {
                throw new ParameterException(spec.commandLine(), "--api-server " + text + ": write public or private.");
            }
            return ClusterFacts.ofApiServer(text.equals("public"));
        });
    }

    /** What is said of the cluster; called before the input is read. */
    ClusterOptions cluster(CommandSpec spec) {
        ClusterOptions options = noBuiltInRoles ? ClusterOptions.DEFAULT.withoutBuiltInRoles() : ClusterOptions.DEFAULT;
        if (kubernetesVersion.isEmpty()) {
            return options;
        }
        return KubernetesVersion.parse(kubernetesVersion.get())
                .map(options::withVersion)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--kubernetes-version " + kubernetesVersion.get() + ": write it as 1.31."));
    }
}
