package dev.postern.cli;

import dev.postern.model.Confidence;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** From where to where, and within which bounds: what all commands about paths ask. */
final class QuestionOptions {
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

    @Mixin
    private SurenessOptions sureness = new SurenessOptions();

    @Mixin
    private ConstraintOptions constraints = new ConstraintOptions();

    /** The questions: each start given together, or each of the usual ones, with each target. */
    List<PathQuery> queries(CommandSpec spec) {
        List<List<Place>> starts = from.isEmpty()
                ? List.of(List.of(Place.internet()), List.of(Place.anyPod()))
                : List.of(
                        from.stream().map(text -> constraints.place(spec, text)).toList());
        List<Place> targets = to.isEmpty()
                ? List.of(Place.clusterAdmin(), Place.anyNode())
                : to.stream().map(text -> constraints.place(spec, text)).toList();
        List<PathQuery> queries = new ArrayList<>();
        for (List<Place> start : starts) {
            for (Place target : targets) {
                queries.add(query(spec, start, target));
            }
        }
        return queries;
    }

    private PathQuery query(CommandSpec spec, List<Place> start, Place target) {
        Confidence confidence = sureness.minConfidence(spec);
        return understood(spec, () -> {
            PathQuery query = PathQuery.from(start.toArray(new Place[0]))
                    .to(target)
                    .cheapest(limit)
                    .withMaxEffort(sureness.maxEffort())
                    .withMinConfidence(confidence)
                    .constrained(constraints.constraints(spec));
            return sureness.assume().map(query::assuming).orElse(query);
        });
    }

    /** What the library does not take for an argument is a mistake in the use of the command. */
    static <T> T understood(CommandSpec spec, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
