package dev.postern.cli;

import com.google.common.collect.ImmutableMap;
import dev.postern.Analysis;
import dev.postern.export.ConnectionsDot;
import dev.postern.network.CniProfile;
import dev.postern.network.Connection;
import dev.postern.network.Connections;
import dev.postern.network.Exposures;
import dev.postern.report.ConnectionsCsv;
import dev.postern.report.ConnectionsJson;
import dev.postern.report.ConnectionsMarkdown;
import dev.postern.report.ConnectionsText;
import java.io.IOException;
import java.io.Writer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern connections}: which workload reaches which. */
@Command(
        name = "connections",
        mixinStandardHelpOptions = true,
        description = "Lists which workload reaches which, and what outside the cluster, on which ports.",
        footer = {
            "",
            "A line is SRC => DST : CONN. Ports of several pods of one workload are joined, neighbouring addresses with equal",
            "ports are one range, a workload and itself are left out. What the input lacks a fact to tell is (unknown: CONN).",
            "",
            "Formats: text, json, csv, dot, md.",
            "",
            "Examples:",
            "  postern connections manifests/",
            "  postern connections dump/ --workload shop/cart -o json",
            "  postern connections dump/ --cni cilium -o csv --output-file connections.csv",
            "  postern connections manifests/ --exposure   what else may come, by the labels that policies name",
            "",
            "Exit codes: 0 answered; 2 usage; 3 input unreadable, empty, or in part not understood; 4 internal error."
        })
final class ConnectionsCommand implements Callable<Integer> {
    /** Writes a list while it is made: the largest have a million lines. */
    private interface Renderer {
        void write(CniProfile profile, Iterable<Connection> connections, Optional<Exposures> exposures, Writer out)
                throws IOException;
    }

    private static final ImmutableMap<String, Renderer> FORMATS = ImmutableMap.of(
            OutputOptions.TEXT,
            (profile, connections, exposures, out) -> ConnectionsText.write(connections, exposures, out),
            OutputOptions.JSON,
            ConnectionsJson::write,
            "csv",
            (profile, connections, exposures, out) -> ConnectionsCsv.write(connections, exposures, out),
            "dot",
            (profile, connections, exposures, out) -> ConnectionsDot.write(connections, exposures, out),
            "md",
            (profile, connections, exposures, out) -> ConnectionsMarkdown.write(connections, exposures, out));

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Inputs inputs = new Inputs();

    @Option(
            names = "--workload",
            paramLabel = "NS/NAME",
            description = "Only the connections from and to this workload, or pod without one.")
    private Optional<String> workload = Optional.empty();

    @Option(names = "--exposure", description = "Also what policies leave open to pods that the input does not hold.")
    private boolean exposure;

    @Mixin
    private AnalysisOptions options = new AnalysisOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        Optional<String[]> wanted = workload.map(this::parts);
        String format = output.format(spec, FORMATS.keySet());
        Optional<Analysis> read = options.analyze(spec, inputs.all(spec, System.in));
        if (read.isEmpty()) {
            return Exit.UNKNOWN;
        }
        Analysis analysis = read.get();
        Connections all = analysis.connections();
        wanted.filter(name -> !all.has(name[0], name[1])).ifPresent(name -> {
            throw new ParameterException(
                    spec.commandLine(),
                    "--workload " + workload.orElse("")
                            + ": the input holds no pod or workload of that name that runs.");
        });
        NetworkWarnings.print(spec, analysis);
        Iterable<Connection> connections = wanted.<Iterable<Connection>>map(name -> all.involving(name[0], name[1]))
                .orElse(all);
        Optional<Exposures> exposures = exposure
                ? Optional.of(
                        wanted.map(name -> all.exposures().of(name[0], name[1])).orElseGet(all::exposures))
                : Optional.empty();
        Renderer renderer = Objects.requireNonNull(FORMATS.get(format), "one of the forms that were offered");
        output.print(spec, out -> renderer.write(analysis.profile(), connections, exposures, out));
        return Exit.of(Exit.OK, analysis);
    }

    private String[] parts(String name) {
        String[] parts = name.split("/", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--workload " + name + ": write NAMESPACE/NAME, for instance shop/cart.");
        }
        return parts;
    }
}
