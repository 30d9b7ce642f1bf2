package dev.postern.rbac;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.ObjectRef;
import dev.postern.model.RoleBinding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Which grants two rights together make: one to write bindings, one to {@code bind} a role (E16). Created bindings may
 * refer to any role; the roleRef of a binding that is only updated is immutable, so it gives its own role.
 */
final class BindingRights {
    private static final String GROUP = "rbac.authorization.k8s.io";

    /** A binding of {@code target} that these two rights allow; {@code existing} where it is updated, not created. */
    record Step(Grant target, Permit write, Permit bind, Optional<BindingEntry> existing) {}

    private final Policy policy;
    private final ImmutableSortedSet<String> namespaces;
    private final Question createRoleBindings;
    private final Question updateRoleBindings;
    private final Question createClusterRoleBindings;
    private final Question updateClusterRoleBindings;
    private final Question bindClusterRoles;
    private final Question bindRoles;
    private final List<RoleEntry> clusterRoles = new ArrayList<>();
    private final Map<String, List<RoleEntry>> rolesByNamespace = new HashMap<>();
    private final Map<String, List<BindingEntry>> bindingsByNamespace = new HashMap<>();

    BindingRights(Policy policy, RoleRights rights, ImmutableSortedSet<String> namespaces) {
        this.policy = policy;
        this.namespaces = namespaces;
        Permission update = Permission.of("update", GROUP, "rolebindings").or("patch");
        Permission updateCluster =
                Permission.of("update", GROUP, "clusterrolebindings").or("patch");
        this.createRoleBindings = new Question(rights, Permission.of("create", GROUP, "rolebindings"));
        this.updateRoleBindings = new Question(rights, update);
        this.createClusterRoleBindings = new Question(rights, Permission.of("create", GROUP, "clusterrolebindings"));
        this.updateClusterRoleBindings = new Question(rights, updateCluster);
        this.bindClusterRoles = new Question(
                rights, Permission.of("bind", GROUP, "clusterroles").inNamespace());
        this.bindRoles = new Question(rights, Permission.of("bind", GROUP, "roles"));
        List<RoleEntry> everything = new ArrayList<>();
        for (RoleEntry role : policy.roles()) {
            if (!role.role().clusterRole()) {
                rolesByNamespace
                        .computeIfAbsent(role.ref().namespace(), key -> new ArrayList<>())
                        .add(role);
            } else if (role.allowsEverything()) {
                everything.add(role);
            } else {
                clusterRoles.add(role);
            }
        }
        if (!everything.isEmpty()) {
            // A holder that may bind any ClusterRole takes one that allows everything: the others add nothing to it.
            clusterRoles.clear();
            clusterRoles.addAll(everything);
        }
        for (BindingEntry binding : policy.bindings()) {
            bindingsByNamespace
                    .computeIfAbsent(binding.scope().namespace(), key -> new ArrayList<>())
                    .add(binding);
        }
    }

    /** Roles that permit a part of it; a holder of none of these cannot bind. */
    ImmutableSet<ObjectRef> writers() {
        return roles(createRoleBindings, updateRoleBindings, createClusterRoleBindings, updateClusterRoleBindings);
    }

    ImmutableSet<ObjectRef> binders() {
        return roles(bindClusterRoles, bindRoles);
    }

    /** Every binding that rights of the holder allow, held or gained. */
    void steps(Collection<Grant> grants, Consumer<Step> steps) {
        List<Permit> bindCluster = permits(bindClusterRoles, grants);
        List<Permit> bindLocal = permits(bindRoles, grants);
        clusterSteps(grants, bindCluster, steps);
        for (Permit write : permits(createRoleBindings, grants)) {
            for (Permit bind : bindCluster) {
                for (String namespace : common(write.scope(), bind.scope())) {
                    bindable(bind, clusterRoles, "")
                            .forEach(role -> steps.accept(created(role, Scope.namespace(namespace), write, bind)));
                }
            }
            for (Permit bind : bindLocal) {
                for (String namespace : common(write.scope(), bind.scope())) {
                    List<RoleEntry> local = rolesByNamespace.getOrDefault(namespace, List.of());
                    bindable(bind, local, namespace)
                            .forEach(role -> steps.accept(created(role, Scope.namespace(namespace), write, bind)));
                }
            }
        }
        for (Permit write : permits(updateRoleBindings, grants)) {
            for (Permit bind : bindCluster) {
                common(write.scope(), bind.scope()).forEach(ns -> updated(ns, "ClusterRole", write, bind, steps));
            }
            for (Permit bind : bindLocal) {
                common(write.scope(), bind.scope()).forEach(ns -> updated(ns, "Role", write, bind, steps));
            }
        }
    }

    private void clusterSteps(Collection<Grant> grants, List<Permit> bindCluster, Consumer<Step> steps) {
        List<Permit> binders = bindCluster.stream()
                .filter(bind -> bind.scope().isClusterWide())
                .toList();
        for (Permit write : permits(createClusterRoleBindings, grants)) {
            for (Permit bind : binders) {
                bindable(bind, clusterRoles, "")
                        .forEach(role -> steps.accept(created(role, Scope.CLUSTER, write, bind)));
            }
        }
        for (Permit write : permits(updateClusterRoleBindings, grants)) {
            binders.forEach(bind -> updated("", "ClusterRole", write, bind, steps));
        }
    }

    private static Step created(RoleEntry role, Scope scope, Permit write, Permit bind) {
        return new Step(new Grant(role.ref(), scope), write, bind, Optional.empty());
    }

    private void updated(String namespace, String kind, Permit write, Permit bind, Consumer<Step> steps) {
        for (BindingEntry entry : bindingsByNamespace.getOrDefault(namespace, List.of())) {
            RoleBinding binding = entry.binding();
            if (write.allows(binding.meta().name())
                    && binding.roleRef().kind().equals(kind)
                    && bind.allows(binding.roleRef().name())) {
                entry.grant().ifPresent(grant -> steps.accept(new Step(grant, write, bind, Optional.of(entry))));
            }
        }
    }

    /** @param all the roles to take for a right to bind any */
    private Stream<RoleEntry> bindable(Permit bind, List<RoleEntry> all, String namespace) {
        if (bind.anyName()) {
            return all.stream();
        }
        String kind = namespace.isEmpty() ? "ClusterRole" : "Role";
        return bind.names().stream().flatMap(name -> policy.role(ObjectRef.of(kind, namespace, name)).stream());
    }

    /** The namespaces that both reach. */
    Collection<String> common(Scope left, Scope right) {
        if (left.isClusterWide()) {
            return right.isClusterWide() ? namespaces : List.of(right.namespace());
        }
        return right.contains(left) ? List.of(left.namespace()) : List.of();
    }

    private static List<Permit> permits(Question question, Collection<Grant> grants) {
        List<Permit> permits = new ArrayList<>();
        grants.forEach(grant -> permits.addAll(question.permits(grant)));
        return permits;
    }

    private static ImmutableSet<ObjectRef> roles(Question... questions) {
        ImmutableSet.Builder<ObjectRef> roles = ImmutableSet.builder();
        for (Question question : questions) {
            roles.addAll(question.roles());
        }
        return roles.build();
    }
}
