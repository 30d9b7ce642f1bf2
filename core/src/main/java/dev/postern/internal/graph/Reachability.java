package dev.postern.internal.graph;

import java.util.BitSet;

/**
 * What can be established from a set of sources: the least fixpoint of the arcs, by forward propagation with a counter per
 * arc of several tails. All assumption arcs of the view count.
 *
 * <p>W. F. Dowling, J. H. Gallier, "Linear-time algorithms for testing the satisfiability of propositional Horn formulae",
 * Journal of Logic Programming 1(3), 1984. O(size of the reached part); implicit arcs into vertices already reached are not
 * asked for.
 */
public final class Reachability {

    private Reachability() {}

    /** The vertices that {@code sources} establish, sources included. */
    public static BitSet from(GraphView view, int... sources) {
        return new Propagation(view, sources).run(-1);
    }

    /** Whether {@code sources} establish {@code target}; stops as soon as they do. */
    public static boolean reaches(GraphView view, int target, int... sources) {
        return new Propagation(view, sources).run(target).get(target);
    }

    private static final class Propagation {

        private final GraphView view;
        private final Hypergraph graph;
        private final BitSet reached = new BitSet();
        private final IntList pending = new IntList();
        private final int[] missing;

        Propagation(GraphView view, int[] sources) {
            this.view = view;
            this.graph = view.graph();
            this.missing = new int[graph.joinCount()];
            for (int join = 0; join < missing.length; join++) {
                missing[join] = graph.joinStart[join + 1] - graph.joinStart[join];
            }
            for (int source : sources) {
                reach(source);
            }
            for (int axiom : graph.axioms()) {
                if (view.alive(axiom)) {
                    reach(graph.head(axiom));
                }
            }
        }

        BitSet run(int target) {
            while (!pending.isEmpty() && (target < 0 || !reached.get(target))) {
                int vertex = pending.removeLast();
                for (int i = graph.outStart[vertex]; i < graph.outStart[vertex + 1]; i++) {
                    int arc = graph.outArcs[i];
                    int code = graph.tails[arc];
                    if ((code >= 0 || --missing[~code] == 0) && view.alive(arc)) {
                        reach(graph.heads[arc]);
                    }
                }
                view.implicit().out(vertex, reached, (head, confidence) -> {
                    if (!reached.get(head) && view.aliveImplicitPair(vertex, head, confidence)) {
                        reach(head);
                    }
                });
            }
            return reached;
        }

        private void reach(int vertex) {
            if (!reached.get(vertex) && view.aliveVertex(vertex)) {
                reached.set(vertex);
                pending.add(vertex);
            }
        }
    }
}
