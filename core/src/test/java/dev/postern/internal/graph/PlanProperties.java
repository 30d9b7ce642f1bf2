package dev.postern.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;

/** Reachability, cheapest and k cheapest plans against the twin, and what must hold for every plan. */
@Domain(Samples.class)
@Domain(net.jqwik.api.domains.DomainContext.Global.class)
class PlanProperties {

    private static final Limits AMPLE = new Limits(1_000_000, 1_000_000_000L);

    /** Few values, so that different plans often look alike; silent labels and some heads are ignored. */
    private static int mark(Step step) {
        return step.label() < 0 ? -1 : 2 * (step.label() % 3) + step.head() % 2;
    }

    private static ArcSignature marks(GraphView view) {
        return arc -> mark(Step.of(view, arc));
    }

    private static Set<Step> steps(GraphView view, Plan plan) {
        return Arrays.stream(plan.arcs()).mapToObj(arc -> Step.of(view, arc)).collect(Collectors.toSet());
    }

    @Property
    void reachabilityIsTheLeastFixpoint(@ForAll Sample sample) {
        BitSet reached = Reachability.from(sample.view(), Sample.array(sample.base()));
        assertThat(reached.stream().boxed()).containsExactlyElementsOf(Twin.closure(sample.merged(), sample.base()));
        assertThat(Reachability.reaches(sample.view(), sample.target(), Sample.array(sample.base())))
                .isEqualTo(reached.get(sample.target()));
    }

    @Property
    void theCheapestPlanOfEachVertexIsTheFirstOfAllDerivations(@ForAll Sample sample) {
        GraphView view = sample.view();
        CheapestPlan cheapest = CheapestPlan.from(view, Sample.array(sample.base()));
        for (int vertex = 0; vertex < sample.vertexCount(); vertex++) {
            List<Twin.Derivation> all = Twin.derivations(sample.merged(), sample.base(), vertex).stream()
                    .sorted(Twin.ORDER)
                    .toList();
            assertThat(cheapest.reaches(vertex)).isEqualTo(!all.isEmpty());
            if (!all.isEmpty()) {
                Plan plan = cheapest.plan(vertex).orElseThrow();
                agree(view, plan, all.get(0));
                assertThat(cheapest.cost(vertex)).isEqualTo(plan.additiveCost());
                assertThat(cheapest.hops(vertex)).isEqualTo(plan.hops());
            }
        }
    }

    @Property
    void aSearchForOneTargetWithinACostFindsTheSamePlanOrNone(
            @ForAll Sample sample, @ForAll @IntRange(max = 8) int max) {
        GraphView view = sample.view();
        int[] sources = Sample.array(sample.base());
        CheapestPlan bounded = CheapestPlan.to(view, sample.target(), max, sources);
        CheapestPlan free = CheapestPlan.from(view, sources);
        boolean within = free.reaches(sample.target()) && free.cost(sample.target()) <= max;
        assertThat(bounded.reaches(sample.target())).isEqualTo(within);
        if (within) {
            assertThat(bounded.plan(sample.target())).isEqualTo(free.plan(sample.target()));
        }
    }

    private static void agree(GraphView view, Plan plan, Twin.Derivation expected) {
        assertThat(steps(view, plan)).isEqualTo(expected.steps());
        assertThat((long) plan.additiveCost()).isEqualTo(expected.cost());
        assertThat((long) plan.hops()).isEqualTo(expected.hops());
        assertThat(plan.distinctCost()).isEqualTo(expected.distinctCost());
        assertThat(plan.sources()).isEqualTo(Sample.array(expected.sources()));
        assertThat(plan.confidence())
                .isEqualTo(expected.steps().stream()
                        .mapToInt(Step::confidence)
                        .min()
                        .orElse(2));
    }

