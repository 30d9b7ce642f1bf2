package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Ordering;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** One question ("any of these permissions") asked of grants, those that are bound and those that might be. */
final class Question {
    private static final Comparator<ImmutableSortedSet<String>> NAMES = Comparator.comparing(
            ImmutableSortedSet::asList, Ordering.<String>natural().lexicographical());

    private final ImmutableList<Permission> anyOf;
    private final Map<ObjectRef, List<RoleRights.RoleRight>> rights;
    /** What a role permits is the same in every namespace, except about the namespace itself. */
    private final boolean uniform;

    private final Map<ObjectRef, List<Right>> clusterWide = new ConcurrentHashMap<>();
    private final Map<ObjectRef, List<Right>> inNamespace = new ConcurrentHashMap<>();

    private record Right(ImmutableSortedSet<String> names, ImmutableList<Support> supports) {}

    Question(RoleRights rights, Permission... anyOf) {
        this.anyOf = ImmutableList.copyOf(anyOf);
        this.rights = rights.permitting(this.anyOf);
        this.uniform = this.anyOf.stream().noneMatch(Question::aboutNamespaces);
    }

    /** Roles some grant of which may permit it. */
    Set<ObjectRef> roles() {
        return rights.keySet();
    }

    /** Whether this grant may permit it at all; cheaper than {@link #permits}. */
    boolean mayPermit(Grant grant) {
        return grant.isEverything() || rights.containsKey(grant.role());
    }

    /** What this grant permits, by names; empty when nothing. */
    ImmutableList<Permit> permits(Grant grant) {
        if (!mayPermit(grant)) {
            return ImmutableList.of();
        }
        List<Right> at;
        if (grant.scope().isClusterWide()) {
            at = clusterWide.computeIfAbsent(grant.role(), role -> rights(grant));
        } else {
            at = uniform ? inNamespace.computeIfAbsent(grant.role(), role -> rights(grant)) : rights(grant);
        }
        return at.stream()
                .map(right -> new Permit(grant, right.names(), right.supports()))
                .collect(ImmutableList.toImmutableList());
    }

    private List<Right> rights(Grant grant) {
        Map<ImmutableSortedSet<String>, TreeSet<Support>> byNames = new TreeMap<>(NAMES);
        if (grant.isEverything()) {
            for (Permission permission : anyOf) {
                if (permission.naming() != Permission.Naming.LIMITED) {
                    names(permission, ImmutableSortedSet.of(), grant.scope())
                            .ifPresent(names -> byNames.computeIfAbsent(names, key -> new TreeSet<>())
                                    .add(Support.NONE));
                }
            }
        }
        for (RoleRights.RoleRight right : rights.getOrDefault(grant.role(), List.of())) {
            names(right.permission(), right.names(), grant.scope())
                    .ifPresent(names -> byNames.computeIfAbsent(names, key -> new TreeSet<>())
                            .addAll(right.rule().supports()));
        }
        List<Right> all = new ArrayList<>(byNames.size());
        byNames.forEach((names, supports) -> all.add(new Right(names, ImmutableList.copyOf(supports))));
        return all;
    }

    private static boolean aboutNamespaces(Permission permission) {
        return permission.resource().equals("namespaces")
                && permission.apiGroup().isEmpty();
    }

    /** The names that are left in a scope; empty Optional when the scope does not reach the request at all. */
    private static Optional<ImmutableSortedSet<String>> names(
            Permission permission, ImmutableSortedSet<String> names, Scope scope) {
        if (scope.isClusterWide()) {
            return Optional.of(names);
        }
        if (!permission.namespaced()) {
            return Optional.empty();
        }
        if (aboutNamespaces(permission)) {
            // The URL /api/v1/namespaces/X puts a request on the object X into the namespace X (E7).
            if (permission.naming() != Permission.Naming.NAMED) {
                return Optional.empty();
            }
            return scope.isOneNamespace()
                    ? Names.common(names, ImmutableSortedSet.of(scope.namespace()))
                    : Optional.of(names);
        }
        return Optional.of(names);
    }
}
