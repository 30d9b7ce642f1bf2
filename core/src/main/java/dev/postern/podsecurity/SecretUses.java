package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.KeyRef;
import dev.postern.model.ObjectRef;
import dev.postern.model.PersistentVolume;
import dev.postern.model.Pod;
import dev.postern.model.ServiceAccount;
import dev.postern.model.Support;
import dev.postern.model.Volume;
import dev.postern.model.VolumeMount;
import dev.postern.model.VolumeSource;
import dev.postern.model.VolumeSource.Projection;
import dev.postern.podsecurity.SecretUse.Way;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lists the Secrets that a container reads, and those that only the node of its pod sees. */
final class SecretUses {
    private final Cluster cluster;
    /** Those that take a Secret to be mounted, by the claims they are bound to. */
    private final ImmutableMap<ObjectRef, PersistentVolume> volumes;

    SecretUses(Cluster cluster) {
        this.cluster = cluster;
        Map<ObjectRef, PersistentVolume> byClaim = new HashMap<>();
        for (PersistentVolume volume : cluster.persistentVolumes()) {
            if (!volume.secrets().isEmpty()) {
                volume.claim().ifPresent(claim -> byClaim.put(claim, volume));
            }
        }
        this.volumes = ImmutableMap.copyOf(byClaim);
    }

    ImmutableList<SecretUse> ofContainer(Pod pod, Container container) {
        List<SecretUse> uses = new ArrayList<>();
        for (int i = 0; i < container.volumeMounts().size(); i++) {
            VolumeMount mount = container.volumeMounts().get(i);
            Optional<Volume> volume = Volumes.named(pod, mount.volume());
            if (volume.isPresent()) {
                Evidence place = Fields.stated(pod, container, "volumeMounts[" + i + "].mountPath", mount.mountPath());
                uses.addAll(ofVolume(pod, volume.get(), Way.VOLUME, mount.subPath(), Support.of(place)));
            }
        }
        for (KeyRef variable : container.environmentRefs()) {
            if (variable.secret()) {
                uses.add(new SecretUse(
                        ref(pod, variable.name()),
                        Way.ENVIRONMENT,
                        variable.key(),
                        variable.optional(),
                        Support.of(Fields.stated(pod, container, variable.field(), value(variable)))));
            }
        }
        return sorted(uses);
    }

    ImmutableList<SecretUse> ofNodeOnly(Pod pod) {
        List<SecretUse> uses = new ArrayList<>(imagePullSecrets(pod));
        Set<String> mounted = new HashSet<>();
        for (Container container : pod.spec().containers()) {
            container.volumeMounts().forEach(mount -> mounted.add(mount.volume()));
        }
        for (Volume volume : pod.spec().volumes()) {
            if (volume.source() instanceof VolumeSource.Csi csi
                    && !csi.secretName().isEmpty()) {
                String field = volume.field() + ".csi.nodePublishSecretRef.name";
                uses.add(use(pod, csi.secretName(), Way.STORAGE_DRIVER, "", false, Support.NONE, field));
            } else if (volume.source() instanceof VolumeSource.Attached attached) {
                String field = volume.field() + "." + attached.field() + "." + attached.secretField();
                uses.add(use(pod, attached.secretName(), Way.STORAGE_DRIVER, "", false, Support.NONE, field));
            } else if (volume.source() instanceof VolumeSource.Claim claim) {
                uses.addAll(ofClaim(pod, volume, claim.claimName()));
            } else if (!mounted.contains(volume.name())) {
                uses.addAll(ofVolume(pod, volume, Way.UNMOUNTED_VOLUME, "", Support.NONE));
            }
        }
        return sorted(uses);
    }

    private List<SecretUse> ofClaim(Pod pod, Volume volume, String name) {
        PersistentVolume bound = volumes.get(ObjectRef.of("PersistentVolumeClaim", pod.namespace(), name));
        if (bound == null) {
            return List.of();
        }
        Evidence claims = Fields.stated(pod, volume.field() + ".persistentVolumeClaim.claimName", name);
        return bound.secrets().stream()
                .map(mount -> new SecretUse(
                        mount.secret(),
                        Way.STORAGE_DRIVER,
                        "",
                        false,
                        Support.of(ImmutableList.of(
                                claims,
                                Evidence.stated(
                                        bound.ref(),
                                        mount.field(),
                                        mount.secret().qualifiedName())))))
                .toList();
    }

    private List<SecretUse> ofVolume(Pod pod, Volume volume, Way way, String subPath, Support place) {
        List<SecretUse> uses = new ArrayList<>();
        if (volume.source() instanceof VolumeSource.SecretFiles secret) {
            String field = volume.field() + ".secret.secretName";
            for (String key : shown(pod, secret.secretName(), secret.items(), way, subPath)) {
                uses.add(use(pod, secret.secretName(), way, key, secret.optional(), place, field));
            }
        } else if (volume.source() instanceof VolumeSource.Projected projected) {
            for (int i = 0; i < projected.sources().size(); i++) {
                if (projected.sources().get(i) instanceof Projection.SecretFiles secret) {
                    String field = volume.field() + ".projected.sources[" + i + "].secret.name";
                    for (String key : shown(pod, secret.secretName(), secret.items(), way, subPath)) {
                        uses.add(use(pod, secret.secretName(), way, key, secret.optional(), place, field));
                    }
                }
            }
        }
        return uses;
    }

    /** The node fetches the whole Secret, whatever it shows of it. */
    private ImmutableSortedSet<String> shown(Pod pod, String name, Map<String, String> items, Way way, String subPath) {
        return way == Way.UNMOUNTED_VOLUME
                ? ImmutableSortedSet.of(ShownKeys.ALL)
                : ShownKeys.of(cluster.secret(pod.namespace(), name), items, subPath);
    }

    /** The pod's own, or the service account's, which admission copies into a pod that names none. */
    private List<SecretUse> imagePullSecrets(Pod pod) {
        List<SecretUse> uses = new ArrayList<>();
        ImmutableList<String> own = pod.spec().imagePullSecrets();
        for (int i = 0; i < own.size(); i++) {
            uses.add(use(pod, own.get(i), Way.IMAGE_PULL, "", true, Support.NONE, "imagePullSecrets[" + i + "].name"));
        }
        boolean admitted = pod.meta().live() && !pod.virtual();
        Optional<ServiceAccount> account =
                own.isEmpty() && !admitted ? cluster.serviceAccount(pod.serviceAccount()) : Optional.empty();
        if (account.isPresent()) {
            ImmutableList<String> names = account.get().imagePullSecrets();
            for (int i = 0; i < names.size(); i++) {
                Evidence evidence =
                        Evidence.stated(account.get().ref(), "imagePullSecrets[" + i + "].name", names.get(i));
                uses.add(new SecretUse(ref(pod, names.get(i)), Way.IMAGE_PULL, "", true, Support.of(evidence)));
            }
        }
        return uses;
    }

    private static SecretUse use(
            Pod pod, String name, Way way, String key, boolean optional, Support place, String field) {
        Support support = place.and(Support.of(Fields.stated(pod, field, name)));
        return new SecretUse(ref(pod, name), way, key, optional, support);
    }

    private static String value(KeyRef variable) {
        return variable.key().isEmpty() ? variable.name() : variable.name() + "/" + variable.key();
    }

    private static ObjectRef ref(Pod pod, String name) {
        return ObjectRef.of("Secret", pod.namespace(), name);
    }

    private static ImmutableList<SecretUse> sorted(List<SecretUse> uses) {
        return uses.stream().sorted().distinct().collect(ImmutableList.toImmutableList());
    }
}
