package dev.postern.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Counts comparisons of one suite and keeps the first few deviations. */
final class Tally {
    private final String suite;
    private int compared;
    private int deviations;
    private final List<String> first = new ArrayList<>();

    Tally(String suite) {
        this.suite = suite;
    }

    void compare(Object expected, Object actual, Object question) {
        compared++;
        if (!expected.equals(actual)) {
            deviations++;
            if (first.size() < 10) {
                first.add("expected " + expected + " but got " + actual + " for " + question);
            }
        }
    }

    /** Prints the line that the suite's reader looks for, and fails on any deviation. */
    void report() {
        System.out.printf(
                "conformance rbac %s: compared %d, agree %d, deviations %d%n",
                suite, compared, compared - deviations, deviations);
        assertThat(first).as("deviations of " + suite).isEmpty();
        assertThat(compared).as("cases of " + suite).isPositive();
    }
}
