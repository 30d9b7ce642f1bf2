package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Subject;

/** The groups that the API server itself puts a subject into (E11), the smallest first. */
final class ImplicitGroups {
    static final String MASTERS = "system:masters";
    static final String AUTHENTICATED = "system:authenticated";
    static final String UNAUTHENTICATED = "system:unauthenticated";
    static final String ANONYMOUS = "system:anonymous";
    static final String SERVICE_ACCOUNTS = "system:serviceaccounts";
    static final String NODES = "system:nodes";
    static final String NODE_PREFIX = "system:node:";

    private static final String BOOTSTRAPPERS = "system:bootstrappers";

    private ImplicitGroups() {}

    /** Whether a bootstrap token may put its holder into a group of this name (upstream {@code ValidateBootstrapGroupName}). */
    static boolean isOfBootstrapTokens(String group) {
        return group.equals(BOOTSTRAPPERS) || group.startsWith(BOOTSTRAPPERS + ":");
    }

    /** Groups of a user or service account; for a group, the groups that contain all of its members. */
    static ImmutableList<Subject.Group> of(Subject subject) {
        if (subject instanceof Subject.ServiceAccount account) {
            return groups(SERVICE_ACCOUNTS + ":" + account.namespace(), SERVICE_ACCOUNTS, AUTHENTICATED);
        }
        String name = subject.principal();
        if (subject instanceof Subject.Group) {
            if (name.equals(AUTHENTICATED) || name.equals(UNAUTHENTICATED)) {
                return ImmutableList.of();
            }
            return name.startsWith(SERVICE_ACCOUNTS + ":")
                    ? groups(SERVICE_ACCOUNTS, AUTHENTICATED)
                    : groups(AUTHENTICATED);
        }
        if (name.equals(ANONYMOUS)) {
            return groups(UNAUTHENTICATED);
        }
        return name.startsWith(NODE_PREFIX) ? groups(NODES, AUTHENTICATED) : groups(AUTHENTICATED);
    }

    private static ImmutableList<Subject.Group> groups(String... names) {
        ImmutableList.Builder<Subject.Group> groups = ImmutableList.builder();
        for (String name : names) {
            groups.add(new Subject.Group(name));
        }
        return groups.build();
    }
}
