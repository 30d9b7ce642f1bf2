package dev.postern.cli;

import dev.postern.model.Confidence;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How much a path may cost, and how much of it may be taken for granted. */
final class SurenessOptions {
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

    Optional<Integer> assume() {
        return assume;
    }

    int maxEffort() {
        return maxEffort;
    }

    Confidence minConfidence(CommandSpec spec) {
        return Confidence.valueOf(
                OutputOptions.oneOf(spec, "--min-confidence", minConfidence, "certain", "likely", "possible")
                        .toUpperCase(Locale.ROOT));
    }
}
