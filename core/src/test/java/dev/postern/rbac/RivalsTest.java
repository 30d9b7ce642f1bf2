package dev.postern.rbac;

import static dev.postern.model.Subject.group;
import static dev.postern.model.Subject.serviceAccount;
import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.ObjectRef;
import dev.postern.model.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Questions that other tools answer wrongly, each with their answer in a comment. */
class RivalsTest {
    private static final Subject CART = serviceAccount("shop", "cart");

    private static Rbac bound(String rule) {
        return Worlds.rbac("ClusterRole r\n " + rule + "\nClusterRoleBinding b ClusterRole r\n User alice");
    }

    private static List<Subject> whoCan(Rbac rbac, String verb, String resource, String namespace) {
        return rbac
                .whoCan(AccessReview.of(user("anyone"))
                        .verb(verb)
                        .resource(resource)
                        .in(namespace))
                .stream()
                .map(Allowed::subject)
                .toList();
    }

    @Test
    void whoCanFindsSubresourceAndUrlWildcards() {
        // who-can: matches neither */sub nor any URL pattern, not even cluster-admin's *
        assertThat(whoCan(bound("create core */exec"), "create", "pods/exec", "shop"))
                .containsExactly(group("system:masters"), user("alice"));
        AccessReview metrics = AccessReview.of(user("anyone")).verb("get").path("/metrics");
        assertThat(bound("* url *").whoCan(metrics)).hasSize(2);
        assertThat(bound("get url /met*").whoCan(metrics)).hasSize(2);
    }

    @Test
    void aSingleRoleBindingIsNotLostBesideClusterWideOnes() {
        // who-can -A: skips every RoleBinding
        Rbac rbac = Worlds.rbac("ClusterRole r\n list core secrets\nRoleBinding shop/b ClusterRole r\n User alice");
        assertThat(rbac.permits(Permission.of("list", "", "secrets")))
                .extracting(permit -> permit.grant().describe())
                .containsExactly("ClusterRole r in namespace shop", "everything cluster-wide");
    }

    @Test
    void theCoreGroupIsTheEmptyString() {
        // rbac-tool: rewrites "" to core, and its rules then only fire for *
        assertThat(bound("create core pods/exec").podExec()).hasSize(2);
        assertThat(bound("update core pods/ephemeralcontainers")
                        .permits(Permission.of("update", "", "pods/ephemeralcontainers")))
                .hasSize(2);
    }

    @Test
    void aGroupInFrontDoesNotHideTheAccountsBehindIt() {
        // rbac-police: its loop over subjects ends at the first group that is not of service accounts
        Rbac rbac = Worlds.rbac("""
                ClusterRole r
                 list core secrets
                ClusterRoleBinding b ClusterRole r
                 Group developers
                 ServiceAccount shop/cart
                 User system:serviceaccount:shop:alias
                """);
        assertThat(whoCan(rbac, "list", "secrets", ""))
                .containsExactly(group("developers"), group("system:masters"), serviceAccount("shop", "alias"), CART);
    }

    @Test
    void rolesOfOneNameAndTwoKindsAreTwo() {
        // KubiScan: finds a role by its name alone, kind and namespace ignored
        Rbac rbac = Worlds.rbac("""
                ClusterRole reader
                 get core secrets
                Role shop/reader
                 get core pods
                Role data/reader
                 get core configmaps
                RoleBinding shop/b Role reader
                 User alice
                """);
        assertThat(rbac.decide(AccessReview.of(user("alice"))
                                .verb("get")
                                .resource("secrets")
                                .in("shop"))
                        .isAllowed())
                .isFalse();
        assertThat(rbac.decide(AccessReview.of(user("alice"))
                                .verb("get")
                                .resource("pods")
                                .in("shop"))
                        .isAllowed())
                .isTrue();
    }

    @Test
    void aWildcardMatchesTheSpecific() {
        // krane: compares by equality, so * never matches a rule about secrets
        assertThat(bound("* core *").permits(Permission.of("get", "", "secrets")))
                .hasSize(2);
    }

