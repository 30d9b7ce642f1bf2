package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** A pod's security context: what its containers inherit, and what holds for the pod as a whole. */
public record PodSecurityContext(
        Optional<Boolean> runAsNonRoot,
        Optional<Long> runAsUser,
        Optional<Long> runAsGroup,
        ImmutableList<Long> supplementalGroups,
        Optional<Long> fsGroup,
        Optional<String> seccompProfile,
        Optional<String> appArmorProfile,
        Optional<SeLinuxOptions> seLinuxOptions,
        Optional<Boolean> windowsHostProcess,
        ImmutableList<String> sysctls) {
    /** A pod without {@code securityContext}. */
    public static final PodSecurityContext NONE = new PodSecurityContext(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ImmutableList.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ImmutableList.of());
}
