package dev.postern.check;

import com.google.common.collect.ImmutableList;
import dev.postern.path.SingleEdit;
import java.util.OptionalInt;

/**
 * What was found about one assertion; it holds if there are no findings.
 *
 * @param findings those there are, in the order of the answer, then those that vanished, then an expiry
 * @param singleEdits changes of which each alone leaves none of the paths
 * @param cutAtEffort there are more paths than are reported: paths of less than this effort are all reported, of those of
 *     this effort or more some may not be. 0 where the search itself was cut short. Empty: all are reported
 * @param notes what the reader must know about the answer
 */
public record AssertionResult(
        Assertion assertion,
        ImmutableList<CheckFinding> findings,
        ImmutableList<SingleEdit> singleEdits,
        OptionalInt cutAtEffort,
        ImmutableList<String> notes) {
    /** Whether nothing speaks against it: there is no finding but such as vanished. */
    public boolean holds() {
        return findings.stream().allMatch(finding -> finding.status() == CheckFinding.Status.VANISHED);
    }
}
