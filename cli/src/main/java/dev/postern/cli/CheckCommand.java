package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.check.Baseline;
import dev.postern.check.Check;
import dev.postern.check.CheckPolicy;
import dev.postern.check.CheckReport;
import dev.postern.check.FailOn;
import dev.postern.check.PolicyException;
import dev.postern.report.CheckJson;
import dev.postern.report.CheckJunit;
import dev.postern.report.CheckMarkdown;
import dev.postern.report.CheckSarif;
import dev.postern.report.CheckText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern check}: does the cluster keep to what is asserted about it. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Holds assertions against a cluster, and says which findings are new.",
        footer = {
            "",
            "Formats: text, json, sarif, markdown, junit.",
            "",
            "Examples:",
            "  postern check manifests/ --policy policy.yaml",
            "  postern check manifests/ --write-baseline known.json",
            "  postern check manifests/ --policy policy.yaml -o sarif --output-file postern.sarif",
            "  postern check dump.json --policy policy.yaml --baseline known.json --fail-on new,unknown -o json",
            "",
            "A policy asserts noPath, noReach, onlyCan and maxEffort; docs/checks.md describes it. Without one, three",
            "questions are asked: from a pod to a node, from a service account to cluster-admin, and from one namespace",
            "to another. --fail-on: new (not in the baseline), unknown (a fact is missing), any (these, and known ones).",
            "",
            "Exit codes: 0 nothing fails; 1 findings that --fail-on asks for, or something expired; 2 usage, policy or",
            "baseline unreadable; 3 nothing fails but something is undecided, or input unreadable, empty, or in part not",
            "understood; 4 internal error."
        })
final class CheckCommand implements Callable<Integer> {
    /** What is rendered: a report, and what it fails on. */
    private record Checked(CheckReport report, Set<FailOn> fails) {}

    private static final Formats<Checked> FORMATS = Formats.<Checked>text((analysis, checked, colour) ->
                    CheckText.render(analysis, checked.report(), checked.fails(), colour))
            .and(
                    OutputOptions.JSON,
                    (analysis, checked, colour) -> CheckJson.render(analysis, checked.report(), checked.fails()))
            .and(
                    "sarif",
                    (analysis, checked, colour) ->
                            CheckSarif.render(analysis, checked.report(), checked.fails(), Path.of("")))
            .and(
                    "markdown",
                    (analysis, checked, colour) -> CheckMarkdown.render(analysis, checked.report(), checked.fails()))
            .and(
                    "junit",
                    (analysis, checked, colour) -> CheckJunit.render(analysis, checked.report(), checked.fails()));

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Inputs inputs = new Inputs();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "What is asserted (default: three questions, below).")
    private Optional<Path> policy = Optional.empty();

    @Option(names = "--baseline", paramLabel = "FILE", description = "Findings that are known.")
    private Optional<Path> baseline = Optional.empty();

    @Option(
            names = "--write-baseline",
            paramLabel = "FILE",
            description = "Write what is found, and nobody has accepted, as known; the answer is given against that.")
    private Optional<Path> written = Optional.empty();

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            defaultValue = "new",
            description = "new, unknown, any, or several with commas (default: ${DEFAULT-VALUE}).")
    private String failOn = "new";

    @Option(
            names = "--today",
            paramLabel = "DATE",
            description = "The day by which dates are judged, as 2030-12-31 (default: today, UTC).")
    private Optional<String> today = Optional.empty();

    @Mixin
    private AnalysisOptions options = new AnalysisOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        String format = output.format(spec, FORMATS);
        boolean colour = output.colour(spec);
        Set<FailOn> fails = QuestionOptions.understood(spec, () -> FailOn.parse(failOn));
        LocalDate day = today.map(this::date).orElseGet(() -> LocalDate.now(Clock.systemUTC()));
        try {
            Optional<CheckPolicy> asserted = policy.map(CheckPolicy::read);
            Baseline known = baseline.map(Baseline::read).orElse(Baseline.EMPTY);
            Optional<Analysis> read = options.analyze(spec, inputs.all(spec, System.in));
            if (read.isEmpty()) {
                return Exit.UNKNOWN;
            }
            Analysis analysis = read.get();
            Check check = Check.of(analysis, asserted.orElseGet(() -> CheckPolicy.standard(analysis.snapshot())));
            CheckReport report = check.against(known, day);
            if (written.isPresent()) {
                report = check.against(write(written.get(), Baseline.of(report)), day);
            }
            output.print(spec, FORMATS.render(format, analysis, new Checked(report, fails), colour));
            return code(report, fails);
        } catch (PolicyException e) {
            spec.commandLine().getErr().println("postern: " + e.getMessage());
            return Exit.USAGE;
        }
    }

    private static int code(CheckReport report, Set<FailOn> fails) {
        if (report.fails(fails)) {
            return Exit.NO;
        }
        return report.isUndecided() ? Exit.UNKNOWN : Exit.OK;
    }

    private Baseline write(Path file, Baseline found) {
        try {
            Files.writeString(file, found.json());
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "--write-baseline " + file + " cannot be written: " + e.getMessage(), e);
        }
        spec.commandLine()
                .getErr()
                .println("postern: wrote " + file + ": "
                        + found.assertions().stream()
                                .mapToInt(known -> known.findings().size())
                                .sum() + " findings");
        return found;
    }

    private LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new ParameterException(spec.commandLine(), "--today " + text + ": write it as 2030-12-31.", e);
        }
    }
}
