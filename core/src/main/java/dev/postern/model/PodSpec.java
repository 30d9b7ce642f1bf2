package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/**
 * What a pod runs, with which rights on its node. Replicas of one workload share one instance: the node's name, and
 * everything else that differs between replicas, stand in {@link Pod}.
 *
 * @param serviceAccountName as stated; absent means {@code default}
 * @param profiles annotations that say how containers are confined, as was done before there were fields for it
 * @param nodeAffinity alternatives of the required node affinity; empty Optional when none is required
 */
public record PodSpec(
        Optional<String> serviceAccountName,
        Optional<Boolean> automountServiceAccountToken,
        boolean hostNetwork,
        boolean hostPID,
        boolean hostIPC,
        Optional<Boolean> hostUsers,
        boolean shareProcessNamespace,
        ImmutableSortedMap<String, String> nodeSelector,
        Optional<ImmutableList<NodeSelectorTerm>> nodeAffinity,
        ImmutableList<Toleration> tolerations,
        PodSecurityContext securityContext,
        ImmutableList<Container> containers,
        ImmutableList<Volume> volumes,
        Optional<String> runtimeClassName,
        ImmutableList<String> imagePullSecrets,
        Optional<String> os,
        ImmutableSortedMap<String, String> profiles) {
    /** One that says nothing but, perhaps, as whom it runs. */
    public static PodSpec as(Optional<String> serviceAccountName) {
        return new PodSpec(
                serviceAccountName,
                Optional.empty(),
                false,
                false,
                false,
                Optional.empty(),
                false,
                ImmutableSortedMap.of(),
                Optional.empty(),
                ImmutableList.of(),
                PodSecurityContext.NONE,
                ImmutableList.of(),
                ImmutableList.of(),
                Optional.empty(),
                ImmutableList.of(),
                Optional.empty(),
                ImmutableSortedMap.of());
    }

    /** The same, with other containers and volumes. */
    public PodSpec with(ImmutableList<Container> newContainers, ImmutableList<Volume> newVolumes) {
        return new PodSpec(
                serviceAccountName,
                automountServiceAccountToken,
                hostNetwork,
                hostPID,
                hostIPC,
                hostUsers,
                shareProcessNamespace,
                nodeSelector,
                nodeAffinity,
                tolerations,
                securityContext,
                newContainers,
                newVolumes,
                runtimeClassName,
                imagePullSecrets,
                os,
                profiles);
    }
}
