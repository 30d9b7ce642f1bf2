package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What pods of one node share with each other without holding the node. */
final class NodeNeighbours {
    private static final KnownPath MEMORY = KnownPath.of("/dev/shm").within("/dev");

    private NodeNeighbours() {}

    /** Whether a container sees the node's processes. A privileged one needs no neighbours: it has the node. */
    static Decision processes(ContainerFacts facts) {
        return facts.hostPid().isYes() && facts.privileged().isNo()
                ? Decision.allowed(Support.of(ImmutableList.of(
                        facts.hostPid().evidence(), facts.root().evidence())))
                : Decision.denied();
    }

    /** Who enters other processes: with every capability that may be in force. */
    static ProcessOwner entering(ContainerFacts facts) {
        return owner(facts, !facts.capabilitiesUsable().isNo());
    }

    /**
     * Whose processes may be entered: with the capabilities that are surely in force. Empty for a container with users of its
     * own, who are nobody's equals outside.
     */
    static Optional<ProcessOwner> entered(ContainerFacts facts) {
        return facts.userNamespace().isYes()
                ? Optional.empty()
                : Optional.of(owner(facts, facts.root().isYes()));
    }

    private static ProcessOwner owner(ContainerFacts facts, boolean withRights) {
        return new ProcessOwner(
                Users.stated(facts.pod(), facts.container()),
                withRights
                        ? ImmutableSortedSet.copyOf(facts.grantedCapabilities().keySet())
                        : ImmutableSet.of());
    }

    /**
     * Whether a container uses the shared memory of the node: by the node's IPC namespace, or by its directory.
     *
     * @param writing whether it has to be able to write there
     */
    static Decision memory(Pod pod, List<HostMount> mounts, boolean writing) {
        List<Support> supports = new ArrayList<>();
        if (pod.spec().hostIPC()) {
            supports.add(Support.of(Fields.stated(pod, "hostIPC", true)));
        }
        for (HostMount mount : mounts) {
            // Whoever mounts a directory above it can write there, but wants something else there.
            if (writing
                    ? MEMORY.isShownBy(mount) && mount.isWritableBelow(MEMORY.path())
                    : mount.nodePath().equals(MEMORY.path())) {
                supports.add(mount.support());
            }
        }
        return supports.isEmpty()
                ? Decision.denied()
                : Decision.allowed(supports.stream().sorted().toList());
    }

    /** Whether it matters to a pod's neighbours on which node it runs. */
    static boolean matter(HostMounts hostMounts, Pod pod) {
        if (pod.spec().hostPID() || pod.spec().hostIPC()) {
            return true;
        }
        for (Container container : pod.spec().containers()) {
            if (hostMounts.of(pod, container).stream().anyMatch(MEMORY::isShownBy)) {
                return true;
            }
        }
        return false;
    }
}
