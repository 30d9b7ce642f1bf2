package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Collects arcs in any order and freezes them into a {@link Hypergraph}.
 *
 * <p>Arcs that agree in head, label, tails, weight, confidence and assumption are one arc whose supports are the union: two
 * bindings that grant the same right are two supports of one step. An arc without supports needs no fact; united with one
 * that has some it still needs none, which the union says with an empty set among the supports. An arc whose head is one
 * of its tails can be part of no minimal plan and is left out.
 */
public final class HypergraphBuilder {

    private static final int[][] NO_SUPPORTS = {};

    private int vertexCount;
    private final ArcKinds.Collector kindCollector;
    private final IntList heads;
    private final IntList kinds;
    /** Single tail, or {@code ~offset} of {@code [count, tail...]} in {@link #joinPool}. */
    private final IntList tails;

    private final IntList joinPool;
    /** One past the offset in {@link #supportPool}; 0 without supports. */
    private final IntList supportAt;

    private final IntList supportPool;
    /** What became of each arc added; empty before {@link #build}. */
    private int[] numbers = FactSets.NONE;

    HypergraphBuilder(int vertexCount) {
        if (vertexCount < 0) {
            throw new IllegalArgumentException("negative number of vertices: " + vertexCount);
        }
        this.vertexCount = vertexCount;
        kindCollector = new ArcKinds.Collector();
        heads = new IntList();
        kinds = new IntList();
        tails = new IntList();
        joinPool = new IntList();
        supportAt = new IntList();
        supportPool = new IntList();
    }

    private HypergraphBuilder(HypergraphBuilder other) {
        vertexCount = other.vertexCount;
        kindCollector = new ArcKinds.Collector(other.kindCollector);
        heads = new IntList(other.heads);
        kinds = new IntList(other.kinds);
        tails = new IntList(other.tails);
        joinPool = new IntList(other.joinPool);
        supportAt = new IntList(other.supportAt);
        supportPool = new IntList(other.supportPool);
    }

    /** Another with the same arcs, to which others can be added; of one that has not been built yet. O(arcs). */
    public HypergraphBuilder copy() {
        return new HypergraphBuilder(this);
    }

    /**
     * Adds a step from one premise.
     *
     * @param label what the arc means to the caller; negative for silent arcs
     * @param weight 0 to {@link Hypergraph#MAX_WEIGHT}; 0 only for arcs that cost nothing, such as those of hubs
     * @param confidence 0 to {@link Hypergraph#MAX_CONFIDENCE}
     * @param supports alternative sets of facts (numbered densely from 0), each sufficient; none when it needs no fact
     */
    public HypergraphBuilder arc(int tail, int head, int label, int weight, int confidence, int[]... supports) {
        return arc(new int[] {tail}, head, label, weight, confidence, false, supports);
    }

    /** Adds a step from all of {@code premises} (none for an axiom); repeated premises count once. */
    public HypergraphBuilder arc(
            int[] premises, int head, int label, int weight, int confidence, boolean assumption, int[]... supports) {
        check(head, weight, confidence);
        int[] sorted = premises.length == 1 ? premises : FactSets.sortedSet(premises);
        for (int tail : sorted) {
            checkVertex(tail);
            if (tail == head) {
                return this;
            }
        }
        heads.add(head);
        kinds.add(kindCollector.number(label, weight, confidence, assumption));
        if (sorted.length == 1) {
            tails.add(sorted[0]);
        } else {
            tails.add(~joinPool.size());
            joinPool.add(sorted.length);
            joinPool.addAll(sorted);
        }
        supportAt.add(FactSets.encode(supports, supportPool));
        return this;
    }

    /** As the other, with an arc that needs no fact; it takes no array that is not kept. */
    public HypergraphBuilder arc(int[] premises, int head, int label, int weight, int confidence, boolean assumption) {
        return arc(premises, head, label, weight, confidence, assumption, NO_SUPPORTS);
    }

    /** How many arcs were added and kept: whoever keeps something beside each arc numbers it by this. */
    public int arcCount() {
        return heads.size();
    }

    /**
     * Numbers the vertices anew, for callers that know the canonical order of vertices only when they have them all.
     *
     * @param numbers the new number of each vertex so far: a permutation of 0 to its length - 1
     */
    public HypergraphBuilder renumber(int[] numbers) {
        vertexCount = numbers.length;
        for (int arc = 0; arc < heads.size(); arc++) {
            heads.set(arc, numbers[heads.get(arc)]);
            if (tails.get(arc) >= 0) {
                tails.set(arc, numbers[tails.get(arc)]);
            } else {
                int[] joined = new int[tailCount(arc)];
                for (int i = 0; i < joined.length; i++) {
                    joined[i] = numbers[tail(arc, i)];
                }
                Arrays.sort(joined);
                for (int i = 0; i < joined.length; i++) {
                    joinPool.set(~tails.get(arc) + 1 + i, joined[i]);
                }
            }
        }
        return this;
    }

    /** After {@link #build}: the number in the graph of the {@code i}-th arc kept, which several may share. */
    public int arcNumber(int i) {
        return numbers[i];
    }

    private void check(int head, int weight, int confidence) {
        checkVertex(head);
        if (weight < 0 || weight > Hypergraph.MAX_WEIGHT) {
            throw new IllegalArgumentException("weight out of range: " + weight);
        }
        if (confidence < 0 || confidence > Hypergraph.MAX_CONFIDENCE) {
            throw new IllegalArgumentException("confidence out of range: " + confidence);
        }
    }

