package dev.postern.ingest;

import dev.postern.model.Origin;

/**
 * What is known of an object before it is read.
 *
 * @param kind as today's API names it
 * @param defaultNamespace where it is when it does not say; empty for cluster-scoped kinds
 */
record Identity(String kind, String defaultNamespace, Origin origin) {
    boolean isNamespaced() {
        return !defaultNamespace.isEmpty();
    }
}
