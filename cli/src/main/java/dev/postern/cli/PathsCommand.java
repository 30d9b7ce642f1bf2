package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.export.DotExport;
import dev.postern.export.MermaidExport;
import dev.postern.path.AttackPaths;
import dev.postern.path.PathQuery;
import dev.postern.report.JsonReport;
import dev.postern.report.JunitReport;
import dev.postern.report.MarkdownReport;
import dev.postern.report.SarifReport;
import dev.postern.report.TextReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code postern paths}: how does an attacker get from here to there. */
@Command(
        name = "paths",
        mixinStandardHelpOptions = true,
        description = "Prints the cheapest attack paths, their evidence, and the single edits that close them.",
        footer = {
            "",
            "Places: internet, any-pod, exposed-pods, any-sa, any-node, cluster-admin, pod:NS/NAME,",
            "sa:NS/NAME, secret:NS/NAME, user:NAME, group:NAME, node:NAME, namespace:NAME, image:GLOB,",
            "container:NS/POD/NAME; to start from also control-plane:etcd, :apiserver, :scheduler and",
            ":controller-manager; to get to also control-plane, all-secrets and crown-jewels.",
            "An image is every container that runs it, all at once. In GLOB, * stands for any characters, slashes",
            "too, and ? for one; without a tag it fits every tag: image:docker.io/grafana/*.",
            "Several --from of one command hold together; several --to are separate questions.",
            "",
            "Formats: text, json, sarif, markdown, junit, mermaid, dot.",
            "",
            "Examples:",
            "  postern paths dump/",
            "  postern paths dump/ --from sa:shop/cart --to secret:shop/db -k 1",
            "  postern paths dump/ -o sarif --output-file postern.sarif",
            "  helm template my-release ./chart | postern paths -n shop - --min-confidence likely",
            "",
            "Exit codes: 0 answered, found or not; 2 usage; 3 input unreadable, empty, or in part not understood;",
            "4 internal error."
        })
final class PathsCommand implements Callable<Integer> {
    private static final Formats<List<AttackPaths>> FORMATS = Formats.<List<AttackPaths>>text(TextReport::render)
            .and(OutputOptions.JSON, (analysis, answers, colour) -> JsonReport.render(analysis, answers))
            .and("sarif", (analysis, answers, colour) -> SarifReport.render(analysis, answers, Path.of("")))
            .and("markdown", (analysis, answers, colour) -> MarkdownReport.render(analysis, answers))
            .and("junit", (analysis, answers, colour) -> JunitReport.render(analysis, answers))
            .and("mermaid", (analysis, answers, colour) -> MermaidExport.render(answers))
            .and("dot", (analysis, answers, colour) -> DotExport.render(answers));

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

    @Override
    public Integer call() {
        List<PathQuery> queries = question.queries(spec);
        String format = output.format(spec, FORMATS);
        boolean colour = output.colour(spec);
        Optional<Analysis> read = options.analyze(spec, inputs.all(spec, System.in));
        if (read.isEmpty()) {
            return Exit.UNKNOWN;
        }
        Analysis analysis = read.get();
        List<AttackPaths> answers = QuestionOptions.understood(
                spec, () -> queries.stream().map(analysis::paths).toList());
        output.print(spec, FORMATS.render(format, analysis, answers, colour));
        return Exit.of(Exit.OK, analysis);
    }
}
