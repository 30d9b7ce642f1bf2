package dev.postern.rbac;

import static dev.postern.model.Subject.group;
import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows E12 to E14: which rules a role has in the end, and what is allowed beside RBAC. */
class EffectiveRolesTest {
    @Test
    void e12AggregatedRulesAreComputedThroughAggregatedRoles() {
        Rbac rbac = Worlds.rbac("""
                ClusterRole top
                 aggregate to-top true
                ClusterRole middle
                 label to-top true
                 aggregate to-middle true
                ClusterRole leaf
                 label to-middle true
                 get core pods
                ClusterRole cycle
                 label to-middle true
                 label to-top true
                 aggregate to-top true
                ClusterRoleBinding b ClusterRole top
                 User alice
                """);
        assertThat(rbac.decide(AccessReview.of(user("alice")).verb("get").resource("pods"))
                        .evidence())
                .extracting(Evidence::object, Evidence::field)
                .contains(
                        tuple(ObjectRef.cluster("ClusterRole", "leaf"), "rules[0]"),
                        tuple(ObjectRef.cluster("ClusterRole", "top"), "aggregationRule.clusterRoleSelectors[0]"));
    }

    @Test
    void e12TheUnionReplacesWhatManifestsSayAndEachRuleIsInItOnce() {
        LabelSelector parts = LabelSelector.ofLabels(ImmutableSortedMap.of("part", "true"));
        PolicyRule stale = Worlds.rule(List.of("get"), List.of(""), List.of("secrets"), List.of());
        PolicyRule pods = Worlds.rule(List.of("get"), List.of(""), List.of("pods"), List.of());
        PolicyRule nodes = Worlds.rule(List.of("get"), List.of(""), List.of("nodes"), List.of());
        ImmutableSortedMap<String, String> label = ImmutableSortedMap.of("part", "true");
        Role sum = new Role(
                ObjectMeta.of("", "sum").withLabels(label),
                true,
                ImmutableList.of(stale),
                Optional.of(ImmutableList.of(parts)));
        Role second = new Role(
                ObjectMeta.of("", "b").withLabels(label), true, ImmutableList.of(pods, nodes), Optional.empty());
        Role first = new Role(ObjectMeta.of("", "a").withLabels(label), true, ImmutableList.of(pods), Optional.empty());
        Role unlabelled = Worlds.role("", "c", Worlds.everything());
        Role namespaced = new Role(
                ObjectMeta.of("shop", "d").withLabels(label),
                false,
                ImmutableList.of(Worlds.everything()),
                Optional.empty());
        RoleBinding bound = Worlds.binding("", "x", ObjectRef.cluster("ClusterRole", "sum"), user("alice"));
        Rbac rbac = Worlds.rbac(List.of(sum, second, first, unlabelled, namespaced), List.of(bound));
        assertThat(rbac.rulesFor(UserInfo.of(user("alice")), ""))
                .extracting(HeldRule::rule)
                .as("members by name, each rule once, nothing of its own")
                .containsExactly(pods, nodes);
    }

    @Test
    void e12LiveRolesAreTrustedAndDriftIsReported() {
        LabelSelector parts = LabelSelector.ofLabels(ImmutableSortedMap.of("part", "true"));
        PolicyRule pods = Worlds.rule(List.of("get"), List.of(""), List.of("pods"), List.of());
        PolicyRule secrets = Worlds.rule(List.of("get"), List.of(""), List.of("secrets"), List.of());
        Role part = new Role(
                ObjectMeta.of("", "part").withLabels(ImmutableSortedMap.of("part", "true")),
                true,
                ImmutableList.of(pods),
                Optional.empty());
        RoleBinding bound = Worlds.binding("", "x", ObjectRef.cluster("ClusterRole", "sum"), user("alice"));
        for (PolicyRule written : List.of(pods, secrets)) {
            Role sum = new Role(
                    live(ObjectMeta.of("", "sum")),
                    true,
                    ImmutableList.of(written),
                    Optional.of(ImmutableList.of(parts)));
            Rbac rbac = Worlds.rbac(List.of(sum, part), List.of(bound));
            assertThat(rbac.rulesFor(UserInfo.of(user("alice")), ""))
                    .extracting(HeldRule::rule)
                    .containsExactly(written);
            assertThat(rbac.diagnostics())
                    .extracting(diagnostic -> diagnostic.code())
                    .isEqualTo(written.equals(pods) ? List.of() : List.of("aggregation-drift"));
        }
    }

