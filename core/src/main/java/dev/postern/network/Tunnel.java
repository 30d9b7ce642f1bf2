package dev.postern.network;

import dev.postern.model.Cluster;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;

/**
 * What Istio's ambient mode makes of connections between two pods before which a ztunnel stands: they all go to one port, so
 * that a network plugin sees that port alone. Source: istio, {@code architecture/ambient/ztunnel.md} (HBONE).
 */
final class Tunnel {
    static final int PORT = 15008;

    private final IstioInjection injection;
    private final boolean any;

    Tunnel(Cluster cluster) {
        injection = new IstioInjection(cluster);
        // A label of a single pod counts where there is any trace of a mesh; of most clusters nothing more is asked.
        any = !cluster.authorizationPolicies().isEmpty()
                || !cluster.peerAuthentications().isEmpty()
                || cluster.workloads().stream()
                        .anyMatch(workload -> workload.meta().name().equals("ztunnel"))
                || cluster.namespaces().stream().anyMatch(IstioInjection::isAmbient);
    }

    /** Whether there is any trace of such connections. */
    boolean isAny() {
        return any;
    }

    /** Whether a pod is at an end of such connections. */
    boolean endsAt(Pod pod) {
        return any && injection.isAmbient(pod);
    }

    /** On which ports connections pass, where the port of the tunnel passes or does not. */
    static PortSet through(PortSet seen) {
        PortSet others = seen.minus(PortSet.allOf(Protocol.TCP));
        return seen.contains(Protocol.TCP, PORT) ? others.union(PortSet.allOf(Protocol.TCP)) : others;
    }
}
