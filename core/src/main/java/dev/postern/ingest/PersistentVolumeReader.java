package dev.postern.ingest;

import com.google.common.collect.ImmutableSet;
import dev.postern.model.ObjectRef;
import dev.postern.model.PersistentVolume;
import dev.postern.model.PersistentVolumeClaim;
import java.util.Optional;

/** PersistentVolumes and the claims on them. */
final class PersistentVolumeReader {
    /** Fields of a volume's spec that are not its source; the one that is left is. */
    private static final ImmutableSet<String> NO_SOURCE = ImmutableSet.of(
            "capacity",
            "accessModes",
            "persistentVolumeReclaimPolicy",
            "mountOptions",
            "volumeMode",
            "nodeAffinity",
            "volumeAttributesClassName");

    private Metadata metadata = Metadata.NONE;
    private Optional<String> nodePath = Optional.empty();
    private String sourceField = "";
    private Optional<ObjectRef> claim = Optional.empty();
    private String storageClassName = "";
    private String volumeName = "";

    private PersistentVolumeReader() {}

    static PersistentVolume read(Values in, Identity identity) {
        PersistentVolumeReader volume = readFields(in, false);
        return new PersistentVolume(
                volume.metadata.of(identity),
                volume.nodePath,
                volume.sourceField,
                volume.claim,
                volume.storageClassName);
    }

    static PersistentVolumeClaim readClaim(Values in, Identity identity) {
        PersistentVolumeReader claim = readFields(in, true);
        return new PersistentVolumeClaim(claim.metadata.of(identity), claim.volumeName, claim.storageClassName);
    }

    private static PersistentVolumeReader readFields(Values in, boolean claim) {
        PersistentVolumeReader fields = new PersistentVolumeReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> fields.metadata = Metadata.read(in);
                    case "spec" -> {
                        if (claim) {
                            fields.claimSpec(in);
                        } else {
                            fields.volumeSpec(in);
                        }
                    }
                    default -> in.skip();
                }
            }
        }
        return fields;
    }

    private void claimSpec(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "volumeName" -> volumeName = in.symbol();
                case "storageClassName" -> storageClassName = in.symbol();
                default -> in.skip();
            }
        }
    }

    private void volumeSpec(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "claimRef" ->
                    claim = in.isObject()
                            ? Optional.of(ReferenceReader.object(in, "PersistentVolumeClaim", "default"))
                            : Optional.empty();
                case "storageClassName" -> storageClassName = in.symbol();
                case "hostPath", "local" -> {
                    if (in.isObject()) {
                        sourceField = in.sharing().one(in.key());
                        nodePath = Optional.of(path(in));
                    }
                }
                default -> {
                    if (in.isObject() && !NO_SOURCE.contains(in.key())) {
                        sourceField = in.sharing().one(in.key());
                    }
                }
            }
        }
    }

    private static String path(Values in) {
        String path = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "path" -> path = in.symbol();
                    default -> in.skip();
                }
            }
        }
        return path;
    }
}
