package dev.postern.attack.rule;

import com.google.common.collect.ImmutableMap;
import dev.postern.rbac.Permission;

/** The requests that make the cluster start a pod to the requester's specification. */
final class PodCreation {
    /** Workload kinds whose pod template can be changed. A Job's cannot; a ReplicaSet's counts for new pods only. */
    private static final ImmutableMap<String, Permission> CHANGES = ImmutableMap.of(
            "CronJob", change("batch", "cronjobs"),
            "DaemonSet", change("apps", "daemonsets"),
            "Deployment", change("apps", "deployments"),
            "ReplicaSet", change("apps", "replicasets"),
            "ReplicationController", change("", "replicationcontrollers"),
            "StatefulSet", change("apps", "statefulsets"));

    private static final Permission[] CREATIONS = {
        Permission.of("create", "", "pods"),
        Permission.of("create", "", "replicationcontrollers"),
        Permission.of("create", "apps", "daemonsets"),
        Permission.of("create", "apps", "deployments"),
        Permission.of("create", "apps", "replicasets"),
        Permission.of("create", "apps", "statefulsets"),
        Permission.of("create", "batch", "cronjobs"),
        Permission.of("create", "batch", "jobs"),
    };

    private PodCreation() {}

    /** Creating a pod, or anything that a controller makes pods of. A right limited by name grants none of these. */
    static Permission[] creations() {
        return CREATIONS.clone();
    }

    /** Changing the pod template of an existing workload, by the workload's kind. */
    static ImmutableMap<String, Permission> changes() {
        return CHANGES;
    }

    private static Permission change(String apiGroup, String resource) {
        return Permission.of("update", apiGroup, resource).or("patch");
    }
}
