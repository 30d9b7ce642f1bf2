package dev.postern.model;

import java.util.Optional;

/**
 * A PersistentVolume.
 *
 * @param nodePath path on the node for {@code hostPath} and {@code local} volumes; empty Optional for any other kind
 * @param sourceField name of the source's field, for instance {@code hostPath}
 * @param claim the claim it is bound or reserved to; empty Optional when unbound
 */
public record PersistentVolume(
        ObjectMeta meta,
        Optional<String> nodePath,
        String sourceField,
        Optional<ObjectRef> claim,
        String storageClassName)
        implements KubernetesObject {
    @Override
    public String kind() {
        return "PersistentVolume";
    }
}
