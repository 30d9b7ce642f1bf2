package dev.postern.ingest;

/** Reads the objects of one kind into records of the model. */
@FunctionalInterface
interface KindReader {
    /** Reads the object ahead: a {@code KubernetesObject} or a {@code Pod}, with an empty name when it has none. */
    Record read(Values in, Identity identity);
}
