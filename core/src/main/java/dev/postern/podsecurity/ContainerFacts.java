package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;

/**
 * What one container may do, before any technique is considered. The container's security context wins over the pod's.
 *
 * @param root whether its processes are uid 0; unknown where the image decides
 * @param privileged {@code securityContext.privileged}
 * @param userNamespace whether a user namespace separates it from the node ({@code hostUsers: false})
 * @param userNamespacePossible whether {@code hostUsers: false} would be kept, so that its absence is a reason
 * @param hostPid whether it sees the node's processes
 * @param appArmor whether an AppArmor profile confines it; unknown where the runtime's default applies, if the node has
 *     AppArmor at all
 * @param capabilitiesUsable whether its processes can use the capabilities granted: a non-root process starts without
 *     any, and can regain them only through privilege escalation
 * @param grantedCapabilities names without {@code CAP_}, in upper case, each with the field that grants it: the
 *     runtime's default set, minus {@code drop}, plus {@code add}
 * @param hostMounts every mount of the node's file system, in the order of the volume mounts
 * @param devices every device of the node, in the order of the volume devices
 */
public record ContainerFacts(
        Pod pod,
        Container container,
        Fact root,
        Fact privileged,
        Fact userNamespace,
        boolean userNamespacePossible,
        Fact hostPid,
        Fact appArmor,
        Fact capabilitiesUsable,
        ImmutableSortedMap<String, Evidence> grantedCapabilities,
        ImmutableList<HostMount> hostMounts,
        ImmutableList<NodeDevice> devices) {
    /**
     * As {@link #capability}, of a container that is not privileged: one that is has them all, and is a technique of its own.
     */
    Fact added(String name) {
        return privileged.isYes() ? Fact.no(privileged.evidence()) : capability(name);
    }

    /**
     * Whether its processes have a capability that is in force.
     *
     * @param name without {@code CAP_}, in upper case, for instance {@code SYS_ADMIN}
     */
    public Fact capability(String name) {
        Evidence granted = grantedCapabilities.get(name);
        if (granted == null) {
            return Fact.no(Evidence.byDefault(
                    pod.object(), pod.field(container.field() + ".securityContext.capabilities"), "without " + name));
        }
        return new Fact(capabilitiesUsable.truth(), granted);
    }
}
