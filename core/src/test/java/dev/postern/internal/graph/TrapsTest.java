package dev.postern.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One small graph for each way in which a familiar algorithm goes wrong on hyperarcs. */
final class TrapsTest {

    private static final int CERTAIN = 2;

    private final List<Step> steps = new ArrayList<>();

    private void step(List<Integer> tails, int head, int weight) {
        steps.add(Step.step(tails, head, 1, weight));
    }

    private void flaw(List<Integer> tails, int head, int weight) {
        steps.add(Step.step(tails, head, 8, weight).assumed());
    }

    private GraphView view(int vertexCount) {
        return new Sample(vertexCount, steps, Set.of(), List.of(), 0).view();
    }

    private static List<Plan> cheapest(Question question, int k) {
        Plans plans = KCheapestPlans.of(question, k, ArcSignature.IDENTITY, Limits.DEFAULT);
        assertThat(plans.truncated()).isFalse();
        return plans.plans();
    }

    private static List<Integer> costs(List<Plan> plans) {
        return plans.stream().map(Plan::additiveCost).toList();
    }

    private static List<Integer> heads(GraphView view, Plan plan) {
        return Arrays.stream(plan.arcs()).map(view::head).boxed().toList();
    }

    @Test
    void anAndIsNotPassedWithOnePremise() {
        // 0 -> 1, and 1 with 2 -> 3: a walk from 0 reaches 3, an attacker does not.
        step(List.of(0), 1, 1);
        step(List.of(1, 2), 3, 1);
        GraphView view = view(4);
        assertThat(Reachability.reaches(view, 3, 0)).isFalse();
        assertThat(CheapestPlan.from(view, 0).reaches(3)).isFalse();
        assertThat(cheapest(Question.of(view, Footholds.all(0), 3), 5)).isEmpty();
        assertThat(Reachability.reaches(view, 3, 0, 2)).isTrue();
    }

    @Test
    void aCycleThatOnlyFeedsItselfDerivesNothing() {
        step(List.of(1), 2, 1);
        step(List.of(2), 1, 1);
        step(List.of(0, 2), 3, 1);
        GraphView view = view(4);
        assertThat(Reachability.from(view, 0).stream().boxed()).containsExactly(0);
        assertThat(cheapest(Question.of(view, Footholds.all(0), 3), 5)).isEmpty();
    }

    @Test
    void plansThatOnlyRunOnceMoreAroundACycleAreNotFurtherPlans() {
        // Lazy k-best of Huang and Chiang would count 0-1-2-1-3 as the second plan, Eppstein's walks too.
        step(List.of(0), 1, 1);
        step(List.of(1), 2, 1);
        step(List.of(2), 1, 1);
        step(List.of(1), 3, 1);
        step(List.of(0), 3, 9);
        assertThat(costs(cheapest(Question.of(view(4), Footholds.all(0), 3), 9)))
                .containsExactly(2, 9);
    }

    @Test
    void aCycleBelowTheSecondBestArcIsSeen() {
        // The second best arc into 2 comes from 3, whose only derivation needs 2.
        step(List.of(0), 1, 1);
        step(List.of(1), 2, 1);
        step(List.of(2), 3, 1);
        step(List.of(3), 2, 1);
        step(List.of(2, 3), 4, 1);
        assertThat(costs(cheapest(Question.of(view(5), Footholds.all(0), 4), 9)))
                .containsExactly(6);
    }

