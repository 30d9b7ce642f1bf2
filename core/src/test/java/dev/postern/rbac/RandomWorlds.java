package dev.postern.rbac;

import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.Subject;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary small policies over two namespaces, dense enough that rights meet. */
final class RandomWorlds {
    static final List<Subject> SUBJECTS = List.of(
            Subject.serviceAccount("n1", "s"),
            Subject.serviceAccount("n2", "t"),
            Subject.user("u"),
            Subject.group("system:serviceaccounts:n1"),
            Subject.group("system:serviceaccounts"),
            Subject.group("system:authenticated"));

    /** Who can act: no groups. */
    static final List<Subject> ACTORS = SUBJECTS.subList(0, 3);

    record World(List<Role> roles, List<RoleBinding> bindings) {
        Rbac rbac() {
            return Worlds.rbac(roles, bindings);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            roles.forEach(role -> text.append('\n')
                    .append(role.ref())
                    .append(' ')
                    .append(role.rules().stream().map(Text::of).toList()));
            bindings.forEach(binding -> text.append('\n')
                    .append(binding.ref())
                    .append(" -> ")
                    .append(binding.roleRef())
                    .append(' ')
                    .append(binding.subjects()));
            return text.toString();
        }
    }

    private RandomWorlds() {}

    /** Ordinary rights. */
    static Arbitrary<World> ordinary() {
        Arbitrary<PolicyRule> rules = rule(
                List.of("get", "list", "create", "impersonate", "deletecollection", "*"),
                List.of("", "", "apps", "*"),
                List.of("pods", "pods/exec", "*/exec", "secrets", "namespaces", "nodes", "users", "*", "pods/*"),
                List.of("a", "b", "n1", ""));
        return world(rules, 2);
    }

    /** Rights to write roles and bindings, by names that the roles and bindings have. */
    static Arbitrary<World> escalating() {
        Arbitrary<PolicyRule> rules = rule(
                List.of("create", "update", "patch", "bind", "escalate", "bind", "escalate"),
                List.of(Worlds.RBAC),
                List.of("roles", "clusterroles", "rolebindings", "clusterrolebindings"),
                List.of("a", "b", "c", "b0", "b1"));
        return world(rules, 3);
    }

    private static Arbitrary<PolicyRule> rule(
            List<String> verbs, List<String> groups, List<String> resources, List<String> names) {
        Arbitrary<List<String>> noNames = Arbitraries.just(List.of());
        return Combinators.combine(
                        Arbitraries.of(verbs).list().ofMinSize(1).ofMaxSize(3),
                        Arbitraries.of(groups).list().ofSize(1),
                        Arbitraries.of(resources).list().ofMinSize(1).ofMaxSize(3),
                        Arbitraries.oneOf(
                                noNames,
                                Arbitraries.of(names).list().ofMinSize(1).ofMaxSize(2)))
                .as(Worlds::rule);
    }

    private static Arbitrary<World> world(Arbitrary<PolicyRule> rule, int rulesPerRole) {
        Arbitrary<List<PolicyRule>> rules = rule.list().ofMinSize(0).ofMaxSize(rulesPerRole);
        List<ObjectRef> names = List.of(
                ObjectRef.cluster("ClusterRole", "a"),
                ObjectRef.cluster("ClusterRole", "b"),
                ObjectRef.cluster("ClusterRole", "c"),
                ObjectRef.of("Role", "n1", "a"),
                ObjectRef.of("Role", "n1", "b"),
                ObjectRef.of("Role", "n2", "a"));
        Arbitrary<List<Role>> roles = rules.list().ofSize(names.size()).map(all -> {
            List<Role> list = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                list.add(Worlds.role(
                        names.get(i).namespace(),
                        names.get(i).name(),
                        all.get(i).toArray(new PolicyRule[0])));
            }
            return list;
        });
        Arbitrary<List<RoleBinding>> bindings = Combinators.combine(
                        Arbitraries.of("", "n1", "n2"),
                        Arbitraries.of(names),
                        Arbitraries.of(SUBJECTS).list().ofMinSize(1).ofMaxSize(2))
                .as((namespace, role, subjects) -> Worlds.binding(
                        role.kind().equals("Role") ? role.namespace() : namespace,
                        "b",
                        role,
                        subjects.toArray(new Subject[0])))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(RandomWorlds::numbered);
        return Combinators.combine(roles, bindings).as(World::new);
    }

    private static List<RoleBinding> numbered(List<RoleBinding> bindings) {
        List<RoleBinding> numbered = new ArrayList<>();
        for (int i = 0; i < bindings.size(); i++) {
            RoleBinding binding = bindings.get(i);
            numbered.add(new RoleBinding(
                    ObjectMeta.of(binding.meta().namespace(), "b" + i),
                    binding.clusterRoleBinding(),
                    binding.roleRef(),
                    binding.subjects()));
        }
        return numbered;
    }
}
