package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Which arcs and sources count in one view and one {@link Subspace}. */
final class Admission {

    private static final BitSet NOTHING_KNOWN = new BitSet();

    private final Bounds bounds;
    private final GraphView view;
    private final Hypergraph graph;
    private final Subspace subspace;
    private final ArcSignature signature;
    /** Alternatives that the subspace allows and that may have plans worth finding. */
    private final IntPredicate promising;
    /** Vertices that some rule of the subspace names, ascending: most arcs need no look at the rules. */
    private final int[] ruled;

    private final boolean budgetSpent;

    Admission(
            Bounds bounds,
            GraphView view,
            Subspace subspace,
            ArcSignature signature,
            IntPredicate promisingAlternative) {
        this.bounds = bounds;
        this.view = view;
        this.graph = view.graph();
        this.subspace = subspace;
        this.signature = signature;
        this.promising = i -> subspace.allowsAlternative(i) && promisingAlternative.test(i);
        IntList vertices = new IntList();
        for (Subspace.Rule rule = subspace.rules(); rule != null; rule = rule.rest()) {
            vertices.add(rule.vertex());
        }
        this.ruled = FactSets.sortedSet(vertices.toArray());
        this.budgetSpent = subspace.spent().length >= bounds.budget();
    }

    GraphView view() {
        return view;
    }

    /** See {@link Bounds#sourceStates}. */
    int[] sourceStates() {
        return bounds.sourceStates(subspace);
    }

    /** Whether all plans start from the same sources, and these have the {@link SharedPremise} for nothing. */
    boolean holdersOnly() {
        Footholds footholds = bounds.question().footholds();
        if (subspace.onlyAlternative() < 0 && footholds.alternativeCount() > 0) {
            return false;
        }
        int[] sources = footholds.together(Math.max(0, subspace.onlyAlternative()));
        SharedPremise shared = bounds.shared();
        return Arrays.binarySearch(sources, shared.vertex()) < 0
                && Arrays.stream(sources)
                        .filter(this::admitsSource)
                        .map(source -> shared.arcFrom(source, view))
                        .anyMatch(arc -> arc >= 0 && admits(arc, shared.vertex()));
    }

    /** Whether {@code arc} may establish {@code head}; an implicit arc must be known to be switched on. */
    boolean admits(int arc, int head) {
        if (!view.isImplicit(arc)) {
            if (!view.alive(arc) || (budgetSpent && graph.assumption(arc) && !subspace.isSpent(arc))) {
                return false;
            }
        }
        if (subspace.excludedSignatures().length > 0 && !subspace.allowsSignature(signature.of(arc))) {
            return false;
        }
        return Arrays.binarySearch(ruled, head) < 0 || rulesAllow(arc, head);
    }

    private boolean rulesAllow(int arc, int head) {
        for (Subspace.Rule rule = subspace.rules(); rule != null; rule = rule.rest()) {
            if (rule.vertex() == head && !rule.allows(arc, signature)) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code source} may start a plan. */
    boolean admitsSource(int source) {
        return view.aliveVertex(source) && bounds.alternatives().allowed(source, promising);
    }

    /** Whether any arc that passes {@code test} could establish {@code vertex}: cheap, necessary and not sufficient. */
    boolean admitsAnyInto(int vertex, IntPredicate test) {
        for (int arc = graph.firstArcInto(vertex); arc < graph.endOfArcsInto(vertex); arc++) {
            if (admits(arc, vertex) && test.test(arc) && bounds.premisesReachable(arc)) {
                return true;
            }
        }
        boolean[] found = {false};
        view.implicit().in(vertex, NOTHING_KNOWN, (tail, confidence) -> {
            if (!found[0] && bounds.reachable(tail)) {
                int arc = view.aliveImplicit(tail, vertex, confidence);
                found[0] = arc >= 0 && admits(arc, vertex) && test.test(arc);
            }
        });
        return found[0];
    }

    int signature(int arc) {
        return signature.of(arc);
    }

    /**
     * All arcs that could be part of a derivation of the target from what was {@code settled}, nearest the target first;
     * empty if there are more than {@code most}.
     */
    Optional<int[]> arcsInUse(BitSet settled, int most) {
        IntList inUse = new IntList();
        BitSet seen = new BitSet();
        IntList pending = new IntList();
        seen.set(bounds.question().target());
        pending.add(bounds.question().target());
        for (int next = 0; next < pending.size(); next++) {
            int old = inUse.size();
            if (!startsEveryPlan(pending.get(next))) {
                addArcsInto(pending.get(next), settled, inUse, most);
            }
            if (inUse.size() > most) {
                return Optional.empty();
            }
            for (int i = old; i < inUse.size(); i++) {
                for (int tail : view.tails(inUse.get(i))) {
                    if (!seen.get(tail)) {
                        seen.set(tail);
                        pending.add(tail);
                    }
                }
            }
        }
        return Optional.of(inUse.toArray());
    }

    private void addArcsInto(int head, BitSet settled, IntList arcs, int most) {
        for (int arc = graph.firstArcInto(head); arc < graph.endOfArcsInto(head) && arcs.size() <= most; arc++) {
            if (admits(arc, head) && Arrays.stream(view.tails(arc)).allMatch(settled::get)) {
                arcs.add(arc);
            }
        }
        view.implicit().in(head, NOTHING_KNOWN, (tail, confidence) -> {
            if (arcs.size() <= most && settled.get(tail)) {
                int arc = view.aliveImplicit(tail, head, confidence);
                if (arc >= 0 && admits(arc, head)) {
                    arcs.add(arc);
                }
            }
        });
    }

    /** Whether no plan of the subspace has an arc into {@code vertex}, because it is a source of all of them. */
    private boolean startsEveryPlan(int vertex) {
        Alternatives alternatives = bounds.alternatives();
        return alternatives.isBase(vertex)
                || (subspace.onlyAlternative() >= 0
                        && alternatives.isSource(vertex)
                        && alternatives.allowed(vertex, subspace::allowsAlternative));
    }
}
