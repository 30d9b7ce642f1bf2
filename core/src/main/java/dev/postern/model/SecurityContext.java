package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * A container's security context. An empty Optional means that the field is absent and the pod's value or the
 * Kubernetes default applies.
 */
public record SecurityContext(
        Optional<Boolean> privileged,
        Optional<Boolean> allowPrivilegeEscalation,
        Optional<Boolean> runAsNonRoot,
        Optional<Long> runAsUser,
        Optional<Long> runAsGroup,
        Optional<Boolean> readOnlyRootFilesystem,
        ImmutableList<String> capabilitiesAdd,
        ImmutableList<String> capabilitiesDrop,
        Optional<String> procMount,
        Optional<String> seccompProfile,
        Optional<String> appArmorProfile,
        Optional<SeLinuxOptions> seLinuxOptions,
        Optional<Boolean> windowsHostProcess) {
    /** A container without {@code securityContext}. */
    public static final SecurityContext NONE = new SecurityContext(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ImmutableList.of(),
            ImmutableList.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
}
