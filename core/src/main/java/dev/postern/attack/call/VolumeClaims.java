package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.Vertex;
import dev.postern.model.Workload;
import dev.postern.podsecurity.Admission;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** PV_HOSTPATH: a volume that is a path of a node, and a pod that brings a claim for it along. */
final class VolumeClaims implements CallBuilder {
    private static final String NAME = PodSpecs.NAME + "-volume";
    private static final ImmutableMap<String, Object> MOUNT = ImmutableMap.of(
            "volumeMounts", ImmutableList.of(ImmutableMap.of("name", PodSpecs.NAME, "mountPath", "/node")));
    private static final int GROUP = 65534;

    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        Optional<String> node =
                attempt.to() instanceof Vertex.NodeControl control ? Optional.of(control.name()) : Optional.empty();
        Optional<Creator> creator = attempt.creator("", "persistentvolumes", "PersistentVolume", "", any -> true);
        if (creator.isEmpty()) {
            return ImmutableList.of();
        }
        String name = creator.get().name().orElse(NAME);
        TreeSet<String> namespaces = new TreeSet<>(attempt.facts().namespaces());
        namespaces.add("default");
        for (boolean root : new boolean[] {true, false}) {
            for (String namespace : namespaces) {
                if (admitsRoot(attempt, namespace) == root) {
                    Optional<ApiCall> pod = PodMaker.create(attempt, namespace, pod(node, root, name));
                    if (pod.isPresent()) {
                        return ImmutableList.of(volume(creator.get(), node, root), pod.get());
                    }
                }
            }
            for (Workload workload : attempt.facts().cluster().workloads()) {
                if (admitsRoot(attempt, workload.meta().namespace()) == root) {
                    Optional<ApiCall> change = PodMaker.change(attempt, workload, pod(node, root, name));
                    if (change.isPresent()) {
                        return ImmutableList.of(volume(creator.get(), node, root), change.get());
                    }
                }
            }
        }
        return ImmutableList.of();
    }

    private static boolean admitsRoot(Attempt attempt, String namespace) {
        return attempt.facts().podSecurity().admission(namespace).level() != Admission.Level.RESTRICTED;
    }

    /** Of the node's root; where the pod will not be root, of the folder whose files the kubelet runs as pods. */
    private static ApiCall volume(Creator creator, Optional<String> node, boolean root) {
        ImmutableMap.Builder<String, Object> spec = ImmutableMap.<String, Object>builder()
                .put("accessModes", ImmutableList.of("ReadWriteOnce"))
                .put("capacity", ImmutableMap.of("storage", "1Gi"))
                .put("storageClassName", PodSpecs.NAME);
        if (root) {
            spec.put("hostPath", ImmutableMap.of("path", "/"));
        } else {
            spec.put("local", ImmutableMap.of("path", "/etc/kubernetes/manifests"));
        }
        if (!root || node.isPresent()) {
            Map<String, Object> selected = node.<Map<String, Object>>map(there -> ImmutableMap.of(
                            "key", "metadata.name", "operator", "In", "values", ImmutableList.of(there)))
                    .orElse(ImmutableMap.of());
            ImmutableMap<String, Object> term = selected.isEmpty()
                    ? ImmutableMap.of(
                            "matchExpressions",
                            ImmutableList.of(ImmutableMap.of("key", "kubernetes.io/hostname", "operator", "Exists")))
                    : ImmutableMap.of("matchFields", ImmutableList.of(selected));
            spec.put(
                    "nodeAffinity",
                    ImmutableMap.of("required", ImmutableMap.of("nodeSelectorTerms", ImmutableList.of(term))));
        }
        ImmutableMap<String, Object> volume = ImmutableMap.of(
                "apiVersion",
                "v1",
                "kind",
                "PersistentVolume",
                "metadata",
                ImmutableMap.of("name", NAME),
                "spec",
                spec.buildOrThrow());
        return creator.dryRun(ApiPath.of("", "v1", "", "persistentvolumes"), volume);
    }

    private static Map<String, Object> pod(Optional<String> node, boolean root, String name) {
        ImmutableMap<String, Object> claim = ImmutableMap.of(
                "accessModes",
                ImmutableList.of("ReadWriteOnce"),
                "resources",
                ImmutableMap.of("requests", ImmutableMap.of("storage", "1Gi")),
                "storageClassName",
                PodSpecs.NAME,
                "volumeName",
                name);
        ImmutableMap<String, Object> container = ImmutableMap.<String, Object>builder()
                .put("name", PodSpecs.NAME)
                .put("image", PodSpecs.IMAGE)
                .putAll(MOUNT)
                .buildOrThrow();
        ImmutableMap.Builder<String, Object> spec = ImmutableMap.<String, Object>builder()
                .put("containers", ImmutableList.of(root ? container : PodSpecs.harmless(MOUNT)))
                .put("tolerations", ImmutableList.of(ImmutableMap.of("operator", "Exists")))
                .put(
                        "volumes",
                        ImmutableList.of(ImmutableMap.of(
                                "name",
                                PodSpecs.NAME,
                                "ephemeral",
                                ImmutableMap.of("volumeClaimTemplate", ImmutableMap.of("spec", claim)))));
        if (!root) {
            spec.put("securityContext", ImmutableMap.of("fsGroup", GROUP));
        }
        node.ifPresent(there -> spec.put("nodeName", there));
        return spec.buildOrThrow();
    }
}
