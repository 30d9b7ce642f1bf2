package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.PodPolicy;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a PodSecurityPolicy or SecurityContextConstraints lets a pod ask for. Sources: kubernetes v1.24 {@code
 * pkg/security/podsecuritypolicy}, openshift {@code apiserver-library-go/pkg/securitycontextconstraints}.
 *
 * <p>HostProcess containers are left out: neither kind of policy has a field for them.
 */
final class PolicyLatitudes {
    private static final String ALL = "*";

    private PolicyLatitudes() {}

    static Latitude of(PodPolicy policy) {
        // Without escalation a container has to say so, and one that is privileged must not.
        boolean escalation = policy.allowPrivilegeEscalation().orElse(true);
        return new Latitude(
                policy.privileged() && escalation,
                policy.hostPID(),
                isRootAllowed(policy),
                policy.ownUsers(),
                escalation,
                true,
                false,
                capabilities(policy),
                policy.requiredDropCapabilities(),
                hostPaths(policy));
    }

    /** Whether any pod at all is admitted: not under a rule that there is none of. */
    static boolean isUsable(PodPolicy policy) {
        return ImmutableSet.of("RunAsAny", "MustRunAs", "MustRunAsRange", "MustRunAsNonRoot")
                .contains(policy.userRule());
    }

    /** The range of a namespace, where constraints have none, never starts at 0. */
    static boolean isRootAllowed(PodPolicy policy) {
        switch (policy.userRule()) {
            case "RunAsAny":
                return true;
            case "MustRunAs":
            case "MustRunAsRange":
                return policy.userRanges().stream().anyMatch(range -> range.min() <= 0 && range.max() >= 0);
            default:
                return false;
        }
    }

    private static ImmutableList<String> capabilities(PodPolicy policy) {
        Set<String> all = new LinkedHashSet<>();
        for (String name : policy.allowedCapabilities()) {
            all.add(name.equals(ALL) ? "ALL" : name);
        }
        all.addAll(policy.defaultAddCapabilities());
        policy.requiredDropCapabilities().forEach(all::remove);
        return ImmutableList.copyOf(all);
    }

    private static ImmutableList<PodPolicy.HostPathPrefix> hostPaths(PodPolicy policy) {
        if (!allowsVolume(policy, "hostPath")) {
            return ImmutableList.of();
        }
        return policy.allowedHostPaths().isEmpty() ? Latitude.EVERY_PATH : policy.allowedHostPaths();
    }

    /** A token of the pod's account comes in a projected volume or a Secret; whoever may mount Secrets may project tokens. */
    static boolean allowsToken(PodPolicy policy) {
        return allowsVolume(policy, "projected") || allowsVolume(policy, "secret");
    }

    static boolean allowsVolume(PodPolicy policy, String source) {
        return policy.volumes().contains(ALL) || policy.volumes().contains(source);
    }
}
