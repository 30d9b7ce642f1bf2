package dev.postern.internal.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A small graph with a question, in the twin's terms, and the same for the classes under test. */
record Sample(int vertexCount, List<Step> steps, Set<Integer> base, List<Set<Integer>> alternatives, int target) {

    static final int IMPLICIT_LABEL = 7;
    static final int IMPLICIT_WEIGHT = 1;

    /** Arcs as the builder should see them: equal ones merged, self-loops gone, in canonical order. */
    List<Step> merged() {
        Map<Step, Step> byMeaning = new TreeMap<>(Step.CANONICAL);
        for (Step step : steps) {
            if (!step.tails().contains(step.head())) {
                byMeaning.merge(step.bare(), step, Sample::unite);
            }
        }
        return new ArrayList<>(byMeaning.values());
    }

    private static Step unite(Step a, Step b) {
        if (a.implicit() || (a.supports().isEmpty() && b.supports().isEmpty())) {
            return a;
        }
        Set<Set<Integer>> union = new HashSet<>();
        for (Step step : List.of(a, b)) {
            union.addAll(step.supports().isEmpty() ? Set.of(Set.of()) : step.supports());
        }
        return a.resting(union);
    }

    GraphView view() {
        return view(new Random(0));
    }

    /** Arcs go in shuffled: nothing may depend on the order. */
    GraphView view(Random random) {
        List<Step> shuffled = new ArrayList<>(steps);
        Collections.shuffle(shuffled, random);
        HypergraphBuilder builder = Hypergraph.builder(vertexCount);
        for (Step step : shuffled) {
            if (!step.implicit()) {
                builder.arc(
                        step.tails().stream().mapToInt(i -> i).toArray(),
                        step.head(),
                        step.label(),
                        step.weight(),
                        step.confidence(),
                        step.assumption(),
                        step.supportArrays());
            }
        }
        return GraphView.of(builder.build(), new Pairs());
    }

    Footholds footholds() {
        return Footholds.anyOf(
                array(base), alternatives.stream().map(Sample::array).toList());
    }

    static int[] array(Set<Integer> set) {
        return set.stream().mapToInt(i -> i).sorted().toArray();
    }

    /** The source sets an attacker can have: the base alone, or with one alternative. */
    List<Set<Integer>> starts() {
        List<Set<Integer>> starts = new ArrayList<>();
        starts.add(base);
        for (Set<Integer> alternative : alternatives) {
            Set<Integer> both = new HashSet<>(base);
            both.addAll(alternative);
            starts.add(both);
        }
        return starts;
    }

    private final class Pairs implements Expander {

        @Override
        public int label() {
            return IMPLICIT_LABEL;
        }

        @Override
        public int weight() {
            return IMPLICIT_WEIGHT;
        }

        private List<Step> implicit() {
            return merged().stream().filter(Step::implicit).toList();
        }

        @Override
        public void outArcs(int tail, BitSet known, Sink sink) {
            BitSet skip = (BitSet) known.clone();
            implicit().stream()
                    .filter(step -> step.tails().get(0) == tail && !skip.get(step.head()))
                    .sorted((a, b) -> Integer.compare(a.head(), b.head()))
                    .forEach(step -> sink.arc(step.head(), step.confidence()));
        }

        @Override
        public void inArcs(int head, BitSet known, Sink sink) {
            implicit().stream()
                    .filter(step -> step.head() == head)
                    .sorted((a, b) ->
                            Integer.compare(a.tails().get(0), b.tails().get(0)))
                    .forEach(step -> sink.arc(step.tails().get(0), step.confidence()));
        }

        @Override
        public int[][] supports(int tail, int head) {
            return implicit().stream()
                    .filter(step -> step.head() == head && step.tails().get(0) == tail)
                    .findFirst()
                    .orElseThrow()
                    .supportArrays();
        }
    }

    static List<Integer> range(int n) {
        return IntStream.range(0, n).boxed().toList();
    }
}