    @Test
    void groupsNeedNoWildcardToMatch() {
        // Trivy KSV043, 053 and 054 demand apiGroups *
        assertThat(bound("impersonate core users,groups").impersonations())
                .anyMatch(i -> i.target() == Impersonation.Target.GROUP
                        && i.holder().equals(new Grant(ObjectRef.cluster("ClusterRole", "r"), Scope.CLUSTER)));
    }

    @Test
    void theOrderOfRulesDoesNotMatter() {
        // Trivy KSV051 and 052 depend on it
        String write = " create rbac.authorization.k8s.io clusterrolebindings\n";
        String bind = " bind rbac.authorization.k8s.io clusterroles\n";
        String rest = "ClusterRole power\n * * *\nClusterRoleBinding b ClusterRole r\n User alice";
        assertThat(Worlds.rbac("ClusterRole r\n" + write + bind + rest).bindings())
                .hasSize(1)
                .extracting(SelfGrant::gained)
                .isEqualTo(Worlds.rbac("ClusterRole r\n" + bind + write + rest).bindings().stream()
                        .map(SelfGrant::gained)
                        .toList());
    }

    @Test
    void podsSlashStarIsNoWildcard() {
        // Kubescape: takes pods/* for one, and does not know */exec
        assertThat(bound("create core pods/*").podExec()).hasSize(1);
        assertThat(bound("create core */exec").podExec()).hasSize(2);
        assertThat(bound("create core pods/*").diagnostics())
                .extracting(diagnostic -> diagnostic.code())
                .containsExactly("resource-matches-nothing");
    }

    @Test
    void namesRestrictCreate() {
        // Kubescape approve-csr-v1: states that they do not
        assertThat(bound("create core pods x").permits(Permission.of("create", "", "pods")))
                .hasSize(1);
    }

    @Test
    void namedGrantsOfBindEscalateAndImpersonateCount() {
        // Kubescape and KubeHound: skip rules with resourceNames
        Rbac rbac = Worlds.rbac("""
                ClusterRole r
                 create rbac.authorization.k8s.io clusterrolebindings
                 bind rbac.authorization.k8s.io clusterroles cluster-admin
                ClusterRole cluster-admin
                 * * *
                ClusterRoleBinding b ClusterRole r
                 User alice
                """);
        assertThat(rbac.bindings()).hasSize(1);
        assertThat(bound("impersonate core users root").impersonations())
                .anyMatch(i -> i.names().contains("root"));
    }

    @Test
    void grantsToAllServiceAccountsReachEachOfThem() {
        // kubesplaining: no implicit groups, system: subjects are barred as sources and hops
        Rbac rbac = Worlds.rbac("""
                ClusterRole r
                 list core secrets
                ClusterRoleBinding b ClusterRole r
                 Group system:serviceaccounts
                """);
        assertThat(rbac.decide(AccessReview.of(CART).verb("list").resource("secrets"))
                        .isAllowed())
                .isTrue();
    }

    @Test
    void aNamedListIsARead() {
        // kubesplaining: drops it
        assertThat(bound("list core secrets db").permits(Permission.of("list", "", "secrets")))
                .filteredOn(permit -> !permit.grant().isEverything())
                .singleElement()
                .satisfies(permit -> assertThat(permit.names()).containsExactly("db"));
    }

    @Test
    void writingBindingsWithoutBindIsNotClusterAdmin() {
        // kubesplaining: calls it cluster-admin
        Rbac rbac = Worlds.rbac("""
                ClusterRole r
                 create,update,patch rbac.authorization.k8s.io clusterrolebindings,rolebindings
                ClusterRole power
                 * * *
                ClusterRoleBinding b ClusterRole r
                 User alice
                """);
        assertThat(rbac.bindings()).isEmpty();
        assertThat(rbac.escalations()).isEmpty();
    }

    @Test
    void aBindingOfAnAccountInAnotherNamespaceCounts() {
        // KubeHound: drops RoleBindings whose service account lives elsewhere
        Rbac rbac = Worlds.rbac(
                "ClusterRole r\n get core pods\nRoleBinding data/b ClusterRole r\n ServiceAccount shop/cart");
        assertThat(rbac.decide(AccessReview.of(CART)
                                .verb("get")
                                .resource("pods")
                                .in("data"))
                        .isAllowed())
                .isTrue();
    }
}
