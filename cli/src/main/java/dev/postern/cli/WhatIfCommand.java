package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.ingest.ChangeException;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.IngestException;
import dev.postern.path.AnalysisDiff;
import dev.postern.path.PathQuery;
import dev.postern.report.DiffJson;
import dev.postern.report.DiffText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern what-if}: which attack paths there would be after a change. */
@Command(
        name = "what-if",
        mixinStandardHelpOptions = true,
        description = "Prints which attack paths would vanish, remain and appear if the cluster were changed.",
        footer = {
            "",
            "Changes are made in the analysis only, first all --with, then all --patch, then all --delete. A workload's pods",
            "follow its template; what is owned goes with its owner, and the content of a namespace with the namespace.",
            "A patch that is a list is a JSON patch (RFC 6902); one that is a map is a strategic merge patch of Kubernetes'",
            "own kinds, else a merge patch. Patches need the input as files. Places are those of postern paths.",
            "",
            "Examples:",
            "  postern what-if dump/ --delete ClusterRoleBinding/tiller --to cluster-admin",
            "  postern what-if dump/ --patch fix.yaml --with network-policies/",
            "  postern what-if dump/ --patch ServiceAccount/shop/cart={automountServiceAccountToken:false}",
            "",
            "Exit codes: 0 answered; 2 usage, or a change cannot be made; 3 input unreadable, empty, or in part not",
            "understood; 4 internal error."
        })
final class WhatIfCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Inputs inputs = new Inputs();

    @Mixin
    private ChangeOptions changes = new ChangeOptions();

    @Mixin
    private QuestionOptions question = new QuestionOptions();

    @Mixin
    private AnalysisOptions options = new AnalysisOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        List<PathQuery> queries = question.queries(spec);
        boolean json = output.json(spec);
        boolean colour = output.colour(spec);
        changes.require(spec);
        Optional<Analysis> read = options.analyze(spec, inputs.all(spec, System.in));
        if (read.isEmpty()) {
            return Exit.UNKNOWN;
        }
        Analysis before = read.get();
        ClusterSnapshot changed;
        try {
            changed = changes.apply(before.snapshot());
        } catch (ChangeException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (IngestException e) {
            spec.commandLine().getErr().println("postern: " + e.getMessage());
            return Exit.UNKNOWN;
        }
        Analysis after = before.after(changed);
        AnalysisDiff diff = QuestionOptions.understood(spec, () -> before.diff(after, queries));
        output.print(spec, json ? DiffJson.render(before, after, diff) : DiffText.render(before, after, diff, colour));
        return Exit.of(Exit.OK, before, after);
    }
}
