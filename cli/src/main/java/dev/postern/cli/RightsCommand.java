package dev.postern.cli;

import dev.postern.Analysis;
import dev.postern.model.Subject;
import dev.postern.rbac.Rights;
import dev.postern.rbac.RightsDiff;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern rights}: everything a subject may do, or how two of them differ. */
@Command(
        name = "rights",
        mixinStandardHelpOptions = true,
        description = "Prints everything a subject may do, over all its bindings and groups, each right once.",
        footer = {
            "",
            "Subjects: sa:NS/NAME, user:NAME, group:NAME, or a user's name (system:serviceaccount:NS:NAME).",
            "With --diff, how the second differs from the first; with --diff-input, how one has changed.",
            "",
            "Examples:",
            "  postern rights -f dump/ sa:shop/cart",
            "  postern rights -f dump/ --diff sa:shop/cart sa:shop/till",
            "  postern rights -f old/ --diff-input new/ user:dana@example.com",
            "",
            "Exit codes: 0 answered; 2 usage; 3 input unreadable, empty, or in part not understood; 4 internal error."
        })
final class RightsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AccessOptions common = new AccessOptions();

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Parameters(index = "0..*", arity = "1..2", paramLabel = "SUBJECT", description = "Whose rights; two with --diff.")
    private List<String> subjects = new ArrayList<>();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "Only what holds in this namespace, with what holds in all.")
    private Optional<String> namespace = Optional.empty();

    @Option(names = "--diff", description = "Print how the second subject differs from the first.")
    private boolean diff;

    @Option(
            names = "--diff-input",
            paramLabel = "INPUT",
            arity = "1",
            description = "Print how the subject's rights in this input differ from those in -f; may be repeated.")
    private List<String> diffInputs = new ArrayList<>();

    @Override
    public Integer call() {
        try {
            boolean compares = diff || !diffInputs.isEmpty();
            if (subjects.size() > (compares ? 2 : 1) || (diff && diffInputs.isEmpty() && subjects.size() < 2)) {
                throw new IllegalArgumentException("give one SUBJECT, or --diff with two");
            }
            List<Subject> who = subjects.stream().map(Subject::parse).toList();
            Optional<Analysis> first = common.analysis(spec, options);
            Optional<Analysis> second = diffInputs.isEmpty() ? first : common.analysis(spec, options, diffInputs);
            if (first.isEmpty() || second.isEmpty()) {
                return Exit.UNKNOWN;
            }
            Rights before = rights(first.get(), who.get(0));
            common.print(
                    spec,
                    compares
                            ? print(second.get(), RightsDiff.of(before, rights(second.get(), who.get(who.size() - 1))))
                            : print(first.get(), before));
            return Exit.of(Exit.OK, first.get(), second.get());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Rights rights(Analysis analysis, Subject subject) {
        Rights rights = analysis.rights(subject);
        return namespace.map(rights::in).orElse(rights);
    }

    private String print(Analysis analysis, Rights rights) {
        return common.json(spec) ? AccessJson.render(analysis, rights) : AccessText.render(rights, common.colour(spec));
    }

    private String print(Analysis analysis, RightsDiff rights) {
        return common.json(spec) ? AccessJson.render(analysis, rights) : AccessText.render(rights, common.colour(spec));
    }
}