    @Property(tries = 1000)
    void theKCheapestPlansAreTheFirstDistinctOnesOfAllDerivations(
            @ForAll Sample sample,
            @ForAll @IntRange(min = 1, max = 12) int k,
            @ForAll @IntRange(max = 3) int budget,
            @ForAll boolean bounded) {
        GraphView view = sample.view();
        int maxCost = bounded ? 6 : Integer.MAX_VALUE;
        Question question = new Question(view, sample.footholds(), sample.target(), budget, maxCost);
        List<Twin.Derivation> all = Twin.plans(sample, sample.merged(), budget, maxCost);
        for (boolean grouped : new boolean[] {false, true}) {
            Plans found = KCheapestPlans.of(question, k, grouped ? marks(view) : ArcSignature.IDENTITY, AMPLE);
            List<Twin.Derivation> expected = grouped
                    ? Twin.distinct(all, PlanProperties::mark, k)
                    : all.stream().limit(k).toList();
            assertThat(found.truncated()).isFalse();
            assertThat(found.plans().stream().map(plan -> steps(view, plan)))
                    .containsExactlyElementsOf(
                            expected.stream().map(Twin.Derivation::steps).toList());
            for (int i = 0; i < expected.size(); i++) {
                agree(view, found.plans().get(i), expected.get(i));
                startsFromItsAlternative(sample, found.plans().get(i));
            }
        }
    }

    @Property(tries = 500)
    void replicasThatLookAlikeNeitherHideNorRepeatAPlan(
            @ForAll Samples.Layered layered,
            @ForAll @IntRange(min = 1, max = 20) int k,
            @ForAll @IntRange(max = 1) int budget) {
        Sample sample = layered.sample();
        GraphView view = sample.view();
        Question question =
                Question.of(view, sample.footholds(), sample.target()).withAssumptions(budget);
        Plans found = KCheapestPlans.of(question, k, view::label, AMPLE);
        List<Twin.Derivation> expected =
                Twin.distinct(Twin.plans(sample, sample.merged(), budget, Integer.MAX_VALUE), Step::label, k);
        assertThat(found.truncated()).isFalse();
        assertThat(found.plans().stream().map(plan -> steps(view, plan)))
                .containsExactlyElementsOf(
                        expected.stream().map(Twin.Derivation::steps).toList());
    }

    private static void startsFromItsAlternative(Sample sample, Plan plan) {
        Set<Integer> outside = Arrays.stream(plan.sources())
                .filter(source -> !sample.base().contains(source))
                .boxed()
                .collect(Collectors.toSet());
        if (plan.alternative() == Plan.NO_ALTERNATIVE) {
            assertThat(outside).isEmpty();
        } else {
            assertThat(outside).isNotEmpty();
            assertThat(sample.alternatives().get(plan.alternative())).containsAll(outside);
        }
    }

    @Property
    void everyPlanDerivesItsTargetInOrderAndNoStepIsIdle(@ForAll Sample sample, @ForAll @IntRange(max = 2) int budget) {
        GraphView view = sample.view();
        Question question =
                Question.of(view, sample.footholds(), sample.target()).withAssumptions(budget);
        for (Plan plan :
                KCheapestPlans.of(question, 6, ArcSignature.IDENTITY, AMPLE).plans()) {
            Set<Integer> sources = sample.starts().get(plan.alternative() + 1);
            Set<Integer> had = new HashSet<>(sources);
            List<Step> steps = new ArrayList<>();
            for (int arc : plan.arcs()) {
                Step step = Step.of(view, arc);
                assertThat(had).containsAll(step.tails());
                had.add(step.head());
                steps.add(step);
            }
            assertThat(had).contains(sample.target());
            for (Step step : steps) {
                List<Step> others = steps.stream().filter(s -> !s.equals(step)).toList();
                assertThat(Twin.closure(others, sources)).doesNotContain(sample.target());
            }
        }
    }

    @Property
    void theOrderOfInsertionChangesNothing(@ForAll Sample sample, @ForAll long seed) {
        GraphView one = sample.view(new Random(1));
        GraphView other = sample.view(new Random(seed));
        assertThat(plansAsSteps(sample, one)).isEqualTo(plansAsSteps(sample, other));
        for (int arc = 0; arc < one.graph().arcCount(); arc++) {
            assertThat(Step.of(one, arc)).isEqualTo(Step.of(other, arc));
        }
    }

    private static List<List<Step>> plansAsSteps(Sample sample, GraphView view) {
        Question question =
                Question.of(view, sample.footholds(), sample.target()).withAssumptions(1);
        return KCheapestPlans.of(question, 5, marks(view), AMPLE).plans().stream()
                .map(plan -> Arrays.stream(plan.arcs())
                        .mapToObj(arc -> Step.of(view, arc))
                        .toList())
                .toList();
    }
}
