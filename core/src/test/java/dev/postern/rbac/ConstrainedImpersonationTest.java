package dev.postern.rbac;

import static dev.postern.model.Subject.serviceAccount;
import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Constrained impersonation, E19: a right on the identity and one on the request, by one identity. */
class ConstrainedImpersonationTest {
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String ON_EVERYTHING = rule(
            "impersonate-on:%1$s:get,impersonate-on:%1$s:list,impersonate-on:%1$s:watch,impersonate-on:%1$s:create,"
                    + "impersonate-on:%1$s:update,impersonate-on:%1$s:patch,impersonate-on:%1$s:delete,"
                    + "impersonate-on:%1$s:deletecollection",
            "*", "*");

    private static String rule(String verbs, String group, String resources) {
        return verbs + " " + group + " " + resources;
    }

    /** alice has these rules cluster-wide; the others may read Secrets. */
    private static String world(String... rules) {
        return "ClusterRole r\n " + String.join("\n ", rules) + """

                ClusterRoleBinding b ClusterRole r
                 User alice
                 ServiceAccount shop/agent
                ClusterRole reader
                 get,list core secrets
                ClusterRoleBinding c ClusterRole reader
                 ServiceAccount shop/cart
                 User bob
                 User system:node:n1
                 Group readers
                """;
    }

    private static Decision3 decide(String policy, String version, String as, String... groups) {
        Rbac rbac = Rbac.of(
                Worlds.cluster(policy),
                RbacOptions.DEFAULT
                        .withoutBuiltInRoles()
                        .withVersion(KubernetesVersion.parse(version).orElseThrow()));
        ImpersonatedUser other = ImpersonatedUser.of(as).withGroups(List.of(groups));
        AccessReview get = AccessReview.of(user("alice")).resource("secrets").in("shop");
        return new Decision3(
                rbac.decide(get.verb("get").named("s").as(other)).isAllowed(),
                rbac.decide(get.verb("list").as(other)).isAllowed(),
                rbac.decide(get.verb("delete").named("s").as(other)).isAllowed());
    }

    /** May the other's Secrets be got, listed, deleted? */
    private record Decision3(boolean get, boolean list, boolean delete) {}

    private static final Decision3 NOTHING = new Decision3(false, false, false);

    @ParameterizedTest
    @CsvSource({
        "serviceaccount, serviceaccounts, system:serviceaccount:shop:cart",
        "user-info, users, bob",
        "arbitrary-node, nodes, system:node:n1",
    })
    void e19BothHalvesAreNeededAndOnlyThatRequestIsAllowed(String mode, String resource, String other) {
        String identity = rule("impersonate:" + mode, AUTHENTICATION, resource);
        String on = rule("impersonate-on:" + mode + ":list", "core", "secrets");
        assertThat(decide(world(identity, on), "1.36", other)).isEqualTo(new Decision3(false, true, false));
        assertThat(decide(world(identity), "1.36", other)).isEqualTo(NOTHING);
        assertThat(decide(world(on), "1.36", other)).isEqualTo(NOTHING);
        assertThat(decide(world(identity, on), "1.35", other))
                .as("off by default")
                .isEqualTo(NOTHING);
    }

    @Test
    void e19TheOtherMustBeAllowedTheRequestToo() {
        String policy = world(
                rule("impersonate:user-info", AUTHENTICATION, "users"),
                rule("impersonate-on:user-info:list,impersonate-on:user-info:delete", "core", "secrets"));
        assertThat(decide(policy, "1.36", "bob")).isEqualTo(new Decision3(false, true, false));
        assertThat(decide(policy, "1.36", "carol")).isEqualTo(NOTHING);
    }

    @Test
    void e19AllHalvesMustBelongToTheRequestor() {
        assertThat(decide("""
                        ClusterRole r
                         impersonate:user-info authentication.k8s.io users
                        ClusterRole s
                         impersonate-on:user-info:list core secrets
                         list core secrets
                        ClusterRoleBinding b ClusterRole r
                         User alice
                        ClusterRoleBinding c ClusterRole s
                         User bob
                        """, "1.36", "bob")).isEqualTo(NOTHING);
    }

    @ParameterizedTest
    @CsvSource({
        "user-info, users, system:serviceaccount:shop:cart",
        "user-info, serviceaccounts, system:serviceaccount:shop:cart",
        "user-info, users, system:node:n1",
        "serviceaccount, serviceaccounts, bob",
        "serviceaccount, users, system:serviceaccount:shop:cart",
        "arbitrary-node, users, system:node:n1",
        "arbitrary-node, nodes, bob",
        "associated-node, nodes, system:node:n1",
    })
    void e19EachModeIsForItsOwnKindOfUser(String mode, String resource, String other) {
        String policy = world(
                rule("impersonate:" + mode, AUTHENTICATION, resource),
                rule("impersonate-on:" + mode + ":list", "core", "secrets"));
        assertThat(decide(policy, "1.36", other)).isEqualTo(NOTHING);
    }

