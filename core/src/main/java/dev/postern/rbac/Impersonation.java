package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Support;

/**
 * A holder may act as someone else ({@code Impersonate-User}, {@code Impersonate-Group}).
 *
 * <p>Users: acting as {@code system:node:N} without impersonating its group is the bare user, which the Node authorizer
 * does not know. Service accounts are impersonated by {@code serviceaccounts} in their namespace, never by {@code
 * users}. Groups need a user or service account that the same identity may impersonate; the supports contain that half.
 *
 * @param scope for service accounts, where they live; for users and groups cluster-wide
 * @param names the targets' names (of service accounts: without namespace); empty for any
 * @param gained grants among those used that the holder must first have given to itself, as in {@link Combined}
 */
public record Impersonation(
        Holder holder,
        Target target,
        Scope scope,
        ImmutableSortedSet<String> names,
        ImmutableList<Grant> gained,
        ImmutableList<Support> supports) {
    /** What is impersonated. */
    public enum Target {
        USER,
        GROUP,
        SERVICE_ACCOUNT
    }

    public boolean anyName() {
        return names.isEmpty();
    }
}
