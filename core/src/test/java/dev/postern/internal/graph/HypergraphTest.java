package dev.postern.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class HypergraphTest {

    @Test
    void arcsAreSortedByHeadLabelTailsWeightAndConfidence() {
        Hypergraph graph = Hypergraph.builder(4)
                .arc(2, 3, 1, 5, 2)
                .arc(1, 3, 1, 5, 1)
                .arc(1, 3, 1, 5, 2)
                .arc(1, 3, 1, 4, 0)
                .arc(new int[] {1, 2}, 3, 1, 1, 2, false)
                .arc(0, 3, 2, 1, 2)
                .arc(0, 1, 9, 1, 2)
                .arc(new int[] {}, 3, 1, 1, 2, false)
                .build();
        GraphView view = GraphView.of(graph);
        assertThat(Sample.range(graph.arcCount()).stream()
                        .map(arc -> graph.head(arc) + " " + graph.label(arc)
                                + Arrays.toString(view.tails(arc)) + graph.weight(arc) + "/"
                                + graph.confidence(arc)))
                .containsExactly(
                        "1 9[0]1/2",
                        "3 1[]1/2",
                        "3 1[1]4/0",
                        "3 1[1]5/2",
                        "3 1[1]5/1",
                        "3 1[1, 2]1/2",
                        "3 1[2]5/2",
                        "3 2[0]1/2");
        assertThat(graph.firstArcInto(3)).isEqualTo(1);
        assertThat(graph.endOfArcsInto(3)).isEqualTo(8);
        assertThat(graph.outDegree(1)).isEqualTo(4);
        assertThat(graph.arcFrom(1, 3)).isEqualTo(5);
        assertThat(graph.axioms()).containsExactly(1);
    }

    @Test
    void equalArcsUniteTheirSupports() {
        Hypergraph graph = Hypergraph.builder(2)
                .arc(0, 1, 1, 1, 2, new int[] {5, 3})
                .arc(0, 1, 1, 1, 2, new int[] {3, 5}, new int[] {1})
                .build();
        assertThat(graph.arcCount()).isEqualTo(1);
        assertThat(graph.supports(0)).isDeepEqualTo(new int[][] {{1}, {3, 5}});
    }

    @Test
    void whatIsAddedToACopyIsNotInTheOther() {
        HypergraphBuilder one =
                Hypergraph.builder(4).arc(0, 1, 1, 1, 2, new int[] {5}).arc(new int[] {0, 1}, 2, 1, 1, 2, false);
        HypergraphBuilder other = one.copy().arc(2, 3, 7, 4, 1).arc(0, 1, 1, 1, 2, new int[] {6});
        one.arc(1, 3, 2, 1, 2);
        Hypergraph graph = other.build();
        assertThat(one.build().arcCount()).isEqualTo(3);
        assertThat(graph.arcCount()).isEqualTo(3);
        assertThat(graph.supports(0)).isDeepEqualTo(new int[][] {{5}, {6}});
        assertThat(graph.tailCount(1)).isEqualTo(2);
        assertThat(graph.label(2)).isEqualTo(7);
    }

    @Test
    void anArcThatNeedsNoFactStillNeedsNoneWhenUnitedWithOneThatDoes() {
        Hypergraph graph = Hypergraph.builder(2)
                .arc(0, 1, 1, 1, 2, new int[] {5})
                .arc(0, 1, 1, 1, 2)
                .build();
        assertThat(graph.supports(0)).isDeepEqualTo(new int[][] {{}, {5}});
        assertThat(Reachability.reaches(GraphView.of(graph).withoutFacts(5), 1, 0))
                .isTrue();
    }

    @Test
    void arcsThatDifferInConfidenceOrAssumptionStayApart() {
        Hypergraph graph = Hypergraph.builder(2)
                .arc(0, 1, 1, 1, 2)
                .arc(0, 1, 1, 1, 1)
                .arc(new int[] {0}, 1, 1, 1, 1, true)
                .build();
        assertThat(graph.arcCount()).isEqualTo(3);
        assertThat(graph.assumption(1)).isFalse();
        assertThat(graph.assumption(2)).isTrue();
        assertThat(graph.assumptions()).containsExactly(2);
    }

    @Test
    void repeatedPremisesCountOnceAndArcsIntoTheirOwnPremisesAreLeftOut() {
        Hypergraph graph = Hypergraph.builder(3)
                .arc(new int[] {1, 0, 1}, 2, 1, 1, 2, false)
                .arc(new int[] {0, 2}, 2, 1, 1, 2, false)
                .arc(1, 1, 1, 1, 2)
                .build();
        assertThat(graph.arcCount()).isEqualTo(1);
        assertThat(graph.tailCount(0)).isEqualTo(2);
        assertThat(graph.tail(0, 0)).isZero();
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        HypergraphBuilder builder = Hypergraph.builder(2);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.arc(0, 2, 1, 1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.arc(-1, 1, 1, 1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.arc(0, 1, 1, -1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.arc(0, 1, 1, Hypergraph.MAX_WEIGHT + 1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.arc(0, 1, 1, 1, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> Hypergraph.builder(-1));
    }

    @Test
    void anEmptyGraphAnswersEverything() {
        GraphView view = GraphView.of(Hypergraph.builder(1).build());
        Question question = Question.of(view, Footholds.all(), 0);
        assertThat(Reachability.from(view).isEmpty()).isTrue();
        assertThat(KCheapestPlans.of(question, 3, ArcSignature.IDENTITY, Limits.DEFAULT)
                        .plans())
                .isEmpty();
        assertThat(Inquiry.into(question, Limits.DEFAULT).essentialFacts().derivable())
                .isFalse();
        assertThat(Inquiry.into(question).reachingFootholds().reaching().isEmpty())
                .isTrue();
    }
}
