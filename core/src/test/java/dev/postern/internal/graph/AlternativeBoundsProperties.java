package dev.postern.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What is known of single alternatives, against all derivations of the twin from each. */
@Domain(Samples.class)
@Domain(DomainContext.Global.class)
class AlternativeBoundsProperties {

    private static final int MAX_BOUND = 8;

    private final Meter meter = new Meter(Limits.DEFAULT);

    private static AlternativeBounds alone(Sample sample, int budget) {
        Question question =
                Question.of(sample.view(), sample.footholds(), sample.target()).withAssumptions(budget);
        Bounds bounds = new Bounds(question);
        return new AlternativeBounds(bounds, new ConstrainedSearch(bounds));
    }

    /** The cost of the cheapest derivation from a start without assumptions, or more than any bound asked for. */
    private static long least(Sample sample, Set<Integer> start, int budget) {
        return Twin.derivations(sample.merged(), start, sample.target()).stream()
                .filter(plan -> plan.assumptions() <= budget)
                .mapToLong(Twin.Derivation::cost)
                .min()
                .orElse(MAX_BOUND + 1);
    }

    @Property
    void withoutAssumptionsAJudgedAlternativeHasExactlyTheCostOfItsCheapestPlan(
            @ForAll Sample sample, @ForAll @IntRange(max = MAX_BOUND) int first) {
        AlternativeBounds alone = alone(sample, 0);
        for (int bound : new int[] {first, MAX_BOUND, first / 2}) {
            long key = CostHops.atMost(bound);
            for (int i = 0; i < sample.alternatives().size(); i++) {
                boolean within = least(sample, sample.starts().get(i + 1), 0) <= bound;
                assertThat(alone.judge(i, key, meter)).isEqualTo(within);
                assertThat(alone.mayReach(i, key)).isEqualTo(within);
            }
        }
    }

    @Property
    void noAlternativeWithAPlanIsLeftOut(
            @ForAll Sample sample,
            @ForAll @IntRange(max = 2) int budget,
            @ForAll @IntRange(max = MAX_BOUND) int bound,
            @ForAll boolean judged) {
        AlternativeBounds alone = alone(sample, budget);
        for (int i = 0; judged && i < sample.alternatives().size(); i++) {
            alone.judge(i, CostHops.atMost(bound), meter);
        }
        List<Integer> left = Arrays.stream(alone.within(Subspace.ALL, CostHops.atMost(bound)))
                .boxed()
                .toList();
        for (int i = 0; i < sample.alternatives().size(); i++) {
            if (least(sample, sample.starts().get(i + 1), budget) <= bound) {
                assertThat(left).contains(i);
            }
        }
    }

    @Property
    void theBaseReachesWhenItHasAPlanOfItsOwn(@ForAll Sample sample) {
        assertThat(alone(sample, 0).baseReaches(meter))
                .isEqualTo(!Twin.derivations(
                                sample.merged().stream()
                                        .filter(step -> !step.assumption())
                                        .toList(),
                                sample.base(),
                                sample.target())
                        .isEmpty());
    }
}
