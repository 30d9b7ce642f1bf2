package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.model.Subject;
import dev.postern.path.EscalationQuery;
import dev.postern.path.Escalations;
import dev.postern.rbac.HygieneFinding;
import dev.postern.report.EscalationJson;
import dev.postern.report.EscalationText;
import dev.postern.report.HygieneText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern escalations}: rights that lead somewhere. */
@Command(
        name = "escalations",
        mixinStandardHelpOptions = true,
        description = "Lists where the rights of every identity lead, worst first, with the requests that show it.",
        footer = {
            "",
            "Subjects: sa:NS/NAME, user:NAME, group:NAME, or a user's name (system:serviceaccount:NS:NAME).",
            "cluster-admin holds every right; cluster-admin-equivalent gets there by requests to the API server alone.",
            "",
            "Examples:",
            "  postern escalations -f dump/",
            "  postern escalations -f dump/ --from user:dana@example.com",
            "  postern escalations -f dump/ --hygiene -o json",
            "",
            "Exit codes: 0 answered; 2 usage; 3 input unreadable, empty, or in part not understood; 4 internal error."
        })
final class EscalationsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AccessOptions common = new AccessOptions();

    @Mixin
    private AnalysisOptions options = new AnalysisOptions();

    @Option(
            names = "--from",
            paramLabel = "SUBJECT",
            arity = "1",
            description =
                    "Only this identity, with every step; may be repeated (default: every identity of the input).")
    private List<String> from = new ArrayList<>();

    @Option(
            names = {"-k", "--targets"},
            paramLabel = "N",
            defaultValue = "" + EscalationQuery.DEFAULT_LIMIT,
            description = "At most this many targets of each identity, the worst first (default: ${DEFAULT-VALUE}).")
    private int targets = EscalationQuery.DEFAULT_LIMIT;

    @Option(
            names = "--hygiene",
            description = "Every right that leads nowhere but is not as it should be, with its facts"
                    + " (default: a line for each kind); with --from those of these identities.")
    private boolean hygiene;

    @Override
    public Integer call() {
        try {
            EscalationQuery query = EscalationQuery.of(
                            from.stream().map(Subject::parse).toList())
                    .atMost(targets);
            Optional<Analysis> analysis = common.analysis(spec, options);
            if (analysis.isEmpty()) {
                return Exit.UNKNOWN;
            }
            Escalations answer = analysis.get().escalations(query);
            List<HygieneFinding> findings = analysis.get().hygiene().stream()
                    .filter(finding -> from.isEmpty() || query.from().stream().anyMatch(finding::concerns))
                    .toList();
            common.print(
                    spec,
                    common.json(spec)
                            ? EscalationJson.render(analysis.get(), answer, findings)
                            : text(analysis.get(), answer, findings));
            return Exit.of(Exit.OK, analysis.get());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private String text(Analysis analysis, Escalations answer, List<HygieneFinding> findings) {
        boolean colour = common.colour(spec);
        return EscalationText.render(analysis, answer, !from.isEmpty(), colour)
                + HygieneText.render(analysis, findings, hygiene, colour);
    }
}
