package dev.postern.podsecurity;

import static dev.postern.podsecurity.KnownPath.of;

import com.google.common.collect.ImmutableList;

/**
 * Whoever can write to the container runtime's socket starts a container that holds the node. The mount may be of the
 * socket or of any directory above it. A read-only mount does not help: connecting to a socket is not a write to the
 * file system. A user namespace does not either: on a host path the container's uids are the node's.
 */
final class RuntimeSocketRow implements EscapeRow {
    private static final ImmutableList<KnownPath> SOCKETS = ImmutableList.of(
            of("/run/docker.sock"),
            of("/run/containerd/containerd.sock"),
            of("/run/crio/crio.sock"),
            of("/run/cri-dockerd.sock"),
            of("/run/dockershim.sock"),
            of("/run/podman/podman.sock"),
            of("/run/k3s/containerd/containerd.sock"),
            of("/run/k0s/containerd.sock"),
            of("/var/snap/microk8s/common/run/containerd.sock").within("/var/snap/microk8s"));

    @Override
    public Escape.Kind kind() {
        return Escape.Kind.RUNTIME_SOCKET;
    }

    @Override
    public void derive(ContainerFacts facts, Ways ways) {
        for (HostMount mount : facts.hostMounts()) {
            if (KnownPath.anyIsShownBy(mount, SOCKETS)) {
                ways.add(Way.to(Escape.Effect.NODE)
                        .through(mount)
                        .asAnyUser(facts, "whether the socket's group or mode admits another user than root"));
            }
        }
    }
}
