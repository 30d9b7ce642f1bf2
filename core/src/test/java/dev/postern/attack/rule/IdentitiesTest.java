package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.bindEverywhere;
import static dev.postern.attack.rule.Manifests.cluster;
import static dev.postern.attack.rule.Manifests.clusterRole;
import static dev.postern.attack.rule.Manifests.grant;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.rbacRule;
import static dev.postern.attack.rule.Manifests.rule;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.user;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Whose rights count together: those that one request checks are one identity's, those of separate requests may be
 * several identities', and what an identity gains on the way joins what it had. Each as it is, and as it is not.
 */
final class IdentitiesTest {
    private static final String CLUSTER_ADMIN = "cluster-admin";
    private static final String POWER = clusterRole("power", ruleIn("*", "*", "*"));

    private static final String WRITES = rbacRule("create", "clusterrolebindings");
    private static final String BINDS_POWER = rbacRule("bind", "clusterroles", "power");

    private static final String CLOSED = String.join("---\n", namespace("closed", "restricted"), node("worker-1"));

    @Test
    void whatOneRequestChecksBelongsToOneIdentity() {
        String twoBindings = String.join(
                "\n---\n",
                POWER,
                grantEverywhere("ann", WRITES),
                clusterRole("binds", BINDS_POWER),
                bindEverywhere("binds", "binds", user("ann")));
        assertThat(Closure.of(cluster(twoBindings), "user:ann")).contains(CLUSTER_ADMIN);
    }

    @Test
    void whatOneRequestChecksIsNotSharedBetweenIdentities() {
        String two = String.join("\n---\n", POWER, grantEverywhere("ann", WRITES), grantEverywhere("bob", BINDS_POWER));
        assertThat(Closure.of(cluster(two), "user:ann", "user:bob")).doesNotContain(CLUSTER_ADMIN);
    }

    @Test
    void rightsOfSeparateRequestsCombineAcrossIdentities() {
        String two = String.join(
                "\n---\n",
                CLOSED,
                grant("closed", "ann", rule("patch", "namespaces")),
                grant("closed", "bob", rule("create", "pods")));
        assertThat(Closure.of(cluster(two), "user:ann", "user:bob")).contains("node:worker-1");
    }

    @Test
    void rightsOfSeparateRequestsAreAllNeeded() {
        String two = String.join(
                "\n---\n",
                CLOSED,
                grant("closed", "ann", rule("patch", "namespaces")),
                grant("closed", "bob", rule("create", "pods")));
        assertThat(Closure.of(cluster(two), "user:ann")).doesNotContain("node:worker-1");
        assertThat(Closure.of(cluster(two), "user:bob")).doesNotContain("node:worker-1");
    }

    @Test
    void rightsGainedOnTheWayJoinTheIdentityThatGainedThem() {
        String chain = String.join(
                "\n---\n",
                POWER,
                clusterRole("step", BINDS_POWER),
                grantEverywhere("ann", WRITES, rbacRule("bind", "clusterroles", "step")));
        assertThat(Closure.of(cluster(chain), "user:ann")).contains("role:ClusterRole/step@*", CLUSTER_ADMIN);
    }

    @Test
    void rightsGainedOnTheWayJoinNobodyElse() {
        // Ann comes to the right to bind power, by a role that gives her nothing to write bindings with elsewhere.
        String chain = String.join(
                "\n---\n",
                POWER,
                clusterRole("step", BINDS_POWER),
                grant("closed", "ann", rbacRule("create", "rolebindings"), rbacRule("bind", "clusterroles", "step")),
                grantEverywhere("bob", WRITES));
        assertThat(Closure.of(cluster(CLOSED, chain), "user:ann", "user:bob"))
                .contains("role:ClusterRole/step@closed")
                .doesNotContain(CLUSTER_ADMIN);
    }
}
