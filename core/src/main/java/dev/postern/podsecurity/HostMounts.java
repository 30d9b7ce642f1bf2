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
 * Finds the mounts of a container that show the node's file system, directly or through claim and persistent volume, and the
 * devices of the node that it is given through them.
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

    /** Devices of the node: local volumes that are no file system. */
    ImmutableList<NodeDevice> devices(Pod pod, Container container) {
        ImmutableList.Builder<NodeDevice> devices = ImmutableList.builder();
        for (int i = 0; i < container.volumeDevices().size(); i++) {
            String name = container.volumeDevices().get(i);
            Evidence given = Fields.stated(pod, container, "volumeDevices[" + i + "].name", name);
            Volumes.named(pod, name).ifPresent(volume -> {
                if (volume.source() instanceof VolumeSource.Claim claim && !claim.readOnly()) {
                    claimed(
                            pod,
                            volume,
                            claim,
                            true,
                            (path, confidence, facts) -> devices.add(new NodeDevice(
                                    path, confidence, Support.of(given).and(Support.of(facts)))));
                }
            });
        }
        return devices.build();
    }

    /** Takes what a claim leads to. */
    private interface Sink {
        void accept(String path, Confidence confidence, List<Evidence> facts);
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
            claimed(
                    mounted.pod(),
                    mounted.volume(),
                    claim,
                    false,
                    (path, confidence, facts) -> mounts.add(mounted.shows(path, claim.readOnly(), confidence, facts)));
        }
    }

    /** @param block whether as a device: a volume is either that or a file system, and binds to claims of its mode alone */
    private void claimed(Pod pod, Volume volume, VolumeSource.Claim source, boolean block, Sink sink) {
        Optional<PersistentVolumeClaim> claim = cluster.persistentVolumeClaim(pod.namespace(), source.claimName());
        ObjectRef ref = ObjectRef.of("PersistentVolumeClaim", pod.namespace(), source.claimName());
        List<Evidence> facts = new ArrayList<>();
        facts.add(Fields.stated(pod, volume.field() + ".persistentVolumeClaim.claimName", source.claimName()));

        PersistentVolume reserved = volumeByClaim.get(ref);
        String boundTo = claim.map(PersistentVolumeClaim::volumeName).orElse("");
        if (!boundTo.isEmpty()) {
            facts.add(Evidence.stated(ref, "spec.volumeName", boundTo));
            cluster.persistentVolume(boundTo)
                    .filter(bound ->
                            bound.claim().isEmpty() || bound.claim().get().equals(ref))
                    .ifPresent(bound -> add(bound, block, Confidence.CERTAIN, facts, sink));
        } else if (reserved != null) {
            facts.add(Evidence.stated(reserved.ref(), "spec.claimRef", ref.qualifiedName()));
            add(reserved, block, Confidence.CERTAIN, facts, sink);
        } else if (claim.isPresent() && !claim.get().meta().live()) {
            String storageClass = claim.get().storageClassName();
            List<PersistentVolume> free = freeVolumesByClass.get(storageClass).stream()
                    .filter(one -> one.block() == block)
                    .toList();
            Confidence confidence =
                    free.size() == 1 && !storageClass.isEmpty() ? Confidence.LIKELY : Confidence.POSSIBLE;
            facts.add(
                    storageClass.isEmpty()
                            ? Evidence.byDefault(ref, "spec.storageClassName", "none")
                            : Evidence.stated(ref, "spec.storageClassName", storageClass));
            free.forEach(one -> add(one, block, confidence, facts, sink));
        }
    }

    private static void add(
            PersistentVolume volume, boolean block, Confidence confidence, List<Evidence> via, Sink sink) {
        if (volume.nodePath().isEmpty() || volume.block() != block) {
            return;
        }
        String path = volume.nodePath().get();
        List<Evidence> facts = new ArrayList<>(via);
        facts.add(Evidence.stated(volume.ref(), "spec." + volume.sourceField() + ".path", path));
        sink.accept(path, confidence, facts);
    }

    /** One mount of a container together with its volume. */
    private record Mounted(Pod pod, Container container, VolumeMount mount, int index, Volume volume) {
        /** What a subPath leads to has no type; a kubelet refuses a socket where a directory is declared. */
        private boolean isDirectory() {
            return mount.subPath().isEmpty()
                    && volume.source() instanceof VolumeSource.HostPath hostPath
                    && (hostPath.type().equals("Directory") || hostPath.type().equals("DirectoryOrCreate"));
        }

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
                    isDirectory(),
                    confidence,
                    new Support(facts.build()));
        }
    }
}
