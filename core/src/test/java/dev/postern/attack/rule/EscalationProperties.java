package dev.postern.attack.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.attack.Vertex;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Confidence;
import dev.postern.path.AttackPaths;
import dev.postern.path.EscalationQuery;
import dev.postern.path.EscalationStep;
import dev.postern.path.IdentityReach;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.path.Reach;
import dev.postern.path.Standing;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** One computation for all identities against one question for each. */
class EscalationProperties {
    /** What is so by itself, once the step before it is made. */
    private static final Set<String> NO_REQUEST = Set.of("SUBJECT_GRANT", "SUBJECT_IN_GROUP", "SECRET_TOKEN_READ");

    @Provide
    Arbitrary<World> worlds() {
        return World.any();
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void whoReachesClusterAdminIsWhomAPathLeadsThere(@ForAll("worlds") World world) {
        Analysis analysis = analysis(world.documents());
        for (IdentityReach identity :
                analysis.escalations(EscalationQuery.everybody()).identities()) {
            Place start = Place.parse(identity.subject().notation());
            for (Confidence confidence : Confidence.values()) {
                AttackPaths paths = analysis.paths(PathQuery.from(start)
                        .to(Place.clusterAdmin())
                        .cheapest(1)
                        .withMinConfidence(confidence));
                boolean reached = identity.reaches().stream()
                        .anyMatch(reach -> reach.target() instanceof Vertex.ClusterAdmin
                                && reach.confidence().compareTo(confidence) >= 0);
                assertThat(reached)
                        .as(identity.subject().notation() + " at " + confidence)
                        .isEqualTo(!paths.paths().isEmpty());
            }
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void whoReachesANodeIsWhomAPathLeadsToOne(@ForAll("worlds") World world) {
        Analysis analysis = analysis(world.documents());
        for (IdentityReach identity :
                analysis.escalations(EscalationQuery.everybody()).identities()) {
            if (identity.standing().compareTo(Standing.CLUSTER_ADMIN_EQUIVALENT) > 0) {
                AttackPaths paths = analysis.paths(
                        PathQuery.from(Place.parse(identity.subject().notation()))
                                .to(Place.anyNode())
                                .cheapest(1));
                assertThat(identity.reaches().stream().anyMatch(reach -> reach.target() instanceof Vertex.AnyNode))
                        .as(identity.subject().notation())
                        .isEqualTo(!paths.paths().isEmpty()
                                && (identity.standing() != Standing.ON_THE_WAY_TO_CLUSTER_ADMIN
                                        || !behindAdmin(paths)));
            }
        }
    }

    /** Whoever may do everything gets a node by that, which is not said once more. */
    private static boolean behindAdmin(AttackPaths paths) {
        return paths.paths().get(0).steps().stream().anyMatch(step -> step.to() instanceof Vertex.ClusterAdmin);
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void whatRequestsAloneReachHasARequestForEachStep(@ForAll("worlds") World world) {
        for (IdentityReach identity : analysis(world.documents())
                .escalations(EscalationQuery.everybody())
                .identities()) {
            for (Reach reach : identity.reaches()) {
                for (EscalationStep step : reach.steps()) {
                    if (reach.byRequestsAlone()
                            && !NO_REQUEST.contains(step.step().type().id())) {
                        assertThat(step.calls())
                                .as(identity.subject().notation() + ": "
                                        + step.step().describe() + ": " + step.reason())
                                .isNotEmpty();
                    }
                }
            }
        }
    }

    @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
    void theOrderOfObjectsChangesNothing(@ForAll("worlds") World world, @ForAll long seed) {
        List<String> shuffled = new ArrayList<>(world.documents());
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(analysis(shuffled).escalations(EscalationQuery.everybody()))
                .isEqualTo(analysis(world.documents()).escalations(EscalationQuery.everybody()));
    }

    private static Analysis analysis(List<String> documents) {
        byte[] text = String.join("\n---\n", documents).getBytes(UTF_8);
        return Postern.analyze(ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text)))));
    }
}
