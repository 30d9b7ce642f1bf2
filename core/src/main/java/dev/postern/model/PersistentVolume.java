package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * A PersistentVolume.
 *
 * @param nodePath path on the node for {@code hostPath} and {@code local} volumes; empty Optional for any other kind
 * @param sourceField name of the source's field, for instance {@code hostPath}
 * @param block whether it is given to containers as a device, not as a file system ({@code volumeMode: Block})
 * @param claim the claim it is bound or reserved to; empty Optional when unbound
 * @param secrets the Secrets by which a kubelet mounts it, in the order of their fields
 */
public record PersistentVolume(
        ObjectMeta meta,
        Optional<String> nodePath,
        String sourceField,
        boolean block,
        Optional<ObjectRef> claim,
        String storageClassName,
        ImmutableList<MountSecret> secrets)
        implements KubernetesObject {
    /**
     * A Secret that a kubelet needs to mount a volume.
     *
     * @param field where the volume names it, for instance {@code spec.csi.nodeStageSecretRef}
     */
    public record MountSecret(ObjectRef secret, String field) {}

    @Override
    public String kind() {
        return "PersistentVolume";
    }
}
