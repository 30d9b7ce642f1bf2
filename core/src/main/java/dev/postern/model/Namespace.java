package dev.postern.model;

import com.google.common.collect.ImmutableSortedMap;

/** A Namespace. Its labels always hold {@code kubernetes.io/metadata.name}, as the API server guarantees. */
public record Namespace(ObjectMeta meta) implements KubernetesObject {
    public static final String NAME_LABEL = "kubernetes.io/metadata.name";

    /** A namespace that other objects name but the input does not hold. */
    public static Namespace implied(String name) {
        return new Namespace(ObjectMeta.of("", name).withLabels(ImmutableSortedMap.of(NAME_LABEL, name)));
    }

    @Override
    public String kind() {
        return "Namespace";
    }
}
