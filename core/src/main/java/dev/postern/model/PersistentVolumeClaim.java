package dev.postern.model;

/** A claim; {@code volumeName} is empty while unbound. */
public record PersistentVolumeClaim(ObjectMeta meta, String volumeName, String storageClassName)
        implements KubernetesObject {
    @Override
    public String kind() {
        return "PersistentVolumeClaim";
    }
}
