package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Node;
import dev.postern.model.ObjectRef;
import java.util.Optional;

/** Which nodes have an address that the internet reaches. Cloud firewalls are not in any manifest: never CERTAIN. */
final class NodeExposure {
    /** How sure it is that a port of a node is reached from outside, and the fact that says so. */
    record Reach(Confidence confidence, Evidence fact) {}

    private final Cluster cluster;
    private final Optional<Evidence> anyPublic;

    NodeExposure(Cluster cluster) {
        this.cluster = cluster;
        anyPublic = cluster.nodes().stream()
                .flatMap(node -> publicAddress(node).stream())
                .findFirst();
    }

    /** A port open on every node. {@code via} is the object that opens it. */
    Reach anyNode(ObjectRef via) {
        return anyPublic
                .map(fact -> new Reach(Confidence.LIKELY, fact))
                .orElseGet(() -> new Reach(
                        Confidence.POSSIBLE,
                        Evidence.assumed(via, "", "some node has an address that the internet reaches")));
    }

    /** A port open on one node; on an unknown node when the pod is not scheduled. */
    Reach node(Optional<String> name, ObjectRef via) {
        if (name.isEmpty()) {
            Reach any = anyNode(via);
            boolean all = !cluster.nodes().isEmpty()
                    && cluster.nodes().stream()
                            .allMatch(node -> publicAddress(node).isPresent());
            return new Reach(all ? any.confidence() : Confidence.POSSIBLE, any.fact());
        }
        return name.flatMap(cluster::node)
                .flatMap(NodeExposure::publicAddress)
                .map(fact -> new Reach(Confidence.LIKELY, fact))
                .orElseGet(() -> new Reach(
                        Confidence.POSSIBLE,
                        Evidence.assumed(
                                via, "", "node " + name.orElse("") + " has an address that the internet reaches")));
    }

    private static Optional<Evidence> publicAddress(Node node) {
        ImmutableList<String> addresses = ImmutableList.<String>builder()
                .addAll(node.externalAddresses())
                .addAll(node.internalAddresses())
                .build();
        return addresses.stream()
                .filter(PublicAddresses::isPublic)
                .findFirst()
                .map(address -> Evidence.stated(node.ref(), "status.addresses", address));
    }
}
