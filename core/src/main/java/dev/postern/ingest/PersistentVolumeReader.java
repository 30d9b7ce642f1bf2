package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.ObjectRef;
import dev.postern.model.PersistentVolume;
import dev.postern.model.PersistentVolume.MountSecret;
import dev.postern.model.PersistentVolumeClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** PersistentVolumes and the claims on them. */
final class PersistentVolumeReader {
    /** Fields of a volume's spec that are not its source; the one that is left is. */
    private static final ImmutableSet<String> NO_SOURCE = ImmutableSet.of(
            "capacity",
            "accessModes",
            "persistentVolumeReclaimPolicy",
            "mountOptions",
            "nodeAffinity",
            "volumeAttributesClassName");

    /** Of whichever source: a source has no field of another's. */
    private static final ImmutableSet<String> KUBELETS =
            ImmutableSet.of("secretRef", "nodePublishSecretRef", "nodeStageSecretRef", "nodeExpandSecretRef");

    private Metadata metadata = Metadata.NONE;
    private Optional<String> nodePath = Optional.empty();
    private String sourceField = "";
    private boolean block;
    private Optional<ObjectRef> claim = Optional.empty();
    private String storageClassName = "";
    private String volumeName = "";
    private final List<MountSecret> secrets = new ArrayList<>();

    private PersistentVolumeReader() {}

    static PersistentVolume read(Values in, Identity identity) {
        PersistentVolumeReader volume = readFields(in, false);
        return new PersistentVolume(
                volume.metadata.of(identity),
                volume.nodePath,
                volume.sourceField,
                volume.block,
                volume.claim,
                volume.storageClassName,
                volume.mountSecrets());
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
                case "volumeMode" -> block = in.symbol().equals("Block");
                case "hostPath", "local" -> {
                    if (in.isObject()) {
                        sourceField = in.sharing().one(in.key());
                        nodePath = Optional.of(path(in));
                    }
                }
                default -> {
                    if (in.isObject() && !NO_SOURCE.contains(in.key())) {
                        sourceField = in.sharing().one(in.key());
                        source(in, sourceField);
                    }
                }
            }
        }
    }

    /** The Secrets of a source that a kubelet sees; those by which a controller attaches or expands it are left out. */
    private void source(Values in, String source) {
        String secretName = "";
        String secretNamespace = "";
        if (in.object()) {
            while (in.next()) {
                String key = in.key();
                if (KUBELETS.contains(key) && in.isObject()) {
                    ObjectRef secret = ReferenceReader.object(in, "Secret", "");
                    secrets.add(new MountSecret(secret, "spec." + source + "." + key));
                } else if (key.equals("secretName")) {
                    secretName = in.symbol();
                } else if (key.equals("secretNamespace")) {
                    secretNamespace = in.symbol();
                } else {
                    in.skip();
                }
            }
        }
        if (!secretName.isEmpty()) {
            ObjectRef secret = ObjectRef.of("Secret", secretNamespace, secretName);
            secrets.add(new MountSecret(secret, "spec." + source + ".secretName"));
        }
    }

    /** A Secret without a namespace is one of the claim's. */
    private ImmutableList<MountSecret> mountSecrets() {
        String ofClaim = claim.map(ObjectRef::namespace).orElse("");
        return secrets.stream()
                .map(one -> one.secret().namespace().isEmpty()
                        ? new MountSecret(
                                ObjectRef.of("Secret", ofClaim, one.secret().name()), one.field())
                        : one)
                .filter(one -> !one.secret().name().isEmpty()
                        && !one.secret().namespace().isEmpty())
                .collect(ImmutableList.toImmutableList());
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
