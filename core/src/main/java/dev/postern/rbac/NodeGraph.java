package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.KeyRef;
import dev.postern.model.ObjectRef;
import dev.postern.model.PersistentVolume;
import dev.postern.model.PersistentVolume.MountSecret;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import dev.postern.model.Volume;
import dev.postern.model.VolumeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which objects are tied to which node: what the pods bound to it refer to, and the volumes behind their claims. Mirror
 * pods tie nothing but themselves: a kubelet creates them. Source: kubernetes {@code
 * plugin/pkg/auth/authorizer/node/graph.go}.
 */
final class NodeGraph {
    private final Map<String, List<Pod>> pods = new HashMap<>();
    private final Map<ObjectRef, PersistentVolume> volumes = new HashMap<>();

    NodeGraph(Cluster cluster) {
        for (PersistentVolume volume : cluster.persistentVolumes()) {
            volume.claim().ifPresent(claim -> volumes.put(claim, volume));
        }
        for (Pod pod : cluster.pods()) {
            pod.nodeName()
                    .filter(node -> !node.isEmpty())
                    .ifPresent(node ->
                            pods.computeIfAbsent(node, n -> new ArrayList<>()).add(pod));
        }
    }

    /**
     * What the node's pods are tied to, of some kinds, in no particular order; a pod itself is tied by its {@code nodeName}.
     * O(pods of the node).
     */
    Map<ObjectRef, List<Support>> objects(String node, Predicate<String> kinds) {
        Map<ObjectRef, List<Support>> objects = new HashMap<>();
        pods.getOrDefault(node, List.of()).forEach(pod -> addPod(objects, kinds, pod));
        return objects;
    }

    private void addPod(Map<ObjectRef, List<Support>> objects, Predicate<String> kinds, Pod pod) {
        Evidence onNode = Evidence.stated(
                pod.object(),
                pod.field("nodeName"),
                Text.printable(pod.nodeName().orElse("")));
        PodTies ties = new PodTies(objects, kinds, pod, onNode);
        if (kinds.test(pod.object().kind())) {
            ties.add(pod.object(), Support.of(onNode));
        }
        if (pod.mirror()) {
            return;
        }
        ties.account();
        for (int i = 0; i < pod.spec().imagePullSecrets().size(); i++) {
            ties.add("Secret", pod.spec().imagePullSecrets().get(i), "imagePullSecrets[" + i + "]");
        }
        for (Container container : pod.spec().containers()) {
            for (KeyRef ref : container.environmentRefs()) {
                ties.add(ref.secret() ? "Secret" : "ConfigMap", ref.name(), container.field() + "." + ref.field());
            }
        }
        for (Volume volume : pod.spec().volumes()) {
            ties.volume(volume, volumes);
        }
    }

    private record PodTies(Map<ObjectRef, List<Support>> objects, Predicate<String> kinds, Pod pod, Evidence onNode) {
        void add(ObjectRef object, Support support) {
            objects.computeIfAbsent(object, key -> new ArrayList<>(1)).add(support);
        }

        void add(String kind, String name, String field) {
            if (!name.isEmpty() && kinds.test(kind)) {
                Evidence refers = Evidence.stated(pod.object(), pod.field(field), Text.printable(name));
                add(ObjectRef.of(kind, pod.namespace(), name), Support.of(refers, onNode));
            }
        }

        void account() {
            if (!kinds.test("ServiceAccount")) {
                return;
            }
            String name = pod.serviceAccount().name();
            String field = pod.field("serviceAccountName");
            Evidence runsAs = pod.spec().serviceAccountName().isPresent()
                    ? Evidence.stated(pod.object(), field, Text.printable(name))
                    : Evidence.byDefault(pod.object(), field, name);
            add(pod.serviceAccount().ref(), Support.of(runsAs, onNode));
        }

        void volume(Volume volume, Map<ObjectRef, PersistentVolume> byClaim) {
            VolumeSource source = volume.source();
            String field = volume.field() + "." + source.field();
            if (source instanceof VolumeSource.SecretFiles files) {
                add("Secret", files.secretName(), field);
            } else if (source instanceof VolumeSource.ConfigMapFiles files) {
                add("ConfigMap", files.configMapName(), field);
            } else if (source instanceof VolumeSource.Csi csi) {
                add("Secret", csi.secretName(), field);
            } else if (source instanceof VolumeSource.Attached attached) {
                add("Secret", attached.secretName(), field + "." + attached.secretField());
            } else if (source instanceof VolumeSource.Projected projected) {
                projections(field, projected.sources());
            } else if (source instanceof VolumeSource.Claim claim) {
                claim(claim.claimName(), field, byClaim);
            } else if (source.field().equals("ephemeral")) {
                claim(pod.meta().name() + "-" + volume.name(), field, byClaim);
            }
        }

        private void projections(String field, ImmutableList<VolumeSource.Projection> sources) {
            for (int i = 0; i < sources.size(); i++) {
                String at = field + ".sources[" + i + "]";
                if (sources.get(i) instanceof VolumeSource.Projection.SecretFiles files) {
                    add("Secret", files.secretName(), at + ".secret");
                } else if (sources.get(i) instanceof VolumeSource.Projection.ConfigMapFiles files) {
                    add("ConfigMap", files.configMapName(), at + ".configMap");
                }
            }
        }

        private void claim(String name, String field, Map<ObjectRef, PersistentVolume> byClaim) {
            ObjectRef claim = ObjectRef.of("PersistentVolumeClaim", pod.namespace(), name);
            add("PersistentVolumeClaim", name, field);
            PersistentVolume volume = byClaim.get(claim);
            if (volume != null
                    && (kinds.test("PersistentVolume") || !volume.secrets().isEmpty())) {
                Evidence refers = Evidence.stated(pod.object(), pod.field(field), Text.printable(name));
                Evidence bound = Evidence.stated(volume.ref(), "spec.claimRef", Text.printable(claim.qualifiedName()));
                if (kinds.test("PersistentVolume")) {
                    add(volume.ref(), Support.of(refers, bound, onNode));
                }
                for (MountSecret mount : volume.secrets()) {
                    Evidence names = Evidence.stated(
                            volume.ref(),
                            mount.field(),
                            Text.printable(mount.secret().qualifiedName()));
                    if (kinds.test(mount.secret().kind())) {
                        add(mount.secret(), Support.of(refers, bound, names, onNode));
                    }
                }
            }
        }
    }
}
