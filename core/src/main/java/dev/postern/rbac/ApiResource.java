package dev.postern.rbac;

import com.google.common.collect.ImmutableSet;

/**
 * A resource that the API server is born with.
 *
 * @param subresources those it serves; {@code *} stands for any
 */
record ApiResource(
        String group,
        String plural,
        String singular,
        ImmutableSet<String> shortNames,
        boolean namespaced,
        ImmutableSet<String> subresources) {
    /** Owner references that block deletion ask for {@code update} on it, whatever the resource. */
    private static final String FINALIZERS = "finalizers";

    ImmutableSet<String> names() {
        return ImmutableSet.<String>builder()
                .add(plural, singular)
                .addAll(shortNames)
                .build();
    }

    boolean hasSubresource(String name) {
        return subresources.contains(name) || subresources.contains("*") || name.equals(FINALIZERS);
    }

    /** {@code deployments.apps}; of the core group the plural alone. */
    String qualifiedName() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
