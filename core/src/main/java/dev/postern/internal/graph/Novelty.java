package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The cheapest plan of a subspace that looks new, where the cheapest of all looks like one known already. Without it
 * replicas of one group would be enumerated one by one (their number to the power of the layers they stand in).
 *
 * <p>A plan with other signatures than S either lacks one of S or has all of S and more. So, best first: from a known plan
 * with signatures S, the same subspace without each signature of S in turn, until the cheapest plan left is new or none is
 * left. That misses only plans that have all of S and more; {@link Coexistence} often shows that there are none. If it does
 * not, or after a number of searches, the finding is a bound instead of a plan, and the enumeration branches arc by arc; so
 * no plan is ever lost. (The exact question is NP-hard: with one signature on a single arc and another on all the rest it
 * asks for a simple path through that arc.)
 */
final class Novelty {

    private static final int MAX_SOLVES = 64;
    private static final int MAX_SETTLED = 4_000;

    private final PlanEnumeration enumeration;
    private final KnownSignatures known;
    private final Meter meter;

    Novelty(PlanEnumeration enumeration, KnownSignatures known, Meter meter) {
        this.enumeration = enumeration;
        this.known = known;
        this.meter = meter;
    }

    /**
     * @param candidate the subspace that was asked about, with a plan of it
     * @param isNew whether the plan is the first new one there; otherwise no new one comes before it
     */
    record Finding(Candidate candidate, boolean isNew) {}

    /** A part of the subspace that is left to look at; parts of one family differ in excluded signatures only. */
    private record Part(Candidate candidate, int family) {}

    /** Empty if every plan of the subspace looks like a known one that comes no later. */
    Optional<Finding> in(Candidate dull) {
        PriorityQueue<Part> parts =
                new PriorityQueue<>((a, b) -> enumeration.order().compare(a.candidate(), b.candidate()));
        parts.add(new Part(dull, 0));
        Set<List<Integer>> seen = new HashSet<>();
        int families = 1;
        int solves = 0;
        while (!parts.isEmpty()) {
            Part part = parts.remove();
            Candidate cheapest = part.candidate();
            Candidate inWhole = cheapest.standingFor(dull.subspace());
            if (!cheapest.feasible()) {
                List<Subspace> pieces = enumeration.piecesOf(cheapest).toList();
                if (pieces.size() > MAX_SOLVES) {
                    return Optional.of(new Finding(dull, false));
                }
                for (Subspace piece : pieces) {
                    int family = families++;
                    enumeration.solve(piece).ifPresent(found -> parts.add(new Part(found, family)));
                    solves++;
                }
            } else if (!known.covers(enumeration.signatures(cheapest), cheapest)) {
                return Optional.of(new Finding(inWhole, true));
            } else if (mayHaveMore(cheapest)) {
                return Optional.of(new Finding(inWhole, false));
            } else {
                for (int mark : enumeration.signatures(cheapest)) {
                    Subspace without = cheapest.subspace().withoutSignature(mark);
                    if (seen.add(key(without, part.family()))) {
                        enumeration.solve(without).ifPresent(found -> parts.add(new Part(found, part.family())));
                        solves++;
                    }
                }
            }
            if (solves > MAX_SOLVES || meter.exhausted()) {
                return parts.isEmpty() && !meter.exhausted() ? Optional.empty() : Optional.of(new Finding(dull, false));
            }
        }
        return Optional.empty();
    }

    private static List<Integer> key(Subspace subspace, int family) {
        int[] marks = Arrays.copyOf(subspace.excludedSignatures(), subspace.excludedSignatures().length + 1);
        marks[marks.length - 1] = -family;
        return Arrays.stream(marks).boxed().toList();
    }

    /** Whether a plan there could have all signatures of {@code cheapest} and others besides, in an unknown combination. */
    private boolean mayHaveMore(Candidate cheapest) {
        return enumeration
                .settleAll(cheapest.subspace(), MAX_SETTLED)
                .flatMap(settled -> Coexistence.among(enumeration.admission(cheapest.subspace()), settled))
                .map(coexistence -> coexistence.unknownSuperset(
                        enumeration.signatures(cheapest), known, cheapest.plan().key()))
                .orElse(true);
    }
}
