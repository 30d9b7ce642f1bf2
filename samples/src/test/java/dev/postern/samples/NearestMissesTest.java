package dev.postern.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.path.MissingFact;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.path.WhyNot;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a fix closed is what would have to be there again. */
final class NearestMissesTest {
    private static final Path SCENARIOS = Path.of(System.getProperty("postern.root", ".."), "samples", "scenarios");

    private static Arguments asked(String scenario, String from, String to, int flaws, String... missing) {
        return Arguments.of(scenario, from, to, flaws, List.of(missing));
    }

    static Stream<Arguments> misses() {
        String open = " would have to be labelled pod-security.kubernetes.io/enforce=privileged";
        return Stream.of(
                asked("hello-hardened-fixed", "sa:hello/hello", "any-node", 0, "Namespace hello" + open),
                asked(
                        "hello-hardened-fixed",
                        "pod:hello/hello",
                        "any-node",
                        0,
                        "Deployment hello/hello would have to be given a token of ServiceAccount hello/hello"
                                + " (automountServiceAccountToken: true)",
                        "Namespace hello" + open),
                asked(
                        "default-cluster-fixed",
                        "pod:team-a/web",
                        "namespace:team-b",
                        1,
                        "NetworkPolicy team-a/default-deny would have to admit TCP 8000 from Deployment team-a/web to"
                                + " Deployment team-b/crm as egress",
                        "NetworkPolicy team-b/default-deny would have to admit TCP 8000 from Deployment team-a/web to"
                                + " Deployment team-b/crm as ingress"),
                asked("insider-fixed", "user:dana@example.com", "any-node", 0, "Namespace shop" + open),
                asked(
                        "segmentation-fixed",
                        "pod:reports/charts",
                        "secret:shop/payment-provider",
                        1,
                        "NetworkPolicy shop/backend would have to admit TCP 6060 from Deployment reports/charts to"
                                + " Deployment shop/orders as ingress"),
                asked(
                        "supply-chain-fixed",
                        "image:registry.vendor.example/*",
                        "secret:settlement/bank-account",
                        0,
                        "Deployment settlement/launcher would have to be given a token of ServiceAccount"
                                + " settlement/launcher (automountServiceAccountToken: true)"),
                asked("cd-server-fixed", "any-pod", "any-node", 0, "Namespace shop" + open));
    }

    @ParameterizedTest(name = "{0}: {1} to {2}")
    @MethodSource("misses")
    void theNearestMissIsWhatTheFixClosed(String scenario, String from, String to, int flaws, List<String> missing) {
        WhyNot answer = Postern.analyze(ClusterSnapshot.read(SCENARIOS.resolve(scenario)))
                .whyNot(PathQuery.from(Place.parse(from))
                        .to(Place.parse(to))
                        .cheapest(1)
                        .assuming(flaws));
        assertThat(answer.outcome()).isEqualTo(WhyNot.Outcome.ABSENT);
        assertThat(answer.misses())
                .singleElement()
                .satisfies(miss -> assertThat(miss.missing())
                        .extracting(MissingFact::description)
                        .containsExactlyElementsOf(missing));
        assertThat(answer.misses().get(0).missing())
                .allSatisfy(fact -> assertThat(fact.guards()).isNotEmpty());
    }
}
