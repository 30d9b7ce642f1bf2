package dev.postern.rbac;

import static dev.postern.model.Subject.group;
import static dev.postern.model.Subject.serviceAccount;
import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ObjectRef;
import dev.postern.model.Subject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Questions that other tools answer wrongly, each with their answer in a comment. Two more are about packets: {@code
 * dev.postern.network.RivalsTest}.
 */
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
    void theGroupOfARoleMayBeSpeltOut() {
        // Trivy KSV055 demands apiGroups * before it sees bindings or attaching
        assertThat(bound("create core pods/attach").podAttach())
                .anyMatch(permit -> permit.grant().role().name().equals("r"));
        assertThat(bound("create rbac.authorization.k8s.io rolebindings")
                        .whoCan(AccessRequest.parse("create", "rolebindings"))
                        .allows(user("alice")))
                .isTrue();
        assertThat(bound("create example.com rolebindings")
                        .whoCan(AccessRequest.parse("create", "rolebindings"))
                        .allows(user("alice")))
                .as("and another group is another resource")
                .isFalse();
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
        assertThat(bound("create certificates.k8s.io certificatesigningrequests x")
                        .whoCan(AccessRequest.parse("create", "csr"))
                        .allows(user("alice")))
                .isFalse();
    }

    @Test
    void anySubresourceOfThatNameIsMeantByAStarInFront() {
        // Kubescape: skips */exec; kubesplaining: has no */sub
        Rbac rbac = bound("create core */exec,*/token");
        assertThat(rbac.decide(AccessReview.of(user("alice"))
                                .verb("create")
                                .resource("pods/exec")
                                .in("shop")
                                .named("x"))
                        .isAllowed())
                .isTrue();
        assertThat(rbac.permits(Permission.of("create", "", "serviceaccounts/token")))
                .anyMatch(permit -> permit.grant().role().name().equals("r"));
        assertThat(rbac.permits(Permission.of("create", "", "pods")))
                .noneMatch(permit -> permit.grant().role().name().equals("r"));
    }

    @Test
    void impersonationLeadsToWhoeverIsImpersonated() {
        // KubeHound: has no edge for impersonation
        assertThat(Worlds.rbac("""
                        Role shop/r
                         impersonate core serviceaccounts cart
                        RoleBinding shop/b Role r
                         User alice
                        """).impersonations())
                .filteredOn(step -> !step.holder().equals(Grant.everything(Scope.CLUSTER)))
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.target()).isEqualTo(Impersonation.Target.SERVICE_ACCOUNT);
                    assertThat(step.scope()).isEqualTo(Scope.namespace("shop"));
                    assertThat(step.names()).containsExactly("cart");
                });
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
        assertThat(bound("update,escalate rbac.authorization.k8s.io clusterroles r")
                        .escalations())
                .anyMatch(escalation -> escalation.gained().equals(Grant.everything(Scope.CLUSTER)));
        assertThat(bound("update,escalate rbac.authorization.k8s.io clusterroles other")
                        .escalations())
                .isEmpty();
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

    @Test
    void acrossNamespacesRoleBindingsAreNamedWithTheirs() {
        // who-can -A: skips every RoleBinding
        Rbac rbac = Worlds.rbac("ClusterRole r\n list core secrets\nRoleBinding shop/b ClusterRole r\n User alice");
        assertThat(rbac.whoCan(AccessRequest.parse("list", "secrets")).subjects())
                .filteredOn(allowed -> allowed.subject().equals(user("alice")))
                .singleElement()
                .satisfies(allowed -> {
                    assertThat(allowed.extent()).isEqualTo(AllowedSubject.Extent.SOME_NAMESPACES);
                    assertThat(allowed.where().get(0).scope()).isEqualTo(Scope.namespace("shop"));
                });
    }

    @Test
    void subjectsOfTheSystemAreNamedLikeOthers() {
        // rbac-tool: its default exclusions drop every system: subject, the anonymous user among them
        Rbac rbac = Worlds.rbac("""
                ClusterRole r
                 list core secrets
                ClusterRoleBinding b ClusterRole r
                 User system:anonymous
                 Group system:unauthenticated
                """);
        assertThat(whoCan(rbac, "list", "secrets", ""))
                .contains(user("system:anonymous"), group("system:unauthenticated"));
        assertThat(rbac.rights(user("system:anonymous")).rights()).hasSize(1);
    }

    @Test
    void subresourcesAreAskedForByThemselves() {
        // rbac-tool: has no query for a subresource
        assertThat(bound("create core pods")
                        .whoCan(AccessRequest.parse("create", "pods/exec"))
                        .subjects())
                .hasSize(1);
        assertThat(bound("create core pods/exec")
                        .whoCan(AccessRequest.parse("create", "pods/exec"))
                        .subjects())
                .hasSize(2);
    }

    @Test
    void aRoleBindingGrantsNoUrls() {
        // rbac-tool: a fixture of its test expects one to grant them
        Rbac rbac = Worlds.rbac("ClusterRole r\n get url /metrics\nRoleBinding shop/b ClusterRole r\n User alice");
        assertThat(rbac.whoCan(AccessRequest.parse("get", "/metrics")).subjects())
                .extracting(AllowedSubject::subject)
                .containsExactly(group("system:masters"));
        assertThat(rbac.rights(user("alice")).rights()).isEmpty();
    }

    @Test
    void groupsAndResourcesAreComparedAsWholeWords() {
        // KubiScan: looks for the text inside the rule's, and ignores apiGroups
        AccessRequest pods = AccessRequest.parse("get", "pods");
        assertThat(bound("get metrics.k8s.io pods").whoCan(pods).subjects()).hasSize(1);
        assertThat(bound("get core podtemplates").whoCan(pods).subjects()).hasSize(1);
    }

    @Test
    void anyLabelAggregatesAndDefaultRolesCount() {
        // krane: knows labels aggregate-to-* alone and leaves default roles out; kubesplaining computes no aggregation
        Rbac rbac = Worlds.rbac("""
                ClusterRole team
                 aggregate team.example/part yes
                ClusterRole part
                 label team.example/part yes
                 list core secrets
                ClusterRoleBinding b ClusterRole team
                 User alice
                """);
        assertThat(whoCan(rbac, "list", "secrets", "")).contains(user("alice"));
        Rbac builtIn = Rbac.of(Worlds.cluster("RoleBinding shop/b ClusterRole edit\n User alice"), RbacOptions.DEFAULT);
        assertThat(whoCan(builtIn, "list", "secrets", "shop")).contains(user("alice"));
    }

    @Test
    void rolesOfOneIdentityAreTakenTogether() {
        // Trivy: judges each role in isolation
        Rbac rbac = Worlds.rbac("""
                ClusterRole one
                 create core pods
                ClusterRole two
                 get core secrets
                ClusterRoleBinding a ClusterRole one
                 User alice
                ClusterRoleBinding b ClusterRole two
                 User alice
                """);
        assertThat(rbac.rights(user("alice")).rights()).hasSize(2);
        assertThat(rbac.combined(
                        ImmutableList.of(Permission.of("create", "", "pods"), Permission.of("get", "", "secrets"))))
                .anyMatch(combined -> combined.holder().asSubject().equals(Optional.of(user("alice"))));
    }

    @Test
    void aUserOfAnAccountsNameIsTheAccount() {
        // rbac-police and kubesplaining: ignore the alias
        Rbac rbac = Worlds.rbac(
                "ClusterRole r\n list core secrets\nClusterRoleBinding b ClusterRole r\n User system:serviceaccount:shop:cart");
        assertThat(rbac.whoCan(AccessRequest.parse("list", "secrets")).allows(CART))
                .isTrue();
    }

    @Test
    void patternsOfSignersAreNotSpeltWithStars() {
        // kubesplaining: accepts * and */* as names of signers
        AccessRequest approve = AccessRequest.parse("approve", "signers/kubernetes.io/kubelet-serving");
        assertThat(bound("approve certificates.k8s.io signers *")
                        .whoCan(approve)
                        .subjects())
                .hasSize(1);
        assertThat(bound("approve certificates.k8s.io signers */*")
                        .whoCan(approve)
                        .subjects())
                .hasSize(1);
    }
}
