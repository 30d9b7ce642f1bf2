package dev.postern.model;

import com.google.common.collect.ImmutableList;

/**
 * A container of a pod.
 *
 * @param role init, sidecar (an init container with {@code restartPolicy: Always}), main or ephemeral
 * @param field path below the pod spec, for instance {@code containers[0]}
 * @param programFlags program names and allow-listed flags found in command and args, then allow-listed variables of the
 *     environment as {@code NAME=setting} or, where the setting is not told, {@code NAME}; no other value is kept
 * @param credentialVariables names of environment variables that hold what looks like a literal credential
 */
public record Container(
        String name,
        Role role,
        String image,
        String field,
        ImmutableList<ContainerPort> ports,
        SecurityContext securityContext,
        ImmutableList<VolumeMount> volumeMounts,
        ImmutableList<String> volumeDevices,
        ImmutableList<KeyRef> environmentRefs,
        ImmutableList<ProbePort> probePorts,
        ImmutableList<String> programFlags,
        ImmutableList<String> credentialVariables) {
    /** The same, with other mounts. */
    public Container withVolumeMounts(ImmutableList<VolumeMount> newMounts) {
        return new Container(
                name,
                role,
                image,
                field,
                ports,
                securityContext,
                newMounts,
                volumeDevices,
                environmentRefs,
                probePorts,
                programFlags,
                credentialVariables);
    }

    /** When and how a container runs. */
    public enum Role {
        INIT,
        SIDECAR,
        MAIN,
        EPHEMERAL
    }
}
