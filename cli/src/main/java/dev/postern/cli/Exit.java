package dev.postern.cli;

import dev.postern.Analysis;
import java.util.stream.Stream;

/** Exit codes. */
final class Exit {
    /** Answered; yes, where the question has a yes. */
    static final int OK = 0;
    /** No; or findings. */
    static final int NO = 1;
    /** Wrongly used; picocli's own code as well. */
    static final int USAGE = 2;
    /** Unknown, or the input is unreadable, empty or incomplete. */
    static final int UNKNOWN = 3;
    /** A fault of the program. */
    static final int INTERNAL_ERROR = 4;

    private Exit() {}

    /** The code of an answer that was given: 3 when a part of the input is missing from it. */
    static int of(int code, Analysis... analyses) {
        boolean incomplete =
                Stream.of(analyses).anyMatch(analysis -> analysis.snapshot().isIncomplete());
        return incomplete ? UNKNOWN : code;
    }
}
