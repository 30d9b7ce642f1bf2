package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a subspace whose cheapest plan looks like one reported before can hold a plan that looks new. Without this test
 * replicas of one group would be enumerated one by one (their number to the power of the layers they stand in).
 *
 * <p>A plan with other signatures than S either lacks one of S, or has all of S and more. The second is impossible when all
 * sets between S and the signatures in use in the subspace are known; the first is asked recursively without each signature
 * of S. "No" is proven; when the proof would need more than a few searches the answer is "perhaps" and the enumeration goes
 * on, so no plan is ever lost. (The exact question is NP-hard: with one signature on a single arc and another on all the
 * rest it asks for a simple path through that arc.)
 */
final class Novelty {

    private static final int MAX_SOLVES = 24;
    private static final int MAX_SETTLED = 4_000;
    private static final int MAX_EXTRA = 5;

    private final Bounds bounds;
    private final GraphView view;
    private final ArcSignature signature;
    private final ConstrainedSearch search;
    private final Meter meter;
    private final KnownSignatures known;
    private final Set<List<Integer>> refuted = new HashSet<>();
    private int solves;

    Novelty(
            Bounds bounds,
            GraphView view,
            ArcSignature signature,
            ConstrainedSearch search,
            Meter meter,
            KnownSignatures known) {
        this.bounds = bounds;
        this.view = view;
        this.signature = signature;
        this.search = search;
        this.meter = meter;
        this.known = known;
    }

    /** False only if every plan in the candidate's subspace has signatures already known at no higher cost. */
    boolean possible(Candidate candidate) {
        solves = 0;
        refuted.clear();
        return possible(candidate.subspace(), candidate.plan());
    }

    private boolean possible(Subspace subspace, Plan cheapest) {
        int[] marks = cheapest.signatures(signature);
        if (!known.covers(marks, cheapest.key()) || supersetPossible(subspace, marks, cheapest.key())) {
            return true;
        }
        for (int mark : marks) {
            Subspace without = subspace.withoutSignature(mark);
            if (refuted.add(Arrays.stream(without.excludedSignatures()).boxed().toList()) && possible(without)) {
                return true;
            }
        }
        return false;
    }

    private boolean possible(Subspace subspace) {
        if (++solves > MAX_SOLVES || !meter.startSolve()) {
            return true;
        }
        Optional<Plan> found = search.solve(new Admission(bounds, view, subspace, signature), known.bound(), meter);
        if (found.isEmpty()) {
            return meter.exhausted();
        }
        Candidate candidate = PlanEnumeration.candidate(bounds, view, subspace, found.get());
        return !candidate.feasible() || possible(subspace, candidate.plan());
    }

    /** Whether a plan could have all of {@code marks} and others besides, in a combination not known at a lower cost. */
    private boolean supersetPossible(Subspace subspace, int[] marks, long key) {
        if (++solves > MAX_SOLVES || !meter.startSolve()) {
            return true;
        }
        Admission admission = new Admission(bounds, view, subspace, signature);
        Optional<BitSet> settled = search.settleAll(admission, known.bound(), MAX_SETTLED, meter);
        if (settled.isEmpty()) {
            return true;
        }
        int[] extra = Arrays.stream(admission.signaturesInUse(settled.get()))
                .filter(mark -> Arrays.binarySearch(marks, mark) < 0)
                .limit(MAX_EXTRA + 1L)
                .toArray();
        if (extra.length > MAX_EXTRA) {
            return true;
        }
        for (int choice = 1; choice < 1 << extra.length; choice++) {
            int[] superset = Arrays.copyOf(marks, marks.length + Integer.bitCount(choice));
            for (int i = 0, at = marks.length; i < extra.length; i++) {
                if ((choice >> i & 1) != 0) {
                    superset[at++] = extra[i];
                }
            }
            Arrays.sort(superset);
            if (!known.covers(superset, key)) {
                return true;
            }
        }
        return false;
    }
}
