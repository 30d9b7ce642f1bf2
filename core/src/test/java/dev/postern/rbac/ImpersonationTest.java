package dev.postern.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
}
