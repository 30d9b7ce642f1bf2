package dev.postern.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What is switched off in a view is gone for every search, implicit arcs included. */
@Domain(Samples.class)
@Domain(DomainContext.Global.class)
class OverlayProperties {

    private static void answersAsIfOnly(Sample sample, GraphView overlay, Predicate<Step> left) {
        answersAsIfOnly(sample, overlay, left, Set.of());
    }

    private static void answersAsIfOnly(
            Sample sample, GraphView overlay, Predicate<Step> left, Set<Integer> goneVertices) {
        List<Step> steps = sample.merged().stream().filter(left).toList();
        Set<Integer> base = minus(sample.base(), goneVertices);
        List<Set<Integer>> alternatives = sample.alternatives().stream()
                .map(alternative -> minus(alternative, goneVertices))
                .toList();
        Sample without = new Sample(sample.vertexCount(), steps, base, alternatives, sample.target());
        assertThat(Reachability.from(overlay, Sample.array(sample.base())).stream()
                        .boxed())
                .containsExactlyElementsOf(Twin.closure(steps, base));
        CheapestPlan cheapest = CheapestPlan.from(overlay, Sample.array(sample.base()));
        for (int vertex = 0; vertex < sample.vertexCount(); vertex++) {
            List<Twin.Derivation> all = Twin.derivations(steps, base, vertex).stream()
                    .sorted(Twin.ORDER)
                    .toList();
            assertThat(cheapest.plan(vertex).map(plan -> bare(overlay, plan)))
                    .isEqualTo(all.stream().findFirst().map(OverlayProperties::bare));
        }
        Question question =
                Question.of(overlay, sample.footholds(), sample.target()).withAssumptions(1);
        assertThat(KCheapestPlans.of(question, 20, ArcSignature.IDENTITY, Limits.DEFAULT).plans().stream()
                        .map(plan -> bare(overlay, plan)))
                .containsExactlyElementsOf(Twin.plans(without, steps, 1, Integer.MAX_VALUE).stream()
                        .limit(20)
                        .map(OverlayProperties::bare)
                        .toList());
    }

    private static Set<Integer> minus(Set<Integer> from, Set<Integer> gone) {
        Set<Integer> left = new HashSet<>(from);
        left.removeAll(gone);
        return left;
    }

    private static Set<Step> bare(GraphView view, Plan plan) {
        return Arrays.stream(plan.arcs())
                .mapToObj(arc -> Step.of(view, arc).bare())
                .collect(Collectors.toSet());
    }

    private static Set<Step> bare(Twin.Derivation plan) {
        return plan.steps().stream().map(Step::bare).collect(Collectors.toSet());
    }

    @Property
    void withoutFactsOnlyArcsThatKeepAWholeSupportAreLeft(
            @ForAll Sample sample, @ForAll @Size(max = 3) Set<@IntRange(max = 4) Integer> gone) {
        GraphView overlay = sample.view();
        for (int fact : gone) {
            overlay = overlay.withoutFacts(fact);
        }
        answersAsIfOnly(sample, overlay, step -> step.survives(gone));
        answersAsIfOnly(sample, sample.view().withoutFacts(Sample.array(gone)), step -> step.survives(gone));
    }

    @Property
    void supportsThatLackAFactAreNoLongerCited(@ForAll Sample sample, @ForAll @IntRange(max = 3) int gone) {
        GraphView overlay = sample.view().withoutFacts(gone);
        for (int vertex = 0; vertex < sample.vertexCount(); vertex++) {
            CheapestPlan.from(overlay, Sample.array(sample.base())).plan(vertex).ifPresent(plan -> {
                for (int arc : plan.arcs()) {
                    Step left = Step.of(overlay, arc);
                    Step whole = sample.merged().stream()
                            .filter(step -> step.bare().equals(left.bare()))
                            .findFirst()
                            .orElseThrow();
                    assertThat(left.supports())
                            .isEqualTo(whole.supports().stream()
                                    .filter(set -> !set.contains(gone))
                                    .collect(Collectors.toSet()));
                }
            });
        }
    }

