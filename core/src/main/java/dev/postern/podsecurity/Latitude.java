package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AdmissionPolicy.Forbidden;
import dev.postern.model.PodPolicy.HostPathPrefix;
import java.util.Set;

/**
 * What the author of a pod may ask for where something judges it before it is created. Each part may be asked for together
 * with all others: none of the judges forbids a combination of what it allows singly.
 *
 * @param privileged privileged containers
 * @param hostPid the node's PID namespace
 * @param root uid 0
 * @param ownUsers whether the pod must have users of its own
 * @param escalation whether a process may gain more privileges than its parent
 * @param unconfined containers without an AppArmor profile
 * @param hostProcess HostProcess containers of Windows
 * @param capabilities what may be added, as it has to be written
 * @param dropped what is taken from every container
 * @param hostPaths the paths of the node that may be mounted
 */
record Latitude(
        boolean privileged,
        boolean hostPid,
        boolean root,
        boolean ownUsers,
        boolean escalation,
        boolean unconfined,
        boolean hostProcess,
        ImmutableList<String> capabilities,
        ImmutableList<String> dropped,
        ImmutableList<HostPathPrefix> hostPaths) {
    /** The whole file system of the node. */
    static final ImmutableList<HostPathPrefix> EVERY_PATH = ImmutableList.of(new HostPathPrefix("/", false));

    /** What both leave open. */
    Latitude and(Latitude other) {
        return new Latitude(
                privileged && other.privileged,
                hostPid && other.hostPid,
                root && other.root,
                ownUsers || other.ownUsers,
                escalation && other.escalation,
                unconfined && other.unconfined,
                hostProcess && other.hostProcess,
                capabilities.stream().filter(other.capabilities::contains).collect(ImmutableList.toImmutableList()),
                dropped.isEmpty() ? other.dropped : dropped,
                hostPaths.isEmpty() ? hostPaths : other.hostPaths);
    }

    /** This without what somebody forbids. */
    Latitude without(Set<Forbidden> forbidden) {
        return new Latitude(
                privileged && !forbidden.contains(Forbidden.PRIVILEGED),
                hostPid && !forbidden.contains(Forbidden.HOST_NAMESPACES),
                root,
                ownUsers,
                escalation,
                unconfined,
                hostProcess,
                forbidden.contains(Forbidden.CAPABILITIES) ? ImmutableList.of() : capabilities,
                dropped,
                forbidden.contains(Forbidden.HOST_PATHS) ? ImmutableList.of() : hostPaths);
    }
}
