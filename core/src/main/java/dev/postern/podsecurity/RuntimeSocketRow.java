package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;

/**
 * Whoever can write to the container runtime's socket starts a container that holds the node. The mount may be of the
 * socket or of any directory above it. A read-only mount does not help: connecting to a socket is not a write to the
 * file system. A user namespace does not either: on a host path the container's uids are the node's.
 */
final class RuntimeSocketRow implements EscapeRow {
    /** Canonical paths of the sockets, for each runtime and distribution that has its own. */
    private static final ImmutableList<String> SOCKETS = ImmutableList.of(
            "/run/docker.sock",
            "/run/containerd/containerd.sock",
            "/run/crio/crio.sock",
            "/run/cri-dockerd.sock",
            "/run/dockershim.sock",
            "/run/podman/podman.sock",
            "/run/k3s/containerd/containerd.sock",
            "/run/k0s/containerd.sock",
            "/var/snap/microk8s/common/run/containerd.sock");

    @Override
    public Escape.Kind kind() {
        return Escape.Kind.RUNTIME_SOCKET;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        for (HostMount mount : facts.hostMounts()) {
            if (mount.showsAny(SOCKETS)) {
                ways.add(Way.to(Escape.Effect.NODE)
                        .through(mount)
                        .asAnyUser(facts, "whether the socket's group or mode admits another user than root"));
            }
        }
    }
}
