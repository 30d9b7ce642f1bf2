package dev.postern.rbac;

import static dev.postern.model.Subject.group;
import static dev.postern.model.Subject.serviceAccount;
import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rows of evaluation, E1 to E11: at least one test each, named after it. The others: E12 to E14 in {@link
 * EffectiveRolesTest}, E15 to E17 in {@link EscalationTest}, E18 and E19 in {@link ImpersonationTest} and {@link
 * ConstrainedImpersonationTest}, E20 in {@link StreamingTest}, E21 in {@link SigningTest}, E22 in {@link NodeAuthorizerTest},
 * E23 in {@link AbacTest} and {@link AuthorizationModesTest}. What takes a file to show (E8's apiGroups, E10's objects) is in
 * {@code dev.postern.ManifestRightsTest}.
 */
class EvaluationTest {
    private static final Subject ALICE = user("alice");

    /** May alice do that, with this one rule given cluster-wide? */
    private static boolean may(String rule, String verb, String group, String resource, String name, String in) {
        Rbac rbac = Worlds.rbac("ClusterRole r\n " + rule + "\nClusterRoleBinding b ClusterRole r\n User alice");
        return rbac.decide(AccessReview.of(ALICE)
                        .verb(verb)
                        .group(group.equals("core") ? "" : group)
                        .resource(resource)
                        .in(in)
                        .named(name))
                .isAllowed();
    }

    @ParameterizedTest
    @CsvSource({"impersonate", "bind", "escalate", "approve", "sign", "attest", "use", "get", "madeUp"})
    void e1TheVerbWildcardMatchesEveryVerb(String verb) {
        assertThat(may("* core pods", verb, "core", "pods", "x", "n")).isTrue();
    }

    @Test
    void e1VerbsAreCaseSensitive() {
        assertThat(may("get core pods", "GET", "core", "pods", "x", "n")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "get core deployments, core, true",
        "get core deployments, apps, false",
        "get * deployments, apps, true",
        "get * deployments, core, true",
        "get apps/v1 deployments, apps, false",
    })
    void e2TheEmptyGroupIsTheCoreAlone(String rule, String group, boolean allowed) {
        assertThat(may(rule, "get", group, "deployments", "x", "n")).isEqualTo(allowed);
    }

