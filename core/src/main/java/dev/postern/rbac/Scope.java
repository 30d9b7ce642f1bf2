package dev.postern.rbac;

/**
 * Where a grant is valid: everywhere and for cluster-scoped objects, or in one namespace only.
 *
 * @param namespace the namespace, or empty for cluster-wide
 */
public record Scope(String namespace) implements Comparable<Scope> {
    /** Every namespace, objects of no namespace, and requests across namespaces. */
    public static final Scope CLUSTER = new Scope("");

    /** One namespace. */
    public static Scope namespace(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a namespace has a name; use Scope.CLUSTER for cluster-wide");
        }
        return new Scope(name);
    }

    public boolean isClusterWide() {
        return namespace.isEmpty();
    }

    /** Whether everything this scope reaches is also reached by {@code this}. */
    public boolean contains(Scope other) {
        return isClusterWide() || equals(other);
    }

    /** {@code cluster-wide} or {@code in namespace shop}. */
    public String describe() {
        return isClusterWide() ? "cluster-wide" : "in namespace " + namespace;
    }

    @Override
    public int compareTo(Scope other) {
        return namespace.compareTo(other.namespace);
    }
}
