package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.List;
import java.util.Optional;

/**
 * Rights that one identity needs to write a role and, perhaps, bind itself to it. Something new is created without a name,
 * by a POST, or by name, by server-side apply, which takes {@code patch} besides (E4).
 *
 * @param permissions all that it takes
 * @param ofRole which of them are limited by the role's name, by position
 * @param ofBinding which of them are limited by the binding's name
 */
record RoleWay(ImmutableList<Permission> permissions, ImmutableList<Integer> ofRole, ImmutableList<Integer> ofBinding) {
    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final RoleWay NONE = new RoleWay(ImmutableList.of(), ImmutableList.of(), ImmutableList.of());

    /** A new role with rules that its writer does not hold. */
    static List<RoleWay> created(boolean clusterRole) {
        Permission create = create(clusterRole);
        return List.of(
                NONE.with(create).with(escalate(clusterRole).unnamed()),
                NONE.role(create.byName()).role(create.patching()).role(escalate(clusterRole)));
    }

    /** A new role without rules. */
    static List<RoleWay> createdEmpty(boolean clusterRole) {
        Permission create = create(clusterRole);
        return List.of(NONE.with(create), NONE.role(create.byName()).role(create.patching()));
    }

    /** A role that is there gets rules that its writer does not hold. */
    static RoleWay rewritten(boolean clusterRole) {
        return NONE.rewriting(clusterRole);
    }

    RoleWay rewriting(boolean clusterRole) {
        return role(Escalations.update(clusterRole ? "clusterroles" : "roles")).role(escalate(clusterRole));
    }

    /** Besides, a new binding. */
    List<RoleWay> binding(boolean clusterWide) {
        Permission create = Permission.of("create", GROUP, clusterWide ? "clusterrolebindings" : "rolebindings");
        return List.of(with(create), binding(create.byName()).binding(create.patching()));
    }

    RoleWay role(Permission permission) {
        return new RoleWay(added(permissions, permission), added(ofRole, permissions.size()), ofBinding);
    }

    private RoleWay binding(Permission permission) {
        return new RoleWay(added(permissions, permission), ofRole, added(ofBinding, permissions.size()));
    }

    private RoleWay with(Permission permission) {
        return new RoleWay(added(permissions, permission), ofRole, ofBinding);
    }

    /** The names that the role may have: any when empty, none when the Optional is. */
    Optional<ImmutableSortedSet<String>> roleNames(Combined combined) {
        return names(combined, ofRole);
    }

    /** The names that the binding may have. */
    Optional<ImmutableSortedSet<String>> bindingNames(Combined combined) {
        return names(combined, ofBinding);
    }

    private static Optional<ImmutableSortedSet<String>> names(Combined combined, List<Integer> positions) {
        return Names.common(positions.stream()
                .map(position -> combined.names().get(position))
                .toList());
    }

    private static Permission create(boolean clusterRole) {
        return Permission.of("create", GROUP, clusterRole ? "clusterroles" : "roles");
    }

    private static Permission escalate(boolean clusterRole) {
        return Permission.of("escalate", GROUP, clusterRole ? "clusterroles" : "roles");
    }

    private static <T> ImmutableList<T> added(ImmutableList<T> list, T more) {
        return ImmutableList.<T>builder().addAll(list).add(more).build();
    }
}
