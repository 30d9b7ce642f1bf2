package dev.postern.model;

/**
 * A reference of a container's environment to a Secret or ConfigMap.
 *
 * @param secret true for a Secret, false for a ConfigMap
 * @param key the one key that is read, or empty when all are ({@code envFrom})
 * @param field path below the container, for instance {@code env[2].valueFrom.secretKeyRef}
 */
public record KeyRef(boolean secret, String name, String key, boolean optional, String field) {}
