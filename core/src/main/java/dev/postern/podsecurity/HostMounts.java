package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.PersistentVolume;
import dev.postern.model.PersistentVolumeClaim;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import dev.postern.model.Volume;
import dev.postern.model.VolumeMount;
import dev.postern.model.VolumeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the mounts of a container that show the node's file system, directly or through claim and persistent volume.
 *
 * <p>A claim leads to the volume it is bound to, or to the one reserved for it. A claim of a manifest that is bound to
 * nothing yet leads to the unreserved host volumes of its storage class: they are what the controller would choose from,
 * so these mounts are {@link Confidence#LIKELY} when there is one and {@link Confidence#POSSIBLE} otherwise. A live claim
 * that is unbound mounts nothing.
 */
final class HostMounts {
    private final Cluster cluster;
    private final ImmutableMap<ObjectRef, PersistentVolume> volumeByClaim;
    private final ImmutableListMultimap<String, PersistentVolume> freeVolumesByClass;

    HostMounts(Cluster cluster) {
        this.cluster = cluster;
        Map<ObjectRef, PersistentVolume> byClaim = new HashMap<>();
        Map<String, Set<String>> pathsByClass = new HashMap<>();
        ImmutableListMultimap.Builder<String, PersistentVolume> free = ImmutableListMultimap.builder();
        for (PersistentVolume volume : cluster.persistentVolumes()) {
            Optional<String> path = volume.nodePath();
            if (path.isEmpty()) {
                continue;
            }
            if (volume.claim().isPresent()) {
                byClaim.putIfAbsent(volume.claim().get(), volume);
            } else if (pathsByClass
                    .computeIfAbsent(volume.storageClassName(), name -> new HashSet<>())
                    .add(path.get())) {
                free.put(volume.storageClassName(), volume);
            }
        }
        this.volumeByClaim = ImmutableMap.copyOf(byClaim);
        this.freeVolumesByClass = free.build();
    }

    ImmutableList<HostMount> of(Pod pod, Container container) {
        if (container.volumeMounts().isEmpty()) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<HostMount> mounts = ImmutableList.builder();
        for (int i = 0; i < container.volumeMounts().size(); i++) {
            VolumeMount mount = container.volumeMounts().get(i);
            Optional<Volume> volume = Volumes.named(pod, mount.volume());
            if (volume.isPresent()) {
                add(new Mounted(pod, container, mount, i, volume.get()), mounts);
            }
        }
        return mounts.build();
    }

    private void add(Mounted mounted, ImmutableList.Builder<HostMount> mounts) {
        VolumeSource source = mounted.volume().source();
        if (source instanceof VolumeSource.HostPath hostPath) {
            if (!hostPath.path().isEmpty()) {
                Evidence path =
                        Fields.stated(mounted.pod(), mounted.volume().field() + ".hostPath.path", hostPath.path());
                mounts.add(mounted.shows(hostPath.path(), false, Confidence.CERTAIN, List.of(path)));
            }
        } else if (source instanceof VolumeSource.Claim claim) {
            addClaim(mounted, claim, mounts);
        }
    }

    private void addClaim(Mounted mounted, VolumeSource.Claim source, ImmutableList.Builder<HostMount> mounts) {
        Pod pod = mounted.pod();
        Optional<PersistentVolumeClaim> claim = cluster.persistentVolumeClaim(pod.namespace(), source.claimName());
        ObjectRef ref = ObjectRef.of("PersistentVolumeClaim", pod.namespace(), source.claimName());
        List<Evidence> facts = new ArrayList<>();
        facts.add(
                Fields.stated(pod, mounted.volume().field() + ".persistentVolumeClaim.claimName", source.claimName()));

        PersistentVolume reserved = volumeByClaim.get(ref);
        String boundTo = claim.map(PersistentVolumeClaim::volumeName).orElse("");
        if (!boundTo.isEmpty()) {
            facts.add(Evidence.stated(ref, "spec.volumeName", boundTo));
            cluster.persistentVolume(boundTo)
                    .filter(volume ->
                            volume.claim().isEmpty() || volume.claim().get().equals(ref))
                    .ifPresent(volume -> add(mounted, source, volume, Confidence.CERTAIN, facts, mounts));
        } else if (reserved != null) {
            facts.add(Evidence.stated(reserved.ref(), "spec.claimRef", ref.qualifiedName()));
            add(mounted, source, reserved, Confidence.CERTAIN, facts, mounts);
        } else if (claim.isPresent() && !claim.get().meta().live()) {
            String storageClass = claim.get().storageClassName();
            ImmutableList<PersistentVolume> free = freeVolumesByClass.get(storageClass);
            Confidence confidence =
                    free.size() == 1 && !storageClass.isEmpty() ? Confidence.LIKELY : Confidence.POSSIBLE;
            facts.add(
                    storageClass.isEmpty()
                            ? Evidence.byDefault(ref, "spec.storageClassName", "none")
                            : Evidence.stated(ref, "spec.storageClassName", storageClass));
            free.forEach(volume -> add(mounted, source, volume, confidence, facts, mounts));
        }
    }

    private static void add(
            Mounted mounted,
            VolumeSource.Claim source,
            PersistentVolume volume,
            Confidence confidence,
            List<Evidence> via,
            ImmutableList.Builder<HostMount> mounts) {
        if (volume.nodePath().isEmpty()) {
            return;
        }
        String path = volume.nodePath().get();
        List<Evidence> facts = new ArrayList<>(via);
        facts.add(Evidence.stated(volume.ref(), "spec." + volume.sourceField() + ".path", path));
        mounts.add(mounted.shows(path, source.readOnly(), confidence, facts));
    }

    /** One mount of a container together with its volume. */
    private record Mounted(Pod pod, Container container, VolumeMount mount, int index, Volume volume) {
        HostMount shows(String path, boolean volumeReadOnly, Confidence confidence, List<Evidence> volumeFacts) {
            ImmutableList.Builder<Evidence> facts = ImmutableList.builder();
            String field = "volumeMounts[" + index + "].";
            facts.add(Fields.stated(pod, container, field + "mountPath", mount.mountPath()));
            if (!mount.subPath().isEmpty()) {
                facts.add(Fields.stated(pod, container, field + "subPath", mount.subPath()));
            }
            facts.addAll(volumeFacts);
            return new HostMount(
                    NodePath.join(path, mount.subPath()),
                    mount.mountPath(),
                    mount.readOnly() || volumeReadOnly,
                    mount.recursiveReadOnly(),
                    confidence,
                    new Support(facts.build()));
        }
    }
}
