package dev.postern.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** Facts, vertices and arcs on every plan, and the footholds that reach, against all plans of the twin. */
@Domain(Samples.class)
@Domain(DomainContext.Global.class)
class EssentialsProperties {

    private static Question question(Sample sample, GraphView view, int budget, boolean bounded) {
        return new Question(view, sample.footholds(), sample.target(), budget, bounded ? 4 : Integer.MAX_VALUE);
    }

    private static List<Twin.Derivation> plans(Sample sample, int budget, boolean bounded) {
        return Twin.plans(sample, sample.merged(), budget, bounded ? 4 : Integer.MAX_VALUE);
    }

    private static List<Integer> all(int limit, IntPredicate test) {
        return IntStream.range(0, limit).filter(test).boxed().toList();
    }

    @Property
    void essentialFactsAreThoseWithoutWhichNoPlanIsLeft(
            @ForAll Sample sample, @ForAll @IntRange(max = 2) int budget, @ForAll boolean bounded) {
        Essentials found = Inquiry.into(question(sample, sample.view(), budget, bounded), Limits.DEFAULT)
                .essentialFacts();
        List<Twin.Derivation> plans = plans(sample, budget, bounded);
        assertThat(found.truncated()).isFalse();
        assertThat(found.derivable()).isEqualTo(!plans.isEmpty());
        assertThat(found.items())
                .isEqualTo(all(
                        8,
                        fact -> !plans.isEmpty()
                                && plans.stream()
                                        .noneMatch(plan ->
                                                plan.steps().stream().allMatch(step -> step.survives(Set.of(fact))))));
    }

    @Property
    void plansKnownBeforehandChangeNothing(
            @ForAll Sample sample,
            @ForAll @IntRange(max = 2) int budget,
            @ForAll @IntRange(min = 1, max = 4) int k,
            @ForAll @Size(max = 2) Set<@IntRange(max = 13) Integer> gone) {
        GraphView view = sample.view();
        Question whole = question(sample, view, budget, false);
        int[] arcs = gone.stream()
                .mapToInt(arc -> arc)
                .filter(arc -> arc < view.graph().arcCount())
                .toArray();
        List<Plan> known = Inquiry.into(whole.on(view.withoutArcs(arcs)))
                .cheapest(k, ArcSignature.IDENTITY)
                .plans();
        assertThat(Inquiry.into(whole).essentialFacts(known))
                .isEqualTo(Inquiry.into(whole).essentialFacts());
    }

    @Property
    void chokePointsAreTheVerticesEveryPlanEstablishes(
            @ForAll Sample sample, @ForAll @IntRange(max = 2) int budget, @ForAll boolean bounded) {
        Essentials found = Inquiry.into(question(sample, sample.view(), budget, bounded), Limits.DEFAULT)
                .chokePoints();
        List<Twin.Derivation> plans = plans(sample, budget, bounded);
        assertThat(found.items())
                .isEqualTo(all(
                        sample.vertexCount(),
                        vertex -> vertex != sample.target()
                                && !plans.isEmpty()
                                && plans.get(0).arcOf().containsKey(vertex)
                                && plans.stream().allMatch(plan -> uses(plan, vertex))));
    }

    private static boolean uses(Twin.Derivation plan, int vertex) {
        return plan.arcOf().containsKey(vertex) || plan.sources().contains(vertex);
    }

    @Property
    void essentialArcsAreInEveryPlan(
            @ForAll Sample sample, @ForAll @IntRange(max = 2) int budget, @ForAll boolean bounded) {
        GraphView view = sample.view();
        Essentials found = Inquiry.into(question(sample, view, budget, bounded), Limits.DEFAULT)
                .essentialArcs();
        Set<Step> common = new HashSet<>(sample.merged());
        List<Twin.Derivation> plans = plans(sample, budget, bounded);
        plans.forEach(plan -> common.retainAll(plan.steps()));
        assertThat(found.items().stream().map(arc -> Step.of(view, arc)).collect(Collectors.toSet()))
                .isEqualTo(plans.isEmpty() ? Set.of() : common);
    }

    @Property(tries = 500)
    void aFootholdReachesWhenItAloneHasAPlan(
            @ForAll Sample sample, @ForAll @IntRange(max = 2) int budget, @ForAll boolean bounded) {
        ReachingFootholds found =
                Inquiry.into(question(sample, sample.view(), budget, bounded)).reachingFootholds();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < sample.alternatives().size(); i++) {
            Set<Integer> start = sample.starts().get(i + 1);
            if (Twin.derivations(sample.merged(), start, sample.target()).stream()
                    .anyMatch(plan -> plan.assumptions() <= budget && (!bounded || plan.cost() <= 4))) {
                expected.add(i);
            }
        }
        assertThat(found.truncated()).isFalse();
        assertThat(found.reaching().stream().boxed()).containsExactlyElementsOf(expected);
    }

    @Property
    void withOrArcsOnlyTheBoundsMeetAndNothingIsSearched(@ForAll Sample sample) {
        List<Step> single =
                sample.steps().stream().filter(step -> step.tails().size() == 1).toList();
        List<Set<Integer>> each =
                Sample.range(sample.vertexCount()).stream().map(Set::of).toList();
        Sample pure = new Sample(sample.vertexCount(), single, Set.of(), each, sample.target());
        ReachingFootholds found =
                Inquiry.into(question(pure, pure.view(), 1, false)).reachingFootholds();
        assertThat(found.checked()).isZero();
        assertThat(found.undecidedVertices()).isZero();
        assertThat(Arrays.stream(found.reaching().stream().toArray()).boxed())
                .containsExactlyElementsOf(Sample.range(sample.vertexCount()).stream()
                        .filter(v -> Twin.derivations(pure.merged(), Set.of(v), pure.target()).stream()
                                .anyMatch(plan -> plan.assumptions() <= 1))
                        .toList());
    }
}