    private void checkVertex(int vertex) {
        if (vertex < 0 || vertex >= vertexCount) {
            throw new IllegalArgumentException("no vertex " + vertex + " among " + vertexCount);
        }
    }

    /** Sorts and merges; O(A log A) comparisons in the worst case, those among arcs into one head only. */
    public Hypergraph build() {
        ArcKinds kindTable = kindCollector.freeze();
        int[] order = new int[heads.size()];
        int[] ends = sortedByHead(order);
        IntSort.Order canonical = (a, b) -> compareWithinHead(kindTable, a, b);
        // After sortedByHead the arcs into a vertex end where those into the next begin.
        IntStream.range(0, vertexCount)
                .parallel()
                .forEach(head -> IntSort.sort(order, head == 0 ? 0 : ends[head - 1], ends[head], canonical));
        return merge(kindTable, order);
    }

    /** Puts the arcs into {@code order} by their heads; returns for each head where its arcs end. */
    private int[] sortedByHead(int[] order) {
        int[] next = new int[vertexCount + 1];
        for (int arc = 0; arc < heads.size(); arc++) {
            next[heads.get(arc) + 1]++;
        }
        Arrays.parallelPrefix(next, Integer::sum);
        for (int arc = 0; arc < order.length; arc++) {
            order[next[heads.get(arc)]++] = arc;
        }
        return next;
    }

    private Hypergraph merge(ArcKinds kindTable, int[] order) {
        numbers = new int[order.length];
        IntList outHeads = new IntList();
        IntList outTails = new IntList();
        IntList outKinds = new IntList();
        IntList joinStart = new IntList();
        IntList joinTails = new IntList();
        IntList offsets = new IntList();
        IntList pool = new IntList();
        joinStart.add(0);
        for (int from = 0, to; from < order.length; from = to) {
            int arc = order[from];
            to = from;
            while (to < order.length && sameArc(kindTable, arc, order[to])) {
                numbers[order[to++]] = outHeads.size();
            }
            outHeads.add(heads.get(arc));
            outKinds.add(kinds.get(arc));
            offsets.add(
                    to == from + 1 ? copySupports(arc, pool) : FactSets.encode(unitedSupports(order, from, to), pool));
            if (tails.get(arc) >= 0) {
                outTails.add(tails.get(arc));
            } else {
                outTails.add(~(joinStart.size() - 1));
                for (int i = 0; i < tailCount(arc); i++) {
                    joinTails.add(tail(arc, i));
                }
                joinStart.add(joinTails.size());
            }
        }
        FactSets supports = pool.isEmpty() ? FactSets.EMPTY : new FactSets(offsets.toArray(), pool.toArray());
        return new Hypergraph(
                vertexCount,
                outHeads.toArray(),
                outTails.toArray(),
                joinStart.toArray(),
                joinTails.toArray(),
                outKinds.toArray(),
                kindTable,
                () -> supports);
    }

    private int copySupports(int arc, IntList pool) {
        int from = supportAt.get(arc) - 1;
        if (from < 0) {
            return 0;
        }
        int at = pool.size() + 1;
        int end = from + 1;
        for (int sets = supportPool.get(from); sets > 0; sets--) {
            end += 1 + supportPool.get(end);
        }
        for (int i = from; i < end; i++) {
            pool.add(supportPool.get(i));
        }
        return at;
    }

    private int[][] unitedSupports(int[] order, int from, int to) {
        int[][] united = supports(order[from]);
        for (int i = from + 1; i < to; i++) {
            united = FactSets.union(united, supports(order[i]));
        }
        return united;
    }

    private int[][] supports(int arc) {
        return supportAt.get(arc) == 0 ? new int[0][] : decode(supportAt.get(arc) - 1);
    }

    private int[][] decode(int offset) {
        int[][] sets = new int[supportPool.get(offset)][];
        int at = offset + 1;
        for (int i = 0; i < sets.length; i++) {
            sets[i] = new int[supportPool.get(at++)];
            for (int j = 0; j < sets[i].length; j++) {
                sets[i][j] = supportPool.get(at++);
            }
        }
        return sets;
    }

    private boolean sameArc(ArcKinds kindTable, int a, int b) {
        return heads.get(a) == heads.get(b) && compareWithinHead(kindTable, a, b) == 0;
    }

    private int compareWithinHead(ArcKinds kindTable, int a, int b) {
        int kindA = kinds.get(a);
        int kindB = kinds.get(b);
        int byLabel = Integer.compare(kindTable.label(kindA), kindTable.label(kindB));
        if (byLabel != 0) {
            return byLabel;
        }
        int common = Math.min(tailCount(a), tailCount(b));
        for (int i = 0; i < common; i++) {
            int byTail = Integer.compare(tail(a, i), tail(b, i));
            if (byTail != 0) {
                return byTail;
            }
        }
        int byCount = Integer.compare(tailCount(a), tailCount(b));
        return byCount != 0 ? byCount : kindTable.compareRest(kindA, kindB);
    }

    private int tailCount(int arc) {
        int code = tails.get(arc);
        return code >= 0 ? 1 : joinPool.get(~code);
    }

    private int tail(int arc, int i) {
        int code = tails.get(arc);
        return code >= 0 ? code : joinPool.get(~code + 1 + i);
    }
}
