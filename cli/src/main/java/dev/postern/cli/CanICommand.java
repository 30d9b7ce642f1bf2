package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.model.Outcome;
import dev.postern.model.Subject;
import dev.postern.rbac.AccessRequest;
import dev.postern.rbac.Explanation;
import dev.postern.rbac.UserInfo;
import dev.postern.report.AccessJson;
import dev.postern.report.AccessText;
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

/** {@code postern can-i}: may this subject do that, and by what. */
@Command(
        name = "can-i",
        mixinStandardHelpOptions = true,
        description = "Says whether a subject may make a request, and which binding and rule allow it.",
        footer = {
            "",
            "TARGET: pods, deploy, deployments.apps, pods/exec, pods/exec/web-0, secrets/db, /metrics. Of two parts, the",
            "second is a subresource if the resource has one of that name, else the object's name as in kubectl;",
            "pods//exec is the pod called exec. Subjects: sa:NS/NAME, user:NAME, group:NAME, or a user's name as kubectl",
            "takes it (system:serviceaccount:NS:NAME). A subject has the groups that the API server gives it and those that --facts names. With",
            "--as-group it has exactly those and system:authenticated, as for kubectl --as U --as-group G.",
            "",
            "Examples:",
            "  postern can-i -f dump/ create pods/exec -n shop --as sa:shop/cart",
            "  postern can-i -f dump/ get secrets/db -n shop --as user:dana@example.com --all-reasons",
            "  postern can-i -f dump/ get /metrics --as group:system:unauthenticated",
            "",
            "Exit codes: 0 yes; 1 no; 2 usage; 3 unknown, or input unreadable, empty, or in part not understood;",
            "4 internal error."
        })
final class CanICommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AccessOptions common = new AccessOptions();

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Mixin
    private RequestOptions asked = new RequestOptions();

    @Option(names = "--as", paramLabel = "SUBJECT", required = true, description = "Who asks.")
    private String as = "";

    @Option(names = "--as-group", paramLabel = "G", description = "A group of the user; may be repeated.")
    private List<String> asGroups = new ArrayList<>();

    @Override
    public Integer call() {
        try {
            AccessRequest request = asked.request(Optional.empty(), common.defaultNamespace());
            Subject subject = subject();
            Optional<Analysis> analysis = common.analysis(spec, options);
            if (analysis.isEmpty()) {
                return Exit.UNKNOWN;
            }
            UserInfo user = asGroups.isEmpty()
                    ? analysis.get().user(subject)
                    : UserInfo.impersonated(subject.principal(), asGroups);
            Explanation answer = analysis.get().explain(request, user);
            common.print(
                    spec,
                    common.json(spec)
                            ? AccessJson.render(analysis.get(), answer, asked.allReasons())
                            : AccessText.render(analysis.get(), answer, asked.allReasons(), common.colour(spec)));
            return Exit.of(code(answer.decision().outcome()), analysis.get());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Subject subject() {
        Subject subject = Subject.parse(as);
        if (!asGroups.isEmpty() && subject instanceof Subject.Group) {
            throw new IllegalArgumentException(
                    "--as-group goes with a user; for members of a group --as " + as + " suffices");
        }
        return subject;
    }

    private static int code(Outcome outcome) {
        return outcome == Outcome.ALLOWED ? Exit.OK : outcome == Outcome.DENIED ? Exit.NO : Exit.UNKNOWN;
    }
}
