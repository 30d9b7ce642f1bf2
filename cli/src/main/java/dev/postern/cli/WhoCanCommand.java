package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.rbac.AccessRequest;
import dev.postern.rbac.AllowedSubjects;
import dev.postern.report.AccessJson;
import dev.postern.report.AccessText;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern who-can}: who may do that. */
@Command(
        name = "who-can",
        mixinStandardHelpOptions = true,
        description = "Lists who may make a request, by what, and which workloads and members stand behind them.",
        footer = {
            "",
            "TARGET as for can-i: pods, deployments.apps, pods/exec, secrets/db, /metrics. With -A, those who may do it in",
            "every namespace are told apart from those who may in some; without a name, those who may for some names only.",
            "",
            "Examples:",
            "  postern who-can -f dump/ get secrets -A",
            "  postern who-can -f dump/ create pods/exec -n shop",
            "  postern who-can -f dump/ impersonate users -o json",
            "",
            "Exit codes: 0 answered; 2 usage; 3 input unreadable, empty, or in part not understood; 4 internal error."
        })
final class WhoCanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AccessOptions common = new AccessOptions();

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Mixin
    private RequestOptions asked = new RequestOptions();

    @Parameters(index = "2", arity = "0..1", paramLabel = "NAME", description = "The object's name.")
    private Optional<String> name = Optional.empty();

    @Override
    public Integer call() {
        try {
            AccessRequest request = asked.request(name, common.defaultNamespace());
            Optional<Analysis> analysis = common.analysis(spec, options);
            if (analysis.isEmpty()) {
                return Exit.UNKNOWN;
            }
            AllowedSubjects answer = analysis.get().whoCan(request);
            common.print(
                    spec,
                    common.json(spec)
                            ? AccessJson.render(analysis.get(), answer, asked.allReasons())
                            : AccessText.render(analysis.get(), answer, asked.allReasons(), common.colour(spec)));
            return Exit.of(Exit.OK, analysis.get());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
