package dev.postern.model;

/**
 * Where a container sees a volume.
 *
 * @param subPath empty when absent ({@code subPathExpr} counts as a subPath)
 * @param bidirectional whether what the container mounts below shows on the node, too, which only a privileged one may ask for
 */
public record VolumeMount(
        String volume,
        String mountPath,
        String subPath,
        boolean readOnly,
        boolean recursiveReadOnly,
        boolean bidirectional) {
    /** One that shows nothing on the node. */
    public VolumeMount(String volume, String mountPath, String subPath, boolean readOnly, boolean recursiveReadOnly) {
        this(volume, mountPath, subPath, readOnly, recursiveReadOnly, false);
    }

    /** The same without showing on the node what is mounted below. */
    public VolumeMount inward() {
        return new VolumeMount(volume, mountPath, subPath, readOnly, recursiveReadOnly, false);
    }
}
