package dev.postern.rbac;

import static dev.postern.model.Subject.group;
import static dev.postern.model.Subject.serviceAccount;
import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.model.Evidence;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Legacy impersonation, E18. */
class ImpersonationTest {
    private static List<String> impersonations(String policy) {
        return Worlds.rbac(policy).impersonations().stream()
                .filter(i -> !i.holder().equals(Grant.everything(Scope.CLUSTER)))
                .map(i -> i.holder().describe() + " -> " + i.target() + " "
                        + (i.anyName() ? "any" : String.join(",", i.names())) + " "
                        + i.scope().describe())
                .toList();
    }

    private static String clusterWide(String... rules) {
        return "ClusterRole r\n " + String.join("\n ", rules) + "\nClusterRoleBinding b ClusterRole r\n User alice";
    }

    @Test
    void e18UsersAndServiceAccountsAreImpersonatedSeparately() {
        assertThat(impersonations(clusterWide("impersonate core users")))
                .containsExactly("ClusterRole r cluster-wide -> USER any cluster-wide");
        assertThat(impersonations(clusterWide("impersonate core serviceaccounts")))
                .containsExactly("ClusterRole r cluster-wide -> SERVICE_ACCOUNT any cluster-wide");
    }

    @Test
    void e18GroupsAloneAreUseless() {
        assertThat(impersonations(clusterWide("impersonate core groups"))).isEmpty();
    }

    @Test
    void e18GroupsNeedAUserOfTheSameIdentity() {
        assertThat(impersonations(clusterWide("impersonate core groups system:masters", "impersonate core users bob")))
                .containsExactly(
                        "ClusterRole r cluster-wide -> USER bob cluster-wide",
                        "ClusterRole r cluster-wide -> GROUP system:masters cluster-wide");
        assertThat(impersonations("""
                        ClusterRole g
                         impersonate core groups
                        ClusterRole u
                         impersonate core users
                        ClusterRoleBinding a ClusterRole g
                         User alice
                        ClusterRoleBinding b ClusterRole u
                         User bob
                        """))
                .as("two identities")
                .containsExactly("ClusterRole u cluster-wide -> USER any cluster-wide");
    }

    @Test
    void e18AServiceAccountOfANamespaceIsHalfEnough() {
        assertThat(impersonations("""
                        ClusterRole g
                         impersonate core groups
                        Role shop/s
                         impersonate core serviceaccounts cart
                        ClusterRoleBinding a ClusterRole g
                         User alice
                        RoleBinding shop/b Role s
                         User alice
                        """))
                .containsExactly(
                        "Role shop/s in namespace shop -> SERVICE_ACCOUNT cart in namespace shop",
                        "User alice -> GROUP any cluster-wide");
    }

    @ParameterizedTest
    @CsvSource({"users", "groups", "'users,groups'"})
    void e18ARoleGrantsNoUserOrGroup(String resources) {
        assertThat(impersonations("Role shop/r\n impersonate core " + resources
                        + "\nRoleBinding shop/b Role r\n ServiceAccount shop/cart"))
                .isEmpty();
    }

    @Test
    void e18UidsAndExtrasAreNoEscalation() {
        assertThat(impersonations(clusterWide("impersonate authentication.k8s.io uids,userextras/scopes")))
                .isEmpty();
    }

    @Test
    void e18UsersOfAnotherGroupOfApisAreNot() {
        assertThat(impersonations(clusterWide("impersonate authentication.k8s.io users")))
                .isEmpty();
    }

    /** What alice may do as somebody else, where only the rules of that world count. */
    private static boolean may(String policy, ImpersonatedUser other) {
        AccessReview get = AccessReview.of(user("alice"))
                .verb("get")
                .resource("pods")
                .in("shop")
                .named("x");
        return Worlds.rbac(policy).decide(get.as(other)).isAllowed();
    }

    private static String readers(String subject) {
        return "\nClusterRole read\n get core pods\nClusterRoleBinding read ClusterRole read\n " + subject;
    }

