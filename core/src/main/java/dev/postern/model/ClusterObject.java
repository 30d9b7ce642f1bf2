package dev.postern.model;

/**
 * A cluster-scoped object of which it matters that it exists: what exists can be changed. Nothing else of it is held.
 *
 * @param automatic whether the API server sees to it itself and takes changes back, as with APIs that it serves itself
 */
public record ClusterObject(String kind, ObjectMeta meta, boolean automatic) implements KubernetesObject {}
