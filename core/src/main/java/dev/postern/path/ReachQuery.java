package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Confidence;
import java.util.OptionalInt;

/**
 * The bounds of a question with one end: who reaches a place, or what is reached from places.
 *
 * @param ends the place that is reached, or the places where the attacker starts, all of theirs at once as in {@link
 *     PathQuery}
 * @param limit how many footholds, and how much of each, an answer lists at most; who reaches is always listed in full
 * @param assumptions how many steps may assume a flaw that no manifest shows; empty: one from the internet, else none
 * @param maxEffort what takes a greater effort is left out
 * @param minConfidence steps of a lower confidence are not used
 * @param constraints what ways must do without; what they must use cannot be said here
 */
public record ReachQuery(
        ImmutableList<Place> ends,
        int limit,
        OptionalInt assumptions,
        int maxEffort,
        Confidence minConfidence,
        PathConstraints constraints) {
    /** The number of footholds, and of things reached from each, when nobody says otherwise. */
    public static final int DEFAULT_LIMIT = 20;

    /** @throws IllegalArgumentException if no place is given, or ways are asked for that use something */
    public ReachQuery {
        if (ends.isEmpty()) {
            throw new IllegalArgumentException("a question needs a place");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("asked for " + limit + " answers: ask for at least 1");
        }
        if (constraints.chooses()) {
            throw new IllegalArgumentException("what ways must use can be asked of paths only: here ways can be left"
                    + " out (without a technique, avoiding a place, outside a zone)");
        }
    }

    public static ReachQuery of(Place... ends) {
        return new ReachQuery(
                ImmutableList.copyOf(ends),
                DEFAULT_LIMIT,
                OptionalInt.empty(),
                Integer.MAX_VALUE,
                Confidence.POSSIBLE,
                PathConstraints.NONE);
    }

    public ReachQuery atMost(int answers) {
        return new ReachQuery(ends, answers, assumptions, maxEffort, minConfidence, constraints);
    }

    public ReachQuery assuming(int flaws) {
        if (flaws < 0) {
            throw new IllegalArgumentException("asked to assume " + flaws + " flaws: give 0 or more");
        }
        return new ReachQuery(ends, limit, OptionalInt.of(flaws), maxEffort, minConfidence, constraints);
    }

    public ReachQuery withMaxEffort(int effort) {
        return new ReachQuery(ends, limit, assumptions, effort, minConfidence, constraints);
    }

    public ReachQuery withMinConfidence(Confidence confidence) {
        return new ReachQuery(ends, limit, assumptions, maxEffort, confidence, constraints);
    }

    public ReachQuery constrained(PathConstraints limits) {
        return new ReachQuery(ends, limit, assumptions, maxEffort, minConfidence, limits);
    }
}
