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
 * <p>From 1.36 on constrained impersonation counts where it is unconstrained in effect: the holder may make every request
 * as the other. Whoever may make only some requests in another's name does not become the other; {@link
 * Rbac#decide(ImpersonationReview)} says which requests these are.
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
        SERVICE_ACCOUNT,
        /** A user {@code system:node:N} together with the group of nodes; the names are those of nodes. */
        NODE
    }

    public boolean anyName() {
        return names.isEmpty();
    }
}
