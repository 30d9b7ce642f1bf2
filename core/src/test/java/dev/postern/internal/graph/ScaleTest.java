package dev.postern.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The sizes that a large cluster makes, without looking at the clock. */
final class ScaleTest {

    private static final int VERTICES = 200_000;
    private static final int ARCS = 1_000_000;
    private static final int CLASSES = 1_500;

    /** A tenth of the arcs needs two premises; half of the rest leads to neighbours, so that plans have some length. */
    private static Hypergraph random(int vertices, int arcs, long seed) {
        Random random = new Random(seed);
        HypergraphBuilder builder = Hypergraph.builder(vertices);
        for (int i = 0; i < arcs; i++) {
            int head = random.nextInt(vertices);
            int tail = near(head, vertices, random);
            int weight = 1 + random.nextInt(8);
            if (i % 10 == 0) {
                int other = near(head, vertices, random);
                builder.arc(new int[] {tail, other}, head, i % 25, weight, i % 3, false, new int[] {i % 5_000});
            } else if (i % 97 == 0) {
                builder.arc(new int[] {tail}, head, i % 25, weight, 0, true);
            } else {
                builder.arc(tail, head, i % 25, weight, 2, new int[] {i % 5_000}, new int[] {i % 7_001});
            }
        }
        return builder.build();
    }

    private static int near(int vertex, int vertices, Random random) {
        return random.nextBoolean()
                ? random.nextInt(vertices)
                : Math.floorMod(vertex - 40 + random.nextInt(60), vertices);
    }

    /** Every class may talk to every other: the square of the classes, none of it stored. */
    private static final class AllPairs implements Expander {

        @Override
        public int label() {
            return 30;
        }

        @Override
        public int weight() {
            return 2;
        }

        @Override
        public void outArcs(int tail, BitSet known, Sink sink) {
            if (tail < CLASSES) {
                for (int head = known.nextClearBit(0); head < CLASSES; head = known.nextClearBit(head + 1)) {
                    sink.arc(head, 2);
                }
            }
        }

        @Override
        public void inArcs(int head, BitSet known, Sink sink) {
            outArcs(head, known, sink);
        }

        @Override
        public int[][] supports(int tail, int head) {
            return new int[][] {{tail, head}};
        }
    }

    @Test
    void aMillionArcsAnswerEveryQuestion() {
        Hypergraph graph = random(VERTICES, ARCS, 5);
        GraphView view = GraphView.of(graph, new AllPairs());
        int target = 9_000;
        int[] pods = IntStream.range(0, 1_000).map(i -> i * 7).toArray();
        Question question = Question.of(view, Footholds.anyOf(pods), target).withAssumptions(1);

        BitSet reached = Reachability.from(view, 0);
        assertThat(reached.cardinality()).isGreaterThan(VERTICES / 2);
        CheapestPlan cheapest = CheapestPlan.from(view, 0);
        assertThat(reached.stream().allMatch(cheapest::reaches)).isTrue();

        Inquiry inquiry = Inquiry.into(question);
        Plans plans = inquiry.cheapest(10, ArcSignature.IDENTITY);
        assertThat(plans.truncated()).isFalse();
        assertThat(plans.plans()).hasSize(10);
        int least = plans.plans().get(0).additiveCost();
        GraphView proven = view.withoutAssumptions();
        for (int pod = 0; pod < pods.length; pod += 50) {
            assertThat(CheapestPlan.to(proven, target, least - 1, pods[pod]).reaches(target))
                    .isFalse();
        }

        assertThat(inquiry.essentialFacts().truncated()).isFalse();
        ReachingFootholds reaching = inquiry.reachingFootholds();
        assertThat(reaching.truncated()).isFalse();
        assertThat(reaching.reaching().isEmpty()).isFalse();
    }
}
