package dev.postern.rbac;

import static dev.postern.model.Subject.group;
import static dev.postern.model.Subject.serviceAccount;
import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.PolicyRule;
import dev.postern.model.RoleBinding;
import dev.postern.model.RoleRef;
import dev.postern.model.Subject;
import dev.postern.model.SubjectEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies that the API server would refuse, or that say less than they seem to: answered as it answers, and reported. */
class BadPolicyTest {
    private static final String READER = "ClusterRole r\n get core pods\n";

    private static AccessReview get(Subject subject) {
        return AccessReview.of(subject).verb("get").resource("pods").in("shop").named("x");
    }

    private static Rbac rbac(RoleRef roleRef, boolean clusterWide, SubjectEntry... subjects) {
        RoleBinding binding = new RoleBinding(
                ObjectMeta.of(clusterWide ? "" : "shop", "b"), clusterWide, roleRef, ImmutableList.copyOf(subjects));
        return Rbac.of(
                Worlds.builder(READER + "Role shop/r\n get core pods")
                        .add(binding)
                        .build(),
                RbacOptions.DEFAULT.withoutBuiltInRoles());
    }

    private static List<String> codes(Rbac rbac) {
        return rbac.diagnostics().stream().map(Diagnostic::code).toList();
    }

    @ParameterizedTest
    @CsvSource({"Robot, r2", "'', alice", "user, alice", "Serviceaccount, cart"})
    void aSubjectOfAnUnknownKindIsNobody(String kind, String name) {
        Rbac rbac = rbac(new RoleRef("ClusterRole", "r"), true, new SubjectEntry(kind, "shop", name));
        for (Subject subject : List.of(user(name), group(name), serviceAccount("shop", name))) {
            assertThat(rbac.decide(get(subject)).outcome()).isEqualTo(Outcome.DENIED);
        }
        assertThat(codes(rbac)).containsExactly("subject-of-unknown-kind");
        assertThat(rbac.subjects()).isEmpty();
    }

