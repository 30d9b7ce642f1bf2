package dev.postern.model;

import com.google.common.collect.ImmutableList;

/**
 * A ReferenceGrant of the Gateway API: which objects of other namespaces may name which of its own. Any of {@code from} may
 * name any of {@code to}. Source: gateway-api, {@code apis/v1/referencegrant_types.go}.
 */
public record ReferenceGrant(ObjectMeta meta, ImmutableList<From> from, ImmutableList<To> to)
        implements KubernetesObject {
    @Override
    public String kind() {
        return "ReferenceGrant";
    }

    /** Objects of one kind in one namespace. */
    public record From(String group, String kind, String namespace) {}

    /** Objects of one kind; all of them when {@code name} is empty. */
    public record To(String group, String kind, String name) {}
}
