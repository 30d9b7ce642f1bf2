package dev.postern;

import com.google.common.collect.ImmutableList;
import dev.postern.path.AttackPaths;
import dev.postern.path.ChokePoints;
import dev.postern.path.NamespaceMatrix;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.remediation.CutQuery;
import dev.postern.remediation.Remediation;
import java.util.List;

/**
 * What to know first about a cluster.
 *
 * @param questions from pod to node, from service account to cluster-admin, and to both from the internet
 * @param namespaces from namespace to namespace
 * @param cut what leaves no path for any of the questions
 */
public record Summary(ImmutableList<Question> questions, NamespaceMatrix namespaces, Remediation cut) {
    /** Paths of each question. */
    private static final int PATHS = 3;

    /** Paths that the cut looks at before it gives up: a summary need not wait for the last proof. */
    private static final int STEPS = 1000;

    /** A question with its cheapest paths, and where they can be stopped. */
    public record Question(AttackPaths answer, ChokePoints points) {}

    static Summary of(Analysis analysis) {
        List<PathQuery> asked = List.of(
                PathQuery.from(Place.anyPod()).to(Place.anyNode()).cheapest(PATHS),
                PathQuery.from(Place.anyServiceAccount())
                        .to(Place.clusterAdmin())
                        .cheapest(PATHS),
                PathQuery.from(Place.internet()).to(Place.clusterAdmin()).cheapest(PATHS),
                PathQuery.from(Place.internet()).to(Place.anyNode()).cheapest(PATHS));
        return new Summary(
                asked.stream()
                        .map(query -> new Question(analysis.paths(query), analysis.chokePoints(query)))
                        .collect(ImmutableList.toImmutableList()),
                analysis.namespaces(),
                analysis.cut(CutQuery.of(asked).withMaxSteps(STEPS)));
    }
}
