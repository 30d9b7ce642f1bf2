package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A subset of the plans of a question, as a branching search cuts them: which arcs may establish which vertex, which
 * assumptions are already spent, which alternatives of the footholds may start. Immutable; a child shares its parent's
 * rules.
 *
 * @param rules what may establish single vertices, newest first
 * @param spent assumption arcs that plans here are known to use, ascending; once the budget is spent no other may be used
 * @param onlyAlternative the one alternative that may start, or -1 for all but the excluded ones
 * @param excludedAlternatives alternatives that may not start, ascending
 * @param excludedSignatures signatures that no arc may have, ascending
 */
record Subspace(
        @Nullable Rule rules, int[] spent, int onlyAlternative, int[] excludedAlternatives, int[] excludedSignatures) {

    static final Subspace ALL = new Subspace(null, new int[0], -1, new int[0], new int[0]);

    /** Plans that start from none of the alternatives. */
    static final int BASE_ONLY = Integer.MAX_VALUE;

    enum Kind {
        ONLY_ARC,
        NOT_ARC,
        ONLY_SIGNATURE,
        NOT_SIGNATURE
    }

    /** One restriction on the arc that establishes {@code vertex}; {@code value} is an arc or a signature. */
    record Rule(@Nullable Rule rest, Kind kind, int vertex, int value) {

        boolean allows(int arc, ArcSignature signature) {
            switch (kind) {
                case ONLY_ARC:
                    return arc == value;
                case NOT_ARC:
                    return arc != value;
                case ONLY_SIGNATURE:
                    return signature.of(arc) == value;
                default:
                    return signature.of(arc) != value;
            }
        }
    }

    Subspace with(Kind kind, int vertex, int value) {
        return new Subspace(
                new Rule(rules, kind, vertex, value), spent, onlyAlternative, excludedAlternatives, excludedSignatures);
    }

    Subspace spending(int assumption) {
        return new Subspace(rules, plus(spent, assumption), onlyAlternative, excludedAlternatives, excludedSignatures);
    }

    Subspace onlyFrom(int alternative) {
        return new Subspace(rules, spent, alternative, new int[0], excludedSignatures);
    }

    Subspace notFrom(int alternative) {
        return new Subspace(rules, spent, onlyAlternative, plus(excludedAlternatives, alternative), excludedSignatures);
    }

    Subspace withoutSignature(int signature) {
        return new Subspace(rules, spent, onlyAlternative, excludedAlternatives, plus(excludedSignatures, signature));
    }

    boolean allowsAlternative(int alternative) {
        return onlyAlternative >= 0
                ? onlyAlternative == alternative
                : Arrays.binarySearch(excludedAlternatives, alternative) < 0;
    }

    boolean isSpent(int assumption) {
        return Arrays.binarySearch(spent, assumption) >= 0;
    }

    boolean allowsSignature(int signature) {
        return signature < 0 || Arrays.binarySearch(excludedSignatures, signature) < 0;
    }

    /** Vertices to which some rule leaves a single arc. */
    BitSet fixed() {
        BitSet vertices = new BitSet();
        for (Rule rule = rules; rule != null; rule = rule.rest) {
            if (rule.kind == Kind.ONLY_ARC) {
                vertices.set(rule.vertex);
            }
        }
        return vertices;
    }

    private static int[] plus(int[] sorted, int value) {
        int[] more = Arrays.copyOf(sorted, sorted.length + 1);
        more[sorted.length] = value;
        Arrays.sort(more);
        return more;
    }
}
