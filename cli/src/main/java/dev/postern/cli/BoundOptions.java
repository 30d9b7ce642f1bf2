package dev.postern.cli;

import dev.postern.model.Confidence;
import dev.postern.path.Place;
import dev.postern.path.ReachQuery;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** The bounds of a question that has one end. */
final class BoundOptions {
    @Mixin
    private ConstraintOptions constraints = new ConstraintOptions();

    @Mixin
    private SurenessOptions sureness = new SurenessOptions();

    ReachQuery query(CommandSpec spec, List<String> ends, int limit) {
        Confidence confidence = sureness.minConfidence(spec);
        return QuestionOptions.understood(spec, () -> {
            ReachQuery query = ReachQuery.of(ends.stream()
                            .map(text -> constraints.place(spec, text))
                            .toArray(Place[]::new))
                    .atMost(limit)
                    .withMaxEffort(sureness.maxEffort())
                    .withMinConfidence(confidence)
                    .constrained(constraints.constraints(spec));
            return sureness.assume().map(query::assuming).orElse(query);
        });
    }
}
