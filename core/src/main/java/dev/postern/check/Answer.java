package dev.postern.check;

import com.google.common.collect.ImmutableList;
import dev.postern.path.SingleEdit;
import java.util.List;
import java.util.OptionalInt;

/**
 * What an analysis says about one assertion.
 *
 * @param cutAtEffort see {@link AssertionResult#cutAtEffort}
 */
record Answer(
        Assertion assertion,
        ImmutableList<Violation> violations,
        ImmutableList<SingleEdit> singleEdits,
        OptionalInt cutAtEffort,
        ImmutableList<String> notes) {
    static Answer of(Assertion assertion, List<Violation> violations, List<String> notes) {
        return new Answer(
                assertion,
                ImmutableList.copyOf(violations),
                ImmutableList.of(),
                OptionalInt.empty(),
                ImmutableList.copyOf(notes));
    }
}
