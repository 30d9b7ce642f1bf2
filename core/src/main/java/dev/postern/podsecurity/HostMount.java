package dev.postern.podsecurity;

import dev.postern.model.Confidence;
import dev.postern.model.Support;

/**
 * A part of the node's file system that one container sees: a {@code hostPath} volume, or a {@code hostPath} or {@code
 * local} persistent volume reached through a claim.
 *
 * @param nodePath the path on the node in canonical form, {@code subPath} included
 * @param containerPath where the container sees it, as the manifest writes it
 * @param readOnly whether this mount (not the volume) is read-only
 * @param recursiveReadOnly whether file systems mounted below it are read-only too
 * @param directory whether the kubelet mounts it only if it is a directory ({@code hostPath.type})
 * @param confidence {@link Confidence#CERTAIN} unless a claim is not bound yet and the volume is a guess
 * @param support the mount, the volume and, through a claim, the objects in between
 */
public record HostMount(
        String nodePath,
        String containerPath,
        boolean readOnly,
        boolean recursiveReadOnly,
        boolean directory,
        Confidence confidence,
        Support support) {
    /**
     * Whether what lies below a file system of its own can be written: below a read-only mount of a directory above it, such
     * a file system stays writable unless the mount is recursively read-only (KEP-3857).
     *
     * @param fileSystem where it is mounted on every node, for instance {@code /proc}
     */
    boolean isWritableBelow(String fileSystem) {
        return !readOnly
                || (!recursiveReadOnly && NodePath.covers(nodePath, fileSystem) && !nodePath.equals(fileSystem));
    }

    /** Whether {@code path} of the node lies in this mount: the mount shows it or a directory above it. */
    public boolean shows(String path) {
        return NodePath.covers(nodePath, NodePath.canonical(path));
    }
}
