package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.model.Outcome;
import dev.postern.model.Protocol;
import dev.postern.network.Endpoint;
import dev.postern.network.Flow;
import dev.postern.network.FlowExplanation;
import dev.postern.network.FlowPorts;
import dev.postern.report.FlowJson;
import dev.postern.report.FlowText;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern reach}: can this packet pass, and why. */
@Command(
        name = "reach",
        mixinStandardHelpOptions = true,
        description =
                "Says whether packets pass from one end to another, what stops them, and what would let them pass.",
        footer = {
            "",
            "Ends: pod:NS/NAME, workload:NS/NAME or NS/NAME, namespace:NAME, service:NS/NAME, node:NAME, an address, a CIDR,",
            "internet, api-server, kubelet, kubelet:NODE, etcd, metadata. Of an end that stands for several, one that passes",
            "suffices. The port is the pod's own; of service:NS/NAME it is the Service's, and leads to that of the pods behind",
            "it. Without one, all ports are told; of kubelet (10250), etcd (2379) and metadata (80) the usual one is meant, of",
            "api-server always its own.",
            "",
            "Examples:",
            "  postern reach dump/ --from shop/cart --to data/postgres --port tcp/5432",
            "  postern reach dump/ --from internet --to namespace:shop",
            "  postern reach dump/ --from shop/web --to service:shop/cart --port 80",
            "  postern reach dump/ --from pod:shop/cart-0 --to metadata --why",
            "  postern reach dump/ --from namespace:shop --to api-server -o json",
            "",
            "Exit codes: 0 allowed; 1 denied; 2 usage; 3 unknown, or input unreadable, empty, or in part not understood;",
            "4 internal error."
        })
final class ReachCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Inputs inputs = new Inputs();

    @Option(names = "--from", paramLabel = "END", required = true, description = "Who sends.")
    private String from = "";

    @Option(names = "--to", paramLabel = "END", required = true, description = "Who receives.")
    private String to = "";

    @Option(names = "--port", paramLabel = "PORT", description = "5432, or tcp/5432, udp/53, sctp/9000.")
    private Optional<String> port = Optional.empty();

    @Option(names = "--why", description = "Print what both sides rest on, not only what stops packets.")
    private boolean why;

    @Mixin
    private AnalysisOptions options = new AnalysisOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        Endpoint source = QuestionOptions.understood(spec, () -> Endpoint.parse(from));
        Endpoint destination = QuestionOptions.understood(spec, () -> Endpoint.parse(to));
        Optional<Flow> flow = flow(source, destination);
        boolean json = output.json(spec);
        boolean colour = output.colour(spec);
        Optional<Analysis> read = options.analyze(spec, inputs.all(spec, System.in));
        if (read.isEmpty()) {
            return Exit.UNKNOWN;
        }
        Analysis analysis = read.get();
        if (!json) {
            NetworkWarnings.print(spec, analysis);
        }
        Outcome outcome;
        if (flow.isPresent()) {
            FlowExplanation answer = analysis.explain(flow.get());
            output.print(
                    spec, json ? FlowJson.render(analysis, answer) : FlowText.render(analysis, answer, why, colour));
            outcome = answer.decision().outcome();
        } else {
            FlowPorts answer = analysis.ports(source, destination);
            output.print(
                    spec,
                    json
                            ? FlowJson.render(analysis, source, destination, answer)
                            : FlowText.render(source, destination, answer, colour));
            outcome = FlowText.outcome(answer);
        }
        return Exit.of(code(outcome), analysis);
    }

    /** With the port that is given, or else the usual one of the destination; empty where there is neither. */
    private Optional<Flow> flow(Endpoint source, Endpoint destination) {
        if (port.isEmpty()) {
            return destination.usualPort().map(usual -> new Flow(source, destination, Protocol.TCP, usual));
        }
        String text = port.get().toLowerCase(Locale.ROOT);
        int slash = text.indexOf('/');
        String protocol = slash < 0 ? "tcp" : text.substring(0, slash);
        OutputOptions.oneOf(spec, "--port", protocol, "tcp", "udp", "sctp");
        try {
            int number = Integer.parseInt(text.substring(slash + 1));
            return Optional.of(
                    new Flow(source, destination, Protocol.valueOf(protocol.toUpperCase(Locale.ROOT)), number));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--port " + port.get() + ": write 1 to 65535, as 5432 or udp/53.", e);
        }
    }

    private static int code(Outcome outcome) {
        return outcome == Outcome.ALLOWED ? Exit.OK : outcome == Outcome.DENIED ? Exit.NO : Exit.UNKNOWN;
    }
}