    @Test
    void aSubjectWithoutANameIsNobody() {
        Rbac rbac = rbac(
                new RoleRef("ClusterRole", "r"),
                true,
                new SubjectEntry("User", "", ""),
                new SubjectEntry("Group", "", ""),
                new SubjectEntry("ServiceAccount", "shop", ""));
        assertThat(rbac.decide(AccessReview.of("", List.of("")).verb("get").resource("pods"))
                        .isAllowed())
                .isFalse();
        assertThat(codes(rbac)).hasSize(3).containsOnly("subject-of-unknown-kind");
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, false, subject-without-namespace",
        "false, false, true, ''",
    })
    void anAccountWithoutANamespaceIsTheBindingsOrNobodys(
            boolean clusterWide, boolean reported, boolean allowed, String code) {
        Rbac rbac = rbac(new RoleRef("ClusterRole", "r"), clusterWide, new SubjectEntry("ServiceAccount", "", "cart"));
        assertThat(rbac.decide(get(serviceAccount("shop", "cart"))).isAllowed()).isEqualTo(allowed);
        assertThat(codes(rbac)).isEqualTo(reported ? List.of(code) : List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "ClusterRole, gone, true, dangling-role-ref",
        "ClusterRole, gone, false, dangling-role-ref",
        "Role, gone, false, dangling-role-ref",
        "Role, r, true, cluster-role-binding-to-role",
        "Rolle, r, false, dangling-role-ref",
        "'', '', false, dangling-role-ref",
    })
    void aReferenceToNoRoleGrantsNothing(String kind, String name, boolean clusterWide, String code) {
        Rbac rbac = rbac(new RoleRef(kind, name), clusterWide, new SubjectEntry("User", "", "alice"));
        assertThat(rbac.decideByRbac(get(user("alice"))).isAllowed()).isFalse();
        assertThat(rbac.decide(get(user("alice"))).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(rbac.decide(get(user("bob"))).outcome()).isEqualTo(Outcome.DENIED);
        assertThat(codes(rbac)).containsExactly(code);
        assertThat(rbac.rulesFor(UserInfo.of(user("alice")), "shop")).isEmpty();
    }

    @Test
    void urlsInARoleGrantNothing() {
        Rbac rbac = Worlds.rbac("""
                Role shop/r
                 get url *
                RoleBinding shop/b Role r
                 User alice
                """);
        assertThat(rbac.decide(AccessReview.of(user("alice")).verb("get").path("/metrics"))
                        .isAllowed())
                .isFalse();
        assertThat(codes(rbac)).containsExactly("urls-in-role");
    }

    @Test
    void aRuleWithAnEmptyListGrantsNothing() {
        List<String> all = List.of("*");
        List<PolicyRule> rules = List.of(
                Worlds.rule(List.of(), all, all, List.of()),
                Worlds.rule(all, List.of(), all, List.of()),
                Worlds.rule(all, all, List.of(), List.of()));
        for (PolicyRule rule : rules) {
            Rbac rbac = Worlds.rbac(
                    List.of(Worlds.role("", "r", rule)),
                    List.of(Worlds.binding("", "b", ObjectRef.cluster("ClusterRole", "r"), user("alice"))));
            assertThat(rbac.decide(get(user("alice"))).isAllowed()).isFalse();
            assertThat(rbac.permits(Permission.of("get", "", "pods")))
                    .allMatch(permit -> permit.grant().isEverything());
            assertThat(codes(rbac)).containsExactly("rule-grants-nothing");
        }
    }

    @Test
    void theListThatARuleLacksIsNamed() {
        List<String> all = List.of("*");
        Rbac rbac = Worlds.rbac(
                List.of(Worlds.role(
                        "",
                        "r",
                        Worlds.rule(List.of(), all, all, List.of()),
                        Worlds.rule(all, List.of(), all, List.of()),
                        Worlds.rule(all, all, List.of(), List.of()),
                        Worlds.rule(all, all, all, List.of()))),
                List.of());
        assertThat(rbac.diagnostics())
                .extracting(Diagnostic::message)
                .satisfiesExactlyInAnyOrder(
                        message -> assertThat(message).contains("rules[0] lists no verbs"),
                        message -> assertThat(message).contains("rules[1] lists no apiGroups"),
                        message -> assertThat(message).contains("rules[2] lists no resources"));
        Rbac urls = Worlds.rbac("ClusterRole r\n get url /metrics\nClusterRoleBinding b ClusterRole r\n User alice");
        assertThat(urls.diagnostics()).as("URLs belong to no group").isEmpty();
    }

    @Test
    void aClusterRoleBindingToARoleGrantsNothingAnywhere() {
        Rbac rbac = rbac(new RoleRef("Role", "r"), true, new SubjectEntry("User", "", "alice"));
        assertThat(rbac.decideByRbac(get(user("alice"))).isAllowed()).isFalse();
        assertThat(rbac.whoCan(AccessRequest.parse("get", "pods")).allows(user("alice")))
                .isFalse();
        assertThat(rbac.diagnostics())
                .singleElement()
                .satisfies(diagnostic -> assertThat(diagnostic.message()).contains("ClusterRoleBinding grants"));
    }

    @Test
    void aBindingWithoutSubjectsGrantsNothing() {
        Rbac rbac = rbac(new RoleRef("ClusterRole", "r"), true);
        assertThat(rbac.decide(get(user("alice"))).isAllowed()).isFalse();
        assertThat(rbac.holdings()).hasSize(1);
    }

    @Test
    void hostileNamesAreMatchedAsTheyAreAndShownHarmless() {
        String name = "alice\u001b[31m\u202e" + "x".repeat(200);
        Rbac rbac = rbac(new RoleRef("ClusterRole", "r"), true, new SubjectEntry("User", "", name));
        assertThat(rbac.decide(get(user(name))).evidence())
                .extracting(Evidence::value)
                .allMatch(value -> value.length() <= 100 && value.chars().noneMatch(Character::isISOControl));
        assertThat(rbac.decide(get(user("alice"))).isAllowed()).isFalse();
    }

    @Test
    @Tag("big")
    void aMillionSubjectsOfOneBindingAreAsGoodAsOne() {
        List<SubjectEntry> subjects = new ArrayList<>();
        for (int i = 0; i < 1_000_000; i++) {
            subjects.add(new SubjectEntry("User", "", "u" + i));
        }
        Rbac rbac = rbac(new RoleRef("ClusterRole", "r"), true, subjects.toArray(new SubjectEntry[0]));
        assertThat(rbac.decide(get(user("u999999"))).evidence())
                .extracting(Evidence::field)
                .containsExactly("subjects[999999]", "roleRef", "rules[0]");
        assertThat(rbac.decide(get(user("u1000000"))).isAllowed()).isFalse();
        assertThat(rbac.whoCan(AccessRequest.parse("get", "pods")).subjects()).hasSize(1_000_001);
        assertThat(rbac.rights(user("u77")).rights()).hasSize(1);
        assertThat(rbac.permits(Permission.of("get", "", "pods"))).hasSize(2);
        assertThat(rbac.diagnostics()).isEmpty();
    }

    @Test
    void anEmptyClusterAnswers() {
        Rbac rbac = Rbac.of(Cluster.builder().build(), RbacOptions.DEFAULT.withoutBuiltInRoles());
        assertThat(rbac.decide(get(user("alice"))).outcome()).isEqualTo(Outcome.DENIED);
        assertThat(rbac.subjects()).isEmpty();
    }
}
