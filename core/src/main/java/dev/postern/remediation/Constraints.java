package dev.postern.remediation;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.attack.Vertex;
import dev.postern.edit.Edit;
import dev.postern.edit.EditCosts;
import dev.postern.internal.graph.HittingSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What every cut must hold something of: for each plan looked at, the edits that touch it. */
final class Constraints {
    /** Nodes of the search tree, for each part that is independent of the others. */
    private static final long NODES = 200_000;

    /** A choice of edits that touches every plan. */
    record Choice(ImmutableSortedSet<Edit> edits, int cost, int lowerBound) {
        static final Choice NOTHING = new Choice(ImmutableSortedSet.of(), 0, 0);
    }

    private final EditCosts costs;
    /** Whose plans ask for them: the question, and the start that it judges alone, if any. */
    private record Asker(int question, ImmutableSet<Vertex> start) {}

    /** By asker, so that what is given up asks for nothing. */
    private final Map<Asker, List<ImmutableSortedSet<Edit>>> sets = new LinkedHashMap<>();

    Constraints(EditCosts costs) {
        this.costs = costs;
    }

    void add(int question, ImmutableSet<Vertex> start, SortedSet<Edit> anyOf) {
        sets.computeIfAbsent(new Asker(question, start), any -> new ArrayList<>())
                .add(ImmutableSortedSet.copyOfSorted(anyOf));
    }

    /** Takes back what a start asked for; without a start, what the whole question did. */
    void giveUp(int question, ImmutableSet<Vertex> start) {
        sets.keySet()
                .removeIf(asker -> asker.question() == question
                        && (start.isEmpty() || asker.start().equals(start)));
    }

    /** Every edit that was considered. */
    SortedSet<Edit> considered() {
        TreeSet<Edit> all = new TreeSet<>();
        sets.values().forEach(ofQuestion -> ofQuestion.forEach(all::addAll));
        return all;
    }

    /** The cheapest choice that touches all; of several, always the same. */
    Choice cheapest() {
        List<Edit> edits = List.copyOf(considered());
        TreeMap<Edit, Integer> numbers = new TreeMap<>();
        int[] prices = new int[edits.size()];
        for (int i = 0; i < edits.size(); i++) {
            numbers.put(edits.get(i), i);
            prices[i] = costs.of(edits.get(i));
        }
        List<int[]> numbered = sets.values().stream()
                .flatMap(List::stream)
                .map(set -> set.stream().mapToInt(numbers::get).toArray())
                .toList();
        HittingSet.Choice choice = HittingSet.cheapest(prices, numbered, NODES);
        return new Choice(
                Arrays.stream(choice.elements())
                        .mapToObj(edits::get)
                        .collect(ImmutableSortedSet.toImmutableSortedSet(Edit::compareTo)),
                Math.toIntExact(choice.cost()),
                Math.toIntExact(choice.lowerBound()));
    }
}
