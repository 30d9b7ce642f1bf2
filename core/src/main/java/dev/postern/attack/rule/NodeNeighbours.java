package dev.postern.attack.rule;

import dev.postern.attack.PodGroup;
import dev.postern.attack.Surroundings;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Pods that are known to run on one node. */
final class NodeNeighbours {
    private NodeNeighbours() {}

    /** Receives each group once for each node, with the first of its pods there. */
    interface Visitor {
        void visit(String node, Pod pod, PodGroup group);
    }

    static void each(Surroundings surroundings, Visitor visitor) {
        for (PodGroup group : surroundings.podGroups()) {
            Set<String> seen = new LinkedHashSet<>();
            for (Pod pod : group.pods()) {
                pod.nodeName().filter(seen::add).ifPresent(node -> visitor.visit(node, pod, group));
            }
        }
    }

    /** Containers that run while the pod does. */
    static List<Container> running(PodGroup group) {
        return group.containers().stream()
                .filter(container -> container.role() != Container.Role.INIT)
                .toList();
    }

    static Evidence runsOn(Pod pod) {
        return Evidence.stated(
                pod.object(), pod.field("nodeName"), pod.nodeName().orElse(""));
    }
}