    @Test
    void e19TheIdentityIsLookedForInTheApiGroupOfAuthentication() {
        String policy = world(
                rule("impersonate:user-info", "core", "users"),
                rule("impersonate-on:user-info:list", "core", "secrets"));
        assertThat(decide(policy, "1.36", "bob")).isEqualTo(NOTHING);
    }

    @ParameterizedTest
    @CsvSource({"impersonate-on:user-info:*, false", "*, true", "impersonate-on:*, false"})
    void e19OnlyAStarAloneIsAWildcardOfVerbs(String verb, boolean allowed) {
        String policy = world(rule("impersonate:user-info", AUTHENTICATION, "users"), rule(verb, "core", "secrets"));
        assertThat(decide(policy, "1.36", "bob").list()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "impersonate-on:user-info:list core secrets, RoleBinding shop/d, true",
        "impersonate-on:user-info:list core secrets, RoleBinding other/d, false",
        "impersonate-on:user-info:list core pods, RoleBinding shop/d, false",
        "impersonate-on:serviceaccount:list core secrets, RoleBinding shop/d, false",
    })
    void e19TheRequestIsMatchedAsRequestsAre(String on, String binding, boolean allowed) {
        String policy = world(rule("impersonate:user-info", AUTHENTICATION, "users bob")) + "ClusterRole on\n " + on
                + "\n" + binding + " ClusterRole on\n User alice";
        assertThat(decide(policy, "1.36", "bob").list()).isEqualTo(allowed);
    }

    @Test
    void e19AServiceAccountIsImpersonatedInItsNamespace() {
        String on = "ClusterRole on\n impersonate-on:serviceaccount:list core secrets\n"
                + "ClusterRoleBinding on ClusterRole on\n User alice\n";
        for (String namespace : List.of("shop", "other")) {
            String local =
                    "Role " + namespace + "/i\n impersonate:serviceaccount authentication.k8s.io serviceaccounts\n"
                            + "RoleBinding " + namespace + "/i Role i\n User alice\n";
            assertThat(decide(on + local + world("get core pods"), "1.36", "system:serviceaccount:shop:cart")
                            .list())
                    .isEqualTo(namespace.equals("shop"));
        }
    }

    @Test
    void e19ANodeHasItsGroupUnlikeInTheLegacyMode() {
        String node = """
                ClusterRole n
                 list core secrets
                ClusterRoleBinding n ClusterRole n
                 Group system:nodes
                ClusterRole r
                 %s
                ClusterRoleBinding r ClusterRole r
                 User alice
                """;
        assertThat(decide(
                                node.formatted(
                                        "impersonate:arbitrary-node authentication.k8s.io nodes n7\n impersonate-on:arbitrary-node:list core secrets"),
                                "1.36",
                                "system:node:n7")
                        .list())
                .isTrue();
        assertThat(decide(node.formatted("impersonate core users"), "1.36", "system:node:n7")
                        .list())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'', n1, true", "'', n2, false", "'', '', false", " *, n1, true", " n1, n1, false"})
    void e19AnAssociatedNodeIsTheOneOfTheTokenAndNamedByAStar(String name, String tokenNode, boolean allowed) {
        String policy = world(
                rule("impersonate:associated-node", AUTHENTICATION, "nodes " + name)
                        .strip(),
                rule("impersonate-on:associated-node:list", "core", "secrets"));
        Rbac rbac = Worlds.rbac(policy);
        AccessReview list = AccessReview.of(serviceAccount("shop", "agent"))
                .verb("list")
                .resource("secrets")
                .in("shop");
        ImpersonationReview review = list.as(ImpersonatedUser.of("system:node:n1"));
        assertThat(rbac.decide(tokenNode.isEmpty() ? review : review.from(tokenNode))
                        .isAllowed())
                .isEqualTo(allowed);
        AccessReview human =
                AccessReview.of(user("alice")).verb("list").resource("secrets").in("shop");
        assertThat(rbac.decide(human.as(ImpersonatedUser.of("system:node:n1")).from("n1"))
                        .isAllowed())
                .as("no service account")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "groups, readers, true",
        "groups readers, readers, true",
        "groups other, readers, false",
        "groups, 'readers,system:masters', false",
        "groups *, readers, false",
        "groups *, 'readers,b,c', false",
        "groups *, 'readers,b,c,d', true",
        "groups *, 'readers,b,c,system:masters', false",
        "'groups readers,b', 'readers,b', true",
        "'groups readers,b', 'readers,c', false",
        "users, readers, false",
    })
    void e19GroupsAreCheckedEachOrFromFourOnAllAtOnce(String rule, String groups, boolean allowed) {
        String policy = world(
                rule("impersonate:user-info", AUTHENTICATION, rule),
                rule("impersonate:user-info", AUTHENTICATION, "users"),
                rule("impersonate-on:user-info:list", "core", "secrets"));
        assertThat(decide(policy, "1.36", "carol", groups.split(",")).list()).isEqualTo(allowed);
    }

