package dev.postern.path;

import com.google.common.collect.HashBasedTable;
import com.google.common.collect.Table;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.network.Listener;
import dev.postern.network.Network;
import dev.postern.network.PortSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which namespaces may send packets to which, by classes of pods and never by pairs of pods: the rows of the network, and
 * between each node and its own pods what no policy stops.
 */
final class NamespaceFlows {
    private final Facts facts;
    private final Network network;
    /** Namespaces of each network class, with whether a second pod of the class is there to send to. */
    private final Map<Integer, Map<String, Boolean>> namespaces = new TreeMap<>();
    /** What listens in pods of each class, once for each namespace. */
    private final Map<Integer, Map<String, Set<Listener>>> listeners = new HashMap<>();

    private final Table<String, String, Outcome> outcomes = HashBasedTable.create();

    private NamespaceFlows(Facts facts) {
        this.facts = facts;
        this.network = facts.network();
        for (PodGroup group : facts.podGroups()) {
            if (group.networkClass() != Network.NO_CLASS) {
                boolean several = group.pods().size() > 1 || group.pod().virtual();
                namespaces
                        .computeIfAbsent(group.networkClass(), key -> new TreeMap<>())
                        .merge(group.namespace(), several, (a, b) -> true);
                listeners
                        .computeIfAbsent(group.networkClass(), key -> new TreeMap<>())
                        .computeIfAbsent(group.namespace(), key -> new HashSet<>())
                        .addAll(facts.listeners(group));
            }
        }
    }

    static Table<String, String, Outcome> of(Facts facts) {
        NamespaceFlows flows = new NamespaceFlows(facts);
        flows.namespaces.forEach(flows::row);
        flows.ownNodes();
        return flows.outcomes;
    }

    private void row(int sourceClass, Map<String, Boolean> sources) {
        network.reachableFrom(sourceClass, (targetClass, allowed, unknown) -> {
            Map<String, Set<Listener>> targets = listeners.getOrDefault(targetClass, Map.of());
            targets.forEach((to, open) -> {
                Outcome outcome = outcome(open, allowed, unknown);
                sources.forEach((from, several) -> {
                    // A pod and itself are no two pods.
                    if (sourceClass != targetClass || !from.equals(to) || several) {
                        put(from, to, outcome);
                    }
                });
            });
        });
    }

    private static Outcome outcome(Set<Listener> open, PortSet allowed, PortSet unknown) {
        Outcome best = Outcome.DENIED;
        for (Listener listener : open) {
            if (listener.isUnknown()) {
                best = allowed.isEmpty() && unknown.isEmpty() ? best : better(best, Outcome.UNKNOWN);
            } else if (allowed.contains(listener.protocol(), listener.port())) {
                best = Outcome.ALLOWED;
            } else if (unknown.contains(listener.protocol(), listener.port())) {
                best = better(best, Outcome.UNKNOWN);
            }
        }
        return best;
    }

    /** Pods on the network of a node reach the pods of that node, and are reached by them. */
    private void ownNodes() {
        for (PodGroup group : facts.podGroups()) {
            for (Pod pod : group.pods()) {
                if (pod.spec().hostNetwork()) {
                    neighbours(group, network.ownNode(pod));
                }
            }
        }
    }

    private void neighbours(PodGroup host, List<Pod> others) {
        for (Pod other : others) {
            facts.group(other).ifPresent(group -> {
                PortSet always = network.ownNodePorts(host.pod(), other);
                put(host.namespace(), group.namespace(), listening(group, always));
                if (network.opensOwnNode()) {
                    put(group.namespace(), host.namespace(), listening(host, PortSet.ALL));
                }
            });
        }
    }

    private Outcome listening(PodGroup group, PortSet open) {
        Outcome best = Outcome.DENIED;
        for (Listener listener : facts.listeners(group)) {
            if (listener.isUnknown() && !open.isEmpty()) {
                best = better(best, Outcome.UNKNOWN);
            } else if (open.contains(listener.protocol(), listener.port())) {
                best = Outcome.ALLOWED;
            }
        }
        return best;
    }

    private void put(String from, String to, Outcome outcome) {
        if (outcome != Outcome.DENIED) {
            Outcome known = outcomes.get(from, to);
            outcomes.put(from, to, known == null ? outcome : better(known, outcome));
        }
    }

    private static Outcome better(Outcome a, Outcome b) {
        return a == Outcome.ALLOWED || b == Outcome.ALLOWED
                ? Outcome.ALLOWED
                : a == Outcome.UNKNOWN || b == Outcome.UNKNOWN ? Outcome.UNKNOWN : Outcome.DENIED;
    }
}
