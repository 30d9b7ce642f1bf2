package dev.postern.model;

import com.google.common.collect.ImmutableList;

/**
 * The answer of an authority ({@code rbac}, {@code network}, {@code podsecurity}) to one question, with its reasons.
 *
 * @param outcome the verdict
 * @param supports alternative sets of facts, each of which alone explains the verdict; canonical order
 * @param missing for {@link Outcome#UNKNOWN}, the fact that would settle the question, as a sentence; else empty
 */
public record Decision(Outcome outcome, ImmutableList<Support> supports, String missing) {
    public static Decision allowed(Support... supports) {
        return new Decision(Outcome.ALLOWED, ImmutableList.copyOf(supports), "");
    }

    public static Decision allowed(Iterable<Support> supports) {
        return new Decision(Outcome.ALLOWED, ImmutableList.copyOf(supports), "");
    }

    public static Decision denied(Support... supports) {
        return new Decision(Outcome.DENIED, ImmutableList.copyOf(supports), "");
    }

    public static Decision unknown(String missing, Support... supports) {
        return new Decision(Outcome.UNKNOWN, ImmutableList.copyOf(supports), missing);
    }

    public boolean isAllowed() {
        return outcome == Outcome.ALLOWED;
    }

    /** Every fact of every support, each once, in order. */
    public ImmutableList<Evidence> evidence() {
        return supports.stream()
                .flatMap(support -> support.facts().stream())
                .distinct()
                .collect(ImmutableList.toImmutableList());
    }
}