    @Test
    void e2AnEmptyListOfGroupsGrantsNothing() {
        Rbac rbac = Worlds.rbac(
                List.of(Worlds.role("", "r", Worlds.rule(List.of("*"), List.of(), List.of("*"), List.of()))),
                List.of(Worlds.binding("", "b", ObjectRef.cluster("ClusterRole", "r"), ALICE)));
        assertThat(rbac.decide(AccessReview.of(ALICE).verb("get").resource("pods"))
                        .isAllowed())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "*, pods/exec, true",
        "pods, pods/exec, false",
        "pods/exec, pods, false",
        "*/exec, pods/exec, true",
        "*/exec, pods/attach, false",
        "*/exec, exec, false",
        "pods/*, pods/exec, false",
        "pods/*, pods, false",
        "*/*, pods/exec, false",
        "*/*, pods, false",
        "*/scale, deployments/scale, true",
    })
    void e3OnlyAStarAndAStarWithASubresourceAreWildcards(String ruleResource, String resource, boolean allowed) {
        assertThat(may("create core " + ruleResource, "create", "core", resource, "x", "n"))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "get core secrets a, get, secrets, a, true",
        "get core secrets a, get, secrets, b, false",
        "get core secrets *, get, secrets, a, false",
        "create core pods a, create, pods, '', false",
        "deletecollection core secrets a, deletecollection, secrets, '', false",
        "list core secrets a, list, secrets, '', false",
        "list core secrets a, list, secrets, a, true",
        "watch core secrets a, watch, secrets, a, true",
        "create core pods/exec a, create, pods/exec, a, true",
        "create core serviceaccounts/token a, create, serviceaccounts/token, a, true",
        "create core serviceaccounts/token a, create, serviceaccounts/token, b, false",
        "'get core pods ,', get, pods, '', true",
        "'get core pods ,', get, pods, a, false",
    })
    void e4NamesAreExactAndFailWhereTheRequestHasNone(
            String rule, String verb, String resource, String name, boolean allowed) {
        assertThat(may(rule, verb, "core", resource, name, "n")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "/apis/*, /apis, false",
        "/apis/*, /apis/apps, true",
        "/foo*, /foobar, true",
        "/foo*, /foo, true",
        "*, /anything, true",
        "/healthz, /healthz, true",
        "/healthz, /healthz/etcd, false",
        "/a**, /ab, true",
    })
    void e5UrlsAreExactOrPrefixes(String pattern, String path, boolean allowed) {
        String text = "ClusterRole r\n get url " + pattern + "\n";
        AccessReview get = AccessReview.of(ALICE).verb("get").path(path);
        Rbac cluster = Worlds.rbac(text + "ClusterRoleBinding b ClusterRole r\n User alice");
        assertThat(cluster.decide(get).isAllowed()).isEqualTo(allowed);
        assertThat(cluster.decide(get.verb("post")).isAllowed()).isFalse();
        // rbac-tool's fixture expects a RoleBinding to grant URLs; it never does.
        Rbac namespaced = Worlds.rbac(text + "RoleBinding n/b ClusterRole r\n User alice");
        assertThat(namespaced.decide(get).isAllowed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"get, true", "*, true", "GET, false", "head, false"})
    void e5VerbsOfUrlsAreMethodsInLowerCase(String verb, boolean allowed) {
        Rbac rbac = Worlds.rbac("ClusterRole r\n " + verb + " url /x\nClusterRoleBinding b ClusterRole r\n User alice");
        assertThat(rbac.decide(AccessReview.of(ALICE).verb("get").path("/x")).isAllowed())
                .isEqualTo(allowed);
    }

    @Test
    void e6ARoleBindingGrantsAClusterRoleInItsOwnNamespaceOnly() {
        Rbac rbac = Worlds.rbac("""
                ClusterRole r
                 get,list core pods,nodes
                RoleBinding shop/b ClusterRole r
                 User alice
                """);
        AccessReview list = AccessReview.of(ALICE).verb("list").resource("pods");
        assertThat(rbac.decide(list.in("shop")).isAllowed()).isTrue();
        assertThat(rbac.decide(list.in("other")).isAllowed()).isFalse();
        assertThat(rbac.decide(list).isAllowed()).as("list -A").isFalse();
        assertThat(rbac.decide(list.resource("nodes")).isAllowed()).isFalse();
        assertThat(rbac.permits(Permission.of("list", "", "nodes")))
                .noneMatch(permit -> permit.grant().role().name().equals("r"));
        assertThat(rbac.permits(Permission.of("list", "", "pods")))
                .filteredOn(permit -> !permit.grant().isEverything())
                .extracting(Permit::scope)
                .containsExactly(Scope.namespace("shop"));
    }

    @Test
    void e7ARoleBindingGrantsRequestsOnItsNamespaceItself() {
        Rbac rbac = Worlds.rbac("""
                Role shop/r
                 get,list,create,patch core namespaces
                Role other/named
                 patch core namespaces shop
                RoleBinding shop/b Role r
                 User alice
                RoleBinding other/b Role named
                 User alice
                """);
        AccessReview patch = AccessReview.of(ALICE).verb("patch").resource("namespaces");
        assertThat(rbac.decide(patch.named("shop")).isAllowed()).isTrue();
        assertThat(rbac.decide(patch.named("other")).isAllowed()).isFalse();
        assertThat(rbac.decide(patch.verb("list")).isAllowed()).isFalse();
        assertThat(rbac.decide(patch.verb("create")).isAllowed()).isFalse();
        assertThat(rbac.permits(Permission.of("patch", "", "namespaces")))
                .filteredOn(permit -> !permit.grant().isEverything())
                .singleElement()
                .satisfies(permit -> assertThat(permit.names()).containsExactly("shop"));
        assertThat(rbac.permits(Permission.of("list", "", "namespaces"), Permission.of("create", "", "namespaces")))
                .allMatch(permit -> permit.grant().isEverything());
    }

    @ParameterizedTest
    @CsvSource({
        "get, namespaces, shop, true",
        "update, namespaces, shop, true",
        "patch, namespaces, shop, true",
        "delete, namespaces, shop, true",
        "patch, namespaces/status, shop, true",
        "update, namespaces/finalize, shop, true",
        "get, namespaces, other, false",
        "list, namespaces, '', false",
        "create, namespaces, '', false",
        "deletecollection, namespaces, '', false",
    })
    void e7TheNamespaceOfARequestOnANamespaceIsItself(String verb, String resource, String name, boolean allowed) {
        Rbac rbac = Worlds.rbac("Role shop/r\n * core namespaces,namespaces/status,namespaces/finalize\n"
                + "RoleBinding shop/b Role r\n User alice");
        assertThat(rbac.decide(AccessReview.of(ALICE)
                                .verb(verb)
                                .resource(resource)
                                .named(name))
                        .isAllowed())
                .isEqualTo(allowed);
    }

    @Test
    void e8AMissingRoleGrantsNothingAndTheRestIsEvaluated() {
        Rbac rbac = Worlds.rbac("""
                Role shop/r
                 get core pods
                RoleBinding shop/a Role gone
                 User alice
                 User bob
                RoleBinding shop/b Role r
                 User alice
                ClusterRoleBinding c Role r
                 User carol
                """);
        AccessReview get =
                AccessReview.of(ALICE).verb("get").resource("pods").in("shop").named("x");
        assertThat(rbac.decide(get).isAllowed()).isTrue();
        AccessReview bob =
                AccessReview.of(user("bob")).verb("get").resource("pods").in("shop");
        assertThat(rbac.decideByRbac(bob).outcome()).isEqualTo(Outcome.DENIED);
        assertThat(rbac.decide(bob).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(rbac.decide(bob).missing()).contains("Role gone").contains("RoleBinding shop/a");
        assertThat(rbac.decideByRbac(AccessReview.of(user("carol"))
                                .verb("get")
                                .resource("pods")
                                .in("shop"))
                        .isAllowed())
                .isFalse();
        assertThat(rbac.diagnostics())
                .extracting(diagnostic -> diagnostic.code())
                .containsExactlyInAnyOrder("dangling-role-ref", "cluster-role-binding-to-role");
    }

    @Test
    void e9SubjectsMatchExactly() {
        Rbac rbac = Worlds.rbac("""
                ClusterRole r
                 get core pods
                RoleBinding shop/b ClusterRole r
                 User *
                 ServiceAccount local
                 ServiceAccount other/far
                 Robot robot
                ClusterRoleBinding c ClusterRole r
                 ServiceAccount local
                """);
        AccessReview get = AccessReview.of(ALICE).verb("get").resource("pods").in("shop");
        assertThat(rbac.decide(get).isAllowed()).isFalse();
        assertThat(rbac.decide(review(get, serviceAccount("shop", "local"))).isAllowed())
                .isTrue();
        assertThat(rbac.decide(review(get, serviceAccount("other", "far"))).isAllowed())
                .isTrue();
        assertThat(rbac.decide(review(get.in("other"), serviceAccount("other", "local")))
                        .isAllowed())
                .isFalse();
        assertThat(rbac.decide(review(get, user("robot"))).isAllowed()).isFalse();
        assertThat(rbac.diagnostics())
                .extracting(diagnostic -> diagnostic.code())
                .containsExactlyInAnyOrder("subject-wildcard", "subject-of-unknown-kind", "subject-without-namespace");
    }

    @Test
    void e10AServiceAccountIsTheUserOfItsName() {
        Rbac rbac = Worlds.rbac("""
                ClusterRole r
                 get core pods
                ClusterRoleBinding b ClusterRole r
                 User system:serviceaccount:shop:cart
                """);
        assertThat(rbac.decide(AccessReview.of(serviceAccount("shop", "cart"))
                                .verb("get")
                                .resource("pods"))
                        .isAllowed())
                .isTrue();
        assertThat(rbac.subjects()).containsExactly(serviceAccount("shop", "cart"));
    }

    @Test
    void e11SubjectsGetTheGroupsOfTheApiServer() {
        Rbac rbac = Worlds.rbac("ClusterRole r");
        assertThat(rbac.groupsOf(serviceAccount("shop", "cart")))
                .extracting(Subject.Group::name)
                .containsExactly("system:serviceaccounts:shop", "system:serviceaccounts", "system:authenticated");
        assertThat(rbac.groupsOf(user("system:node:n1")))
                .extracting(Subject.Group::name)
                .containsExactly("system:nodes", "system:authenticated");
        assertThat(rbac.groupsOf(ALICE)).extracting(Subject.Group::name).containsExactly("system:authenticated");
        assertThat(rbac.groupsOf(user("system:anonymous")))
                .extracting(Subject.Group::name)
                .containsExactly("system:unauthenticated");
        assertThat(rbac.groupsOf(group("system:serviceaccounts:shop")))
                .extracting(Subject.Group::name)
                .containsExactly("system:serviceaccounts", "system:authenticated");
        assertThat(rbac.groupsOf(group("system:unauthenticated"))).isEmpty();
    }

    @Test
    void e11ExplicitGroupsAreTakenExactly() {
        Rbac rbac = Worlds.rbac("""
                ClusterRole r
                 get core pods
                ClusterRoleBinding b ClusterRole r
                 Group system:authenticated
                """);
        AccessReview get = AccessReview.of("alice", List.of()).verb("get").resource("pods");
        assertThat(rbac.decide(get).isAllowed()).isFalse();
        assertThat(rbac.decide(review(get, ALICE)).isAllowed()).isTrue();
        assertThat(rbac.decide(review(get, user("system:anonymous"))).isAllowed())
                .isFalse();
    }

    @Test
    void allReasonsAreGivenEachWithItsEvidence() {
        Rbac rbac = Worlds.rbac("""
                ClusterRole r
                 get core pods
                 * core pods
                RoleBinding shop/a ClusterRole r
                 User bob
                 User alice
                ClusterRoleBinding b ClusterRole r
                 Group system:authenticated
                """);
        assertThat(rbac.decide(AccessReview.of(ALICE)
                                .verb("get")
                                .resource("pods")
                                .in("shop")
                                .named("x"))
                        .supports())
                .hasSize(4)
                .first()
                .satisfies(support -> assertThat(support.facts())
                        .containsExactly(
                                Evidence.stated(
                                        ObjectRef.cluster("ClusterRoleBinding", "b"),
                                        "subjects[0]",
                                        "Group system:authenticated"),
                                Evidence.stated(
                                        ObjectRef.cluster("ClusterRoleBinding", "b"), "roleRef", "ClusterRole r"),
                                Evidence.stated(ObjectRef.cluster("ClusterRole", "r"), "rules[0]", "get pods")));
    }

    private static AccessReview review(AccessReview review, Subject subject) {
        return new AccessReview(
                UserInfo.of(subject),
                review.verb(),
                review.apiGroup(),
                review.resource(),
                review.subresource(),
                review.name(),
                review.namespace(),
                review.path());
    }
}
