package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Namespace;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;

/**
 * What Istio's ambient mode makes of connections between two pods before which a ztunnel stands: they all go to one port, so
 * that a network plugin sees that port alone. Source: istio, {@code architecture/ambient/ztunnel.md} (HBONE).
 */
final class Tunnel {
    static final int PORT = 15008;

    private final Cluster cluster;
    private final IstioInjection injection;
    private final boolean any;

    Tunnel(Cluster cluster) {
        this(cluster, any(cluster));
    }

    private Tunnel(Cluster cluster, boolean any) {
        this.cluster = cluster;
        this.any = any;
        injection = new IstioInjection(cluster);
    }

    /** The same for a changed cluster; where there was no trace, only new objects are looked at. */
    Tunnel after(Cluster changed) {
        boolean like = !any
                && Identity.same(changed.authorizationPolicies(), cluster.authorizationPolicies())
                && Identity.same(changed.peerAuthentications(), cluster.peerAuthentications())
                && Identity.same(changed.workloads(), cluster.workloads());
        return new Tunnel(changed, like ? anyNew(cluster.namespaces(), changed.namespaces()) : any(changed));
    }

    private static boolean anyNew(ImmutableList<Namespace> former, ImmutableList<Namespace> namespaces) {
        for (int i = 0; i < namespaces.size(); i++) {
            Namespace namespace = namespaces.get(i);
            boolean old = i < former.size() && Identity.same(former.get(i), namespace);
            if (!old && IstioInjection.isAmbient(namespace)) {
                return true;
            }
        }
        return false;
    }

    /** A label of a single pod counts where there is any trace of a mesh; of most clusters nothing more is asked. */
    private static boolean any(Cluster cluster) {
        return !cluster.authorizationPolicies().isEmpty()
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
