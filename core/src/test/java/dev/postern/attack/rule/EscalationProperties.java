package dev.postern.attack.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.attack.Vertex;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Confidence;
import dev.postern.path.AttackPath;
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
import java.util.HashSet;
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
        Set<Vertex> administrators = administrators(analysis);
        for (IdentityReach identity :
                analysis.escalations(EscalationQuery.everybody()).identities()) {
            if (identity.standing().compareTo(Standing.CLUSTER_ADMIN_EQUIVALENT) > 0) {
                List<AttackPath> paths = analysis.paths(
                                PathQuery.from(Place.parse(identity.subject().notation()))
                                        .to(Place.anyNode())
                                        .cheapest(20))
                        .paths();
                boolean listed =
                        identity.reaches().stream().anyMatch(reach -> reach.target() instanceof Vertex.AnyNode);
                if (listed || identity.standing() != Standing.ON_THE_WAY_TO_CLUSTER_ADMIN) {
                    assertThat(listed).as(identity.subject().notation()).isEqualTo(!paths.isEmpty());
                } else {
                    assertThat(paths)
                            .as(identity.subject().notation())
                            .allMatch(path -> behindAdmin(path, administrators));
                }
            }
        }
    }

    /** Whoever may do everything gets a node by that, which is not said once more. */
    private static boolean behindAdmin(AttackPath path, Set<Vertex> administrators) {
        return path.steps().stream().anyMatch(step -> administrators.contains(step.to()));
    }

    /** Being cluster-admin, and holding or gaining a role that allows everything: a step to either says the same. */
    private static Set<Vertex> administrators(Analysis analysis) {
        Set<Vertex> administrators = new HashSet<>();
        for (Vertex vertex : analysis.graph().vertices()) {
            Vertex role = vertex instanceof Vertex.GainedRole gained ? gained.role() : vertex;
            if (role instanceof Vertex.ClusterAdmin || leadsToClusterAdmin(analysis, role)) {
                administrators.add(vertex);
            }
        }
        return administrators;
    }

    private static boolean leadsToClusterAdmin(Analysis analysis, Vertex role) {
        boolean[] leads = new boolean[1];
        analysis.graph()
                .forEachEdge(edge -> leads[0] |= edge.type().isEmpty()
                        && edge.to() instanceof Vertex.ClusterAdmin
                        && edge.premises().equals(List.of(role)));
        return leads[0];
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
