package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Namespace;
import dev.postern.model.Node;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.RoleBinding;
import dev.postern.model.RoleRef;
import dev.postern.model.ServiceAccount;
import dev.postern.model.Subject;
import dev.postern.model.SubjectEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small clusters for tests: written in the text form of the built-in policy, or put together. */
final class Worlds {
    static final String RBAC = "rbac.authorization.k8s.io";

    private Worlds() {}

    /** An object a paragraph, as in {@link BuiltInRoles}; nothing is built in. */
    static Rbac rbac(String text) {
        return Rbac.of(cluster(text), RbacOptions.DEFAULT.withoutBuiltInRoles());
    }

    static Cluster cluster(String text) {
        return builder(text).build();
    }

    static Cluster.Builder builder(String text) {
        BuiltInRoles objects = BuiltInRoles.parse(text.lines().toList());
        Cluster.Builder builder = Cluster.builder();
        objects.roles().forEach(builder::add);
        objects.bindings().forEach(builder::add);
        return builder;
    }

    static Cluster cluster(List<Role> roles, List<RoleBinding> bindings) {
        Cluster.Builder builder = Cluster.builder();
        roles.forEach(builder::add);
        bindings.forEach(builder::add);
        for (String namespace : List.of("n1", "n2")) {
            builder.add(Namespace.implied(namespace));
        }
        return builder.build();
    }

    static Rbac rbac(List<Role> roles, List<RoleBinding> bindings) {
        return Rbac.of(cluster(roles, bindings), RbacOptions.DEFAULT.withoutBuiltInRoles());
    }

    /** A role; a ClusterRole when the namespace is empty. */
    static Role role(String namespace, String name, PolicyRule... rules) {
        return new Role(
                ObjectMeta.of(namespace, name), namespace.isEmpty(), ImmutableList.copyOf(rules), Optional.empty());
    }

    static Role withRules(Role role, PolicyRule... rules) {
        return new Role(role.meta(), role.clusterRole(), ImmutableList.copyOf(rules), role.aggregationSelectors());
    }

    /** A binding; a ClusterRoleBinding when the namespace is empty. */
    static RoleBinding binding(String namespace, String name, ObjectRef role, Subject... subjects) {
        List<SubjectEntry> entries = new ArrayList<>();
        for (Subject subject : subjects) {
            entries.add(entry(subject));
        }
        return new RoleBinding(
                ObjectMeta.of(namespace, name),
                namespace.isEmpty(),
                new RoleRef(role.kind(), role.name()),
                ImmutableList.copyOf(entries));
    }

    static ServiceAccount account(String namespace, String name) {
        return new ServiceAccount(
                ObjectMeta.of(namespace, name), Optional.empty(), ImmutableList.of(), ImmutableList.of());
    }

    static Node node(String name) {
        ImmutableList<String> none = ImmutableList.of();
        return new Node(ObjectMeta.of("", name), ImmutableList.of(), none, none, none, "", "", false);
    }

    static SubjectEntry entry(Subject subject) {
        return subject instanceof Subject.ServiceAccount account
                ? new SubjectEntry("ServiceAccount", account.namespace(), account.name())
                : new SubjectEntry(subject.kind(), "", subject.principal());
    }

    static PolicyRule rule(List<String> verbs, List<String> groups, List<String> resources, List<String> names) {
        return new PolicyRule(
                ImmutableList.copyOf(verbs),
                ImmutableList.copyOf(groups),
                ImmutableList.copyOf(resources),
                ImmutableList.copyOf(names),
                ImmutableList.of());
    }

    static PolicyRule everything() {
        return rule(List.of("*"), List.of("*"), List.of("*"), List.of());
    }

    static <T> List<T> with(List<T> list, T more) {
        return ImmutableList.<T>builder().addAll(list).add(more).build();
    }
}
