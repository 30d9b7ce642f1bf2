package dev.postern.internal.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Random small graphs with ANDs, axioms, cycles, zero weights, parallel arcs, supports, assumptions, implicit arcs. */
final class Samples extends DomainContextBase {

    private static final int FACTS = 4;

    @Provide
    Arbitrary<Sample> samples() {
        return Arbitraries.integers()
                .between(2, 8)
                .withDistribution(RandomDistribution.uniform())
                .flatMap(Samples::withVertices);
    }

    private static Arbitrary<Sample> withVertices(int n) {
        Arbitrary<Integer> vertex =
                Arbitraries.integers().between(0, n - 1).withDistribution(RandomDistribution.uniform());
        // Mostly away from the target: a target that is a source has only the empty plan.
        Arbitrary<Integer> source = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.integers().between(0, Math.max(1, n / 2 - 1))), Tuple.of(1, vertex));
        Arbitrary<Integer> target = Arbitraries.frequencyOf(Tuple.of(8, Arbitraries.just(n - 1)), Tuple.of(1, vertex));
        Arbitrary<List<Step>> explicit = Arbitraries.frequencyOf(
                Tuple.of(1, explicit(vertex).list().ofMaxSize(14)),
                Tuple.of(4, explicit(vertex).list().ofMinSize(10).ofMaxSize(14)),
                Tuple.of(3, tangled(vertex).list().ofMinSize(8).ofMaxSize(14)));
        Arbitrary<List<Step>> implicit = Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(List.of())),
                Tuple.of(1, implicit(vertex).list().ofMaxSize(6)));
        Arbitrary<Set<Integer>> base = source.set().ofMinSize(n / 4).ofMaxSize(2);
        Arbitrary<List<Set<Integer>>> alternatives =
                source.set().ofMinSize(1).ofMaxSize(2).list().ofMaxSize(4);
        return Combinators.combine(explicit, implicit, base, alternatives, target)
                .as((steps, flows, sources, others, goal) -> {
                    List<Step> all = new ArrayList<>(steps);
                    flows.stream()
                            .filter(flow -> all.stream()
                                    .noneMatch(s -> s.implicit()
                                            && s.head() == flow.head()
                                            && s.tails().equals(flow.tails())))
                            .forEach(all::add);
                    return new Sample(n, all, sources, others, goal);
                });
    }

    private static Arbitrary<Step> explicit(Arbitrary<Integer> vertex) {
        Arbitrary<List<Integer>> tails = Arbitraries.frequencyOf(
                Tuple.of(12, vertex.list().ofSize(1)),
                Tuple.of(6, vertex.list().ofMinSize(2).ofMaxSize(3)),
                Tuple.of(1, Arbitraries.just(List.of())));
        Arbitrary<Integer> label = Arbitraries.integers().between(-1, 2);
        Arbitrary<Integer> weight = Arbitraries.integers().between(0, 3);
        Arbitrary<Integer> confidence = Arbitraries.integers().between(0, 2);
        Arbitrary<Boolean> assumption = Arbitraries.frequency(Tuple.of(2, false), Tuple.of(1, true));
        return Combinators.combine(tails, vertex, label, weight, confidence, assumption, supports())
                .as((t, h, l, w, c, a, s) -> Step.step(t, h, l, w).resting(s).with(c, a));
    }

    /** Many ANDs, many assumptions, few weights and labels: plans that tie, look alike and break budgets. */
    private static Arbitrary<Step> tangled(Arbitrary<Integer> vertex) {
        Arbitrary<List<Integer>> tails = vertex.list().ofMinSize(1).ofMaxSize(2);
        Arbitrary<Integer> weight = Arbitraries.integers().between(0, 1);
        Arbitrary<Integer> label = Arbitraries.integers().between(0, 1);
        Arbitrary<Boolean> assumption = Arbitraries.of(false, true);
        return Combinators.combine(tails, vertex, label, weight, assumption)
                .as((t, h, l, w, a) -> Step.step(t, h, l, w).with(2, a));
    }

    private static Arbitrary<Step> implicit(Arbitrary<Integer> vertex) {
        Arbitrary<Integer> confidence = Arbitraries.integers().between(0, 2);
        return Combinators.combine(vertex, vertex, confidence, supports())
                .as((t, h, c, s) ->
                        new Step(List.of(t), h, Sample.IMPLICIT_LABEL, Sample.IMPLICIT_WEIGHT, c, false, true, s));
    }

    private static Arbitrary<Set<Set<Integer>>> supports() {
        return Arbitraries.integers()
                .between(0, FACTS - 1)
                .set()
                .ofMinSize(1)
                .ofMaxSize(2)
                .set()
                .ofMaxSize(2);
    }
}
