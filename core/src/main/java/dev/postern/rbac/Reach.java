package dev.postern.rbac;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Ordering;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How far a grant reaches into what was asked: where, and for which names (empty: as asked). */
record Reach(Scope scope, ImmutableSortedSet<String> names) implements Comparable<Reach> {
    private static final Comparator<Reach> ORDER = Comparator.comparing(Reach::scope)
            .thenComparing(
                    reach -> reach.names().asList(), Ordering.<String>natural().lexicographical());

    /** Of a rule with these resourceNames, bound in a scope; empty when it does not reach the request. */
    static Optional<Reach> of(AccessRequest request, Scope scope, List<String> resourceNames) {
        boolean asAsked = resourceNames.isEmpty() || resourceNames.contains(request.name());
        ImmutableSortedSet<String> names = asAsked ? ImmutableSortedSet.of() : ImmutableSortedSet.copyOf(resourceNames);
        boolean nameless = request.naming() == Permission.Naming.UNNAMED;
        if (!asAsked && nameless) {
            return Optional.empty();
        }
        if (scope.isClusterWide()) {
            return Optional.of(new Reach(scope, names));
        }
        if (!request.path().isEmpty()) {
            return Optional.empty();
        }
        if (request.aboutNamespaceObjects()) {
            boolean own = !nameless && (resourceNames.isEmpty() || resourceNames.contains(scope.namespace()));
            boolean named = request.naming() == Permission.Naming.NAMED;
            return own && named ? Optional.of(new Reach(scope, ImmutableSortedSet.of())) : Optional.empty();
        }
        String asked = request.reviewNamespace();
        boolean there = request.acrossNamespaces() || scope.namespace().equals(asked);
        return there ? Optional.of(new Reach(scope, names)) : Optional.empty();
    }

    /** Whether a right of this reach includes one of the other. */
    boolean contains(Reach other) {
        return scope.contains(other.scope)
                && (names.isEmpty() || (!other.names.isEmpty() && names.containsAll(other.names)));
    }

    @Override
    public int compareTo(Reach other) {
        return ORDER.compare(this, other);
    }
}