    @Test
    void e13BuiltInRolesAreAssumedWhereTheInputLacksThem() {
        Cluster cluster = Worlds.cluster("""
                ClusterRole more
                 label rbac.authorization.k8s.io/aggregate-to-edit true
                 get example.com widgets
                RoleBinding shop/b ClusterRole edit
                 User alice
                """);
        Rbac rbac = Rbac.of(cluster, RbacOptions.DEFAULT);
        AccessReview review =
                AccessReview.of(user("alice")).verb("get").in("shop").named("x");
        assertThat(rbac.decide(review.resource("secrets")).evidence()).anyMatch(fact -> fact.basis() == Basis.ASSUMED);
        assertThat(rbac.decide(review.group("example.com").resource("widgets")).isAllowed())
                .as("a manifest's role aggregates into the built-in one")
                .isTrue();
        assertThat(rbac.decide(review.verb("impersonate").resource("serviceaccounts"))
                        .isAllowed())
                .isTrue();
        assertThat(rbac.decide(review.verb("create").resource("serviceaccounts/token"))
                        .isAllowed())
                .isTrue();
        assertThat(rbac.decide(review.verb("update").resource("endpoints")).isAllowed())
                .isFalse();
        assertThat(Rbac.of(cluster, RbacOptions.DEFAULT.withoutBuiltInRoles())
                        .decide(review.resource("secrets"))
                        .outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void e14ThePrivilegedGroupIsAllowedBesideRbac() {
        Rbac rbac = Worlds.rbac("ClusterRole r");
        AccessReview any = AccessReview.of("root", ImmutableList.of("system:masters"))
                .verb("delete")
                .resource("nodes");
        assertThat(rbac.decideByRbac(any).isAllowed()).isFalse();
        assertThat(rbac.decideByPrivilegedGroup(any).isAllowed()).isTrue();
        assertThat(rbac.decide(any).isAllowed()).isTrue();
        assertThat(rbac.decideByPrivilegedGroup(AccessReview.of(user("system:masters"))
                                .verb("get")
                                .resource("pods"))
                        .isAllowed())
                .as("a group, not a user")
                .isFalse();
        UserInfo root = any.user();
        assertThat(rbac.rulesFor(root, "shop")).as("it has no rules").isEmpty();
        assertThat(rbac.missing(root, "", List.of(Worlds.everything())))
                .as("nor does it cover any")
                .isNotEmpty();
        assertThat(rbac.missingToWrite(root, Worlds.role("", "x", Worlds.everything()), Optional.empty()))
                .as("but the check against escalation does not stop it")
                .isEmpty();
        assertThat(rbac.missingToWrite(
                        root, Worlds.binding("", "y", ObjectRef.cluster("ClusterRole", "r"), user("alice"))))
                .hasValue(ImmutableList.of());
        assertThat(rbac.holdings())
                .extracting(Holding::subject, Holding::grant)
                .containsExactly(tuple(group("system:masters"), Grant.everything(Scope.CLUSTER)));
    }

    private static ObjectMeta live(ObjectMeta meta) {
        return new ObjectMeta(
                meta.name(),
                meta.namespace(),
                meta.namespaceBasis(),
                meta.labels(),
                meta.annotations(),
                true,
                meta.controller(),
                meta.origin());
    }
}
