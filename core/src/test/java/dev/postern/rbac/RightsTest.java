package dev.postern.rbac;

import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Effective rights: what is said of them, where, and what is left out. */
class RightsTest {
    private static final Subject ALICE = user("alice");
    private static final Rbac RBAC = Worlds.rbac("""
            ClusterRole wide
             get core nodes,pods
             get url /metrics
            Role shop/r
             list core secrets
             get core namespaces other
            Role data/r
             list core configmaps
             list core nodes
            ClusterRoleBinding a ClusterRole wide
             User alice
            RoleBinding shop/b Role r
             User alice
            RoleBinding data/c Role r
             User alice
            """);

    /** Rights as text, with their namespace in front. */
    private static List<String> texts(List<Right> rights) {
        return rights.stream()
                .map(right -> right.scope().namespace() + ": " + Text.of(right.rule()))
                .toList();
    }

    private static List<String> rights(String rules) {
        return texts(Worlds.rbac("ClusterRole r\n " + rules.replace("; ", "\n ")
                        + "\nClusterRoleBinding b ClusterRole r\n User alice")
                .rights(ALICE)
                .rights());
    }

    private static List<String> withoutEffect(String rules, boolean clusterWide) {
        String binding = clusterWide ? "ClusterRoleBinding b" : "RoleBinding shop/b";
        return texts(Worlds.rbac("ClusterRole r\n " + rules + "\n" + binding + " ClusterRole r\n User alice")
                .rights(ALICE)
                .withoutEffect());
    }

    @ParameterizedTest
    @CsvSource({
        "get, pods, anywhere, x, true",
        "get, nodes, '', n1, true",
        "list, secrets, shop, '', true",
        "list, secrets, data, '', false",
        "list, secrets, '', '', false",
        "list, configmaps, data, '', true",
        "list, configmaps, shop, '', false",
        "list, pods, shop, '', false",
        "list, nodes, '', '', false",
    })
    void theyAllowWhatTheAuthorizerAllows(String verb, String resource, String in, String name, boolean allowed) {
        AccessReview review =
                AccessReview.of(ALICE).verb(verb).resource(resource).in(in).named(name);
        assertThat(RBAC.rights(ALICE).allows(review)).isEqualTo(allowed);
        assertThat(RBAC.decideByRbac(review).isAllowed()).isEqualTo(allowed);
    }

    @Test
    void urlsAreAllowedToo() {
        AccessReview metrics = AccessReview.of(ALICE).verb("get").path("/metrics");
        assertThat(RBAC.rights(ALICE).allows(metrics)).isTrue();
        assertThat(RBAC.rights(ALICE).allows(metrics.verb("post"))).isFalse();
    }

    @Test
    void inANamespaceWhatHoldsElsewhereIsLeftOut() {
        Rights all = RBAC.rights(ALICE);
        assertThat(texts(all.rights()))
                .containsExactly(": get nodes,pods", ": get /metrics", "data: list configmaps", "shop: list secrets");
        assertThat(texts(all.withoutEffect())).containsExactly("data: list nodes", "shop: get namespaces [other]");
        Rights shop = all.in("shop");
        assertThat(texts(shop.rights())).containsExactly(": get nodes,pods", ": get /metrics", "shop: list secrets");
        assertThat(texts(shop.withoutEffect())).containsExactly("shop: get namespaces [other]");
        assertThat(shop.holdings())
                .extracting(holding -> holding.grant().describe())
                .containsExactly("ClusterRole wide cluster-wide", "Role shop/r in namespace shop");
        assertThat(texts(all.in("data").withoutEffect())).containsExactly("data: list nodes");
    }

    @Test
    void twoSubjectsAreToldApart() {
        Rbac rbac = Worlds.rbac("""
                ClusterRole a
                 get,list core pods
                ClusterRole b
                 get core pods,secrets
                ClusterRoleBinding a ClusterRole a
                 User alice
                ClusterRoleBinding b ClusterRole b
                 User bob
                ClusterRoleBinding c ClusterRole a
                 User carol
                """);
        RightsDiff diff = RightsDiff.of(rbac.rights(ALICE), rbac.rights(user("bob")));
        assertThat(texts(diff.lost())).containsExactly(": list pods");
        assertThat(texts(diff.gained())).containsExactly(": get secrets");
        assertThat(diff.isEmpty()).isFalse();
        assertThat(RightsDiff.of(rbac.rights(ALICE), rbac.rights(user("carol"))).isEmpty())
                .isTrue();
        assertThat(RightsDiff.of(rbac.rights(user("nobody")), rbac.rights(ALICE))
                        .isEmpty())
                .as("gained alone")
                .isFalse();
        assertThat(RightsDiff.of(rbac.rights(ALICE), rbac.rights(user("nobody")))
                        .isEmpty())
                .as("lost alone")
                .isFalse();
    }

