package dev.postern.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Outcome;
import dev.postern.model.Subject;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.rbac.AccessReview;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The two forms of the scenario {@code alice-fronto} give the same decisions. */
final class AliceFrontoTest {
    private static final Path SCENARIO =
            Path.of(System.getProperty("postern.root", ".."), "samples", "scenarios", "alice-fronto");
    private static final Analysis ABAC = Postern.analyze(ClusterSnapshot.read(SCENARIO.resolve("abac")));
    private static final Analysis RBAC = Postern.analyze(ClusterSnapshot.read(SCENARIO.resolve("rbac")));

    @Test
    void abacAndRbacDecideAlike() {
        int allowed = 0;
        int denied = 0;
        for (Subject subject : List.of(
                Subject.user("alice"),
                Subject.user("bob"),
                Subject.serviceAccount("fronto", "default"),
                Subject.user("system:anonymous"))) {
            for (String verb : List.of("get", "list", "create", "delete", "deletecollection", "impersonate")) {
                for (String resource :
                        List.of("pods", "pods/exec", "secrets", "services", "services/proxy", "nodes", "namespaces")) {
                    for (String namespace : List.of("", "fronto", "other")) {
                        for (String name : List.of("", "fronto")) {
                            AccessReview review = AccessReview.of(subject)
                                    .verb(verb)
                                    .resource(resource)
                                    .in(namespace)
                                    .named(name);
                            Outcome outcome = ABAC.decide(review).outcome();
                            assertThat(RBAC.decide(review).outcome())
                                    .as(review.toString())
                                    .isEqualTo(outcome);
                            allowed += outcome == Outcome.ALLOWED ? 1 : 0;
                            denied += outcome == Outcome.DENIED ? 1 : 0;
                        }
                    }
                }
            }
        }
        assertThat(allowed).isPositive();
        assertThat(denied).isPositive();
    }

    @Test
    void aliceIsClusterAdminInBoth() {
        for (Analysis analysis : List.of(ABAC, RBAC)) {
            assertThat(analysis.paths(PathQuery.from(Place.parse("user:alice")).to(Place.parse("cluster-admin")))
                            .paths())
                    .isNotEmpty();
            assertThat(analysis.paths(PathQuery.from(Place.parse("user:bob")).to(Place.parse("cluster-admin")))
                            .paths())
                    .isEmpty();
        }
    }
}
