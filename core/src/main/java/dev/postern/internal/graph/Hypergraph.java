package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An immutable directed hypergraph: arcs with zero or more tails (premises, all needed) and one head (conclusion), in
 * compressed sparse rows.
 *
 * <p>Arcs are numbered 0 to A-1 in canonical order: by head, label, tails (lexicographically), weight, confidence (the
 * more certain first) and assumption (facts first). Hence comparing two arc numbers compares the arcs, and the order in
 * which they were added never shows.
 *
 * <p>Memory: 16 bytes per arc with one tail, plus 4 bytes per arc and the fact sets themselves once any arc has supports.
 */
public final class Hypergraph {

    /** Greatest weight of an arc. */
    public static final int MAX_WEIGHT = 1_000_000;

    /** Greatest confidence of an arc: certain. */
    public static final int MAX_CONFIDENCE = 2;

    private final int vertexCount;
    final int[] inStart;
    final int[] heads;
    /** The single tail of an arc, or {@code ~join} into {@link #joinStart} for any other number of tails. */
    final int[] tails;

    final int[] joinStart;
    final int[] joinTails;
    private final int[] kinds;
    private final ArcKinds kindTable;
    final int[] outStart;
    final int[] outArcs;
    private final Supplier<FactSets> supports;
    private volatile @Nullable FactSets told;
    private volatile @Nullable Watches watches;
    private final int[] axioms;
    private final int[] assumptions;

    Hypergraph(
            int vertexCount,
            int[] heads,
            int[] tails,
            int[] joinStart,
            int[] joinTails,
            int[] kinds,
            ArcKinds kindTable,
            Supplier<FactSets> supports) {
        this.vertexCount = vertexCount;
        this.heads = heads;
        this.tails = tails;
        this.joinStart = joinStart;
        this.joinTails = joinTails;
        this.kinds = kinds;
        this.kindTable = kindTable;
        this.supports = supports;
        this.inStart = new int[vertexCount + 1];
        for (int head : heads) {
            inStart[head + 1]++;
        }
        Arrays.parallelPrefix(inStart, Integer::sum);
        this.outStart = new int[vertexCount + 1];
        IntList axiomList = new IntList();
        IntList assumptionList = new IntList();
        for (int arc = 0; arc < heads.length; arc++) {
            for (int i = 0, n = tailCount(arc); i < n; i++) {
                outStart[tail(arc, i) + 1]++;
            }
            if (tailCount(arc) == 0) {
                axiomList.add(arc);
            }
            if (assumption(arc)) {
                assumptionList.add(arc);
            }
        }
        Arrays.parallelPrefix(outStart, Integer::sum);
        this.outArcs = new int[outStart[vertexCount]];
        int[] next = Arrays.copyOf(outStart, vertexCount);
        for (int arc = 0; arc < heads.length; arc++) {
            for (int i = 0, n = tailCount(arc); i < n; i++) {
                outArcs[next[tail(arc, i)]++] = arc;
            }
        }
        this.axioms = axiomList.toArray();
        this.assumptions = assumptionList.toArray();
    }

    private Hypergraph(Hypergraph other, Supplier<FactSets> supports) {
        this.vertexCount = other.vertexCount;
        this.inStart = other.inStart;
        this.heads = other.heads;
        this.tails = other.tails;
        this.joinStart = other.joinStart;
        this.joinTails = other.joinTails;
        this.kinds = other.kinds;
        this.kindTable = other.kindTable;
        this.outStart = other.outStart;
        this.outArcs = other.outArcs;
        this.axioms = other.axioms;
        this.assumptions = other.assumptions;
        this.supports = supports;
    }

    /** Collects arcs between vertices {@code 0} to {@code vertexCount - 1}. */
    public static HypergraphBuilder builder(int vertexCount) {
        return new HypergraphBuilder(vertexCount);
    }

    /** Collects arcs between vertices numbered as they come: {@link HypergraphBuilder#renumber} says how many there are. */
    public static HypergraphBuilder builder() {
        return new HypergraphBuilder(Integer.MAX_VALUE);
    }

