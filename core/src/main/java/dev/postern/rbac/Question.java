package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Ordering;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** One question ("any of these permissions") asked of grants, those that are bound and those that might be. */
final class Question {
    private static final Comparator<ImmutableSortedSet<String>> NAMES = Comparator.comparing(
            ImmutableSortedSet::asList, Ordering.<String>natural().lexicographical());

    private final ImmutableList<Permission> anyOf;
    private final Map<ObjectRef, List<RoleRights.RoleRight>> rights;

    Question(RoleRights rights, Permission... anyOf) {
        this.anyOf = ImmutableList.copyOf(anyOf);
        this.rights = rights.permitting(this.anyOf);
    }

    /** Roles some grant of which may permit it. */
    Collection<ObjectRef> roles() {
        return rights.keySet();
    }

    /** What this grant permits, by names; empty when nothing. */
    ImmutableList<Permit> permits(Grant grant) {
        Map<ImmutableSortedSet<String>, TreeSet<Support>> byNames = new TreeMap<>(NAMES);
        if (grant.isEverything()) {
            for (Permission permission : anyOf) {
                names(permission, ImmutableSortedSet.of(), grant.scope())
                        .ifPresent(names -> byNames.computeIfAbsent(names, key -> new TreeSet<>())
                                .add(Support.NONE));
            }
        }
        for (RoleRights.RoleRight right : rights.getOrDefault(grant.role(), List.of())) {
            names(right.permission(), right.names(), grant.scope())
                    .ifPresent(names -> byNames.computeIfAbsent(names, key -> new TreeSet<>())
                            .addAll(right.rule().supports()));
        }
        List<Permit> permits = new ArrayList<>(byNames.size());
        byNames.forEach((names, supports) -> permits.add(new Permit(grant, names, ImmutableList.copyOf(supports))));
        return ImmutableList.copyOf(permits);
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
        if (permission.resource().equals("namespaces") && permission.apiGroup().isEmpty()) {
            // The URL /api/v1/namespaces/X puts a request on the object X into the namespace X (E7).
            boolean own = permission.naming() == Permission.Naming.NAMED
                    && (names.isEmpty() || names.contains(scope.namespace()));
            return own ? Optional.of(ImmutableSortedSet.of(scope.namespace())) : Optional.empty();
        }
        return Optional.of(names);
    }
}
