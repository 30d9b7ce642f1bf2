package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.IngestException;
import dev.postern.model.Confidence;
import dev.postern.model.KubernetesVersion;
import dev.postern.path.AttackPaths;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.rbac.RbacOptions;
import dev.postern.report.JsonReport;
import dev.postern.report.TextReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern paths}: how does an attacker get from here to there. */
@Command(
        name = "paths",
        mixinStandardHelpOptions = true,
        description = "Prints the cheapest attack paths, their evidence, and the single edits that close them.",
        footer = {
            "",
            "Places: internet, any-pod, exposed-pods, any-node, cluster-admin, pod:NS/NAME, sa:NS/NAME,",
            "secret:NS/NAME, user:NAME, group:NAME, node:NAME, namespace:NAME, image:GLOB.",
            "An image is every container that runs it, all at once. In GLOB, * stands for any characters, slashes",
            "too, and ? for one; without a tag it fits every tag: image:docker.io/grafana/*.",
            "Several --from of one command hold together; several --to are separate questions.",
            "",
            "Exit codes: 0 answered, found or not; 2 usage; 3 input unreadable, empty, or in part not understood;",
            "4 internal error."
        })
final class PathsCommand implements Callable<Integer> {
    private static final int OK = 0;
    private static final int INCOMPLETE = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Inputs inputs = new Inputs();

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            description = "Where the attacker starts (default: two questions, from internet and from any-pod).")
    private List<String> from = new ArrayList<>();

    @Option(
            names = "--to",
            paramLabel = "PLACE",
            description = "What the attacker wants (default: cluster-admin, any-node).")
    private List<String> to = new ArrayList<>();

    @Option(
            names = "-k",
            paramLabel = "N",
            defaultValue = "" + PathQuery.DEFAULT_LIMIT,
            description = "How many distinct paths per question (default: ${DEFAULT-VALUE}).")
    private int limit = PathQuery.DEFAULT_LIMIT;

    @Option(
            names = "--assume",
            paramLabel = "N",
            description = "How many flaws in programs a path may assume (default: 1 from internet, else 0).")
    private Optional<Integer> assume = Optional.empty();

    @Option(names = "--max-effort", paramLabel = "E", description = "Leave out paths of a greater effort.")
    private int maxEffort = Integer.MAX_VALUE;

    @Option(
            names = "--min-confidence",
            paramLabel = "C",
            defaultValue = "possible",
            description = "Use only steps of this confidence or more: certain, likely, possible.")
    private String minConfidence = "possible";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    private String output = "text";

    @Option(
            names = "--kubernetes-version",
            paramLabel = "V",
            description =
                    "The API server's version (default: that of the newest kubelet in the input, else the newest known).")
    private Optional<String> kubernetesVersion = Optional.empty();

    @Option(names = "--no-builtin-roles", description = "Do not add the roles that every cluster is born with.")
    private boolean noBuiltInRoles;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto, always or never (default: ${DEFAULT-VALUE}; NO_COLOR is honoured).")
    private String color = "auto";

    @Override
    public Integer call() {
        List<PathQuery> queries = queries();
        boolean json = oneOf("--output", output, "text", "json").equals("json");
        boolean colour = Terminal.wantsColour(oneOf("--color", color, "auto", "always", "never"));
        RbacOptions options = options();

        PrintWriter err = spec.commandLine().getErr();
        ClusterSnapshot snapshot;
        try {
            snapshot = ClusterSnapshot.read(inputs.all(spec, System.in));
        } catch (IngestException e) {
            err.println("postern: " + e.getMessage());
            return INCOMPLETE;
        }
        Analysis analysis = Postern.analyze(snapshot, options);
        if (snapshot.inventory().isEmpty()) {
            analysis.diagnostics().forEach(diagnostic -> err.println("postern: " + Terminal.line(diagnostic)));
            return INCOMPLETE;
        }
        List<AttackPaths> answers;
        try {
            answers = queries.stream().map(analysis::paths).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? JsonReport.render(analysis, answers) : TextReport.render(analysis, answers, colour));
        out.flush();
        return snapshot.isIncomplete() ? INCOMPLETE : OK;
    }

    private List<PathQuery> queries() {
        List<List<Place>> starts = from.isEmpty()
                ? List.of(List.of(Place.internet()), List.of(Place.anyPod()))
                : List.of(from.stream().map(this::place).toList());
        List<Place> targets = to.isEmpty()
                ? List.of(Place.clusterAdmin(), Place.anyNode())
                : to.stream().map(this::place).toList();
        Confidence confidence =
                Confidence.valueOf(oneOf("--min-confidence", minConfidence, "certain", "likely", "possible")
                        .toUpperCase(Locale.ROOT));
        List<PathQuery> queries = new ArrayList<>();
        for (List<Place> start : starts) {
            for (Place target : targets) {
                queries.add(query(start, target, confidence));
            }
        }
        return queries;
    }

    private PathQuery query(List<Place> start, Place target, Confidence confidence) {
        try {
            PathQuery query = PathQuery.from(start.toArray(new Place[0]))
                    .to(target)
                    .cheapest(limit)
                    .withMaxEffort(maxEffort)
                    .withMinConfidence(confidence);
            return assume.isPresent() ? query.assuming(assume.get()) : query;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private RbacOptions options() {
        RbacOptions options = noBuiltInRoles ? RbacOptions.DEFAULT.withoutBuiltInRoles() : RbacOptions.DEFAULT;
        if (kubernetesVersion.isEmpty()) {
            return options;
        }
        return KubernetesVersion.parse(kubernetesVersion.get())
                .map(options::withVersion)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--kubernetes-version " + kubernetesVersion.get() + ": write it as 1.31."));
    }

    private Place place(String text) {
        try {
            return Place.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private String oneOf(String option, String value, String... allowed) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (!List.of(allowed).contains(lower)) {
            throw new ParameterException(
                    spec.commandLine(), option + " " + value + ": write one of " + String.join(", ", allowed) + ".");
        }
        return lower;
    }
}
