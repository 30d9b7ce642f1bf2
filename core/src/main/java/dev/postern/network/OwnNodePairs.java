package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import java.util.HashMap;
import java.util.Map;

/**
 * The pairs of a pod and its own node that pass whatever policy says, as far as the nodes are known: counted node by node
 * and class by class, where policy does not let them pass anyway.
 */
final class OwnNodePairs {
    private final Map<String, Map<Integer, Long>> hostPods = new HashMap<>();
    private final Map<String, Map<Integer, Long>> podsBeside = new HashMap<>();

    OwnNodePairs(ImmutableList<Pod> pods, NetworkClasses classes, Hosts hosts) {
        for (int i = 0; i < pods.size(); i++) {
            Pod pod = pods.get(i);
            if (classes.classOf(i) != Network.NO_CLASS && pod.nodeName().isPresent()) {
                (hosts.onHost(pod) ? hostPods : podsBeside)
                        .computeIfAbsent(pod.nodeName().get(), fresh -> new HashMap<>())
                        .merge(classes.classOf(i), 1L, Long::sum);
            }
        }
    }

    /** How many there are beside those that {@code pairs} counts. */
    long countBeside(AllowedPairs pairs, FlowTable flows, PortSet wanted) {
        long[] count = {0};
        hostPods.forEach((node, hosts) -> podsBeside
                .getOrDefault(node, Map.of())
                .forEach((own, pods) -> hosts.forEach((host, number) -> {
                    count[0] += isBeside(host, own, pairs, flows, wanted) ? pods * number : 0;
                    count[0] += isBeside(own, host, pairs, flows, wanted) ? pods * number : 0;
                })));
        return count[0];
    }

    private static boolean isBeside(int source, int destination, AllowedPairs pairs, FlowTable flows, PortSet wanted) {
        return flows.ownNode().outcome(source, destination) == Outcome.ALLOWED
                && !flows.ownNodePorts(source, destination, true)
                        .intersect(wanted)
                        .isEmpty()
                && !pairs.allows(source, destination);
    }
}
