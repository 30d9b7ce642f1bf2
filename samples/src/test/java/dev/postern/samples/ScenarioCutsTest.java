package dev.postern.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.attack.AttackEdge;
import dev.postern.edit.Edit;
import dev.postern.edit.EditCosts;
import dev.postern.edit.EditKind;
import dev.postern.edit.Edits;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.internal.graph.HittingSet;
import dev.postern.model.Evidence;
import dev.postern.path.PathQuery;
import dev.postern.remediation.CutQuery;
import dev.postern.remediation.Remediation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario that has a fix written by hand: the cut closes the same questions, and costs no more. */
final class ScenarioCutsTest {
    private static final long PLENTY = 1_000_000;
    private static final String FIXED = "-fixed";

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void closesWhatTheFixClosesForNoMore(String scenario) {
        Analysis analysis = analysis(scenario);
        List<PathQuery> open = questions(scenario).stream()
                .filter(question -> !analysis.paths(question).paths().isEmpty())
                .toList();
        assertThat(open).isNotEmpty();

        Remediation cut = analysis.cut(CutQuery.of(open));

        assertThat(cut.infeasible()).isEmpty();
        assertThat(cut.remaining()).isEmpty();
        assertThat(cut.proof().holds()).isTrue();
        assertThat(cut.optimal()).isTrue();
        assertThat(cut.cost())
                .as(
                        "%s against the fix by hand",
                        cut.edits().stream().map(edit -> edit.edit().describe()).toList())
                .isLessThanOrEqualTo(costOfFix(analysis, analysis(scenario + FIXED)));
    }

    /** The least that edits cost which take away all the facts that the fix took away. */
    private static int costOfFix(Analysis analysis, Analysis fixed) {
        Edits edits = Edits.of(analysis.snapshot().cluster());
        Set<Evidence> left = new HashSet<>();
        eachFact(fixed, left::add);
        TreeSet<Evidence> gone = new TreeSet<>();
        eachFact(analysis, fact -> {
            if (!left.contains(fact)) {
                gone.add(fact);
            }
        });
        TreeSet<Edit> all = new TreeSet<>();
        gone.forEach(fact -> all.addAll(removing(edits, fact)));
        List<Edit> numbered = List.copyOf(all);
        List<int[]> sets = new ArrayList<>();
        for (Evidence fact : gone) {
            int[] choice = removing(edits, fact).stream()
                    .mapToInt(numbered::indexOf)
                    .sorted()
                    .toArray();
            if (choice.length > 0) {
                sets.add(choice);
            }
        }
        int[] costs = numbered.stream().mapToInt(EditCosts.DEFAULT::of).toArray();
        return (int) HittingSet.cheapest(costs, sets, PLENTY).cost();
    }

    /** A policy written by hand says whom it admits: that is the strict one, not the one that admits the whole cluster. */
    private static List<Edit> removing(Edits edits, Evidence fact) {
        return edits.removing(fact).stream()
                .filter(edit -> edit.kind() != EditKind.ISOLATE_FROM_OUTSIDE)
                .toList();
    }

    private static void eachFact(Analysis analysis, Consumer<Evidence> action) {
        Consumer<AttackEdge> edge =
                one -> one.supports().forEach(support -> support.facts().forEach(action));
        analysis.graph().forEachEdge(edge);
        analysis.graph().forEachFlow(edge);
    }

    private static List<PathQuery> questions(String scenario) {
        return Expectations.of(ScenariosTest.SCENARIOS.resolve(scenario)).questions().stream()
                .map(block -> Expectations.query(block.options()))
                .toList();
    }

    private static Analysis analysis(String scenario) {
        Path folder = ScenariosTest.SCENARIOS.resolve(scenario);
        return Postern.analyze(ClusterSnapshot.read(folder));
    }

    static Stream<String> scenarios() {
        return ScenariosTest.fixed().stream().map(name -> name.substring(0, name.length() - FIXED.length()));
    }
}
