package dev.postern.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.path.AttackPath;
import dev.postern.path.AttackPaths;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.path.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers that the README of each scenario promises. */
final class ScenariosTest {
    private static final Path SCENARIOS = Path.of(System.getProperty("postern.root", ".."), "samples", "scenarios");
    private static final int PLANS = 20;

    @ParameterizedTest(name = "{0}: {1} to {2}")
    @CsvSource({
        "insider, user:sam@example.com, cluster-admin",
        "insider, user:sam@example.com, any-node",
        "insider, internet, cluster-admin",
        "insider-fixed, user:dana@example.com, cluster-admin",
        "insider-fixed, user:dana@example.com, any-node",
        "insider-fixed, sa:ci/ci-deployer, cluster-admin",
        "insider-fixed, sa:ci/ci-deployer, any-node",
        "insider-fixed, any-pod, cluster-admin",
        "insider-fixed, any-pod, any-node",
        "tesla-fixed, internet, cluster-admin",
        "tesla-fixed, internet, any-node",
        "tesla-fixed, internet, secret:telemetry/s3-telemetry",
        "tesla-fixed, any-pod, cluster-admin",
        "tesla-fixed, any-pod, any-node",
    })
    void thereIsNoPath(String scenario, String from, String to) {
        AttackPaths answer = ask(scenario, from, to);
        assertThat(answer.paths()).isEmpty();
        // Silence about a name that is not there would be no answer.
        assertThat(answer.notes()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1} to {2}")
    @CsvSource({
        "tesla, internet, cluster-admin, EXPOSES OPEN_CONSOLE SUBJECT_GRANT",
        "tesla, pod:telemetry/fleet-api, cluster-admin, NETWORK_REACH OPEN_CONSOLE SUBJECT_GRANT",
        "tesla, internet, any-node, EXPOSES OPEN_CONSOLE SUBJECT_GRANT WORKLOAD_ESCAPE",
        "tesla, internet, secret:telemetry/s3-telemetry, EXPOSES OPEN_CONSOLE SUBJECT_GRANT SECRET_READ",
        "insider, user:dana@example.com, cluster-admin, SUBJECT_GRANT SA_TOKEN_REQUEST SUBJECT_GRANT",
        "insider, user:dana@example.com, cluster-admin, SUBJECT_GRANT IMPERSONATE SUBJECT_GRANT",
        "insider, user:dana@example.com, cluster-admin, SUBJECT_GRANT POD_CREATE_AS_SA SUBJECT_GRANT",
        "insider, user:dana@example.com, cluster-admin, SUBJECT_GRANT POD_EXEC POD_ASSUMES_SA SUBJECT_GRANT",
        "insider, user:dana@example.com, any-node, SUBJECT_GRANT WORKLOAD_ESCAPE",
    })
    void thePathIsAmongTheCheapest(String scenario, String from, String to, String techniques) {
        assertThat(ask(scenario, from, to).paths().stream().map(ScenariosTest::techniques))
                .contains(techniques);
    }

    private static AttackPaths ask(String scenario, String from, String to) {
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(SCENARIOS.resolve(scenario)));
        return analysis.paths(
                PathQuery.from(Place.parse(from)).to(Place.parse(to)).cheapest(PLANS));
    }

    private static String techniques(AttackPath path) {
        List<Step> steps = path.steps();
        return steps.stream().map(step -> step.type().id()).collect(Collectors.joining(" "));
    }
}
