package dev.postern.check;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The findings that are known: they do not fail a check that fails on new ones. A file of its own, which a check writes
 * and nobody edits; equal findings give equal bytes.
 *
 * @param assertions by id; those without findings and with everything reported are left out
 */
public record Baseline(ImmutableList<Known> assertions) {
    /** Nothing is known. */
    public static final Baseline EMPTY = new Baseline(ImmutableList.of());

    /**
     * What is known of one assertion.
     *
     * @param cutAtEffort as in {@link AssertionResult}, when this was written
     * @param findings by id
     */
    public record Known(String assertion, OptionalInt cutAtEffort, ImmutableList<Entry> findings) {
        boolean contains(String id) {
            return findings.stream().anyMatch(entry -> entry.id().equals(id));
        }

        /** Whether it may have been there unseen: it costs as much as where the answer was cut, or more. */
        boolean mayHide(Violation violation) {
            return cutAtEffort.isPresent()
                    && violation.effort().isPresent()
                    && violation.effort().getAsInt() >= cutAtEffort.getAsInt();
        }
    }

    /**
     * A known finding.
     *
     * @param title what it was, for whoever reviews the file
     * @param effort of a path
     */
    public record Entry(String id, String title, OptionalInt effort) {}

    /** What a report found and nobody has accepted: new, known and undecided. */
    public static Baseline of(CheckReport report) {
        return new Baseline(report.results().stream()
                .map(Baseline::known)
                .filter(known ->
                        !known.findings().isEmpty() || known.cutAtEffort().isPresent())
                .sorted(Comparator.comparing(Known::assertion))
                .collect(ImmutableList.toImmutableList()));
    }

    private static Known known(AssertionResult result) {
        return new Known(
                result.assertion().terms().id(),
                result.cutAtEffort(),
                result.findings().stream()
                        .filter(finding -> isFound(finding.status()))
                        .map(finding -> new Entry(
                                finding.id(),
                                finding.title(),
                                finding.path()
                                        .map(path -> OptionalInt.of(path.effort()))
                                        .orElse(OptionalInt.empty())))
                        .sorted(Comparator.comparing(Entry::id))
                        .collect(ImmutableList.toImmutableList()));
    }

    private static boolean isFound(CheckFinding.Status status) {
        switch (status) {
            case NEW:
            case KNOWN:
            case UNKNOWN:
                return true;
            default:
                return false;
        }
    }

    /** What is known of an assertion. */
    public Optional<Known> of(String assertion) {
        return assertions.stream()
                .filter(known -> known.assertion().equals(assertion))
                .findFirst();
    }

    /**
     * Reads a file that {@link #json()} wrote.
     *
     * @throws PolicyException if it is none, with file and line
     */
    public static Baseline read(Path file) {
        return BaselineJson.read(file);
    }

    /** The file's text. */
    public String json() {
        return BaselineJson.write(this);
    }
}
