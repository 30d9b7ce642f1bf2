package dev.postern.cli;

import com.google.common.base.Splitter;
import dev.postern.Analysis;
import dev.postern.edit.EditKind;
import dev.postern.edit.RoleEdit;
import dev.postern.path.PathQuery;
import dev.postern.remediation.CutQuery;
import dev.postern.remediation.Remediation;
import dev.postern.report.CutJson;
import dev.postern.report.CutMarkdown;
import dev.postern.report.CutText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code postern cut}: what to change so that there is no way. */
@Command(
        name = "cut",
        mixinStandardHelpOptions = true,
        description = "Prints the cheapest set of edits that closes every path, as patches, with the proof.",
        footer = {
            "",
            "An edit costs what it risks breaking: 1 = nobody notices, 3 = one use stops, 8 = a service stops.",
            "All questions are closed together. In a pattern, * stands for any characters but a slash.",
            "",
            "Formats: text, json, markdown.",
            "",
            "Examples:",
            "  postern cut dump/ --from internet --to cluster-admin",
            "  postern cut dump/ --from any-pod --to cluster-admin --never 'kube-system/*' -o json",
            "  postern cut dump/ --from sa:shop/cart --to any-node --write fix/",
            "",
            "Exit codes: 0 answered and proved, or nothing to cut; 1 something stays open; 2 usage; 3 input unreadable,",
            "empty, or in part not understood; 4 internal error."
        })
final class CutCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Inputs inputs = new Inputs();

    @Mixin
    private QuestionOptions question = new QuestionOptions();

    @Mixin
    private AnalysisOptions options = new AnalysisOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--never",
            paramLabel = "PATTERN",
            description = "Touch no such object: NS/NAME, KIND, KIND/NAME, KIND/NS/NAME, LABEL=VALUE. May be repeated.")
    private List<String> never = new ArrayList<>();

    @Option(
            names = "--cost",
            paramLabel = "KIND=N",
            description = "Another cost for a kind of edit, for instance remove-subject=8. May be repeated.")
    private Map<String, Integer> costs = new LinkedHashMap<>();

    @Option(
            names = "--narrow",
            paramLabel = "LIST=A,B",
            description = "What may replace a * in the verbs or resources of a rule, for instance verbs=get,list.")
    private Map<String, String> narrow = new LinkedHashMap<>();

    @Option(
            names = "--max-cuts",
            paramLabel = "N",
            description = "How many paths to look at before giving up (default: " + CutQuery.DEFAULT_STEPS + ").")
    private int steps = CutQuery.DEFAULT_STEPS;

    @Option(names = "--patches", description = "Print each patch below its edit.")
    private boolean patches;

    @Option(
            names = "--write",
            paramLabel = "DIR",
            description = "Write patches, new objects and the commands there; read them again and prove them, too.")
    private Optional<Path> folder = Optional.empty();

    @Override
    public Integer call() {
        CutQuery query = query(question.queries(spec));
        String format = output.format(spec, formats());
        boolean colour = output.colour(spec);
        Optional<Analysis> read = options.analyze(spec, inputs.all(spec, System.in));
        if (read.isEmpty()) {
            return Exit.UNKNOWN;
        }
        Analysis analysis = read.get();
        Remediation cut = QuestionOptions.understood(spec, () -> analysis.cut(query));
        if (folder.isPresent()) {
            try {
                cut = analysis.write(cut, folder.get());
            } catch (IOException e) {
                spec.commandLine().getErr().println("postern: cannot write to " + folder.get() + ": " + e.getMessage());
                return Exit.UNKNOWN;
            }
        }
        output.print(spec, formats().render(format, analysis, cut, colour));
        boolean tried = folder.isEmpty() || cut.edits().isEmpty() || cut.proof().holdsFromDisk();
        return Exit.of(cut.remaining().isEmpty() && tried ? Exit.OK : Exit.NO, analysis);
    }

    private Formats<Remediation> formats() {
        return Formats.<Remediation>text((analysis, cut, colour) -> CutText.render(analysis, cut, patches, colour))
                .and(OutputOptions.JSON, (analysis, cut, colour) -> CutJson.render(analysis, cut))
                .and("markdown", (analysis, cut, colour) -> CutMarkdown.render(analysis, cut));
    }

    private CutQuery query(List<PathQuery> questions) {
        return QuestionOptions.understood(spec, () -> {
            CutQuery query =
                    CutQuery.of(questions).never(never.toArray(new String[0])).withMaxSteps(steps);
            for (Map.Entry<String, Integer> cost : costs.entrySet()) {
                query = query.costing(EditKind.parse(cost.getKey()), cost.getValue());
            }
            for (Map.Entry<String, String> list : narrow.entrySet()) {
                query = query.narrowing(
                        part(list.getKey()),
                        Splitter.on(',').trimResults().omitEmptyStrings().split(list.getValue()));
            }
            return query;
        });
    }

    private static RoleEdit.Part part(String name) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "verbs":
                return RoleEdit.Part.VERB;
            case "resources":
                return RoleEdit.Part.RESOURCE;
            default:
                throw new IllegalArgumentException("--narrow " + name + ": write verbs=... or resources=...");
        }
    }
}
