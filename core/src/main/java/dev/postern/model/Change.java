package dev.postern.model;

/**
 * One change of a cluster, as somebody would make it with {@code kubectl}: for {@code ClusterSnapshot.with}, which says
 * what follows from it.
 */
public sealed interface Change {
    /**
     * Objects are added, or take the place of those of the same kind, namespace and name.
     *
     * @param manifest YAML or JSON: one or more documents, or lists
     * @param namespace where objects are that do not say
     */
    record Put(String manifest, String namespace) implements Change {
        public Put {
            if (namespace.isEmpty()) {
                throw new IllegalArgumentException("a namespace has a name");
            }
        }

        @Override
        public String toString() {
            return "put a manifest of " + manifest.length() + " characters"; // which may be a Secret's
        }
    }

    /** An object is taken away, with what it owns; a Namespace with what is in it. */
    record Delete(ObjectRef object) implements Change {}

    /** An object is changed in part; {@code patch} is YAML or JSON. */
    record Patch(ObjectRef object, Format format, String patch) implements Change {
        @Override
        public String toString() {
            return "patch " + object;
        }
    }

    /** How a patch is written: the three types of {@code kubectl patch --type}. */
    enum Format {
        /** A list of operations (RFC 6902). */
        JSON,
        /** A piece of the object, in which lists replace lists and null removes (RFC 7396). */
        MERGE,
        /** As MERGE, but lists that have a key are merged element by element; of Kubernetes' own kinds only. */
        STRATEGIC
    }

    /** Adds or replaces the objects of a manifest; those without a namespace are in {@code default}. */
    static Change put(String manifest) {
        return new Put(manifest, "default");
    }

    /** Takes an object away. */
    static Change delete(ObjectRef object) {
        return new Delete(object);
    }

    /** Patches an object. */
    static Change patch(ObjectRef object, Format format, String patch) {
        return new Patch(object, format, patch);
    }
}
