package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;

/**
 * A PodSecurityPolicy or a SecurityContextConstraints: what a pod may ask for that is admitted under it. Both say much
 * the same; where a field is called otherwise, the policy's name of it is kept in neither. Only {@code podsecurity}
 * interprets it.
 *
 * @param kind {@code PodSecurityPolicy} or {@code SecurityContextConstraints}
 * @param volumes names of volume sources, or {@code *}
 * @param allowedHostPaths prefixes of host paths; empty for any, where {@code volumes} has host paths
 * @param userRule {@code RunAsAny}, {@code MustRunAs}, {@code MustRunAsRange} or {@code MustRunAsNonRoot}; empty when absent
 * @param userRanges the user ids of {@code MustRunAs} and {@code MustRunAsRange}; of constraints none when each namespace has
 *     a range of its own
 * @param seLinuxRule {@code RunAsAny} or {@code MustRunAs}; empty when absent
 * @param ownUsers whether pods must have users of their own ({@code hostUsers: false})
 * @param users who may use constraints, by name; a policy has no such list
 * @param groups groups whose members may use constraints
 */
public record PodPolicy(
        String kind,
        ObjectMeta meta,
        boolean privileged,
        boolean hostPID,
        boolean hostNetwork,
        ImmutableSortedSet<String> volumes,
        ImmutableList<HostPathPrefix> allowedHostPaths,
        ImmutableList<String> allowedCapabilities,
        ImmutableList<String> defaultAddCapabilities,
        ImmutableList<String> requiredDropCapabilities,
        Optional<Boolean> allowPrivilegeEscalation,
        String userRule,
        ImmutableList<UserRange> userRanges,
        String seLinuxRule,
        boolean ownUsers,
        ImmutableList<String> users,
        ImmutableList<String> groups)
        implements KubernetesObject {
    public static final String POLICY = "PodSecurityPolicy";
    public static final String CONSTRAINTS = "SecurityContextConstraints";

    /** A path of the node that pods may mount, with all that is below it. */
    public record HostPathPrefix(String path, boolean readOnly) {}

    /** User ids from {@code min} to {@code max}, both included. */
    public record UserRange(long min, long max) {}

    /** Whether these are OpenShift's SecurityContextConstraints. */
    public boolean isConstraints() {
        return kind.equals(CONSTRAINTS);
    }
}
