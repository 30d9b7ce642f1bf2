package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.List;

/**
 * Where an attacker starts. The base sources all hold at once. Alternatives, if there are any, are judged each alone
 * (together with the base): a plan may rest on the sources of one alternative only, so that two footholds never serve one
 * AND.
 *
 * <p>Alternatives may overlap. A plan that needs none of them belongs to none.
 */
public final class Footholds {

    private final int[] base;
    private final int[][] alternatives;

    private Footholds(int[] base, int[][] alternatives) {
        this.base = base;
        this.alternatives = alternatives;
    }

    /** All of these at once. */
    public static Footholds all(int... sources) {
        return new Footholds(FactSets.sortedSet(sources), new int[0][]);
    }

    /** One of {@code alternatives} at a time, each with {@code base}. */
    public static Footholds anyOf(int[] base, List<int[]> alternatives) {
        return new Footholds(
                FactSets.sortedSet(base),
                alternatives.stream().map(FactSets::sortedSet).toArray(int[][]::new));
    }

    /** One of {@code sources} at a time. */
    public static Footholds anyOf(int... sources) {
        return new Footholds(
                new int[0], Arrays.stream(sources).mapToObj(s -> new int[] {s}).toArray(int[][]::new));
    }

    /** Ascending. */
    public int[] base() {
        return base.clone();
    }

    public int alternativeCount() {
        return alternatives.length;
    }

    /** The sources of one alternative, ascending. */
    public int[] alternative(int index) {
        return alternatives[index].clone();
    }

    /** Base and all alternatives together, ascending: what no single attacker holds, for upper bounds. */
    int[] union() {
        IntList all = new IntList();
        all.addAll(base);
        for (int[] alternative : alternatives) {
            all.addAll(alternative);
        }
        return FactSets.sortedSet(all.toArray());
    }

    /** Base and one alternative together, ascending; the base alone for an index that no alternative has. */
    int[] together(int index) {
        if (index >= alternatives.length) {
            return base;
        }
        IntList all = new IntList();
        all.addAll(base);
        all.addAll(alternatives[index]);
        return FactSets.sortedSet(all.toArray());
    }
}
