package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which signatures can occur together in one plan of a subspace, judged by the arcs that could be part of any: one arc must
 * be able to follow the other, or an AND must be able to join what follows from both. Necessary, not sufficient.
 */
final class Coexistence {

    /** More signatures beside those of a plan than this are not looked into: the answer is "perhaps". */
    private static final int MAX_EXTRA = 40;

    private static final int MAX_COMBINED = 5;
    private static final int MAX_ARCS = 10_000;

    private final Admission admission;
    private final GraphView view;
    private final int[] arcs;
    private final Map<Integer, BitSet> following = new HashMap<>();

    private Coexistence(Admission admission, int[] arcs) {
        this.admission = admission;
        this.view = admission.view();
        this.arcs = arcs;
    }

    /** Of what follows from the {@code settled} vertices; empty where that is too much to look into. */
    static Optional<Coexistence> among(Admission admission, BitSet settled) {
        return admission.arcsInUse(settled, MAX_ARCS).map(arcs -> new Coexistence(admission, arcs));
    }

    /**
     * Whether some plan could have all of {@code marks} and more, in a combination that was not reported and is not known to
     * come at a lower key.
     */
    boolean unknownSuperset(int[] marks, KnownSignatures known, long key) {
        int[] extra = Arrays.stream(arcs)
                .map(admission::signature)
                .filter(mark -> mark >= 0 && Arrays.binarySearch(marks, mark) < 0)
                .distinct()
                .toArray();
        if (extra.length > MAX_EXTRA) {
            return true;
        }
        int[] fitting = Arrays.stream(extra)
                .filter(more -> Arrays.stream(marks).allMatch(mark -> together(mark, more)))
                .toArray();
        if (fitting.length > MAX_COMBINED) {
            return true;
        }
        for (int choice = 1; choice < 1 << fitting.length; choice++) {
            int[] superset = Arrays.copyOf(marks, marks.length + Integer.bitCount(choice));
            for (int i = 0, at = marks.length; i < fitting.length; i++) {
                if ((choice >> i & 1) != 0) {
                    superset[at++] = fitting[i];
                }
            }
            Arrays.sort(superset);
            if (!known.coversAll(superset, key)) {
                return true;
            }
        }
        return false;
    }

    private boolean together(int a, int b) {
        BitSet afterA = following.computeIfAbsent(a, this::follows);
        BitSet afterB = following.computeIfAbsent(b, this::follows);
        for (int arc : arcs) {
            int mark = admission.signature(arc);
            boolean needsA = hasTailIn(arc, afterA);
            boolean needsB = hasTailIn(arc, afterB);
            if ((mark == b && needsA) || (mark == a && needsB) || (needsA && needsB && view.tailCount(arc) > 1)) {
                return true;
            }
        }
        return false;
    }

    /** What can be established by way of an arc with this signature, AND taken for OR. */
    private BitSet follows(int mark) {
        BitSet reached = new BitSet();
        for (int arc : arcs) {
            if (admission.signature(arc) == mark) {
                reached.set(view.head(arc));
            }
        }
        boolean grown = true;
        while (grown) {
            grown = false;
            // Farthest from the target first: one round does unless there are cycles.
            for (int i = arcs.length - 1; i >= 0; i--) {
                int arc = arcs[i];
                if (!reached.get(view.head(arc)) && hasTailIn(arc, reached)) {
                    reached.set(view.head(arc));
                    grown = true;
                }
            }
        }
        return reached;
    }

    private boolean hasTailIn(int arc, BitSet vertices) {
        for (int i = 0, n = view.tailCount(arc); i < n; i++) {
            if (vertices.get(view.tail(arc, i))) {
                return true;
            }
        }
        return false;
    }
}