    @Test
    void aSharedPremiseCountsOncePerUseInOneCostAndOnceInTheOther() {
        step(List.of(0), 1, 10);
        step(List.of(1), 2, 1);
        step(List.of(1), 3, 1);
        step(List.of(2, 3), 4, 1);
        GraphView view = view(5);
        Plan plan = cheapest(Question.of(view, Footholds.all(0), 4), 1).get(0);
        assertThat(plan.additiveCost()).isEqualTo(23);
        assertThat(plan.hops()).isEqualTo(5);
        assertThat(plan.distinctCost()).isEqualTo(13);
        assertThat(heads(view, plan)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void theCheapestAdditivePlanNeedNotBeTheCheapestDistinctOne() {
        // Sharing 1 costs 10 once, but 20 when counted per use; two separate ways cost 8 each.
        step(List.of(0), 1, 10);
        step(List.of(1), 2, 1);
        step(List.of(1), 3, 1);
        step(List.of(0), 2, 8);
        step(List.of(0), 3, 8);
        step(List.of(2, 3), 4, 1);
        List<Plan> plans = cheapest(Question.of(view(5), Footholds.all(0), 4), 9);
        assertThat(costs(plans)).containsExactly(17, 20, 20, 23);
        assertThat(plans.stream().map(Plan::distinctCost)).containsExactly(17L, 20L, 20L, 13L);
    }

    @Test
    void arcsOfWeightZeroStillHaveAnOrder() {
        step(List.of(0), 1, 0);
        step(List.of(1), 2, 0);
        step(List.of(2), 1, 0);
        step(List.of(0), 3, 0);
        step(List.of(2), 3, 0);
        GraphView view = view(4);
        Plan plan = CheapestPlan.from(view, 0).plan(3).orElseThrow();
        assertThat(plan.hops()).isEqualTo(1);
        assertThat(cheapest(Question.of(view, Footholds.all(0), 3), 9).stream().map(Plan::hops))
                .containsExactly(1, 3);
    }

    @Test
    void twoFootholdsNeverServeOneAnd() {
        step(List.of(0, 1), 2, 1);
        step(List.of(0), 1, 7);
        GraphView view = view(3);
        Question each = Question.of(view, Footholds.anyOf(0, 1), 2);
        List<Plan> plans = cheapest(each, 9);
        assertThat(costs(plans)).containsExactly(8);
        assertThat(plans.get(0).alternative()).isZero();
        assertThat(costs(cheapest(Question.of(view, Footholds.all(0, 1), 2), 9)))
                .containsExactly(1);
        ReachingFootholds reaching = Inquiry.into(each).reachingFootholds();
        assertThat(reaching.reaching().stream().boxed()).containsExactly(0);
        // Vertex 0 is open to both bounds: the AND could need more than it has.
        assertThat(reaching.checked()).isEqualTo(2);
    }

    @Test
    void wherePodsHoldHalfOfAnAndEachIsLookedAtOnceNotEachPairOfThem() {
        // Every pod but the last ten has the place to use a credential from; from the 500th on each has a credential.
        int pods = 1000;
        int place = pods;
        int target = 2 * pods + 1;
        HypergraphBuilder builder = Hypergraph.builder(target + 1);
        for (int pod = 0; pod < pods; pod++) {
            if (pod < pods - 10) {
                builder.arc(pod, place, -1, 0, CERTAIN);
            }
            int credential = place + 1 + pod;
            if (pod >= 500) {
                builder.arc(pod, credential, 1, 1, CERTAIN);
            }
            builder.arc(new int[] {place, credential}, target, 2, 1, CERTAIN, false);
        }
        Question question = Question.of(
                GraphView.of(builder.build()),
                Footholds.anyOf(Sample.range(pods).stream().mapToInt(i -> i).toArray()),
                target);
        Plans plans = KCheapestPlans.of(question, 3, ArcSignature.IDENTITY, new Limits(600, 60_000));
        assertThat(plans.truncated()).isFalse();
        assertThat(plans.plans().stream().map(Plan::alternative)).containsExactly(500, 501, 502);
        assertThat(Inquiry.into(question).reachingFootholds().reaching().cardinality())
                .isEqualTo(490);
    }

    @Test
    void theBaseHelpsEveryAlternativeAndDecidesTheLowerBound() {
        step(List.of(0, 1), 3, 1);
        step(List.of(0, 2), 3, 5);
        Question question =
                Question.of(view(4), Footholds.anyOf(new int[] {0}, List.of(new int[] {2}, new int[] {1})), 3);
        List<Plan> plans = cheapest(question, 9);
        assertThat(plans.stream().map(Plan::alternative)).containsExactly(1, 0);
        assertThat(plans.get(0).sources()).containsExactly(0, 1);
        ReachingFootholds reaching = Inquiry.into(question).reachingFootholds();
        assertThat(reaching.reaching().cardinality()).isEqualTo(2);
        assertThat(reaching.checked()).isZero();
    }

    @Test
    void oneFlawUsedOnTwoBranchesOfAnAndIsOneAssumption() {
        flaw(List.of(0), 1, 8);
        step(List.of(1), 2, 1);
        step(List.of(1), 3, 1);
        step(List.of(2, 3), 4, 1);
        Question question = Question.of(view(5), Footholds.all(0), 4);
        assertThat(cheapest(question, 9)).isEmpty();
        assertThat(costs(cheapest(question.withAssumptions(1), 9))).containsExactly(19);
    }

    @Test
    void twoFlawsOnTwoBranchesOfAnAndAreTwoAssumptions() {
        // Per branch one flaw is enough, and that way would be cheaper: the budget counts over all branches.
        flaw(List.of(0), 1, 1);
        flaw(List.of(0), 2, 1);
        step(List.of(0), 2, 30);
        step(List.of(1, 2), 3, 1);
        Question question = Question.of(view(4), Footholds.all(0), 3);
        assertThat(costs(cheapest(question.withAssumptions(1), 9))).containsExactly(32);
        assertThat(costs(cheapest(question.withAssumptions(2), 9))).containsExactly(3, 32);
    }

    @Test
    void aFactThatCarriesManyArcsIsEssentialWhenNoArcIs() {
        steps.add(Step.step(List.of(0), 1, 1, 1).resting(Set.of(Set.of(7))));
        steps.add(Step.step(List.of(0), 2, 1, 1).resting(Set.of(Set.of(7, 8))));
        step(List.of(1), 3, 1);
        step(List.of(2), 3, 1);
        Question question = Question.of(view(4), Footholds.all(0), 3);
        assertThat(Inquiry.into(question, Limits.DEFAULT).essentialFacts().items())
                .containsExactly(7);
        assertThat(Inquiry.into(question, Limits.DEFAULT).essentialArcs().items())
                .isEmpty();
        assertThat(Inquiry.into(question, Limits.DEFAULT).chokePoints().items()).isEmpty();
    }

    @Test
    void aFactWithASecondSupportBesideItIsNotEssential() {
        steps.add(Step.step(List.of(0), 1, 1, 1).resting(Set.of(Set.of(7, 9), Set.of(8, 9))));
        Question question = Question.of(view(2), Footholds.all(0), 1);
        assertThat(Inquiry.into(question, Limits.DEFAULT).essentialFacts().items())
                .containsExactly(9);
    }

    @Test
    void chokePointsBehindAnAndAreOnEveryPlan() {
        // Both 1 and 2 are needed, though neither dominates the target along every walk.
        step(List.of(0), 1, 1);
        step(List.of(0), 2, 1);
        step(List.of(1, 2), 3, 1);
        Question question = Question.of(view(4), Footholds.all(0), 3);
        assertThat(Inquiry.into(question, Limits.DEFAULT).chokePoints().items()).containsExactly(1, 2);
    }

    @Test
    void fortyReplicasInEveryLayerAreOnePlan() {
        // 40 * 40 * 40 ways that look alike, and one dearer way that does not.
        int width = 40;
        int layers = 3;
        HypergraphBuilder builder = Hypergraph.builder(2 + layers * width);
        int target = 1 + layers * width;
        for (int a = 0; a < width; a++) {
            builder.arc(0, 1 + a, 0, 1, CERTAIN);
            builder.arc(1 + (layers - 1) * width + a, target, layers, 1, CERTAIN);
            for (int layer = 1; layer < layers; layer++) {
                for (int b = 0; b < width; b++) {
                    builder.arc(1 + (layer - 1) * width + a, 1 + layer * width + b, layer, 1, CERTAIN);
                }
            }
        }
        builder.arc(0, target, 9, 50, CERTAIN);
        GraphView view = GraphView.of(builder.build());
        Plans plans = KCheapestPlans.of(
                Question.of(view, Footholds.all(0), target), 5, view::label, new Limits(500, 10_000_000));
        assertThat(plans.truncated()).isFalse();
        assertThat(costs(plans.plans())).containsExactly(4, 50);
    }

    @Test
    void replicasWithTwoWaysIntoEachAreAsManyPlansAsThereAreChoicesOfWays() {
        // Per layer label 0 or 100 more at three times the weight: 8 plans, each 8000 times over.
        int width = 20;
        int layers = 3;
        HypergraphBuilder builder = Hypergraph.builder(2 + layers * width);
        int target = 1 + layers * width;
        for (int way = 0; way < 2; way++) {
            for (int b = 0; b < width; b++) {
                builder.arc(0, 1 + b, 100 * way, 1 + 2 * way, CERTAIN);
                for (int a = 0; a < width; a++) {
                    for (int layer = 1; layer < layers; layer++) {
                        builder.arc(
                                1 + (layer - 1) * width + a,
                                1 + layer * width + b,
                                layer + 100 * way,
                                1 + 2 * way,
                                CERTAIN);
                    }
                }
            }
        }
        for (int a = 0; a < width; a++) {
            builder.arc(1 + (layers - 1) * width + a, target, 9, 1, CERTAIN);
        }
        GraphView view = GraphView.of(builder.build());
        Plans plans = KCheapestPlans.of(
                Question.of(view, Footholds.all(0), target), 20, view::label, new Limits(5_000, 50_000_000));
        assertThat(plans.truncated()).isFalse();
        assertThat(costs(plans.plans())).containsExactly(4, 6, 6, 6, 8, 8, 8, 10);
    }

    @Test
    void aThousandFootholdsOfOneKindAreOnePlan() {
        int pods = 1000;
        HypergraphBuilder builder = Hypergraph.builder(pods + 2);
        for (int pod = 0; pod < pods; pod++) {
            builder.arc(pod, pods, 1, 1 + pod % 2, CERTAIN);
        }
        builder.arc(pods, pods + 1, 2, 1, CERTAIN);
        builder.arc(999, pods + 1, 3, 40, CERTAIN);
        GraphView view = GraphView.of(builder.build());
        Question question = Question.of(
                view,
                Footholds.anyOf(Sample.range(pods).stream().mapToInt(i -> i).toArray()),
                pods + 1);
        Plans plans = KCheapestPlans.of(question, 5, view::label, new Limits(500, 10_000_000));
        assertThat(plans.truncated()).isFalse();
        assertThat(costs(plans.plans())).containsExactly(2, 40);
        assertThat(plans.plans().stream().map(Plan::alternative)).containsExactly(0, 999);
        assertThat(Inquiry.into(question).reachingFootholds().reaching().cardinality())
                .isEqualTo(pods);
    }

    @Test
    void aNewPlanBehindADerivationOverTheBudgetIsNotLost() {
        // 1 and 2 are replicas but for two further ways into 2: one over the budget, and a dearer one within it.
        int target = 5;
        steps.add(Step.step(List.of(0), 1, 2, 1));
        steps.add(Step.step(List.of(0), 2, 2, 1));
        steps.add(Step.step(List.of(1), target, 1, 1));
        steps.add(Step.step(List.of(2), target, 1, 1));
        flaw(List.of(0), 3, 0);
        flaw(List.of(0), 4, 0);
        steps.add(Step.step(List.of(3, 4), 2, 6, 5));
        steps.add(Step.step(List.of(0), 2, 7, 20));
        GraphView view = view(6);
        Question question = Question.of(view, Footholds.all(0), target).withAssumptions(1);
        Plans plans = KCheapestPlans.of(question, 9, view::label, Limits.DEFAULT);
        assertThat(costs(plans.plans())).containsExactly(2, 21);
    }

    @Test
    void ofEquallyCheapPlansThatLookAlikeTheCanonicalOneIsGiven() {
        // Label 2 is cheaper by way of 2, label 3 equally cheap either way: then 1 comes first.
        steps.add(Step.step(List.of(0), 1, 2, 2));
        steps.add(Step.step(List.of(0), 2, 2, 1));
        steps.add(Step.step(List.of(0), 1, 3, 9));
        steps.add(Step.step(List.of(0), 2, 3, 9));
        steps.add(Step.step(List.of(1), 3, 1, 1));
        steps.add(Step.step(List.of(2), 3, 1, 1));
        GraphView view = view(4);
        Plans plans = KCheapestPlans.of(Question.of(view, Footholds.all(0), 3), 9, view::label, Limits.DEFAULT);
        assertThat(plans.plans().stream().map(plan -> heads(view, plan))).containsExactly(List.of(2, 3), List.of(1, 3));
        assertThat(costs(plans.plans())).containsExactly(2, 10);
    }

    @Test
    void whatALimitCutsOffIsSaid() {
        int width = 6;
        HypergraphBuilder builder = Hypergraph.builder(width + 1);
        for (int v = 0; v < width; v++) {
            builder.arc(v, v + 1, 1, 1, CERTAIN);
            builder.arc(v, v + 1, 2, 2, CERTAIN);
        }
        Question question = Question.of(GraphView.of(builder.build()), Footholds.all(0), width);
        assertThat(KCheapestPlans.of(question, 64, ArcSignature.IDENTITY, Limits.DEFAULT))
                .satisfies(all -> assertThat(all.plans()).hasSize(64))
                .satisfies(all -> assertThat(all.truncated()).isFalse());
        Plans few = KCheapestPlans.of(question, 64, ArcSignature.IDENTITY, new Limits(20, 1_000_000));
        assertThat(few.truncated()).isTrue();
        assertThat(few.plans()).isNotEmpty().hasSizeLessThan(64);
        assertThat(KCheapestPlans.of(question, 1, ArcSignature.IDENTITY, new Limits(1, 3)))
                .isEqualTo(new Plans(List.of(), true, 0, 0));
        assertThat(Inquiry.into(question, new Limits(1, 1_000)).essentialArcs().truncated())
                .isTrue();
    }

    @Test
    void additiveCostsThatDoubleWithEveryAndSaturateAndStayDerivable() {
        int depth = 80;
        for (int i = 0; i < depth; i++) {
            step(List.of(3 * i), 3 * i + 1, 1);
            step(List.of(3 * i), 3 * i + 2, 1);
            step(List.of(3 * i + 1, 3 * i + 2), 3 * i + 3, 1);
        }
        GraphView view = view(3 * depth + 1);
        Plan plan = cheapest(Question.of(view, Footholds.all(0), 3 * depth), 3).get(0);
        assertThat(plan.arcs()).hasSize(3 * depth);
        assertThat(plan.additiveCost()).isEqualTo(CostHops.MAX_COST);
        assertThat(plan.distinctCost()).isEqualTo(3L * depth);
        assertThat(plan).isEqualTo(CheapestPlan.from(view, 0).plan(3 * depth).orElseThrow());
    }

    @Test
    void nothingRecursesOnTheDepthOfTheGraph() {
        int depth = 100_000;
        HypergraphBuilder builder = Hypergraph.builder(depth + 1);
        for (int v = 0; v < depth; v++) {
            builder.arc(v, v + 1, 1, 1, CERTAIN, new int[] {v});
        }
        GraphView view = GraphView.of(builder.build());
        IntUnaryOperator cost =
                target -> CheapestPlan.from(view, 0).plan(target).orElseThrow().additiveCost();
        assertThat(cost.applyAsInt(depth)).isEqualTo(depth);
        assertThat(cheapest(Question.of(view, Footholds.all(0), depth), 3)).hasSize(1);
    }

    @Test
    void whatASourceHoldsForNothingMayStillBeHadInAnotherWay() {
        // 0 has 3 for nothing, and 1 with 3 -> 4. Only where 1 comes from 0 itself can it lead to 3 as well.
        steps.add(Step.step(List.of(0), 3, -1, 0));
        steps.add(Step.step(List.of(3), 1, 13, 1));
        steps.add(Step.step(List.of(0), 1, 13, 2));
        steps.add(Step.step(List.of(1), 2, 11, 1));
        steps.add(Step.step(List.of(2), 3, 12, 1));
        steps.add(Step.step(List.of(1, 3), 4, 14, 1));
        steps.add(Step.step(List.of(3, 5), 6, 15, 1));
        GraphView view = view(7);
        Plans plans = KCheapestPlans.of(Question.of(view, Footholds.all(0), 4), 9, view::label, Limits.DEFAULT);
        assertThat(plans.plans())
                .extracting(plan -> Arrays.stream(plan.arcs())
                        .map(view::label)
                        .filter(label -> label >= 0)
                        .boxed()
                        .collect(Collectors.toCollection(TreeSet::new)))
                .containsExactly(new TreeSet<>(Set.of(13, 14)), new TreeSet<>(Set.of(11, 12, 13, 14)));
    }

    @Test
    void whatASourceHoldsByAnAssumptionIsNotForNothing() {
        // 1 has 0 by an assumption, and by way of 2 without one; what needs 0 and 1 is itself an assumption.
        steps.add(Step.step(List.of(1), 0, 0, 0).with(2, true));
        steps.add(Step.step(List.of(1), 2, 1, 0));
        steps.add(Step.step(List.of(2), 0, 2, 0));
        steps.add(Step.step(List.of(0, 1), 3, 3, 0).with(2, true));
        GraphView view = view(4);
        Question question = Question.of(view, Footholds.all(1), 3).withAssumptions(1);
        Plans plans = KCheapestPlans.of(question, 9, view::label, Limits.DEFAULT);
        assertThat(plans.plans())
                .singleElement()
                .satisfies(plan ->
                        assertThat(Arrays.stream(plan.arcs()).map(view::label)).containsExactlyInAnyOrder(1, 2, 3));
    }
}