    /**
     * The same with other supports. They are told when somebody first asks about a fact: to number the facts of a million
     * arcs takes longer than most questions, which ask about none.
     *
     * @param supports by arc; asked perhaps by several threads
     */
    public Hypergraph restingOn(Supplier<FactSets> supports) {
        return new Hypergraph(this, supports);
    }

    /**
     * A copy with one more vertex, the last, that any of {@code members} establishes by itself: arcs without label, weight or
     * facts. They are the last arcs, so all others keep their numbers. O(size).
     */
    public Hypergraph withGoal(int... members) {
        int[] tailsOfGoal = FactSets.sortedSet(members);
        int known = arcCount();
        int count = known + tailsOfGoal.length;
        int[] moreHeads = Arrays.copyOf(heads, count);
        Arrays.fill(moreHeads, known, count, vertexCount);
        int[] moreTails = Arrays.copyOf(tails, count);
        System.arraycopy(tailsOfGoal, 0, moreTails, known, tailsOfGoal.length);
        ArcKinds moreKinds = kindTable.withSilent();
        int[] allKinds = Arrays.copyOf(kinds, count);
        Arrays.fill(allKinds, known, count, moreKinds.last());
        return new Hypergraph(
                vertexCount + 1,
                moreHeads,
                moreTails,
                joinStart,
                joinTails,
                allKinds,
                moreKinds,
                () -> facts().forArcs(count));
    }

    public int vertexCount() {
        return vertexCount;
    }

    public int arcCount() {
        return heads.length;
    }

    public int head(int arc) {
        return heads[arc];
    }

    public int tailCount(int arc) {
        int code = tails[arc];
        return code >= 0 ? 1 : joinStart[~code + 1] - joinStart[~code];
    }

    /** The {@code i}-th tail of {@code arc}, ascending. */
    public int tail(int arc, int i) {
        int code = tails[arc];
        return code >= 0 ? code : joinTails[joinStart[~code] + i];
    }

    public int label(int arc) {
        return kindTable.label(kinds[arc]);
    }

    public int weight(int arc) {
        return kindTable.weight(kinds[arc]);
    }

    public int confidence(int arc) {
        return kindTable.confidence(kinds[arc]);
    }

    /** Whether the arc stands for a flaw that is assumed, not seen: a plan may use only so many of them. */
    public boolean assumption(int arc) {
        return kindTable.assumption(kinds[arc]);
    }

    /** Alternative sets of facts, each sufficient; empty when the arc needs none. */
    public int[][] supports(int arc) {
        return facts().of(arc);
    }

    /** Arcs into {@code vertex} are numbered from here ... */
    public int firstArcInto(int vertex) {
        return inStart[vertex];
    }

    /** ... to here, exclusive. */
    public int endOfArcsInto(int vertex) {
        return inStart[vertex + 1];
    }

    /** Arcs that have {@code vertex} among their tails. */
    public int outDegree(int vertex) {
        return outStart[vertex + 1] - outStart[vertex];
    }

    /** The {@code i}-th arc, ascending, that has {@code vertex} among its tails. */
    public int arcFrom(int vertex, int i) {
        return outArcs[outStart[vertex] + i];
    }

    /** Made at first use, in O(size); two threads may make it twice, and get the same. */
    Watches watches() {
        Watches made = watches;
        if (made == null) {
            made = new Watches(this);
            watches = made;
        }
        return made;
    }

    /** Made at first use, like {@link #watches}. */
    private FactSets facts() {
        FactSets made = told;
        if (made == null) {
            made = supports.get();
            told = made;
        }
        return made;
    }

    /** Arcs without tails: what holds from the start. */
    int[] axioms() {
        return axioms;
    }

    /** All assumption arcs, ascending. */
    int[] assumptions() {
        return assumptions;
    }

    /** Arcs that cite {@code fact} in some support, ascending. */
    int[] arcsCiting(int fact) {
        return facts().arcsCiting(fact);
    }

    /** Number of arcs with no tail or several: what a propagation needs counters for. */
    int joinCount() {
        return joinStart.length - 1;
    }
}
