package dev.postern.attack.rule;

import static dev.postern.path.PathQuery.from;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Analysis;
import dev.postern.edit.Draft;
import dev.postern.edit.Edit;
import dev.postern.edit.EditCosts;
import dev.postern.edit.Edits;
import dev.postern.model.Cluster;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.remediation.CutQuery;
import dev.postern.remediation.Remediation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * A cut against every set of edits there is, tried in the order of cost on random small clusters made of what the tables of
 * the techniques are made of.
 */
final class CutPropertyTest {
    /** Sets of edits tried for one cluster; beyond that the twin does not know. */
    private static final int TRIED = 120;

    @Provide
    Arbitrary<CatalogueWorld> worlds() {
        return CatalogueWorld.any();
    }

    @Property(tries = 12)
    void noCheaperSetOfEditsLeavesNoPlan(@ForAll("worlds") CatalogueWorld world) {
        Analysis analysis = world.analysis();
        PathQuery question = from(Place.anyPod()).to(Place.anyNode());
        Remediation cut = analysis.cut(CutQuery.of(question));
        assertThat(cut.proof().holds()).isTrue();
        assertThat(cut.remaining()).hasSameSizeAs(cut.infeasible().isEmpty() ? List.of() : List.of(1));
        if (!cut.optimal() || !cut.infeasible().isEmpty()) {
            return;
        }
        assertThat(cut.cost()).isEqualTo(cut.lowerBound());
        cheaper(analysis, question, cut.cost())
                .ifPresent(better -> assertThat(better)
                        .as("costs less than %s and leaves no plan", cut.edits())
                        .isNull());
    }

    /** Whoever makes the edits finds no plan, asking in the ordinary way. */
    @Property(tries = 40)
    void theChangedClusterHasNoPlan(@ForAll("worlds") CatalogueWorld world) {
        PathQuery question = from(Place.anyPod()).to(Place.clusterAdmin());
        Remediation cut = world.analysis().cut(CutQuery.of(question));
        assertThat(cut.proof().holds()).isTrue();
        if (cut.infeasible().isEmpty()) {
            assertThat(Reanalysis.of(cut.changed()).find(question).paths()).isEmpty();
        }
        assertThat(cut.edits()).allSatisfy(edit -> {
            assertThat(edit.cuts()).isNotEmpty();
            assertThat(edit.patch().form().toString() + edit.patch().yaml()).isNotEmpty();
        });
    }

    private static Optional<List<Edit>> cheaper(Analysis analysis, PathQuery question, int cost) {
        Cluster cluster = analysis.snapshot().cluster();
        Edits edits = Edits.of(cluster);
        TreeSet<Edit> all = new TreeSet<>();
        analysis.graph()
                .forEachEdge(edge -> edge.supports()
                        .forEach(support -> support.facts().forEach(fact -> all.addAll(edits.removing(fact)))));
        List<List<Edit>> sets = new ArrayList<>();
        grow(List.copyOf(all), 0, List.of(), cost, sets);
        return sets.stream()
                .limit(TRIED)
                .filter(set -> Reanalysis.of(Draft.edited(cluster, set))
                        .find(question)
                        .paths()
                        .isEmpty())
                .findFirst();
    }

    private static void grow(List<Edit> all, int next, List<Edit> chosen, int cost, List<List<Edit>> sets) {
        for (int i = next; i < all.size() && sets.size() < TRIED; i++) {
            int left = cost - EditCosts.DEFAULT.of(all.get(i));
            if (left > 0) {
                List<Edit> more = new ArrayList<>(chosen);
                more.add(all.get(i));
                sets.add(more);
                grow(all, i + 1, more, left, sets);
            }
        }
    }
}
