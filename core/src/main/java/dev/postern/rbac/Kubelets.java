package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What kubelets are let have beyond RBAC: no role and no binding has a say in it, only which pods are bound to a node, and
 * whether the Node authorizer is on. Immutable and safe to share; see {@link NodeGraph} for the source.
 */
public final class Kubelets {
    private final boolean authorized;
    private final Lazy<NodeGraph> graph;

    Kubelets(Cluster cluster, AuthorizationModes modes) {
        this.authorized = modes.has("Node");
        this.graph = new Lazy<>(() -> new NodeGraph(cluster));
    }

    /**
     * What the Node authorizer lets the kubelet of a node have; the node's pods themselves included. O(pods of the node),
     * after O(pods) once.
     */
    public ImmutableList<NodeRight> rights(String node) {
        return rights(node, kind -> true);
    }

    /** As {@link #rights(String)}, of objects of some kinds only. */
    public ImmutableList<NodeRight> rights(String node, Predicate<String> kinds) {
        if (!authorized) {
            return ImmutableList.of();
        }
        return graph.get().objects(node, kinds).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(tied -> new NodeRight(tied.getKey(), ImmutableList.copyOf(tied.getValue())))
                .collect(ImmutableList.toImmutableList());
    }

    NodeGraph graph() {
        return graph.get();
    }
}
