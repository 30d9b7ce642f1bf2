package dev.postern.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** Who reaches, for every vertex at once, and plans that must use something, against all derivations of the twin. */
@Domain(Samples.class)
@Domain(DomainContext.Global.class)
class ReachingVerticesProperties {
    @Property(tries = 1000)
    void eachVertexReachesAtTheCostOfItsCheapestPlan(
            @ForAll Sample any, @ForAll @IntRange(max = 2) int budget, @ForAll boolean bounded) {
        Sample sample = withoutAxioms(any);
        int maxCost = bounded ? 4 : Integer.MAX_VALUE;
        int[] all = Sample.range(sample.vertexCount()).stream()
                .mapToInt(vertex -> vertex)
                .toArray();
        ReachingVertices found =
                ReachingVertices.of(sample.view(), sample.target(), budget, maxCost, all, Limits.DEFAULT);
        assertThat(found.unjudged()).isZero();
        for (int vertex : all) {
            List<Twin.Derivation> plans = Twin.derivations(sample.merged(), Set.of(vertex), sample.target()).stream()
                    .filter(plan -> plan.assumptions() <= budget && plan.cost() <= maxCost)
                    .toList();
            assertThat(found.reaches(vertex)).isEqualTo(!plans.isEmpty());
            if (!plans.isEmpty()) {
                long least =
                        plans.stream().mapToLong(Twin.Derivation::cost).min().orElseThrow();
                int surest = plans.stream()
                        .filter(plan -> plan.cost() == least)
                        .mapToInt(plan -> plan.steps().stream()
                                .mapToInt(Step::confidence)
                                .min()
                                .orElse(2))
                        .max()
                        .orElseThrow();
                assertThat(found.cost(vertex)).isEqualTo((int) least);
                assertThat(found.confidence(vertex)).isEqualTo(surest);
            }
        }
    }

    @Property
    void plansThatUseAVertexAreTheFirstOfAllThatDo(
            @ForAll Sample sample,
            @ForAll @IntRange(min = 1, max = 6) int k,
            @ForAll @IntRange(max = 7) int wanted,
            @ForAll @IntRange(max = 1) int budget) {
        GraphView view = sample.view();
        Question question =
                Question.of(view, sample.footholds(), sample.target()).withAssumptions(budget);
        Plans found = Inquiry.into(question, new Limits(200_000, 2_000_000_000L))
                .cheapest(
                        k,
                        ArcSignature.IDENTITY,
                        plan -> plan.establishes(view).get(wanted)
                                || Arrays.stream(plan.sources()).anyMatch(source -> source == wanted));
        List<Set<Step>> expected = Twin.plans(sample, sample.merged(), budget, Integer.MAX_VALUE).stream()
                .filter(plan ->
                        plan.arcOf().containsKey(wanted) || plan.sources().contains(wanted))
                .limit(k)
                .map(Twin.Derivation::steps)
                .toList();
        assertThat(found.truncated()).isFalse();
        assertThat(found.plans().stream().map(plan -> steps(view, plan))).containsExactlyElementsOf(expected);
    }

    @Property
    void aGoalIsReachedAtTheCostOfItsNearestMember(
            @ForAll Sample sample, @ForAll @IntRange(max = 7) int one, @ForAll @IntRange(max = 7) int other) {
        int a = one % sample.vertexCount();
        int b = other % sample.vertexCount();
        GraphView view = sample.view();
        int[] sources = Sample.array(sample.base());
        GraphView explicit = GraphView.of(view.graph());
        GraphView with = GraphView.of(view.graph().withGoal(a, b));
        CheapestPlan before = CheapestPlan.from(explicit, sources);
        CheapestPlan after = CheapestPlan.from(with, sources);
        Optional<Integer> nearest =
                List.of(a, b).stream().filter(before::reaches).map(before::cost).min(Integer::compare);
        assertThat(after.reaches(sample.vertexCount())).isEqualTo(nearest.isPresent());
        nearest.ifPresent(cost -> assertThat(after.cost(sample.vertexCount())).isEqualTo(cost));
        for (int arc = 0; arc < view.graph().arcCount(); arc++) {
            assertThat(Step.of(with, arc)).isEqualTo(Step.of(explicit, arc));
        }
    }

    private static Set<Step> steps(GraphView view, Plan plan) {
        return Arrays.stream(plan.arcs()).mapToObj(arc -> Step.of(view, arc)).collect(Collectors.toSet());
    }

    private static Sample withoutAxioms(Sample sample) {
        List<Step> steps =
                sample.steps().stream().filter(step -> !step.tails().isEmpty()).toList();
        return new Sample(sample.vertexCount(), steps, sample.base(), sample.alternatives(), sample.target());
    }
}
