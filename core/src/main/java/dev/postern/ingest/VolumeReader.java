package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Volume;
import dev.postern.model.VolumeSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Volumes of a pod. */
final class VolumeReader {
    private VolumeReader() {}

    static Volume read(Values in, String field) {
        String name = "";
        // No source at all means an empty directory.
        VolumeSource source = new VolumeSource.Other("emptyDir");
        if (in.object()) {
            while (in.next()) {
                if (in.key().equals("name")) {
                    name = in.volumeName();
                } else if (!in.isNull()) {
                    source = source(in);
                } else {
                    in.skip();
                }
            }
        }
        return in.sharing().one(new Volume(name, source, field));
    }

    private static VolumeSource source(Values in) {
        switch (in.key()) {
            case "hostPath":
                return hostPath(in);
            case "secret":
                Files secret = files(in);
                return new VolumeSource.SecretFiles(secret.name(), secret.optional(), secret.items());
            case "configMap":
                Files configMap = files(in);
                return new VolumeSource.ConfigMapFiles(configMap.name(), configMap.optional());
            case "persistentVolumeClaim":
                return claim(in);
            case "projected":
                return projected(in);
            case "csi":
                return csi(in);
            case "azureFile", "cephfs", "cinder", "flexVolume", "iscsi", "rbd", "scaleIO", "storageos":
                return attached(in);
            default:
                String other = in.sharing().one(in.key());
                in.skip();
                return new VolumeSource.Other(other);
        }
    }

    private static VolumeSource hostPath(Values in) {
        String path = "";
        String type = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "path" -> path = in.symbol();
                    case "type" -> type = in.symbol();
                    default -> in.skip();
                }
            }
        }
        return new VolumeSource.HostPath(path, type);
    }

    private record Files(String name, boolean optional, ImmutableSortedMap<String, String> items) {}

    /** A Secret or ConfigMap: volumes name a Secret {@code secretName}, everything else is {@code name}. */
    private static Files files(Values in) {
        String name = "";
        boolean optional = false;
        TreeMap<String, String> items = new TreeMap<>();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "name", "secretName" -> name = in.symbol();
                    case "optional" -> optional = in.bool();
                    case "items" -> in.objects(() -> item(in, items));
                    default -> in.skip();
                }
            }
        }
        return new Files(name, optional, ImmutableSortedMap.copyOf(items));
    }

    /** One key under a path; which needs both. */
    private static boolean item(Values in, Map<String, String> items) {
        String key = "";
        String path = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "key" -> key = in.symbol();
                    case "path" -> path = in.symbol();
                    default -> in.skip();
                }
            }
        }
        if (!key.isEmpty() && !path.isEmpty()) {
            items.put(path, key);
        }
        return true;
    }

    private static VolumeSource claim(Values in) {
        String name = "";
        boolean readOnly = false;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "claimName" -> name = in.symbol();
                    case "readOnly" -> readOnly = in.bool();
                    default -> in.skip();
                }
            }
        }
        return new VolumeSource.Claim(name, readOnly);
    }

    private static VolumeSource csi(Values in) {
        String driver = "";
        String secret = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "driver" -> driver = in.symbol();
                    case "nodePublishSecretRef" -> secret = ReferenceReader.name(in);
                    default -> in.skip();
                }
            }
        }
        return new VolumeSource.Csi(driver, secret);
    }

    /** One kind names its Secret itself, all others by a reference. In a pod neither has a namespace. */
    private static VolumeSource attached(Values in) {
        String field = in.sharing().one(in.key());
        boolean named = field.equals("azureFile");
        String secret = "";
        if (in.object()) {
            while (in.next()) {
                if (named && in.key().equals("secretName")) {
                    secret = in.symbol();
                } else if (!named && in.key().equals("secretRef")) {
                    secret = ReferenceReader.name(in);
                } else {
                    in.skip();
                }
            }
        }
        return secret.isEmpty()
                ? new VolumeSource.Other(field)
                : new VolumeSource.Attached(field, named ? "secretName" : "secretRef.name", secret);
    }

    private static VolumeSource projected(Values in) {
        ImmutableList<Optional<VolumeSource.Projection>> sources = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "sources" -> sources = in.objects(() -> projection(in));
                    default -> in.skip();
                }
            }
        }
        return new VolumeSource.Projected(
                sources.stream().flatMap(Optional::stream).collect(ImmutableList.toImmutableList()));
    }

    private static Optional<VolumeSource.Projection> projection(Values in) {
        Optional<VolumeSource.Projection> projection = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                if (in.isNull()) {
                    in.skip();
                    continue;
                }
                projection = Optional.of(sourceOf(in));
            }
        }
        return projection;
    }

    private static VolumeSource.Projection sourceOf(Values in) {
        switch (in.key()) {
            case "serviceAccountToken":
                return new VolumeSource.Projection.Token(audience(in));
            case "secret":
                Files secret = files(in);
                return new VolumeSource.Projection.SecretFiles(secret.name(), secret.optional(), secret.items());
            case "configMap":
                Files configMap = files(in);
                return new VolumeSource.Projection.ConfigMapFiles(configMap.name(), configMap.optional());
            default:
                String other = in.sharing().one(in.key());
                in.skip();
                return new VolumeSource.Projection.Other(other);
        }
    }

    private static String audience(Values in) {
        String audience = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "audience" -> audience = in.symbol();
                    default -> in.skip();
                }
            }
        }
        return audience;
    }
}
