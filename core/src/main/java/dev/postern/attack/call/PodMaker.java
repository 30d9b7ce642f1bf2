package dev.postern.attack.call;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import dev.postern.model.Workload;
import dev.postern.rbac.UserInfo;
import java.util.Map;
import java.util.Optional;

/** The kinds whose creation, or change, makes the cluster start pods of the requester's specification. */
enum PodMaker {
    POD("", "v1", "pods", "Pod"),
    REPLICATION_CONTROLLER("", "v1", "replicationcontrollers", "ReplicationController"),
    DAEMON_SET("apps", "v1", "daemonsets", "DaemonSet"),
    DEPLOYMENT("apps", "v1", "deployments", "Deployment"),
    REPLICA_SET("apps", "v1", "replicasets", "ReplicaSet"),
    STATEFUL_SET("apps", "v1", "statefulsets", "StatefulSet"),
    CRON_JOB("batch", "v1", "cronjobs", "CronJob"),
    JOB("batch", "v1", "jobs", "Job");

    private static final ImmutableMap<String, String> LABELS = ImmutableMap.of("app", PodSpecs.NAME);

    private static final ImmutableSet<String> OF_CONTROLLERS = ImmutableSet.of(
            "batch.kubernetes.io/controller-uid",
            "batch.kubernetes.io/job-name",
            "controller-revision-hash",
            "controller-uid",
            "job-name",
            "pod-template-generation",
            "pod-template-hash");

    private final String apiGroup;
    private final String version;
    private final String resource;
    private final String kind;

    PodMaker(String apiGroup, String version, String resource, String kind) {
        this.apiGroup = apiGroup;
        this.version = version;
        this.resource = resource;
        this.kind = kind;
    }

    /** The request that starts such a pod in a namespace, by the first actor and kind that may. */
    static Optional<ApiCall> create(Attempt attempt, String namespace, Map<String, Object> podSpec) {
        return create(attempt, namespace, ImmutableMap.of(), podSpec);
    }

    /** The same, of a pod with labels; but for those that a controller would give it or know it by. */
    static Optional<ApiCall> create(
            Attempt attempt, String namespace, Map<String, String> labels, Map<String, Object> podSpec) {
        ImmutableMap<String, String> own =
                ImmutableMap.copyOf(Maps.filterKeys(labels, key -> !OF_CONTROLLERS.contains(key)));
        for (PodMaker maker : values()) {
            Optional<Creator> creator =
                    attempt.creator(maker.apiGroup, maker.resource, maker.kind, namespace, name -> true);
            if (creator.isPresent()) {
                String collection = ApiPath.of(maker.apiGroup, maker.version, namespace, maker.resource);
                return Optional.of(creator.get().dryRun(collection, maker.object(namespace, own, podSpec)));
            }
        }
        return Optional.empty();
    }

    /** The request that lays a pod specification over the template of an existing workload. */
    static Optional<ApiCall> change(Attempt attempt, Workload workload, Map<String, Object> podSpec) {
        String namespace = workload.meta().namespace();
        String name = workload.meta().name();
        for (PodMaker maker : values()) {
            if (!maker.kind.equals(workload.kind()) || maker == POD || maker == JOB) {
                continue;
            }
            String url = ApiPath.of(maker.apiGroup, maker.version, namespace, maker.resource) + "/"
                    + ApiPath.encoded(name) + "?dryRun=All";
            Map<String, Object> template = maker.inTemplate(ImmutableMap.of("spec", podSpec));
            // These leave the pods alone that they have made: ask for one more.
            boolean more = maker == REPLICA_SET || maker == REPLICATION_CONTROLLER;
            String body = Json.of(
                    ImmutableMap.of("spec", more ? with(template, "replicas", workload.replicas() + 1) : template));
            Optional<UserInfo> who = attempt.who("patch", maker.apiGroup, maker.resource, namespace, name);
            if (who.isPresent()) {
                return Optional.of(ApiCall.patch(who.get(), url, ApiCall.STRATEGIC_MERGE_PATCH, body));
            }
            return attempt.who("update", maker.apiGroup, maker.resource, namespace, name)
                    .map(updating -> ApiCall.update(updating, url, body).ontoCurrent());
        }
        return Optional.empty();
    }

    private Map<String, Object> object(
            String namespace, ImmutableMap<String, String> labels, Map<String, Object> podSpec) {
        Map<String, Object> metadata = PodSpecs.metadata(namespace);
        return ImmutableMap.of(
                "apiVersion",
                apiGroup.isEmpty() ? version : apiGroup + "/" + version,
                "kind",
                kind,
                "metadata",
                this == POD && !labels.isEmpty() ? with(metadata, "labels", labels) : metadata,
                "spec",
                spec(labels, podSpec));
    }

    private Map<String, Object> spec(ImmutableMap<String, String> labels, Map<String, Object> podSpec) {
        ImmutableMap<String, String> all = ImmutableMap.<String, String>builder()
                .putAll(LABELS)
                .putAll(labels)
                .buildKeepingLast();
        Map<String, String> selector = Maps.filterKeys(all, LABELS::containsKey);
        ImmutableMap<String, Object> labelled =
                ImmutableMap.of("metadata", ImmutableMap.of("labels", all), "spec", podSpec);
        ImmutableMap<String, Object> once = ImmutableMap.of(
                "metadata", ImmutableMap.of("labels", labels), "spec", with(podSpec, "restartPolicy", "Never"));
        switch (this) {
            case POD:
                return podSpec;
            case REPLICATION_CONTROLLER:
                return with(inTemplate(labelled), "selector", selector);
            case JOB:
                return inTemplate(once);
            case CRON_JOB:
                return with(inTemplate(once), "schedule", "* * * * *");
            case STATEFUL_SET:
                return with(
                        with(inTemplate(labelled), "selector", ImmutableMap.of("matchLabels", selector)),
                        "serviceName",
                        PodSpecs.NAME);
            default:
                return with(inTemplate(labelled), "selector", ImmutableMap.of("matchLabels", selector));
        }
    }

    /** Where a workload of this kind holds the template of its pods. */
    private Map<String, Object> inTemplate(Map<String, Object> template) {
        ImmutableMap<String, Object> direct = ImmutableMap.of("template", template);
        return this == CRON_JOB ? ImmutableMap.of("jobTemplate", ImmutableMap.of("spec", direct)) : direct;
    }

    private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
        return ImmutableMap.<String, Object>builder()
                .putAll(map)
                .put(key, value)
                .buildOrThrow();
    }
}
