package dev.postern.rbac;

import static dev.postern.model.Subject.group;
import static dev.postern.model.Subject.serviceAccount;
import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.model.Evidence;
import dev.postern.model.Outcome;
import dev.postern.model.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReverseQuestionsTest {
    private static final Rbac SHOP = Worlds.rbac("""
            ClusterRole reader
             get,list core secrets
            Role shop/named
             get core secrets db
            Role shop/urls
             get url /metrics
             list core nodes
             create core pods x
             get core pods/*
            ClusterRoleBinding everywhere ClusterRole reader
             Group system:serviceaccounts:ops
            RoleBinding shop/here ClusterRole reader
             ServiceAccount shop/cart
             ServiceAccount ops/robot
            RoleBinding shop/named Role named
             User dana
            RoleBinding shop/urls Role urls
             User dana
            RoleBinding shop/lost Role absent
             User erik
            """);

    private static List<Subject> of(AllowedSubjects answer, AllowedSubject.Extent extent) {
        return answer.of(extent).map(AllowedSubject::subject).toList();
    }

    @Test
    void acrossNamespacesTheWiderIsToldFromTheNarrower() {
        AllowedSubjects answer = SHOP.whoCan(AccessRequest.parse("get", "secrets"));
        assertThat(of(answer, AllowedSubject.Extent.ALL))
                .containsExactly(
                        group("system:masters"), group("system:serviceaccounts:ops"), serviceAccount("ops", "robot"));
        assertThat(of(answer, AllowedSubject.Extent.SOME_NAMESPACES)).containsExactly(serviceAccount("shop", "cart"));
        assertThat(of(answer, AllowedSubject.Extent.SOME_NAMES)).containsExactly(user("dana"));
        assertThat(answer.allows(serviceAccount("ops", "unheard-of"))).isTrue();
    }

    @Test
    void whoeverABindingWithoutARoleNamesIsNotForgotten() {
        AllowedSubjects answer =
                SHOP.whoCan(AccessRequest.parse("get", "secrets").in("shop"));
        assertThat(answer.undecided())
                .extracting(AllowedSubjects.Undecided::subject)
                .containsExactly(user("erik"));
        assertThat(SHOP.explain(AccessRequest.parse("get", "secrets").in("shop"), UserInfo.of(user("erik")))
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aNamedRequestFindsTheRulesForThatNameOnly() {
        AccessRequest db = AccessRequest.parse("get", "secrets/db").in("shop");
        assertThat(of(SHOP.whoCan(db), AllowedSubject.Extent.ALL)).contains(user("dana"));
        assertThat(of(SHOP.whoCan(AccessRequest.parse("get", "secrets/x").in("shop")), AllowedSubject.Extent.ALL))
                .doesNotContain(user("dana"));
    }

    @Test
    void theMatchingEntriesOfTheRuleAreNamed() {
        Explanation answer = SHOP.explain(
                AccessRequest.parse("list", "secrets").in("shop"), UserInfo.of(serviceAccount("shop", "cart")));
        assertThat(answer.grounds()).singleElement().satisfies(ground -> {
            RuleMatch match = ground.rule().orElseThrow();
            assertThat(match.ruleIndex()).isZero();
            assertThat(match.matched())
                    .extracting(Evidence::field)
                    .containsExactly("rules[0].verbs[1]", "rules[0].apiGroups[0]", "rules[0].resources[0]");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "system:authenticated, 'ops/robot shop/cart system:node:n1 dana'",
        "system:unauthenticated, system:anonymous",
        "system:serviceaccounts, 'ops/robot shop/cart'",
        "system:serviceaccounts:shop, shop/cart",
        "system:serviceaccounts:other, ''",
        "system:nodes, system:node:n1",
        "developers, ''",
    })
    void groupsOfTheServerStandForWhoeverItPutsIntoThem(String group, String members) {
        Rbac rbac = Rbac.of(
                Worlds.builder("""
                        ClusterRole r
                         list core secrets
                        ClusterRoleBinding b ClusterRole r
                         Group %s
                        RoleBinding shop/c ClusterRole other
                         User dana
                         User system:anonymous
                         User system:node:n1
                         ServiceAccount shop/ghost
                        """.formatted(group))
                        .add(Worlds.account("shop", "cart"))
                        .add(Worlds.account("ops", "robot"))
                        .add(Worlds.node("n1"))
                        .build(),
                RbacOptions.DEFAULT.withoutBuiltInRoles());
        assertThat(rbac.whoCan(AccessRequest.parse("list", "secrets")).subjects())
                .filteredOn(allowed -> allowed.subject().equals(group(group)))
                .singleElement()
                .satisfies(allowed -> assertThat(String.join(
                                " ",
                                allowed.members().stream()
                                        .map(member -> member.notation().replaceAll("^(sa|user):", ""))
                                        .toList()))
                        .isEqualTo(members));
    }

    @Test
    void aRoleBindingOfANamespacesOwnNameReachesItsObject() {
        Rbac rbac =
                Worlds.rbac("ClusterRole r\n delete core namespaces\nRoleBinding shop/b ClusterRole r\n User alice");
        assertThat(of(rbac.whoCan(AccessRequest.parse("delete", "ns")), AllowedSubject.Extent.SOME_NAMESPACES))
                .containsExactly(user("alice"));
        assertThat(of(rbac.whoCan(AccessRequest.parse("delete", "ns/shop")), AllowedSubject.Extent.ALL))
                .contains(user("alice"));
        assertThat(of(rbac.whoCan(AccessRequest.parse("delete", "ns/data")), AllowedSubject.Extent.ALL))
                .doesNotContain(user("alice"));
    }

    @Test
    void whatNoRequestCanUseIsToldApart() {
        // kubectl auth can-i --list: prints them like the others
        Rights rights = SHOP.rights(user("dana"));
        assertThat(rights.withoutEffect())
                .extracting(right -> Text.of(right.rule()))
                .containsExactly("list nodes", "get pods/*", "create pods [x]", "get /metrics");
        assertThat(rights.rights()).extracting(right -> Text.of(right.rule())).containsExactly("get secrets [db]");
    }

    @Test
    void oneRightIsSaidOnceWhateverGivesIt() {
        Rbac rbac = Worlds.rbac("""
                ClusterRole wide
                 * core *
                ClusterRole narrow
                 get,list core secrets,pods
                 get core secrets db
                 get apps deployments
                ClusterRoleBinding a ClusterRole wide
                 User alice
                RoleBinding shop/b ClusterRole narrow
                 User alice
                """);
        assertThat(rbac.rights(user("alice")).rights())
                .extracting(right -> right.scope().namespace() + " " + Text.of(right.rule()))
                .containsExactly(" * *", "shop get deployments in apps");
    }

    @Test
    void aDifferenceIsJudgedByCoverage() {
        Rbac rbac = Worlds.rbac("""
                ClusterRole all
                 * core pods
                ClusterRole some
                 get,list core pods
                 get core secrets
                ClusterRoleBinding a ClusterRole all
                 User alice
                ClusterRoleBinding b ClusterRole some
                 User bob
                """);
        RightsDiff diff = RightsDiff.of(rbac.rights(user("alice")), rbac.rights(user("bob")));
        assertThat(diff.lost()).extracting(right -> Text.of(right.rule())).containsExactly("* pods");
        assertThat(diff.gained()).extracting(right -> Text.of(right.rule())).containsExactly("get secrets");
        assertThat(RightsDiff.of(rbac.rights(user("bob")), rbac.rights(user("bob")))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void aliasesAreOnePrincipal() {
        Rbac rbac = Worlds.rbac(
                "ClusterRole r\n get core pods\nClusterRoleBinding b ClusterRole r\n User system:serviceaccount:shop:cart");
        assertThat(rbac.rights(serviceAccount("shop", "cart")).rights()).hasSize(1);
        assertThat(Subject.parse("sa:shop/cart")).isEqualTo(Subject.parse("system:serviceaccount:shop:cart"));
    }

    @Test
    void givenGroupsReplaceThoseOfAnAccount() {
        // E18: kubectl --as system:serviceaccount:... --as-group G
        assertThat(UserInfo.impersonated("system:serviceaccount:shop:cart", List.of("g"))
                        .groups())
                .containsExactly("g", "system:authenticated");
        assertThat(UserInfo.impersonated("system:anonymous", List.of("g")).groups())
                .containsExactly("g", "system:unauthenticated");
        assertThat(UserInfo.impersonated("u", List.of("system:unauthenticated")).groups())
                .containsExactly("system:unauthenticated");
    }

    @Test
    void groupsOfUnknownResourcesComeFromTheRules() {
        Rbac rbac = Worlds.rbac("""
                ClusterRole r
                 get cert-manager.io certificates
                 get a.example,b.example widgets
                ClusterRoleBinding b ClusterRole r
                 User alice
                """);
        AllowedSubjects answer = rbac.whoCan(AccessRequest.parse("get", "certificates"));
        assertThat(of(answer, AllowedSubject.Extent.ALL)).contains(user("alice"));
        assertThat(answer.notes()).singleElement().asString().contains("cert-manager.io");
        assertThatThrownBy(() -> rbac.whoCan(AccessRequest.parse("get", "widgets")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("widgets.a.example");
    }
}