    @ParameterizedTest
    @CsvSource({
        "impersonate core users bob, bob, true",
        "impersonate core users, bob, true",
        "impersonate core users carol, bob, false",
        "impersonate core serviceaccounts, bob, false",
    })
    void e18AUserIsImpersonatedByName(String rule, String other, boolean allowed) {
        assertThat(may(clusterWide(rule) + readers("User bob"), ImpersonatedUser.of(other)))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "Role shop/r, impersonate core serviceaccounts, RoleBinding shop/b Role r, true",
        "Role shop/r, impersonate core serviceaccounts cart, RoleBinding shop/b Role r, true",
        "Role shop/r, impersonate core serviceaccounts till, RoleBinding shop/b Role r, false",
        "Role other/r, impersonate core serviceaccounts, RoleBinding other/b Role r, false",
        "ClusterRole r, impersonate core serviceaccounts, ClusterRoleBinding b ClusterRole r, true",
        "ClusterRole r, impersonate core users, ClusterRoleBinding b ClusterRole r, false",
        "ClusterRole r, impersonate core users system:serviceaccount:shop:cart, ClusterRoleBinding b ClusterRole r, false",
    })
    void e18AServiceAccountIsCheckedInItsNamespaceAndNotAsAUser(
            String role, String rule, String binding, boolean allowed) {
        String policy = role + "\n " + rule + "\n" + binding + "\n User alice" + readers("ServiceAccount shop/cart");
        assertThat(may(policy, ImpersonatedUser.of("system:serviceaccount:shop:cart")))
                .isEqualTo(allowed);
        assertThat(may(policy, ImpersonatedUser.of(serviceAccount("shop", "cart"))))
                .isEqualTo(allowed);
    }

    @Test
    void e18ANameThatNoServiceAccountCanHaveIsAUsersName() {
        String other = "system:serviceaccount:Shop:cart";
        assertThat(may(clusterWide("impersonate core users") + readers("User " + other), ImpersonatedUser.of(other)))
                .isTrue();
    }

    @Test
    void e18ExplicitGroupsReplaceThoseOfAServiceAccount() {
        String rules = clusterWide("impersonate core serviceaccounts,groups");
        ImpersonatedUser cart = ImpersonatedUser.of(serviceAccount("shop", "cart"));
        for (String implied : List.of("system:serviceaccounts", "system:serviceaccounts:shop")) {
            String policy = rules + readers("Group " + implied);
            assertThat(may(policy, cart)).isTrue();
            assertThat(may(policy, cart.withGroups(List.of("ops")))).isFalse();
        }
        String policy = rules + readers("Group system:authenticated");
        assertThat(may(policy, cart.withGroups(List.of("ops")))).isTrue();
        assertThat(may(policy, cart.withGroups(List.of("system:unauthenticated"))))
                .isFalse();
    }

    @Test
    void e18TheAnonymousUserIsNotAuthenticated() {
        String rules = clusterWide("impersonate core users,groups");
        ImpersonatedUser anonymous = ImpersonatedUser.of("system:anonymous");
        assertThat(may(rules + readers("Group system:unauthenticated"), anonymous))
                .isTrue();
        assertThat(may(rules + readers("Group system:unauthenticated"), anonymous.withGroups(List.of("x"))))
                .isTrue();
        assertThat(may(rules + readers("Group system:authenticated"), anonymous))
                .isFalse();
        assertThat(may(rules + readers("Group system:authenticated"), ImpersonatedUser.of("bob")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "groups, ops, true",
        "groups ops, ops, true",
        "groups dev, ops, false",
        "'groups ops', 'ops,dev', false",
        "groups, system:masters, true",
        "groups *, 'ops,b,c,d', false",
    })
    void e18EveryGroupIsChecked(String groups, String asked, boolean allowed) {
        String policy = clusterWide("impersonate core users", "impersonate core " + groups)
                + readers("Group ops\n Group system:masters");
        assertThat(may(policy, ImpersonatedUser.of("bob").withGroups(List.of(asked.split(",")))))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "uids, true",
        "uids u1, true",
        "uids u2, false",
        "userextras/scopes, false",
    })
    void e18AUidIsClusterScoped(String rule, boolean allowed) {
        String policy = clusterWide("impersonate core users", "impersonate authentication.k8s.io " + rule)
                + readers("User bob");
        assertThat(may(policy, ImpersonatedUser.of("bob").withUid("u1"))).isEqualTo(allowed);
        String local = clusterWide("impersonate core users") + "\nRole shop/u\n impersonate authentication.k8s.io "
                + rule + "\nRoleBinding shop/u Role u\n User alice" + readers("User bob");
        assertThat(may(local, ImpersonatedUser.of("bob").withUid("u1"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "userextras/scopes, 'dev,ops', true",
        "'userextras/scopes dev,ops', 'dev,ops', true",
        "userextras/scopes dev, 'dev,ops', false",
        "userextras/teams, dev, false",
        "userextras, dev, false",
        "userextras/*, dev, false",
        "*/scopes, dev, true",
    })
    void e18AnExtraIsASubresourceAndItsValueAName(String rule, String values, boolean allowed) {
        String policy = clusterWide("impersonate core users", "impersonate authentication.k8s.io " + rule)
                + readers("User bob");
        assertThat(may(policy, ImpersonatedUser.of("bob").withExtras(Map.of("scopes", List.of(values.split(","))))))
                .isEqualTo(allowed);
    }

    @Test
    void e18WithoutAUserTheRequestIsBad() {
        assertThatThrownBy(() -> ImpersonatedUser.of(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("400");
        assertThatThrownBy(() -> ImpersonatedUser.of(group("system:masters")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void e18TheEvidenceHoldsBothHalves() {
        AccessReview get = AccessReview.of(user("alice")).verb("get").resource("pods");
        assertThat(Worlds.rbac(clusterWide("impersonate core users") + readers("User bob"))
                        .decide(get.as(ImpersonatedUser.of("bob")))
                        .supports())
                .singleElement()
                .satisfies(support -> assertThat(support.facts())
                        .extracting(Evidence::value)
                        .containsExactly(
                                "User alice",
                                "ClusterRole r",
                                "impersonate users",
                                "User bob",
                                "ClusterRole read",
                                "get pods"));
    }
}
