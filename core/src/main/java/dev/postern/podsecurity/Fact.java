package dev.postern.podsecurity;

import dev.postern.model.Evidence;

/**
 * A yes-or-no question about a container, answered from the input as far as it goes.
 *
 * @param evidence the field that decides, or the default that applies in its place
 */
public record Fact(Truth truth, Evidence evidence) {
    /** The answer. */
    public enum Truth {
        YES,
        NO,
        /** The input leaves it open: the image, the runtime or the node decides. */
        UNKNOWN
    }

    static Fact yes(Evidence evidence) {
        return new Fact(Truth.YES, evidence);
    }

    static Fact no(Evidence evidence) {
        return new Fact(Truth.NO, evidence);
    }

    static Fact unknown(Evidence evidence) {
        return new Fact(Truth.UNKNOWN, evidence);
    }

    public boolean isYes() {
        return truth == Truth.YES;
    }

    public boolean isNo() {
        return truth == Truth.NO;
    }

    public boolean isUnknown() {
        return truth == Truth.UNKNOWN;
    }
}
