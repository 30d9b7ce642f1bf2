package dev.postern.patch;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * Which lists of Kubernetes' own kinds are merged element by element, and by which key: the {@code patchMergeKey} tags of
 * the API's types (k8s.io/api, {@code types.go} of each group). A list that is not named here replaces the old one.
 *
 * @param fields fields below which some list is merged; all others are plain
 */
record MergeKeys(ImmutableMap<String, Field> fields) {
    /** Of a part of an object in which no list is merged. */
    static final MergeKeys PLAIN = new MergeKeys(ImmutableMap.of());

    /** Stands for the element itself where elements are no maps. */
    static final String ITSELF = "";

    /** What is below a field. {@code key}: of a merged list, the field that tells elements apart. */
    record Field(MergeKeys below, Optional<String> key) {
        static final Field PLAIN = new Field(MergeKeys.PLAIN, Optional.empty());
    }

    private static final MergeKeys CONTAINER = of(
            "ports", list("containerPort"),
            "env", list("name"),
            "volumeMounts", list("mountPath"),
            "volumeDevices", list("devicePath"));

    private static final MergeKeys POD_SPEC = new MergeKeys(ImmutableMap.<String, Field>builder()
            .put("containers", list("name", CONTAINER))
            .put("initContainers", list("name", CONTAINER))
            .put("ephemeralContainers", list("name", CONTAINER))
            .put("volumes", list("name"))
            .put("imagePullSecrets", list("name"))
            .put("hostAliases", list("ip"))
            .put("topologySpreadConstraints", list("topologyKey"))
            .put("resourceClaims", list("name"))
            .put("schedulingGates", list("name"))
            .buildOrThrow());

    private static final MergeKeys METADATA = of("ownerReferences", list("uid"), "finalizers", list(ITSELF));
    private static final MergeKeys TEMPLATE = of("metadata", map(METADATA), "spec", map(POD_SPEC));
    private static final MergeKeys CONDITIONS = of("conditions", list("type"));
    private static final MergeKeys WEBHOOK = of("matchConditions", list("name"));

    /** Kinds of Kubernetes' own in which only the metadata has merged lists. */
    private static final ImmutableSet<String> PLAIN_KINDS = ImmutableSet.of(
            "Role",
            "ClusterRole",
            "RoleBinding",
            "ClusterRoleBinding",
            "Secret",
            "ConfigMap",
            "PersistentVolume",
            "ResourceQuota",
            "Endpoints",
            "EndpointSlice",
            "Ingress",
            "NetworkPolicy",
            "PodSecurityPolicy",
            "ValidatingAdmissionPolicyBinding",
            "MutatingAdmissionPolicyBinding",
            "CustomResourceDefinition",
            "StorageClass",
            "CSIDriver");

    private static final ImmutableMap<String, MergeKeys> KINDS = kinds();

    private static ImmutableMap<String, MergeKeys> kinds() {
        ImmutableMap.Builder<String, MergeKeys> kinds = ImmutableMap.builder();
        MergeKeys withTemplate = of("template", map(TEMPLATE));
        for (String kind :
                new String[] {"Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController"}) {
            kinds.put(kind, object(withTemplate, CONDITIONS));
        }
        MergeKeys jobTemplate = of("metadata", map(METADATA), "spec", map(withTemplate));
        kinds.put("CronJob", object(of("jobTemplate", map(jobTemplate)), PLAIN));
        MergeKeys podStatus = of("conditions", list("type"), "podIPs", list("ip"), "hostIPs", list("ip"));
        kinds.put("Pod", object(POD_SPEC, podStatus));
        kinds.put("Service", object(of("ports", list("port")), CONDITIONS));
        kinds.put(
                "Node",
                object(of("podCIDRs", list(ITSELF)), of("conditions", list("type"), "addresses", list("type"))));
        for (String kind : new String[] {"Namespace", "PersistentVolumeClaim", "APIService"}) {
            kinds.put(kind, object(PLAIN, CONDITIONS));
        }
        kinds.put("ServiceAccount", of("metadata", map(METADATA), "secrets", list("name")));
        for (String kind : new String[] {"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"}) {
            kinds.put(kind, of("metadata", map(METADATA), "webhooks", list("name", WEBHOOK)));
        }
        MergeKeys policy = of("matchConditions", list("name"), "variables", list("name"));
        kinds.put("ValidatingAdmissionPolicy", object(policy, PLAIN));
        kinds.put("MutatingAdmissionPolicy", object(policy, PLAIN));
        for (String kind : PLAIN_KINDS) {
            kinds.put(kind, object(PLAIN, PLAIN));
        }
        return kinds.buildOrThrow();
    }

    /** Of a kind; empty of a custom resource, which the API server takes no strategic merge patch of. */
    static Optional<MergeKeys> ofKind(String kind) {
        return Optional.ofNullable(KINDS.get(kind));
    }

    Field field(String name) {
        Field known = fields.get(name);
        return known == null ? Field.PLAIN : known;
    }

    private static MergeKeys object(MergeKeys spec, MergeKeys status) {
        return of("metadata", map(METADATA), "spec", map(spec), "status", map(status));
    }

    private static Field map(MergeKeys below) {
        return new Field(below, Optional.empty());
    }

    private static Field list(String key) {
        return list(key, PLAIN);
    }

    private static Field list(String key, MergeKeys elements) {
        return new Field(elements, Optional.of(key));
    }

    private static MergeKeys of(String name, Field field) {
        return new MergeKeys(ImmutableMap.of(name, field));
    }

    private static MergeKeys of(String name, Field field, String name2, Field field2) {
        return new MergeKeys(ImmutableMap.of(name, field, name2, field2));
    }

    private static MergeKeys of(String name, Field field, String name2, Field field2, String name3, Field field3) {
        return new MergeKeys(ImmutableMap.of(name, field, name2, field2, name3, field3));
    }

    private static MergeKeys of(
            String name,
            Field field,
            String name2,
            Field field2,
            String name3,
            Field field3,
            String name4,
            Field field4) {
        return new MergeKeys(ImmutableMap.of(name, field, name2, field2, name3, field3, name4, field4));
    }
}
