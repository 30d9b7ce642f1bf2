package dev.postern.attack;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.internal.graph.HypergraphBuilder;
import dev.postern.internal.graph.IntList;
import dev.postern.model.Evidence;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The edges of one rule, each a handful of ints from the moment it arrives, so that the edge itself is garbage at once.
 * Vertices and facts are numbered within the table: rules fill theirs side by side, and when tables are joined only what a
 * table holds is looked up again, not what each of its edges says.
 */
final class EdgeTable {
    private final Map<EdgeType, Integer> labels;
    private final Numbering<Vertex> vertices = new Numbering<>();
    private final Numbering<Evidence> facts = new Numbering<>();
    /**
     * For each edge its label, effort, confidence, whether it is an assumption, its premises, its head, and the facts of each
     * of its supports. Lists have their length in front.
     */
    private final IntList rows = new IntList();

    private final List<ImmutableList<Support>> supports = new ArrayList<>();
    private boolean openPorts;

    /** {@code labels}: the number of every technique. */
    EdgeTable(Map<EdgeType, Integer> labels) {
        this.labels = labels;
    }

    void add(AttackEdge edge) {
        rows.add(edge.type().map(labels::get).orElse(-1));
        rows.add(edge.effort());
        rows.add(edge.confidence().ordinal());
        rows.add(edge.assumption() ? 1 : 0);
        rows.add(edge.premises().size());
        for (Vertex premise : edge.premises()) {
            rows.add(vertices.number(premise));
            openPorts |= premise instanceof PortReach && !edge.assumption();
        }
        rows.add(vertices.number(edge.to()));
        rows.add(edge.supports().size());
        for (Support support : edge.supports()) {
            rows.add(support.facts().size());
            for (Evidence fact : support.facts()) {
                rows.add(facts.number(fact));
            }
        }
        supports.add(edge.supports());
    }

    List<Vertex> vertices() {
        return vertices.values();
    }

    List<Evidence> facts() {
        return facts.values();
    }

    /** Whether some step from a port assumes no flaw. */
    boolean hasOpenPorts() {
        return openPorts;
    }

    /**
     * Adds the edges as arcs.
     *
     * @param vertexNumbers what {@link #vertices} are called there
     * @param factNumbers what {@link #facts} are called there
     * @param kept takes the supports of each arc that is kept
     */
    void addTo(HypergraphBuilder arcs, int[] vertexNumbers, int[] factNumbers, List<ImmutableList<Support>> kept) {
        Cursor row = new Cursor();
        for (ImmutableList<Support> grounds : supports) {
            int label = row.next();
            int effort = row.next();
            int confidence = row.next();
            boolean assumption = row.next() == 1;
            int[] premises = row.list(vertexNumbers);
            int head = vertexNumbers[row.next()];
            int[][] sets = new int[row.next()][];
            for (int i = 0; i < sets.length; i++) {
                sets[i] = row.list(factNumbers);
            }
            arcs.arc(premises, head, label, effort, confidence, assumption, sets);
            if (arcs.arcCount() > kept.size()) {
                kept.add(grounds);
            }
        }
    }

    /** Reads {@link #rows} from the first to the last. */
    private final class Cursor {
        private int at;

        int next() {
            return rows.get(at++);
        }

        int[] list(int[] numbers) {
            int[] list = new int[next()];
            for (int i = 0; i < list.length; i++) {
                list[i] = numbers[next()];
            }
            return list;
        }
    }
}
