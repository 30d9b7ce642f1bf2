package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Subject;

/**
 * Everything RBAC lets somebody do.
 *
 * @param subject who, as asked
 * @param user the name and groups that the API server sees
 * @param presence whether there is an object for it
 * @param runsAs the workloads that run as it
 * @param holdings the grants of the subject and of its groups, each with the bindings that give it
 * @param rights what these come to, each right said once; cluster-wide ones first
 * @param withoutEffect what rules state and no request can use: URLs and cluster-scoped resources by a RoleBinding, names
 *     where requests carry none, patterns that match nothing
 * @param nodeRights what the Node authorizer adds, for the user of a node
 */
public record Rights(
        Subject subject,
        UserInfo user,
        AllowedSubject.Presence presence,
        ImmutableList<RunsAs> runsAs,
        ImmutableList<Holding> holdings,
        ImmutableList<Right> rights,
        ImmutableList<Right> withoutEffect,
        ImmutableList<NodeRight> nodeRights) {
    /** Whether RBAC, or membership in the privileged group, allows a request. O(rights). */
    public boolean allows(AccessReview review) {
        return rights.stream().anyMatch(right -> right.allows(review));
    }

    /** The same without what holds in other namespaces only. */
    public Rights in(String namespace) {
        return new Rights(
                subject,
                user,
                presence,
                runsAs,
                holdings.stream()
                        .filter(holding -> reaches(holding.grant().scope(), namespace))
                        .collect(ImmutableList.toImmutableList()),
                in(rights, namespace),
                in(withoutEffect, namespace),
                nodeRights);
    }

    private static ImmutableList<Right> in(ImmutableList<Right> rights, String namespace) {
        return rights.stream()
                .filter(right -> reaches(right.scope(), namespace))
                .collect(ImmutableList.toImmutableList());
    }

    private static boolean reaches(Scope scope, String namespace) {
        return scope.isClusterWide() || scope.namespace().equals(namespace);
    }
}
