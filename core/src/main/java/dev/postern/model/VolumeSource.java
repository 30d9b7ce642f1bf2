package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;

/** What a volume shows. A sealed set: kinds of volume that lead nowhere are {@link Other}. */
public sealed interface VolumeSource {
    /** The name of the field that holds this source, as the manifest writes it. */
    String field();

    /** A path of the node's own file system. {@code type} is empty when absent. */
    record HostPath(String path, String type) implements VolumeSource {
        @Override
        public String field() {
            return "hostPath";
        }
    }

    /**
     * A Secret as files.
     *
     * @param items keys by the paths they are shown at; empty when each key is a file of its own name
     */
    record SecretFiles(String secretName, boolean optional, ImmutableSortedMap<String, String> items)
            implements VolumeSource {
        /** All keys. */
        public SecretFiles(String secretName, boolean optional) {
            this(secretName, optional, ImmutableSortedMap.of());
        }

        @Override
        public String field() {
            return "secret";
        }
    }

    /** A ConfigMap as files. */
    record ConfigMapFiles(String configMapName, boolean optional) implements VolumeSource {
        @Override
        public String field() {
            return "configMap";
        }
    }

    /** A claim on a persistent volume. */
    record Claim(String claimName, boolean readOnly) implements VolumeSource {
        @Override
        public String field() {
            return "persistentVolumeClaim";
        }
    }

    /** Several sources in one directory. */
    record Projected(ImmutableList<Projection> sources) implements VolumeSource {
        @Override
        public String field() {
            return "projected";
        }
    }

    /** An inline CSI volume; {@code secretName} is that of {@code nodePublishSecretRef}, or empty. */
    record Csi(String driver, String secretName) implements VolumeSource {
        @Override
        public String field() {
            return "csi";
        }
    }

    /**
     * Storage that the node attaches by itself, with a Secret of the pod's namespace.
     *
     * @param field for instance {@code cephfs}
     * @param secretField the field below that which names the Secret
     */
    record Attached(String field, String secretField, String secretName) implements VolumeSource {}

    /** Any other kind, by the name of its field, for instance {@code emptyDir}. */
    record Other(String field) implements VolumeSource {}

    /** One source of a projected volume. */
    sealed interface Projection {
        /** A service-account token; an empty audience is the API server's own. */
        record Token(String audience) implements Projection {}

        /** As {@link VolumeSource.SecretFiles}. */
        record SecretFiles(String secretName, boolean optional, ImmutableSortedMap<String, String> items)
                implements Projection {
            /** All keys. */
            public SecretFiles(String secretName, boolean optional) {
                this(secretName, optional, ImmutableSortedMap.of());
            }
        }

        record ConfigMapFiles(String configMapName, boolean optional) implements Projection {}

        record Other(String field) implements Projection {}
    }
}
