package dev.postern.model;

import java.util.Arrays;

/**
 * Names one Kubernetes object. {@code namespace} is empty for cluster-scoped kinds. Ordered by kind, namespace, name.
 */
public record ObjectRef(String kind, String namespace, String name) implements Comparable<ObjectRef> {
    /** A reference to an object of a namespaced kind. */
    public static ObjectRef of(String kind, String namespace, String name) {
        return new ObjectRef(kind, namespace, name);
    }

    /** A reference to an object of a cluster-scoped kind. */
    public static ObjectRef cluster(String kind, String name) {
        return new ObjectRef(kind, "", name);
    }

    /**
     * Reads {@code KIND/NAMESPACE/NAME}, or {@code KIND/NAME} of an object without a namespace.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static ObjectRef parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length < 2 || parts.length > 3 || Arrays.stream(parts).anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("\"" + Printable.of(text, 120)
                    + "\" names no object: write KIND/NAMESPACE/NAME, for instance RoleBinding/shop/edit, or KIND/NAME, for"
                    + " instance ClusterRole/view");
        }
        return parts.length == 2 ? cluster(parts[0], parts[1]) : of(parts[0], parts[1], parts[2]);
    }

    /** {@code namespace/name}, or the bare name of a cluster-scoped object. */
    public String qualifiedName() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    @Override
    public int compareTo(ObjectRef other) {
        return compare(kind, namespace, name, other);
    }

    /** Compares what a reference to an object would be, without making it. */
    static int compare(String kind, String namespace, String name, ObjectRef other) {
        int byKind = compare(kind, other.kind);
        int byNamespace = byKind != 0 ? byKind : compare(namespace, other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    /** Mostly one string, which {@code compareTo} would read to its end. */
    private static int compare(String some, String other) {
        return some.equals(other) ? 0 : some.compareTo(other);
    }

    // Names that count up (shop-12/cart-34) collide by the thousand under a record's own hash: it multiplies by 31, as
    // the hash of a string does, so that a digit more here and one less there cancel each other.
    @Override
    public int hashCode() {
        return Hashes.mixed(Hashes.mixed(kind.hashCode(), namespace.hashCode()), name.hashCode());
    }

    /** {@code Kind namespace/name}, as people write it. */
    @Override
    public String toString() {
        return kind + " " + qualifiedName();
    }
}
