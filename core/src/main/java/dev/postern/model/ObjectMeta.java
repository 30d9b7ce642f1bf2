package dev.postern.model;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/**
 * The metadata that the analysis needs of any object.
 *
 * @param namespace empty for cluster-scoped kinds
 * @param namespaceBasis {@link Basis#STATED} when the object carries its namespace, {@link Basis#DEFAULT} when the reader
 *     supplied it
 * @param labels all labels, sorted by key
 * @param annotations only those on the reader's allow-list, sorted by key
 * @param live whether the object carries a uid, that is, was read from an API server
 * @param controller the owner reference with {@code controller: true}; namespace as the object's own
 */
public record ObjectMeta(
        String name,
        String namespace,
        Basis namespaceBasis,
        ImmutableSortedMap<String, String> labels,
        ImmutableSortedMap<String, String> annotations,
        boolean live,
        Optional<ObjectRef> controller,
        Origin origin) {
    /** Metadata of an object with nothing but a name. */
    public static ObjectMeta of(String namespace, String name) {
        return new ObjectMeta(
                name,
                namespace,
                Basis.STATED,
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                false,
                Optional.empty(),
                Origin.NONE);
    }

    public ObjectMeta withLabels(ImmutableSortedMap<String, String> newLabels) {
        return new ObjectMeta(name, namespace, namespaceBasis, newLabels, annotations, live, controller, origin);
    }
}
