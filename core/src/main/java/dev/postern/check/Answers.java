package dev.postern.check;

import dev.postern.Analysis;
import dev.postern.model.Decision;
import dev.postern.model.Outcome;
import dev.postern.network.Flow;
import java.util.ArrayList;
import java.util.List;

/** Asks an analysis about assertions. */
final class Answers {
    private final Analysis analysis;
    private final PathAnswers paths;

    Answers(Analysis analysis) {
        this.analysis = analysis;
        this.paths = new PathAnswers(analysis);
    }

    /**
     * What speaks against an assertion.
     *
     * @throws PolicyException if it asks what cannot be asked of this input
     */
    Answer about(Assertion assertion) {
        try {
            if (assertion instanceof Assertion.NoPath noPath) {
                return paths.about(noPath);
            } else if (assertion instanceof Assertion.AtLeastEffort atLeast) {
                return paths.about(atLeast);
            } else if (assertion instanceof Assertion.OnlyCan onlyCan) {
                return new AccessAnswers(analysis).about(onlyCan);
            }
            return about((Assertion.NoReach) assertion);
        } catch (IllegalArgumentException e) {
            throw new PolicyException(
                    assertion.terms().place(), assertion.terms().id() + ": " + e.getMessage());
        }
    }

    private Answer about(Assertion.NoReach assertion) {
        List<Violation> violations = new ArrayList<>();
        for (Flow flow : assertion.flows()) {
            Decision decision = analysis.decide(flow);
            if (decision.outcome() != Outcome.DENIED) {
                String passes = decision.isAllowed() ? " passes" : " may pass";
                violations.add(Violation.of(decision, flow.describe() + passes, "flow", flow.describe()));
            }
        }
        return Answer.of(assertion, violations, List.of());
    }
}
