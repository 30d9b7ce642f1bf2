package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Subject;

/**
 * Somebody whom a binding names so that a request is allowed.
 *
 * @param extent how much of what was asked it may do, the rights of its implicit groups included
 * @param where its own grants, without those of its groups, and without the ones in which a wider one is contained
 * @param runsAs the workloads that run as this account; of a group, those that run as its members
 * @param members of a group: those whom the API server is known to put into it, accounts first; else empty
 */
public record AllowedSubject(
        Subject subject,
        Presence presence,
        Extent extent,
        ImmutableList<AllowedIn> where,
        ImmutableList<RunsAs> runsAs,
        ImmutableList<Subject> members) {
    /** How much of what was asked. */
    public enum Extent {
        /** All of it: in every namespace, if that was asked. */
        ALL,
        /** In some namespaces only, where all were asked about. */
        SOME_NAMESPACES,
        /** For some names only, where no name was asked about. */
        SOME_NAMES
    }

    /** Whether the cluster has an object for a subject. */
    public enum Presence {
        /** A ServiceAccount of the input. */
        OBJECT,
        /** A service account that the input does not hold, but every cluster makes: a namespace's {@code default}, a controller's. */
        IMPLIED,
        /** A service account that is not there: whoever may create it becomes it. */
        DANGLING,
        /** A user or a group, which Kubernetes keeps no objects of. */
        NOT_AN_OBJECT
    }
}
