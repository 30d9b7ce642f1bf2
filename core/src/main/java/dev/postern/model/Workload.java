package dev.postern.model;

/**
 * An object that makes pods: Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob, ReplicationController or
 * PodTemplate's other owners.
 *
 * @param replicas the stated or default number; for kinds without such a number 1
 * @param suspended a CronJob or Job with {@code suspend: true}
 */
public record Workload(ObjectMeta meta, String kind, PodTemplate template, int replicas, boolean suspended)
        implements KubernetesObject {}
