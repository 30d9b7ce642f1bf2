package dev.postern.check;

import static dev.postern.check.Checks.atLeastEffort;
import static dev.postern.check.Checks.noPath;
import static dev.postern.check.Checks.noReach;
import static dev.postern.check.Checks.onlyCan;
import static dev.postern.network.Endpoint.workload;
import static dev.postern.path.PathQuery.from;
import static dev.postern.path.Place.anyPod;
import static dev.postern.path.Place.clusterAdmin;
import static dev.postern.path.Place.pod;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.Analysis;
import dev.postern.network.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Assertions in tests: those that hold say nothing, those that do not say everything. */
final class ClaimTest {
    private static final Analysis ANALYSIS = Clusters.of(
            Clusters.pod("shop", "cart"),
            Clusters.pod("ops", "robot"),
            Clusters.admin("ops", "robot"),
            Clusters.isolate("ops"));
    private static final Flow TO_CART =
            Flow.from(workload("ops", "robot")).to(workload("shop", "cart")).tcp(80);
    private static final Flow TO_ROBOT =
            Flow.from(workload("shop", "cart")).to(workload("ops", "robot")).tcp(80);
    private static final Flow TO_NOBODY =
            Flow.from(workload("shop", "cart")).to(workload("ops", "gone")).tcp(80);

    static Stream<Claim> holding() {
        return Stream.of(
                noPath(from(pod("shop", "cart")).to(clusterAdmin())),
                noPath(from(pod("shop", "crat")).to(clusterAdmin())).acceptingUnknown(),
                atLeastEffort(2, from(anyPod()).to(clusterAdmin())),
                noReach(TO_ROBOT),
                noReach(TO_NOBODY).acceptingUnknown(),
                onlyCan("get", "secrets").in("shop").allow("sa:ops/*"));
    }

    @ParameterizedTest
    @MethodSource("holding")
    void whatHoldsPasses(Claim claim) {
        assertThatCode(() -> claim.because("TM-12").check(ANALYSIS)).doesNotThrowAnyException();
    }

    static Stream<Arguments> failing() {
        return Stream.of(
                Arguments.of(
                        noPath(from(pod("shop", "crat")).to(clusterAdmin())),
                        "unknown: what pod:shop/crat is: correct the name"),
                Arguments.of(
                        atLeastEffort(3, from(anyPod()).to(clusterAdmin())),
                        "every path from any-pod to cluster-admin costs effort 3 or more, because TM-12: 1 finding"),
                Arguments.of(noReach(TO_ROBOT, TO_CART), "ops/robot to shop/cart, TCP 80 passes  [id "),
                Arguments.of(noReach(TO_NOBODY), "unknown: a running pod of ops/gone: the input holds none"),
                Arguments.of(
                        onlyCan("get", "secrets").in("shop").allow(),
                        "ServiceAccount ops/robot may get secrets in namespace shop"));
    }

    @ParameterizedTest
    @MethodSource("failing")
    void whatDoesNotHoldFails(Claim claim, String message) {
        assertThatThrownBy(() -> claim.because("TM-12").check(ANALYSIS))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(message)
                .hasMessageContaining("because TM-12");
    }

    @Test
    void theFailureIsThePathWithItsEvidence() {
        assertThatThrownBy(() -> noPath(from(anyPod()).to(clusterAdmin()))
                        .because("TM-12")
                        .check(ANALYSIS))
                .hasMessageStartingWith(String.join(
                        "\n",
                        "no path from any-pod to cluster-admin, because TM-12: 1 finding",
                        "",
                        "Pod ops/robot, container main to cluster-admin by POD_ASSUMES_SA, SUBJECT_GRANT, effort 2, CERTAIN  [id 0145f8cc39]",
                        "  1. POD_ASSUMES_SA  Pod ops/robot, container main is given a token of ServiceAccount ops/robot",
                        "       Pod ops/robot  spec.serviceAccountName = robot  -:5",
                        "       Pod ops/robot  spec.automountServiceAccountToken = true  (default)  -:5",
                        "       ServiceAccount ops/robot  automountServiceAccountToken = true  (default)  -:7",
                        "  2. SUBJECT_GRANT  ServiceAccount ops/robot holds cluster-admin",
                        "       ClusterRoleBinding all-ops-robot  subjects[0] = ServiceAccount ops/robot  -:11",
                        "       ClusterRoleBinding all-ops-robot  roleRef = ClusterRole all  -:11",
                        "       ClusterRole all  rules[0] = * * in *  -:9",
                        "",
                        "Each of these edits alone leaves no path:",
                        "  - "))
                .hasMessageContaining("ClusterRoleBinding all-ops-robot  -:11");
    }
}
