package dev.postern.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Ints;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** The search that is used again and again, against the one that starts afresh. */
@Domain(Samples.class)
@Domain(DomainContext.Global.class)
class ReachSearchProperties {
    @Property
    void eachStartFindsTheCheapestPlansWhateverCameBefore(@ForAll Sample sample) {
        GraphView view = sample.view().withoutAssumptions();
        ReachSearch search = new ReachSearch(view);
        List<Set<Integer>> starts = sample.starts();
        for (int round = 0; round < 2 * starts.size(); round++) {
            int[] sources = Sample.array(starts.get(round % starts.size()));
            CheapestPlan afresh = CheapestPlan.from(view, sources);
            search.from(sources);
            for (int vertex = 0; vertex < sample.vertexCount(); vertex++) {
                assertThat(search.reaches(vertex)).isEqualTo(afresh.reaches(vertex));
                assertThat(search.plan(vertex).map(plan -> Ints.asList(plan.arcs())))
                        .isEqualTo(afresh.plan(vertex).map(plan -> Ints.asList(plan.arcs())));
            }
        }
    }

    @Property
    void nothingIsDerivedFromWhereItStops(@ForAll Sample sample) {
        GraphView view = explicit(sample);
        int[] sources = Sample.array(sample.base());
        int stop = sample.target();
        int[] leaving = IntStream.range(0, view.graph().arcCount())
                .filter(arc -> Arrays.stream(view.tails(arc)).anyMatch(tail -> tail == stop))
                .toArray();
        boolean starts = sample.base().contains(stop);
        CheapestPlan expected = CheapestPlan.from(starts ? view : view.withoutArcs(leaving), sources);
        ReachSearch search = new ReachSearch(view, stop).from(sources);
        for (int vertex = 0; vertex < sample.vertexCount(); vertex++) {
            assertThat(search.reaches(vertex)).isEqualTo(expected.reaches(vertex));
        }
    }

    @Property
    void manySourcesAtOnceReachWhatEachReachesAlone(@ForAll Sample sample) {
        GraphView view = sample.view();
        int stop = sample.target();
        int[] sources = IntStream.range(0, sample.vertexCount())
                .flatMap(vertex -> IntStream.generate(() -> vertex).limit(ParallelReach.WIDTH / sample.vertexCount()))
                .toArray();
        ReachSearch alone = new ReachSearch(view, stop);
        ParallelReach together = new ParallelReach(view, stop).from(0).from(sources);
        for (int i = 0; i < sources.length; i++) {
            alone.from(sources[i]);
            for (int vertex = 0; vertex < sample.vertexCount(); vertex++) {
                assertThat(together.reaching(vertex) >>> i & 1).isEqualTo(alone.reaches(vertex) ? 1 : 0);
            }
        }
    }

    @Property
    void oneAssumptionMayBeNamed(@ForAll Sample sample) {
        GraphView view = sample.view();
        int[] sources = Sample.array(sample.base());
        ReachSearch search = new ReachSearch(view);
        for (int assumed : view.graph().assumptions()) {
            int[] others = Arrays.stream(view.graph().assumptions())
                    .filter(arc -> arc != assumed)
                    .toArray();
            CheapestPlan expected = CheapestPlan.from(view.withoutArcs(others), sources);
            search.assuming(assumed, sources);
            for (int vertex = 0; vertex < sample.vertexCount(); vertex++) {
                assertThat(search.reaches(vertex)).isEqualTo(expected.reaches(vertex));
                if (expected.reaches(vertex)) {
                    assertThat(search.cost(vertex)).isEqualTo(expected.cost(vertex));
                }
            }
        }
    }

    /** Without the arcs that only an expander knows: this search does not follow them. */
    private static GraphView explicit(Sample sample) {
        return GraphView.of(sample.view().graph()).withoutAssumptions();
    }
}
