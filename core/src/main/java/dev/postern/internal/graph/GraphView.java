package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * A {@link Hypergraph} with the implicit arcs of an {@link Expander} and with some arcs switched off. Every overlay is a new
 * view; the arcs themselves are shared.
 *
 * <p>Numbers of arcs: below {@link Hypergraph#arcCount()} they are the hypergraph's; implicit arcs are numbered from there
 * in the order in which searches used them. All views derived from one share these numbers. Ordering goes through {@link
 * #compareArcs}, never through numbers of implicit arcs.
 *
 * <p>A view and those derived from it belong to one thread, because they remember the expander's answers; making another
 * view of the same hypergraph is cheap.
 */
public final class GraphView {

    private final Hypergraph graph;
    private final ImplicitArcs implicit;
    /** Arcs (of both sorts) that are switched off, for whatever reason is known without asking the expander. */
    private final BitSet dead;

    private final BitSet deadVertices;
    private final BitSet deadFacts;
    private final boolean implicitFactsMatter;
    private final boolean implicitNumbersMatter;
    private final int minimumConfidence;

    private GraphView(
            Hypergraph graph,
            ImplicitArcs implicit,
            BitSet dead,
            BitSet deadVertices,
            BitSet deadFacts,
            boolean implicitFactsMatter,
            int minimumConfidence) {
        this.graph = graph;
        this.implicit = implicit;
        this.dead = dead;
        this.deadVertices = deadVertices;
        this.deadFacts = deadFacts;
        this.implicitFactsMatter = implicitFactsMatter;
        this.implicitNumbersMatter = dead.length() > graph.arcCount();
        this.minimumConfidence = minimumConfidence;
    }

    public static GraphView of(Hypergraph graph) {
        return of(graph, Expander.NONE);
    }

    public static GraphView of(Hypergraph graph, Expander expander) {
        if (expander.weight() < 0 || expander.weight() > Hypergraph.MAX_WEIGHT) {
            throw new IllegalArgumentException("weight of implicit arcs out of range: " + expander.weight());
        }
        return new GraphView(
                graph,
                new ImplicitArcs(expander, graph.vertexCount(), graph.arcCount()),
                new BitSet(),
                new BitSet(),
                new BitSet(),
                false,
                0);
    }

    /** Without these arcs, explicit or implicit. */
    public GraphView withoutArcs(int... arcs) {
        BitSet off = copy(dead);
        for (int arc : arcs) {
            off.set(arc);
        }
        return with(off, deadVertices, deadFacts, minimumConfidence);
    }

    /**
     * Without these facts: an arc goes when each of its supports holds a fact that is gone. An arc without supports stays.
     * Needs time in the number of arcs that cite the facts (and, once per hypergraph, in its size).
     */
    public GraphView withoutFacts(int... facts) {
        BitSet gone = copy(deadFacts);
        for (int fact : facts) {
            gone.set(fact);
        }
        BitSet off = copy(dead);
        for (int fact : facts) {
            for (int arc : graph.arcsCiting(fact)) {
                if (!off.get(arc) && !supported(graph.supports(arc), gone)) {
                    off.set(arc);
                }
            }
        }
        return with(off, deadVertices, gone, minimumConfidence);
    }

    /** Without these vertices: nothing establishes them, not even being a source. */
    public GraphView withoutVertices(int... vertices) {
        BitSet gone = copy(deadVertices);
        BitSet off = copy(dead);
        for (int vertex : vertices) {
            gone.set(vertex);
            off.set(graph.firstArcInto(vertex), graph.endOfArcsInto(vertex));
        }
        return with(off, gone, deadFacts, minimumConfidence);
    }

    /** Without arcs of less than {@code confidence} (0 to {@link Hypergraph#MAX_CONFIDENCE}). */
    public GraphView withMinimumConfidence(int confidence) {
        if (confidence <= minimumConfidence) {
            return this;
        }
        BitSet off = copy(dead);
        for (int arc = 0; arc < graph.arcCount(); arc++) {
            if (graph.confidence(arc) < confidence) {
                off.set(arc);
            }
        }
        return with(off, deadVertices, deadFacts, confidence);
    }

    /** Without arcs of these labels, explicit ones only: leave out the expander to have none of the implicit ones. */
    public GraphView withoutLabels(IntPredicate labels) {
        BitSet off = copy(dead);
        for (int arc = 0; arc < graph.arcCount(); arc++) {
            if (labels.test(graph.label(arc))) {
                off.set(arc);
            }
        }
        return with(off, deadVertices, deadFacts, minimumConfidence);
    }

    /** Without any assumption arc. */
    public GraphView withoutAssumptions() {
        return withoutArcs(graph.assumptions());
    }

    private GraphView with(BitSet off, BitSet goneVertices, BitSet goneFacts, int confidence) {
        boolean matter = goneFacts.stream().anyMatch(implicit.expander()::mayCite);
        return new GraphView(graph, implicit, off, goneVertices, goneFacts, matter, confidence);
    }

    private static BitSet copy(BitSet set) {
        return (BitSet) set.clone();
    }

    private static boolean supported(int[][] supports, BitSet gone) {
        for (int[] set : supports) {
            boolean whole = true;
            for (int fact : set) {
                whole &= !gone.get(fact);
            }
            if (whole) {
                return true;
            }
        }
        return supports.length == 0;
    }

    public Hypergraph graph() {
        return graph;
    }

    public int vertexCount() {
        return graph.vertexCount();
    }

    public boolean isImplicit(int arc) {
        return arc >= graph.arcCount();
    }

    public int head(int arc) {
        return isImplicit(arc) ? implicit.head(arc) : graph.head(arc);
    }

    public int tailCount(int arc) {
        return isImplicit(arc) ? 1 : graph.tailCount(arc);
    }

    /** The {@code i}-th tail of {@code arc}, ascending. */
    public int tail(int arc, int i) {
        return isImplicit(arc) ? implicit.tail(arc) : graph.tail(arc, i);
    }

    public int[] tails(int arc) {
        int[] tails = new int[tailCount(arc)];
        for (int i = 0; i < tails.length; i++) {
            tails[i] = tail(arc, i);
        }
        return tails;
    }

    public int label(int arc) {
        return isImplicit(arc) ? implicit.expander().label() : graph.label(arc);
    }

    public int weight(int arc) {
        return isImplicit(arc) ? implicit.expander().weight() : graph.weight(arc);
    }

    public int confidence(int arc) {
        return isImplicit(arc) ? implicit.confidence(arc) : graph.confidence(arc);
    }

    public boolean assumption(int arc) {
        return !isImplicit(arc) && graph.assumption(arc);
    }

    /**
     * The alternative fact sets of {@code arc} that are left in this view, each sufficient; empty when the arc needs no
     * fact (or when it is switched off for want of one).
     */
    public int[][] supports(int arc) {
        int[][] all = isImplicit(arc) ? implicit.supports(arc) : graph.supports(arc);
        if (deadFacts.isEmpty()) {
            return all;
        }
        return Arrays.stream(all)
                .filter(set -> Arrays.stream(set).noneMatch(deadFacts::get))
                .toArray(int[][]::new);
    }

    /** The assumption arcs all of whose tails pass a test, ascending. */
    public int[] assumptionsFrom(IntPredicate held) {
        return Arrays.stream(graph.assumptions())
                .filter(arc -> alive(arc) && Arrays.stream(tails(arc)).allMatch(held))
                .toArray();
    }

    /** The canonical order of arcs: head, label, tails, weight, confidence (the more certain first), explicit first. */
    public int compareArcs(int a, int b) {
        if (a == b || (!isImplicit(a) && !isImplicit(b))) {
            return Integer.compare(a, b);
        }
        int order = Integer.compare(head(a), head(b));
        order = order != 0 ? order : Integer.compare(label(a), label(b));
        int common = Math.min(tailCount(a), tailCount(b));
        for (int i = 0; order == 0 && i < common; i++) {
            order = Integer.compare(tail(a, i), tail(b, i));
        }
        order = order != 0 ? order : Integer.compare(tailCount(a), tailCount(b));
        order = order != 0 ? order : Integer.compare(weight(a), weight(b));
        order = order != 0 ? order : Integer.compare(confidence(b), confidence(a));
        return order != 0 ? order : Boolean.compare(isImplicit(a), isImplicit(b));
    }

    /** Whether an explicit arc is switched on. */
    boolean alive(int arc) {
        return !dead.get(arc);
    }

    boolean aliveVertex(int vertex) {
        return !deadVertices.get(vertex);
    }

    ImplicitArcs implicit() {
        return implicit;
    }

    /**
     * The number of the implicit arc from {@code tail} to {@code head} if it is switched on, else -1. Under disabled facts
     * this may ask the expander for supports: call it last.
     */
    int aliveImplicit(int tail, int head, int confidence) {
        return aliveImplicitPair(tail, head, confidence) ? implicit.number(tail, head, confidence) : -1;
    }

    /** As {@link #aliveImplicit} but without giving the arc a number unless its supports are needed. */
    boolean aliveImplicitPair(int tail, int head, int confidence) {
        if (confidence < minimumConfidence || deadVertices.get(head) || tail == head) {
            return false;
        }
        if (implicitNumbersMatter) {
            int number = implicit.numberIfAny(tail, head);
            if (number >= 0 && dead.get(number)) {
                return false;
            }
        }
        return !implicitFactsMatter || supported(implicit.supports(implicit.number(tail, head, confidence)), deadFacts);
    }
}
