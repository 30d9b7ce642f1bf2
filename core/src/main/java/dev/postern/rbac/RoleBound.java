package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.List;

/** A role bound to its writer: every kind of role in every kind of binding. */
enum RoleBound {
    ROLE(false, false),
    CLUSTER_ROLE_IN_NAMESPACE(true, false),
    CLUSTER_ROLE(true, true);

    private static final String GROUP = "rbac.authorization.k8s.io";

    private final boolean clusterRole;
    private final boolean clusterWide;

    RoleBound(boolean clusterRole, boolean clusterWide) {
        this.clusterRole = clusterRole;
        this.clusterWide = clusterWide;
    }

    boolean isOfClusterRole() {
        return clusterRole;
    }

    String kind() {
        return clusterRole ? "ClusterRole" : "Role";
    }

    /** The namespace of the role, which is bound in a scope. */
    String namespace(Scope scope) {
        return clusterRole ? "" : scope.namespace();
    }

    /** Created with all rules at once, then bound by {@code bind}. */
    List<RoleWay> filled() {
        Permission bind = Permission.of("bind", GROUP, clusterRole ? "clusterroles" : "roles");
        return RoleWay.created(clusterRole).stream()
                .flatMap(way -> way.binding(clusterWide).stream())
                .map(way -> way.role(clusterWide ? bind : bind.inNamespace()))
                .toList();
    }

    /** Created empty, bound by coverage, then filled. */
    List<RoleWay> emptied() {
        return RoleWay.createdEmpty(clusterRole).stream()
                .flatMap(way -> way.binding(clusterWide).stream())
                .map(way -> way.rewriting(clusterRole))
                .toList();
    }

    /** A role that exists, in a new binding. */
    List<RoleWay> rewritten() {
        return RoleWay.rewritten(clusterRole).binding(clusterWide);
    }

    /** A role that exists, in a binding that exists: update and escalate of the role, update of the binding. */
    ImmutableList<Permission> reused() {
        return ImmutableList.<Permission>builder()
                .addAll(RoleWay.rewritten(clusterRole).permissions())
                .add(Escalations.update(clusterWide ? "clusterrolebindings" : "rolebindings"))
                .build();
    }

    List<Scope> scopes(Scope combined, Collection<String> namespaces) {
        return clusterWide || combined.isOneNamespace()
                ? List.of(combined)
                : namespaces.stream().map(Scope::namespace).toList();
    }
}