    @Test
    void aRightIsSaidBesideAWiderOneOnlyWhereItAddsSomething() {
        Rbac rbac = Worlds.rbac("""
                ClusterRole wide
                 get core pods
                ClusterRole narrow
                 get core pods
                 get core pods x
                 get core secrets x
                ClusterRoleBinding a ClusterRole wide
                 User alice
                RoleBinding shop/b ClusterRole narrow
                 User alice
                """);
        assertThat(texts(rbac.rights(ALICE).rights())).containsExactly(": get pods", "shop: get secrets [x]");
        assertThat(rbac.rights(ALICE).rights().get(0).by())
                .extracting(Grant::describe)
                .containsExactly("ClusterRole wide cluster-wide");
    }

    @ParameterizedTest
    @CsvSource({
        "'delete,create,list,get core pods', 'get,list,create,delete pods'",
        "'watch,zap,approve,deletecollection core pods', 'watch,deletecollection,approve,zap pods'",
        "'get core b,a', 'get a,b'",
        "'get apps x; get core x', 'get x in core,apps'",
        "'get core x b; get core x a', 'get x [a,b]'",
        "'get url /b; get url /a', 'get /a,/b'",
        "'get core pods; get core pods x', 'get pods'",
        "'* core pods; get core pods', '* pods'",
        "'get * pods; get core pods', 'get pods in *'",
        "'get core *; get core pods; get core pods/log', 'get *'",
        "'get core */log; get core pods/log', 'get */log'",
        "'get url /a*; get url /ab; get url /a**', 'get /a*'",
        "'get url *; get url /a*', 'get *'",
    })
    void manyRulesAreSaidAsFew(String rules, String text) {
        assertThat(rights(rules)).containsExactly(": " + text);
    }

    @ParameterizedTest
    @CsvSource({
        "'get core pods x; get core pods y; list core pods', 'get pods [x,y]', list pods",
        "'get core pods; list core secrets', 'get pods', 'list secrets'",
        "'get apps */scale; get core pods/scale', 'get pods/scale', 'get */scale in apps'",
    })
    void whatDiffersInMoreThanOneRespectStaysApart(String rules, String first, String second) {
        assertThat(rights(rules)).containsExactlyInAnyOrder(": " + first, ": " + second);
    }

    @ParameterizedTest
    @CsvSource({
        "get url /x, true, false",
        "get url /x, false, true",
        "get core pods/*, true, true",
        "get core nodes, true, false",
        "get core nodes, false, true",
        "get core nodes/proxy, false, true",
        "get core pods, false, false",
        "* core nodes, false, false",
        "get core namespaces, false, false",
        "get core namespaces shop, false, false",
        "get core namespaces other, false, true",
        "get core namespaces other, true, false",
        "get core namespaces/status other, false, true",
        "update core namespaces/finalize shop, false, false",
        "list core namespaces, false, true",
        "watch core namespaces, false, true",
        "create core namespaces, false, true",
        "deletecollection core namespaces, false, true",
        "list core namespaces, true, false",
        "get example.com namespaces other, false, false",
        "bind rbac.authorization.k8s.io clusterroles, false, false",
        "use policy podsecuritypolicies, false, false",
        "create core pods x, true, true",
        "'create core pods ,', true, false",
        "create core * x, true, false",
        "deletecollection core * x, true, true",
        "deletecollection core pods x, true, true",
        "create core pods/exec x, true, false",
        "list core pods x, true, false",
        "delete core pods x, true, false",
    })
    void whatNoRequestCanUseIsToldApart(String rule, boolean clusterWide, boolean useless) {
        assertThat(withoutEffect(rule, clusterWide)).hasSize(useless ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "*, core, pods, true",
        "get, *, pods, true",
        "get, core, *, true",
        "get, core, */scale, true",
        "get, core, pods, false",
        "get, core, pods/scale, false",
    })
    void patternsAreThoseThatMayDominateOthers(String verb, String group, String resource, boolean pattern) {
        assertThat(new Atom(false, verb, group, resource, true, "").isPattern()).isEqualTo(pattern);
    }
}
