package dev.postern.attack;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.internal.graph.HypergraphBuilder;
import dev.postern.internal.graph.IntList;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The edges of one rule, each a handful of ints from the moment it arrives, so that the edge itself is garbage at once.
 * Vertices are numbered within the table: rules fill theirs side by side, and when tables are joined only the vertices of a
 * table are looked up again, not those of each edge.
 */
final class EdgeTable {
    private final Map<EdgeType, Integer> labels;
    private final Numbering<Vertex> vertices = new Numbering<>();
    /** For each edge its label, effort, confidence, whether it is an assumption, its head, and how many premises and which. */
    private final IntList rows = new IntList();

    private final List<ImmutableList<Support>> supports = new ArrayList<>();
    private boolean openPorts;
    /** The last premise: many edges come one after another from one vertex. */
    private @Nullable Vertex last;

    private int lastNumber;

    /** {@code labels}: the number of every technique. */
    EdgeTable(Map<EdgeType, Integer> labels) {
        this.labels = labels;
    }

    void add(AttackEdge edge) {
        rows.add(edge.type().map(labels::get).orElse(-1));
        rows.add(edge.effort());
        rows.add(edge.confidence().ordinal());
        rows.add(edge.assumption() ? 1 : 0);
        rows.add(vertices.number(edge.to()));
        rows.add(edge.premises().size());
        for (Vertex premise : edge.premises()) {
            rows.add(number(premise));
            openPorts |= premise instanceof PortReach && !edge.assumption();
        }
        supports.add(edge.supports());
    }

    @SuppressWarnings("ReferenceEquality") // only a guess: what is not the very same is looked up
    private int number(Vertex premise) {
        if (premise != last) {
            last = premise;
            lastNumber = vertices.number(premise);
        }
        return lastNumber;
    }

    Numbering<Vertex> vertices() {
        return vertices;
    }

    /** Whether some step from a port assumes no flaw. */
    boolean hasOpenPorts() {
        return openPorts;
    }

    /**
     * Adds the edges as arcs, without what they rest on.
     *
     * @param numbers what {@link #vertices} are called there
     * @param kept takes the supports of each arc that is kept
     */
    void addTo(HypergraphBuilder arcs, int[] numbers, List<ImmutableList<Support>> kept) {
        int at = 0;
        for (ImmutableList<Support> grounds : supports) {
            int label = rows.get(at++);
            int effort = rows.get(at++);
            int confidence = rows.get(at++);
            boolean assumption = rows.get(at++) == 1;
            int head = numbers[rows.get(at++)];
            int[] premises = new int[rows.get(at++)];
            for (int i = 0; i < premises.length; i++) {
                premises[i] = numbers[rows.get(at++)];
            }
            arcs.arc(premises, head, label, effort, confidence, assumption);
            if (arcs.arcCount() > kept.size()) {
                kept.add(grounds);
            }
        }
    }
}
