package dev.postern.internal.graph;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * The arcs of a chosen derivation in an order in which each premise precedes its use: an iterative depth-first search from
 * the target, tails ascending, arcs in post-order. The order depends on the choice alone.
 */
final class DerivationOrder {

    private final GraphView view;
    private final IntUnaryOperator choice;
    private final IntList arcs = new IntList();
    private final IntList leaves = new IntList();
    /** Key of every finished vertex; plans are short, so a map is small beside the arrays of a search. */
    private final Map<Integer, Long> keys = new HashMap<>();

    private final long targetKey;

    DerivationOrder(GraphView view, int target, IntUnaryOperator choice) {
        this.view = view;
        this.choice = choice;
        visit(target);
        this.targetKey = keys.getOrDefault(target, CostHops.ZERO);
    }

    private void visit(int target) {
        BitSet entered = new BitSet();
        IntList stack = new IntList();
        stack.add(target);
        while (!stack.isEmpty()) {
            int vertex = stack.get(stack.size() - 1);
            int arc = choice.applyAsInt(vertex);
            if (keys.containsKey(vertex)) {
                stack.removeLast();
            } else if (arc < 0) {
                leaves.add(vertex);
                keys.put(vertex, CostHops.ZERO);
                stack.removeLast();
            } else if (entered.get(vertex)) {
                keys.put(vertex, keyOf(arc));
                arcs.add(arc);
                stack.removeLast();
            } else {
                entered.set(vertex);
                for (int i = view.tailCount(arc) - 1; i >= 0; i--) {
                    stack.add(view.tail(arc, i));
                }
            }
        }
    }

    private long keyOf(int arc) {
        long key = CostHops.ofArc(view.weight(arc));
        for (int i = 0, n = view.tailCount(arc); i < n; i++) {
            Long premise = keys.get(view.tail(arc, i));
            if (premise == null) {
                throw new IllegalArgumentException("the chosen arcs form a cycle through vertex " + view.tail(arc, i));
            }
            key = CostHops.plus(key, premise);
        }
        return key;
    }

    int[] arcs() {
        return arcs.toArray();
    }

    /** Vertices that the choice leaves underived: sources. */
    int[] leaves() {
        return FactSets.sortedSet(leaves.toArray());
    }

    long key() {
        return targetKey;
    }
}
