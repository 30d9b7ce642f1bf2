package dev.postern.path;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Confidence;
import java.util.OptionalInt;

/**
 * A question: from where to where, and within which bounds.
 *
 * @param from what the attacker has at the start; several places mean all of theirs at once, as an image means
 *     all of its containers, except that places with alternatives ({@code any-pod} and the like) stand for one
 *     alternative at a time
 * @param to what the attacker wants
 * @param limit how many distinct plans at most, cheapest first
 * @param assumptions how many steps may assume a flaw that no manifest shows; empty: one from the internet, else none
 * @param maxEffort plans of a greater effort are left out
 * @param minConfidence steps of a lower confidence are not used
 * @param constraints what plans must do without, and what each must use
 */
public record PathQuery(
        ImmutableList<Place> from,
        Place to,
        int limit,
        OptionalInt assumptions,
        int maxEffort,
        Confidence minConfidence,
        PathConstraints constraints) {
    /** The number of plans when nobody says otherwise. */
    public static final int DEFAULT_LIMIT = 5;

    public static From from(Place... places) {
        return new From(ImmutableList.copyOf(places));
    }

    public PathQuery cheapest(int plans) {
        if (plans < 1) {
            throw new IllegalArgumentException("asked for " + plans + " plans: ask for at least 1");
        }
        return new PathQuery(from, to, plans, assumptions, maxEffort, minConfidence, constraints);
    }

    public PathQuery assuming(int flaws) {
        if (flaws < 0) {
            throw new IllegalArgumentException("asked to assume " + flaws + " flaws: give 0 or more");
        }
        return new PathQuery(from, to, limit, OptionalInt.of(flaws), maxEffort, minConfidence, constraints);
    }

    public PathQuery withMaxEffort(int effort) {
        return new PathQuery(from, to, limit, assumptions, effort, minConfidence, constraints);
    }

    public PathQuery withMinConfidence(Confidence confidence) {
        return new PathQuery(from, to, limit, assumptions, maxEffort, confidence, constraints);
    }

    public PathQuery constrained(PathConstraints limits) {
        return new PathQuery(from, to, limit, assumptions, maxEffort, minConfidence, limits);
    }

    /** How many flaws a plan may assume. */
    public int assumptionBudget() {
        return assumptions.orElse(from.contains(Place.internet()) ? 1 : 0);
    }

    /** A question without its end. */
    public static final class From {
        private final ImmutableList<Place> places;

        private From(ImmutableList<Place> places) {
            if (places.isEmpty()) {
                throw new IllegalArgumentException("a question needs a start");
            }
            this.places = places;
        }

        public PathQuery to(Place target) {
            return new PathQuery(
                    places,
                    target,
                    DEFAULT_LIMIT,
                    OptionalInt.empty(),
                    Integer.MAX_VALUE,
                    Confidence.POSSIBLE,
                    PathConstraints.NONE);
        }
    }
}
