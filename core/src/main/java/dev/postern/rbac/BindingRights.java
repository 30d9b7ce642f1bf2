package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
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
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Which grants two rights together make: one to write bindings, one to {@code bind} a role (E16). Created bindings may
 * refer to any role; the roleRef of a binding that is only updated is immutable, so it gives its own role.
 */
final class BindingRights {
    private static final String GROUP = "rbac.authorization.k8s.io";

    /** A binding of {@code target} that these rights allow; {@code existing} where it is updated, not created. */
    record Step(Grant target, ImmutableList<Permit> permits, Optional<BindingEntry> existing) {}

    /** Rights to create bindings in a scope, under one of some names unless there are none. */
    private record Create(Scope scope, ImmutableSortedSet<String> names, ImmutableList<Permit> permits) {}

    private final Policy policy;
    private final ImmutableSortedSet<String> namespaces;
    private final Question createRoleBindings;
    private final Question applyRoleBindings;
    private final Question patchRoleBindings;
    private final Question updateRoleBindings;
    private final Question createClusterRoleBindings;
    private final Question applyClusterRoleBindings;
    private final Question patchClusterRoleBindings;
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
        Permission create = Permission.of("create", GROUP, "rolebindings");
        Permission createCluster = Permission.of("create", GROUP, "clusterrolebindings");
        this.createRoleBindings = new Question(rights, create);
        this.applyRoleBindings = new Question(rights, create.byName());
        this.patchRoleBindings = new Question(rights, create.patching());
        this.updateRoleBindings = new Question(rights, update);
        this.createClusterRoleBindings = new Question(rights, createCluster);
        this.applyClusterRoleBindings = new Question(rights, createCluster.byName());
        this.patchClusterRoleBindings = new Question(rights, createCluster.patching());
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
            // Whoever may bind any ClusterRole takes one that allows everything, the one nobody can remove if it is
            // there.
            clusterRoles.clear();
            clusterRoles.add(everything.stream()
                    .filter(role -> role.role().meta().name().equals("cluster-admin"))
                    .findFirst()
                    .orElse(everything.get(0)));
        }
        for (BindingEntry binding : policy.bindings()) {
            bindingsByNamespace
                    .computeIfAbsent(binding.scope().namespace(), key -> new ArrayList<>())
                    .add(binding);
        }
    }

    /** Roles that permit a part of it; a holder of none of these cannot bind. */
    ImmutableSet<ObjectRef> writers() {
        return roles(
                createRoleBindings,
                applyRoleBindings,
                updateRoleBindings,
                createClusterRoleBindings,
                applyClusterRoleBindings,
                updateClusterRoleBindings);
    }

    ImmutableSet<ObjectRef> binders() {
        return roles(bindClusterRoles, bindRoles);
    }

    /** Every binding that rights of the holder allow, held or gained. */
    void steps(Collection<Grant> grants, Consumer<Step> steps) {
        List<Permit> bindCluster = permits(bindClusterRoles, grants);
        List<Permit> bindLocal = permits(bindRoles, grants);
        clusterSteps(grants, bindCluster, steps);
        for (Create create : creates(createRoleBindings, applyRoleBindings, patchRoleBindings, grants)) {
            for (Permit bind : bindCluster) {
                for (Scope scope : scopes(create, bind)) {
                    created(create, bind, scope, bindable(bind, clusterRoles, ""), steps);
                }
            }
            for (Permit bind : bindLocal) {
                for (String namespace : common(create.scope(), bind.scope(), rolesByNamespace.keySet())) {
                    created(create, bind, Scope.namespace(namespace), bindable(bind, namespace), steps);
                }
            }
        }
        Set<String> bound = bindingsByNamespace.keySet();
        for (Permit write : permits(updateRoleBindings, grants)) {
            for (Permit bind : bindCluster) {
                common(write.scope(), bind.scope(), bound)
                        .forEach(ns -> updated(ns, "ClusterRole", write, bind, steps));
            }
            for (Permit bind : bindLocal) {
                common(write.scope(), bind.scope(), bound).forEach(ns -> updated(ns, "Role", write, bind, steps));
            }
        }
    }

    /** Where both reach: every namespace at once, unless in some the name of the binding is taken. */
    private Collection<Scope> scopes(Create create, Permit bind) {
        Optional<Scope> both = narrower(create.scope(), bind.scope());
        if (both.isEmpty() || both.get().isOneNamespace()) {
            return both.stream().toList();
        }
        return create.names().isEmpty()
                ? List.of(Scope.EVERY_NAMESPACE)
                : namespaces.stream().map(Scope::namespace).toList();
    }

    private void clusterSteps(Collection<Grant> grants, List<Permit> bindCluster, Consumer<Step> steps) {
        List<Permit> binders = bindCluster.stream()
                .filter(bind -> bind.scope().isClusterWide())
                .toList();
        List<Create> creates =
                creates(createClusterRoleBindings, applyClusterRoleBindings, patchClusterRoleBindings, grants);
        for (Create create : creates) {
            for (Permit bind : binders) {
                if (create.scope().isClusterWide()) {
                    created(create, bind, Scope.CLUSTER, bindable(bind, clusterRoles, ""), steps);
                }
            }
        }
        for (Permit write : permits(updateClusterRoleBindings, grants)) {
            binders.forEach(bind -> updated("", "ClusterRole", write, bind, steps));
        }
    }

    /** Without a name, or by server-side apply, which takes two rights, under a name that both allow. */
    private static List<Create> creates(Question post, Question apply, Question patch, Collection<Grant> grants) {
        List<Create> creates = new ArrayList<>();
        for (Permit create : permits(post, grants)) {
            creates.add(new Create(create.scope(), ImmutableSortedSet.of(), ImmutableList.of(create)));
        }
        for (Permit create : permits(apply, grants)) {
            for (Permit change : permits(patch, grants)) {
                Names.common(create.names(), change.names())
                        .ifPresent(names -> narrower(create.scope(), change.scope())
                                .ifPresent(scope ->
                                        creates.add(new Create(scope, names, ImmutableList.of(create, change)))));
            }
        }
        return creates;
    }

    private static Optional<Scope> narrower(Scope left, Scope right) {
        if (left.contains(right)) {
            return Optional.of(right);
        }
        return right.contains(left) ? Optional.of(left) : Optional.empty();
    }

    private void created(Create create, Permit bind, Scope scope, Stream<RoleEntry> roles, Consumer<Step> steps) {
        if (create.names().isEmpty() || create.names().stream().anyMatch(name -> !hasBinding(scope, name))) {
            ImmutableList<Permit> permits = ImmutableList.<Permit>builder()
                    .addAll(create.permits())
                    .add(bind)
                    .build();
            roles.forEach(role -> steps.accept(new Step(new Grant(role.ref(), scope), permits, Optional.empty())));
        }
    }

    /** Whether a binding of that name is there: its roleRef cannot be changed. */
    boolean hasBinding(Scope scope, String name) {
        return bindingsByNamespace.getOrDefault(scope.namespace(), List.of()).stream()
                .anyMatch(entry -> entry.binding().meta().name().equals(name));
    }

    private void updated(String namespace, String kind, Permit write, Permit bind, Consumer<Step> steps) {
        for (BindingEntry entry : bindingsByNamespace.getOrDefault(namespace, List.of())) {
            RoleBinding binding = entry.binding();
            if (write.allows(binding.meta().name())
                    && binding.roleRef().kind().equals(kind)
                    && bind.allows(binding.roleRef().name())) {
                entry.grant()
                        .ifPresent(grant ->
                                steps.accept(new Step(grant, ImmutableList.of(write, bind), Optional.of(entry))));
            }
        }
    }

    private Stream<RoleEntry> bindable(Permit bind, String namespace) {
        return bindable(bind, rolesByNamespace.getOrDefault(namespace, List.of()), namespace);
    }

    /** @param all the roles to take for a right to bind any */
    private Stream<RoleEntry> bindable(Permit bind, List<RoleEntry> all, String namespace) {
        if (bind.anyName()) {
            return all.stream();
        }
        String kind = namespace.isEmpty() ? "ClusterRole" : "Role";
        return bind.names().stream().flatMap(name -> policy.role(ObjectRef.of(kind, namespace, name)).stream());
    }

    /** The namespaces that both reach, among some. */
    private static Collection<String> common(Scope left, Scope right, Set<String> among) {
        return narrower(left, right)
                .map(scope -> scope.isOneNamespace()
                        ? List.of(scope.namespace())
                        : among.stream().filter(name -> !name.isEmpty()).toList())
                .orElse(List.of());
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
