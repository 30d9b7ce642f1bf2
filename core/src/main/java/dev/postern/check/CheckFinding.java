package dev.postern.check;

import dev.postern.model.Decision;
import dev.postern.model.SourceRef;
import dev.postern.path.AttackPath;
import java.util.Optional;

/**
 * One way in which an assertion does not hold, or cannot be decided, or one thing in the policy that is out of date.
 *
 * @param assertion the assertion's id; empty for an expired ignore entry that names none
 * @param id stable across line numbers, pod hashes and file names; unique within the assertion. Of a path: {@link
 *     AttackPath#id()}
 * @param title what was found, in one line, without what changes from run to run
 * @param note what the reader must know beside it: the missing fact, why it counts as undecided; or empty
 * @param place where the policy states the assertion or the entry
 * @param path the path, where one was found
 * @param decision the verdict with its reasons, where a flow or a right was found
 */
public record CheckFinding(
        String assertion,
        String id,
        Status status,
        String title,
        String note,
        SourceRef place,
        Optional<AttackPath> path,
        Optional<Decision> decision) {
    /** What becomes of a finding. */
    public enum Status {
        /** It is not in the baseline, and would be if it had been there. */
        NEW,
        /** It is in the baseline. */
        KNOWN,
        /** An entry of the policy accepts it. */
        IGNORED,
        /** It is in the baseline and not there any more. */
        VANISHED,
        /**
         * The assertion, or the entry that accepted a finding, is past its date. A finding of its own, which always fails:
         * a date that only made a remark would be passed over, and then an exception holds for ever, or an assertion that
         * nobody stands for any more goes on failing builds. The assertion itself is still checked; the entry does not
         * count any more.
         */
        EXPIRED,
        /**
         * Whether the assertion holds depends on a fact that the input does not give; or the finding holds, but the
         * baseline was cut before it, so that it may be an old one.
         */
        UNKNOWN
    }
}
