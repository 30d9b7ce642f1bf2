package dev.postern.internal.graph;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The vertices of a plan from its target downwards, breadth first, tails ascending, each once, and the arc of each (-1 for
 * sources).
 *
 * <p>Plans of one target compare by their arcs in this order. Up to the first difference both visit the same vertices, and
 * there the plan with the canonically smaller arc comes first: exactly the choice that Knuth's search makes between equally
 * cheap arcs, so the plan it finds is the least of all equally cheap ones.
 */
final class TopDown {

    private final IntList vertices = new IntList();
    private final IntList arcs = new IntList();

    TopDown(GraphView view, Plan plan) {
        Map<Integer, Integer> arcOf = new HashMap<>();
        for (int arc : plan.arcs()) {
            arcOf.put(view.head(arc), arc);
        }
        BitSet seen = new BitSet();
        seen.set(plan.target());
        vertices.add(plan.target());
        for (int i = 0; i < vertices.size(); i++) {
            int arc = arcOf.getOrDefault(vertices.get(i), -1);
            arcs.add(arc);
            for (int j = 0, n = arc < 0 ? 0 : view.tailCount(arc); j < n; j++) {
                int tail = view.tail(arc, j);
                if (!seen.get(tail)) {
                    seen.set(tail);
                    vertices.add(tail);
                }
            }
        }
    }

    int size() {
        return vertices.size();
    }

    int vertex(int index) {
        return vertices.get(index);
    }

    int arc(int index) {
        return arcs.get(index);
    }

    int compareTo(TopDown other, GraphView view) {
        int common = Math.min(size(), other.size());
        for (int i = 0; i < common; i++) {
            int a = arc(i);
            int b = other.arc(i);
            int order = a < 0 || b < 0 ? Integer.compare(a, b) : view.compareArcs(a, b);
            if (a != b && order != 0) {
                return order;
            }
        }
        return Integer.compare(size(), other.size());
    }
}
