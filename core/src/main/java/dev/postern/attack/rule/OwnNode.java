package dev.postern.attack.rule;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import dev.postern.attack.Edges;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex.May;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.model.Confidence;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Support;
import dev.postern.network.Listener;
import dev.postern.network.Network;
import dev.postern.network.PortSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Packets between a pod on its node's network and the other pods of that node, which pass whatever policy says between their
 * classes. Pods of a node that reach the same in this way share a hub, named after the first of them.
 */
final class OwnNode {
    /** A group on one node, with its first pod there. */
    private record Neighbour(PodGroup group, Pod pod) {
        int networkClass() {
            return group.networkClass();
        }
    }

    /** A port that is open on one node; less sure where a proxy lets some requests alone through. */
    private record Open(PortReach reach, Confidence confidence) {}

    private final Surroundings surroundings;
    private final Network network;
    private final Edges edges;
    /** By node. */
    private final ListMultimap<String, Neighbour> onHost = ArrayListMultimap.create();

    private final ListMultimap<String, Neighbour> inPodNetwork = ArrayListMultimap.create();

    private OwnNode(Surroundings surroundings, Edges edges) {
        this.surroundings = surroundings;
        this.network = surroundings.network();
        this.edges = edges;
    }

    static void derive(Surroundings surroundings, Edges edges) {
        new OwnNode(surroundings, edges).derive();
    }

    private void derive() {
        NodeNeighbours.each(
                surroundings,
                (node, pod, group) ->
                        (network.isInPodNetwork(pod) ? inPodNetwork : onHost).put(node, new Neighbour(group, pod)));
        for (String node : onHost.keySet()) {
            between(node, onHost.get(node), inPodNetwork.get(node));
            between(node, inPodNetwork.get(node), onHost.get(node));
        }
    }

    private void between(String node, List<Neighbour> sources, List<Neighbour> targets) {
        Map<Integer, Optional<May>> byClass = new HashMap<>();
        Map<Set<Open>, May> hubs = new HashMap<>();
        for (Neighbour source : sources) {
            byClass.computeIfAbsent(source.networkClass(), from -> {
                        Map<Open, Pod> open = open(from, targets);
                        return open.isEmpty()
                                ? Optional.empty()
                                : Optional.of(hubs.computeIfAbsent(open.keySet(), any -> hub(node, source, open)));
                    })
                    .ifPresent(hub -> {
                        for (Container container : source.group().containers()) {
                            edges.silent(source.group().container(container), hub)
                                    .because(Support.of(NodeNeighbours.runsOn(source.pod())));
                        }
                    });
        }
    }

    /** The ports that policy would close between classes but does not close on one node, each with its pod there. */
    private Map<Open, Pod> open(int from, List<Neighbour> targets) {
        Map<Open, Pod> all = new LinkedHashMap<>();
        for (Neighbour target : targets) {
            PortSet open = network.ownNodePorts(from, target.networkClass());
            if (open.isEmpty()) {
                continue;
            }
            PortSet narrowed = network.narrowedOnOwnNode(from, target.networkClass());
            for (Listener listener : surroundings.listeners(target.group())) {
                int port = listener.isUnknown() ? 1 : listener.port();
                // A proxy beside the target judges its own node as it does others.
                if (open.contains(listener.protocol(), port)
                        && network.outcome(from, target.networkClass(), listener.protocol(), port) != Outcome.ALLOWED) {
                    PortReach reach = new PortReach(target.group().vertex(), listener.protocol(), listener.port());
                    boolean some = narrowed.contains(listener.protocol(), port);
                    all.put(new Open(reach, some ? Confidence.LIKELY : Confidence.CERTAIN), target.pod());
                }
            }
        }
        return all;
    }

    private May hub(String node, Neighbour first, Map<Open, Pod> open) {
        May hub = new May("reach-own-node:" + node, first.group().vertex().id(), "reach pods of Node " + node);
        open.forEach((port, pod) -> edges.add(hub, port.reach())
                .confidence(port.confidence())
                .because(Support.of(Evidence.byDefault(pod.object(), pod.field("nodeName"), network.ownNodeRule()))));
        return hub;
    }
}
