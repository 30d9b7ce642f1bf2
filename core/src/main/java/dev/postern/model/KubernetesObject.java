package dev.postern.model;

/** Any object of the model. */
public interface KubernetesObject {
    ObjectMeta meta();

    /** The kind as today's API names it, for instance {@code Deployment}. */
    String kind();

    /** The object's name for evidence and messages. */
    default ObjectRef ref() {
        return new ObjectRef(kind(), meta().namespace(), meta().name());
    }
}
