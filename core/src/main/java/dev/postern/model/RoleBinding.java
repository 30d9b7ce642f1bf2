package dev.postern.model;

import com.google.common.collect.ImmutableList;

/** A RoleBinding or a ClusterRoleBinding. */
public record RoleBinding(
        ObjectMeta meta, boolean clusterRoleBinding, RoleRef roleRef, ImmutableList<SubjectEntry> subjects)
        implements KubernetesObject {
    @Override
    public String kind() {
        return clusterRoleBinding ? "ClusterRoleBinding" : "RoleBinding";
    }
}
