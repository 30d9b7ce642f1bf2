package dev.postern.model;

/** Where a container sees a volume; {@code subPath} is empty when absent ({@code subPathExpr} counts as a subPath). */
public record VolumeMount(
        String volume, String mountPath, String subPath, boolean readOnly, boolean recursiveReadOnly) {}
