package dev.postern.cli;

import dev.postern.model.Confidence;
import dev.postern.path.Place;
import dev.postern.path.ReachQuery;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The bounds of a question that has one end. */
final class BoundOptions {
    @Mixin
    private ConstraintOptions constraints = new ConstraintOptions();

    @Option(
            names = "--assume",
            paramLabel = "N",
            description = "How many flaws in programs a path may assume (default: 1 from internet, else 0).")
    private Optional<Integer> assume = Optional.empty();

    @Option(names = "--max-effort", paramLabel = "E", description = "Leave out what takes a greater effort.")
    private int maxEffort = Integer.MAX_VALUE;

    @Option(
            names = "--min-confidence",
            paramLabel = "C",
            defaultValue = "possible",
            description = "Use only steps of this confidence or more: certain, likely, possible.")
    private String minConfidence = "possible";

    ReachQuery query(CommandSpec spec, List<String> ends, int limit) {
        Confidence confidence = Confidence.valueOf(
                OutputOptions.oneOf(spec, "--min-confidence", minConfidence, "certain", "likely", "possible")
                        .toUpperCase(Locale.ROOT));
        return QuestionOptions.understood(spec, () -> {
            ReachQuery query = ReachQuery.of(ends.stream()
                            .map(text -> constraints.place(spec, text))
                            .toArray(Place[]::new))
                    .atMost(limit)
                    .withMaxEffort(maxEffort)
                    .withMinConfidence(confidence)
                    .constrained(constraints.constraints(spec));
            return assume.isPresent() ? query.assuming(assume.get()) : query;
        });
    }
}
