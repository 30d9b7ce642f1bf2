package dev.postern.internal.graph;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** An arc by its meaning, without a number: what the brute-force twin works on and what both sides are compared by. */
record Step(
        List<Integer> tails,
        int head,
        int label,
        int weight,
        int confidence,
        boolean assumption,
        boolean implicit,
        Set<Set<Integer>> supports) {

    /** The canonical order as the documentation states it. */
    static final Comparator<Step> CANONICAL = Comparator.comparingInt(Step::head)
            .thenComparingInt(Step::label)
            .thenComparing(Step::tails, Step::compareLists)
            .thenComparingInt(Step::weight)
            .thenComparing(Comparator.comparingInt(Step::confidence).reversed())
            .thenComparing(Step::implicit)
            .thenComparing(Step::assumption);

    private static int compareLists(List<Integer> a, List<Integer> b) {
        return Arrays.compare(
                a.stream().mapToInt(i -> i).toArray(),
                b.stream().mapToInt(i -> i).toArray());
    }

    static Step step(List<Integer> tails, int head, int label, int weight) {
        return new Step(List.copyOf(new TreeSet<>(tails)), head, label, weight, 2, false, false, Set.of());
    }

    Step with(int newConfidence, boolean isAssumption) {
        return new Step(tails, head, label, weight, newConfidence, isAssumption, implicit, supports);
    }

    Step assumed() {
        return new Step(tails, head, label, weight, confidence, true, implicit, supports);
    }

    Step resting(Set<Set<Integer>> on) {
        return new Step(tails, head, label, weight, confidence, assumption, implicit, on);
    }

    boolean survives(Set<Integer> goneFacts) {
        return supports.isEmpty()
                || supports.stream().anyMatch(set -> set.stream().noneMatch(goneFacts::contains));
    }

    /** Same arc, whatever it rests on. */
    Step bare() {
        return resting(Set.of());
    }

    int[][] supportArrays() {
        return supports.stream()
                .map(set -> set.stream().mapToInt(i -> i).toArray())
                .toArray(int[][]::new);
    }

    static Step of(GraphView view, int arc) {
        return new Step(
                Arrays.stream(view.tails(arc)).boxed().toList(),
                view.head(arc),
                view.label(arc),
                view.weight(arc),
                view.confidence(arc),
                view.assumption(arc),
                view.isImplicit(arc),
                Arrays.stream(view.supports(arc))
                        .map(set -> Arrays.stream(set).boxed().collect(Collectors.toSet()))
                        .collect(Collectors.toSet()));
    }
}
