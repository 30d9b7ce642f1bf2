package dev.postern.rbac;

/**
 * Where a grant is valid: everywhere and for cluster-scoped objects, in each namespace, or in one namespace only.
 *
 * @param namespace the namespace; empty for cluster-wide, {@code (every)} for each namespace
 */
public record Scope(String namespace) implements Comparable<Scope> {
    /** Every namespace, objects of no namespace, and requests across namespaces. */
    public static final Scope CLUSTER = new Scope("");

    /**
     * Each namespace by itself, as by RoleBindings in all of them: neither objects of no namespace nor requests across
     * namespaces. What may be had in whichever namespace one likes is said once, not for each.
     */
    public static final Scope EVERY_NAMESPACE = new Scope("(every)");

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

    /** Whether this is one namespace. */
    public boolean isOneNamespace() {
        return !isClusterWide() && !equals(EVERY_NAMESPACE);
    }

    /** Whether everything that {@code other} reaches is also reached by this scope. */
    public boolean contains(Scope other) {
        return isClusterWide() || equals(other) || (equals(EVERY_NAMESPACE) && other.isOneNamespace());
    }

    /** {@code cluster-wide}, {@code in every namespace} or {@code in namespace shop}. */
    public String describe() {
        if (isClusterWide()) {
            return "cluster-wide";
        }
        return isOneNamespace() ? "in namespace " + namespace : "in every namespace";
    }

    @Override
    public int compareTo(Scope other) {
        return namespace.compareTo(other.namespace);
    }
}
