package dev.postern.samples;

import static dev.postern.check.Checks.atLeastEffort;
import static dev.postern.check.Checks.noPath;
import static dev.postern.check.Checks.noReach;
import static dev.postern.check.Checks.onlyCan;
import static dev.postern.network.Endpoint.workload;
import static dev.postern.path.PathQuery.from;
import static dev.postern.path.Place.anyNode;
import static dev.postern.path.Place.anyPod;
import static dev.postern.path.Place.clusterAdmin;
import static dev.postern.path.Place.user;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.network.Flow;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What must not be possible in a cluster, as tests beside its manifests: {@code docs/checks.md} shows a part of this. */
final class GuardrailsTest {
    private static final Analysis SHOP = scenario("insider-fixed");
    private static final Analysis WALL = scenario("segmentation-fixed");

    private static Analysis scenario(String name) {
        Path root = Path.of(System.getProperty("postern.root", ".."));
        return Postern.analyze(
                ClusterSnapshot.read(root.resolve("samples/scenarios").resolve(name)));
    }

    @Test
    void developersStayDevelopers() {
        noPath(from(user("dana@example.com")).to(clusterAdmin()))
                .because("TM-1")
                .check(SHOP);
    }

    @Test
    void aNodeIsNotCheap() {
        atLeastEffort(8, from(anyPod()).to(anyNode())).because("TM-2").check(SHOP);
    }

    @Test
    void secretsAreForTheDevelopers() {
        onlyCan("get", "secrets")
                .in("shop")
                .allow("user:dana@example.com", "user:system:kube-controller-manager", "sa:kube-system/*")
                .because("TM-3")
                .check(SHOP);
    }

    @Test
    void reportsDoNotReachTheOrders() {
        noReach(Flow.from(workload("reports", "charts"))
                        .to(workload("shop", "orders"))
                        .tcp(6060))
                .because("SEG-1")
                .check(WALL);
    }

    /** In the scenario that is not fixed the same test fails, and its message is the path. */
    @Test
    void aFailureSaysHow() {
        assertThatThrownBy(() -> noPath(from(user("dana@example.com")).to(clusterAdmin()))
                        .because("TM-1")
                        .check(scenario("insider")))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "no path from user:dana@example.com to cluster-admin, because TM-1: 5 findings\n")
                .hasMessageContaining(
                        "  2. SA_TOKEN_REQUEST  ClusterRole edit in namespace shop may request a token of")
                .hasMessageContaining("RoleBinding shop/developers  roleRef = ClusterRole edit  ")
                .hasMessageContaining("insider" + java.io.File.separator + "team.yaml:12");
    }
}
