package dev.postern.check;

import com.google.common.collect.ImmutableList;
import dev.postern.Analysis;
import dev.postern.model.SourceRef;
import java.util.Optional;

/** An assertion in a test. Immutable; {@link #check} may be called for any number of clusters. */
public final class Claim {
    private final Assertion assertion;
    private final boolean acceptsUnknown;

    Claim(Assertion assertion, boolean acceptsUnknown) {
        this.assertion = assertion;
        this.acceptsUnknown = acceptsUnknown;
    }

    /** Why it is asserted: a sentence, or a reference to one. The failure says it. */
    public Claim because(String reason) {
        return new Claim(
                with(new Terms(assertion.terms().id(), reason, "", Optional.empty(), SourceRef.NONE)), acceptsUnknown);
    }

    /** Takes what the input leaves open for agreed: a missing fact, a name that the input does not hold. */
    public Claim acceptingUnknown() {
        return new Claim(assertion, true);
    }

    /** What is asserted. */
    public Assertion assertion() {
        return assertion;
    }

    /**
     * Holds it against a cluster.
     *
     * @throws AssertionError if it does not hold, or (unless that is accepted) cannot be decided; the message has each path
     *     or verdict with its evidence, object, field, file and line
     */
    public void check(Analysis analysis) {
        Answer answer = new Answers(analysis).about(assertion);
        ImmutableList<Violation> violations = answer.violations().stream()
                .filter(violation -> !acceptsUnknown || !violation.isUnknown())
                .collect(ImmutableList.toImmutableList());
        if (!violations.isEmpty()) {
            throw new AssertionError(FailureMessage.of(analysis, answer, violations));
        }
    }

    private Assertion with(Terms terms) {
        if (assertion instanceof Assertion.NoPath noPath) {
            return new Assertion.NoPath(terms, noPath.query(), noPath.mayBeAbsent());
        } else if (assertion instanceof Assertion.AtLeastEffort atLeast) {
            return new Assertion.AtLeastEffort(terms, atLeast.query(), atLeast.effort(), atLeast.mayBeAbsent());
        } else if (assertion instanceof Assertion.NoReach noReach) {
            return new Assertion.NoReach(terms, noReach.flows());
        }
        Assertion.OnlyCan onlyCan = (Assertion.OnlyCan) assertion;
        return new Assertion.OnlyCan(terms, onlyCan.requests(), onlyCan.allowed());
    }
}
