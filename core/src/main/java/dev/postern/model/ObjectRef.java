package dev.postern.model;

import java.util.Comparator;

/**
 * Names one Kubernetes object. {@code namespace} is empty for cluster-scoped kinds. Ordered by kind, namespace, name.
 */
public record ObjectRef(String kind, String namespace, String name) implements Comparable<ObjectRef> {
    private static final Comparator<ObjectRef> ORDER = Comparator.comparing(ObjectRef::kind)
            .thenComparing(ObjectRef::namespace)
            .thenComparing(ObjectRef::name);

    /** A reference to an object of a namespaced kind. */
    public static ObjectRef of(String kind, String namespace, String name) {
        return new ObjectRef(kind, namespace, name);
    }

    /** A reference to an object of a cluster-scoped kind. */
    public static ObjectRef cluster(String kind, String name) {
        return new ObjectRef(kind, "", name);
    }

    /** {@code namespace/name}, or the bare name of a cluster-scoped object. */
    public String qualifiedName() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    @Override
    public int compareTo(ObjectRef other) {
        return ORDER.compare(this, other);
    }

    // Names that count up (shop-12/cart-34) collide by the thousand under a record's own hash: it multiplies by 31, as
    // the
    // hash of a string does, so that a digit more here and one less there cancel each other. Likewise below.
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