    @Test
    void e19TheEmptyGroupIsRefused() {
        String policy = world(
                rule("impersonate:user-info", AUTHENTICATION, "users,groups"),
                rule("impersonate-on:user-info:list", "core", "secrets"));
        assertThat(decide(policy, "1.36", "bob", "x").list()).isTrue();
        assertThat(decide(policy, "1.36", "bob", "").list()).isFalse();
    }

    @Test
    void e19NodesAndServiceAccountsTakeNothingButAName() {
        String policy = world(
                rule(
                        "impersonate:serviceaccount,impersonate:arbitrary-node",
                        AUTHENTICATION,
                        "serviceaccounts,nodes,groups,uids"),
                rule("impersonate-on:serviceaccount:list,impersonate-on:arbitrary-node:list", "core", "secrets"));
        for (String other : List.of("system:serviceaccount:shop:cart", "system:node:n1")) {
            assertThat(decide(policy, "1.36", other).list()).isTrue();
            assertThat(decide(policy, "1.36", other, "readers").list()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "uids u1, u1, '', '', true",
        "uids u2, u1, '', '', false",
        "userextras/acme.io/scope, '', acme.io/scope, dev, true",
        "userextras/acme.io/scope dev, '', acme.io/scope, 'dev,ops', false",
        "'userextras/acme.io/scope dev,ops', '', acme.io/scope, 'dev,ops', true",
        "userextras/scope, '', scope, dev, false",
        "userextras/acme.io/Scope, '', acme.io/Scope, dev, false",
        "userextras/*, '', acme.io/scope, 'a,b,c', false",
        "userextras/*, '', acme.io/scope, 'a,b,c,d', true",
        "userextras/* x, '', acme.io/scope, 'a,b,c,d', false",
        "userextras/acme.io/scope, u1, acme.io/scope, dev, false",
    })
    void e19UidsAndExtrasAreCheckedToo(String rule, String uid, String key, String values, boolean allowed) {
        String policy = world(
                rule("impersonate:user-info", AUTHENTICATION, rule),
                rule("impersonate:user-info", AUTHENTICATION, "users"),
                rule("impersonate-on:user-info:list", "core", "secrets"));
        ImpersonatedUser other = ImpersonatedUser.of("bob").withUid(uid);
        if (!key.isEmpty()) {
            other = other.withExtras(Map.of(key, ImmutableList.copyOf(values.split(","))));
        }
        AccessReview list =
                AccessReview.of(user("alice")).verb("list").resource("secrets").in("shop");
        assertThat(Worlds.rbac(policy).decide(list.as(other)).isAllowed()).isEqualTo(allowed);
    }

    @Test
    void e19UrlsAreRequestsToo() {
        Rbac rbac = Worlds.rbac("""
                ClusterRole r
                 impersonate:user-info authentication.k8s.io users
                 impersonate-on:user-info:get url /metrics
                ClusterRole m
                 get url /metrics,/logs
                ClusterRoleBinding r ClusterRole r
                 User alice
                ClusterRoleBinding m ClusterRole m
                 User bob
                """);
        AccessReview get = AccessReview.of(user("alice")).verb("get");
        ImpersonatedUser bob = ImpersonatedUser.of("bob");
        assertThat(rbac.decide(get.path("/metrics").as(bob)).isAllowed()).isTrue();
        assertThat(rbac.decide(get.path("/logs").as(bob)).isAllowed()).isFalse();
    }

    @Test
    void e19TheEvidenceHoldsBothHalvesTheOtherAndTheVersion() {
        Rbac rbac = Worlds.rbac(world(
                rule("impersonate:user-info", AUTHENTICATION, "users"),
                rule("impersonate-on:user-info:list", "core", "secrets")));
        AccessReview list =
                AccessReview.of(user("alice")).verb("list").resource("secrets").in("shop");
        assertThat(rbac.decide(list.as(ImpersonatedUser.of("bob"))).supports())
                .singleElement()
                .satisfies(support -> assertThat(support.facts())
                        .extracting(Evidence::value)
                        .contains(
                                "v1.36",
                                "impersonate:user-info users in authentication.k8s.io",
                                "impersonate-on:user-info:list secrets",
                                "User bob",
                                "get,list secrets"));
    }

    @Test
    void e19WhatIsUnknownAboutTheOtherStaysUnknown() {
        Rbac rbac = Worlds.rbac("""
                ClusterRole r
                 impersonate core users
                ClusterRoleBinding r ClusterRole r
                 User alice
                RoleBinding shop/x Role gone
                 User bob
                """);
        AccessReview list =
                AccessReview.of(user("alice")).verb("list").resource("secrets").in("shop");
        assertThat(rbac.decide(list.as(ImpersonatedUser.of("bob"))).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(rbac.decide(list.as(ImpersonatedUser.of("carol"))).outcome()).isEqualTo(Outcome.DENIED);
    }

    private static List<String> identities(String policy, String version) {
        Rbac rbac = Rbac.of(
                Worlds.cluster(policy),
                RbacOptions.DEFAULT
                        .withoutBuiltInRoles()
                        .withVersion(KubernetesVersion.parse(version).orElseThrow()));
        return rbac.impersonations().stream()
                .filter(i -> !i.holder().equals(Grant.everything(Scope.CLUSTER)))
                .map(i -> i.target() + " " + i.names() + " " + i.scope().describe())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "serviceaccount, serviceaccounts, SERVICE_ACCOUNT [] cluster-wide",
        "serviceaccount, serviceaccounts cart, SERVICE_ACCOUNT [cart] cluster-wide",
        "arbitrary-node, nodes n1, NODE [n1] cluster-wide",
        "user-info, 'users bob,system:node:n1', USER [bob] cluster-wide",
        "user-info, users, 'USER [alice, bob] cluster-wide'",
    })
    void e19WhoeverMayMakeEveryRequestAsAnotherIsTheOther(String mode, String resource, String expected) {
        String policy = world(rule("impersonate:" + mode, AUTHENTICATION, resource), ON_EVERYTHING.formatted(mode));
        assertThat(identities(policy, "1.36")).containsExactly(expected);
        assertThat(identities(policy, "1.35")).isEmpty();
    }

    @Test
    void e19GroupsButThePrivilegedOne() {
        String policy = world(
                rule("impersonate:user-info", AUTHENTICATION, "groups"),
                rule("impersonate:user-info", AUTHENTICATION, "users bob"),
                ON_EVERYTHING.formatted("user-info"));
        assertThat(identities(policy, "1.36")).hasSize(2).first().asString().isEqualTo("USER [bob] cluster-wide");
        assertThat(identities(policy, "1.36").get(1)).contains("readers").doesNotContain("system:masters");
        assertThat(identities(
                        world(
                                rule("impersonate:user-info", AUTHENTICATION, "groups system:masters"),
                                rule("impersonate:user-info", AUTHENTICATION, "users bob"),
                                ON_EVERYTHING.formatted("user-info")),
                        "1.36"))
                .containsExactly("USER [bob] cluster-wide");
    }

    @Test
    void e19SomeRequestsAsAnotherAreNoIdentity() {
        String identity = rule("impersonate:serviceaccount", AUTHENTICATION, "serviceaccounts");
        for (String on : List.of(
                "impersonate-on:serviceaccount:get * *",
                ON_EVERYTHING.formatted("serviceaccount").replace("* *", "core *"),
                ON_EVERYTHING.formatted("serviceaccount").replace("* *", "* secrets"),
                ON_EVERYTHING.formatted("serviceaccount") + " x",
                ON_EVERYTHING.formatted("user-info"))) {
            assertThat(identities(world(identity, on), "1.36")).as(on).isEmpty();
        }
        assertThat(identities(
                        world(identity) + "ClusterRole on\n " + ON_EVERYTHING.formatted("serviceaccount")
                                + "\nRoleBinding shop/on ClusterRole on\n User alice",
                        "1.36"))
                .as("in one namespace only")
                .isEmpty();
    }

    @Test
    void e19TheLegacyRightNeedsNoFurtherReason() {
        String policy = world("* * *", "impersonate-on:user-info:get core pods");
        assertThat(Worlds.rbac(policy).impersonations().stream()
                        .filter(i -> i.target() == Impersonation.Target.SERVICE_ACCOUNT)
                        .filter(i -> !i.holder().equals(Grant.everything(Scope.CLUSTER))))
                .singleElement()
                .satisfies(i -> assertThat(i.supports()).hasSize(1));
    }
}