    @Property
    void belowAConfidenceNoArcCounts(@ForAll Sample sample, @ForAll @IntRange(max = 2) int least) {
        answersAsIfOnly(sample, sample.view().withMinimumConfidence(least), step -> step.confidence() >= least);
    }

    @Property
    void withoutAssumptionsOnlyFactsCount(@ForAll Sample sample) {
        answersAsIfOnly(sample, sample.view().withoutAssumptions(), step -> !step.assumption());
    }

    @Property
    void aVertexThatIsGoneIsNeitherEstablishedNorASource(
            @ForAll Sample sample, @ForAll @IntRange(max = 7) int vertex, @ForAll @IntRange(max = 3) int fact) {
        int gone = vertex % sample.vertexCount();
        answersAsIfOnly(
                sample,
                sample.view().withoutVertices(gone).withoutFacts(fact),
                step -> step.head() != gone && !step.tails().contains(gone) && step.survives(Set.of(fact)),
                Set.of(gone));
    }

    @Property
    void arcsOfAPlanCanBeSwitchedOffImplicitOnesToo(@ForAll Sample sample) {
        GraphView view = sample.view();
        Question question =
                Question.of(view, sample.footholds(), sample.target()).withAssumptions(2);
        for (Plan plan : KCheapestPlans.of(question, 2, ArcSignature.IDENTITY, Limits.DEFAULT)
                .plans()) {
            Set<Step> gone = bare(view, plan);
            answersAsIfOnly(sample, view.withoutArcs(plan.arcs()), step -> !gone.contains(step.bare()));
        }
    }

    @Property
    void whatBoundsTheWholeBoundsItsParts(
            @ForAll Sample sample,
            @ForAll @Size(max = 3) Set<@IntRange(max = 4) Integer> gone,
            @ForAll @IntRange(max = 1) int budget,
            @ForAll @IntRange(max = 3) int excluded) {
        Question question =
                Question.of(sample.view(), sample.footholds(), sample.target()).withAssumptions(budget);
        Inquiry whole = Inquiry.into(question);
        GraphView part = whole.view().withoutFacts(Sample.array(gone));
        List<Step> left =
                sample.merged().stream().filter(step -> step.survives(gone)).toList();
        List<Set<Integer>> others = new ArrayList<>(sample.alternatives());
        boolean fewer = excluded < others.size();
        if (fewer) {
            others.remove(excluded);
        }
        Sample rest = new Sample(sample.vertexCount(), left, sample.base(), others, sample.target());

        Plans plans = whole.cheapestWithin(part, ArcSignature.IDENTITY, fewer ? new int[] {excluded} : new int[0]);

        assertThat(plans.truncated()).isFalse();
        assertThat(plans.plans().stream().map(plan -> bare(part, plan)))
                .containsExactlyElementsOf(Twin.plans(rest, left, budget, Integer.MAX_VALUE).stream()
                        .limit(1)
                        .map(OverlayProperties::bare)
                        .toList());
    }

    @Property
    void anAssumptionThatDoesNotSufficeIsOfNoUse(@ForAll Sample sample) {
        GraphView view = sample.view();
        int[] base = Sample.array(sample.base());
        GraphView sole = view.withoutArcs(SoleAssumptions.others(view, base, sample.target()));

        Question question =
                Question.of(view, Footholds.all(base), sample.target()).withAssumptions(1);
        assertThat(Inquiry.into(question.on(sole))
                        .cheapest(1, ArcSignature.IDENTITY)
                        .plans())
                .isEqualTo(Inquiry.into(question)
                        .cheapest(1, ArcSignature.IDENTITY)
                        .plans());
        int[] assumptions = sole.assumptionsFrom(vertex -> true);
        for (int one : assumptions) {
            int[] rest = Arrays.stream(assumptions).filter(arc -> arc != one).toArray();
            assertThat(CheapestPlan.from(sole.withoutArcs(rest), base).reaches(sample.target()))
                    .isTrue();
        }
    }
}
