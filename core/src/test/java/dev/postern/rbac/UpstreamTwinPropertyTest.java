package dev.postern.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ObjectMeta;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.RoleRef;
import dev.postern.model.Subject;
import dev.postern.model.SubjectEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand random universes, whatever a policy may say in them, against the upstream functions written down anew: the
 * verdict, the rules held, what they cover, and who is allowed.
 */
class UpstreamTwinPropertyTest {
    private static final List<String> VERBS =
            List.of("get", "get", "list", "create", "deletecollection", "bind", "*", "*", "GET");
    private static final List<String> GROUPS = List.of("", "", "", "apps", "*", "*", "core");
    private static final List<String> RESOURCES =
            List.of("pods", "pods", "pods/exec", "secrets", "namespaces", "*", "*", "*/exec", "pods/*", "*/*", "Pods");
    private static final List<String> NAMES = List.of("a", "b", "n1", "", "*");
    private static final List<String> URLS = List.of("/a", "/a/b", "/a*", "/a/*", "*", "/ab", "/a**");
    private static final List<String> NAMESPACES = List.of("n1", "n2");
    private static final List<String> ROLES = List.of("r", "s", "r", "s", "gone");
    private static final List<String> USERS = List.of("u", "v", "*", "system:serviceaccount:n1:s");
    private static final List<String> GROUPS_OF_USERS =
            List.of("g", "system:authenticated", "system:serviceaccounts", "system:serviceaccounts:n1", "*");

    /** One universe, all of it from one seed. */
    private static final class Universe {
        private final Random random;
        final List<Role> roles = new ArrayList<>();
        final List<RoleBinding> bindings = new ArrayList<>();

        Universe(long seed) {
            this.random = new Random(seed);
            for (String namespace : List.of("", "n1", "n2")) {
                for (String name : ROLES.subList(0, 2)) {
                    roles.add(Worlds.role(namespace, name, rules()));
                }
            }
            int count = 3 + random.nextInt(8);
            for (int i = 0; i < count; i++) {
                bindings.add(binding("b" + i));
            }
        }

        private PolicyRule[] rules() {
            PolicyRule[] rules = new PolicyRule[random.nextInt(4)];
            for (int i = 0; i < rules.length; i++) {
                rules[i] = rule();
            }
            return rules;
        }

        PolicyRule rule() {
            if (random.nextInt(5) == 0) {
                ImmutableList<String> none = ImmutableList.of();
                return new PolicyRule(some(VERBS, 2), none, none, none, some(URLS, 2));
            }
            return new PolicyRule(
                    some(VERBS, 3),
                    some(GROUPS, 2),
                    some(RESOURCES, 3),
                    random.nextInt(4) == 0 ? some(NAMES, 2) : ImmutableList.of(),
                    ImmutableList.of());
        }

        private RoleBinding binding(String name) {
            boolean clusterWide = random.nextInt(3) == 0;
            String namespace = clusterWide ? "" : one(NAMESPACES);
            List<SubjectEntry> subjects = new ArrayList<>();
            int count = random.nextInt(6);
            for (int i = 0; i < count; i++) {
                subjects.add(subject());
            }
            return new RoleBinding(
                    ObjectMeta.of(namespace, name),
                    clusterWide,
                    new RoleRef(random.nextInt(2) == 0 ? "Role" : "ClusterRole", one(ROLES)),
                    ImmutableList.copyOf(subjects));
        }

        private SubjectEntry subject() {
            switch (random.nextInt(5)) {
                case 0:
                    return new SubjectEntry("User", "", one(USERS));
                case 1:
                    return new SubjectEntry("Group", "", one(GROUPS_OF_USERS));
                case 2:
                    return new SubjectEntry("Robot", "n1", "s");
                default:
                    return new SubjectEntry("ServiceAccount", one(List.of("", "n1", "n2")), one(List.of("s", "t")));
            }
        }

        UserInfo user() {
            if (random.nextInt(3) == 0) {
                return UserInfo.of(one(USERS), some(GROUPS_OF_USERS, 2));
            }
            return UserInfo.of(Subject.serviceAccount(one(NAMESPACES), one(List.of("s", "t"))));
        }

        AccessReview review(UserInfo user) {
            AccessReview review = AccessReview.of(user).verb(one(VERBS));
            if (random.nextInt(5) == 0) {
                return review.path(one(List.of("/a", "/a/", "/a/b", "/ab", "/b")));
            }
            return review.group(one(List.of("", "", "apps")))
                    .resource(one(List.of("pods", "pods/exec", "secrets", "namespaces")))
                    .in(one(List.of("", "n1", "n2")))
                    .named(one(List.of("", "a", "b", "n1")));
        }

        String namespace() {
            return one(List.of("", "n1", "n2"));
        }

        private <T> T one(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        private ImmutableList<String> some(List<String> list, int atMost) {
            int count = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(atMost);
            ImmutableList.Builder<String> some = ImmutableList.builder();
            for (int i = 0; i < count; i++) {
                some.add(one(list));
            }
            return some.build();
        }
    }

    @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void everyUniverseIsJudgedAsUpstreamJudgesIt(@ForAll long seed) {
        Universe universe = new Universe(seed);
        Rbac rbac = Worlds.rbac(universe.roles, universe.bindings);
        UpstreamTwin twin = new UpstreamTwin(universe.roles, universe.bindings);
        for (int i = 0; i < 5; i++) {
            UserInfo user = universe.user();
            AccessReview review = universe.review(user);
            assertThat(rbac.decideByRbac(review).isAllowed())
                    .as("seed %s: %s", seed, review)
                    .isEqualTo(twin.allows(review));
            Set<Subject> who = new TreeSet<>();
            rbac.whoCan(review).forEach(allowed -> who.add(allowed.subject()));
            assertThat(who).as("seed %s: who can %s", seed, review).isEqualTo(twin.whoCan(review));
            String namespace = universe.namespace();
            assertThat(rbac.rulesFor(user, namespace).stream()
                            .map(HeldRule::rule)
                            .distinct()
                            .toList())
                    .as("seed %s: rules of %s in %s", seed, user, namespace)
                    .containsExactlyInAnyOrderElementsOf(new ArrayList<>(Set.copyOf(twin.rules(user, namespace))));
            PolicyRule wanted = universe.rule();
            assertThat(rbac.missing(user, namespace, List.of(wanted)).isEmpty())
                    .as("seed %s: does %s in %s cover %s", seed, user, namespace, wanted)
                    .isEqualTo(twin.covers(user, namespace, wanted));
        }
    }

    @Test
    void theUniversesAreNeitherEmptyNorFull() {
        int allowed = 0;
        int covered = 0;
        for (int seed = 0; seed < 1_000; seed++) {
            Universe universe = new Universe(seed);
            UpstreamTwin twin = new UpstreamTwin(universe.roles, universe.bindings);
            UserInfo user = universe.user();
            allowed += twin.allows(universe.review(user)) ? 1 : 0;
            covered += twin.covers(user, universe.namespace(), universe.rule()) ? 1 : 0;
        }
        assertThat(List.of(allowed, covered)).allMatch(count -> count > 60 && count < 940);
    }
}
