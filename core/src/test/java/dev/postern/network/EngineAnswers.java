package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the rows of a network say of its pods, as text: equal for networks that answer alike, whatever their classes. */
final class EngineAnswers {
    private static final List<Integer> PORTS = List.of(53, 80, 81, 8080, 15008);

    private final Network network;
    private final List<Pod> pods;

    EngineAnswers(Network network) {
        this.network = network;
        pods = network.cluster().pods().stream()
                .filter(pod -> !pod.isTerminated())
                .toList();
    }

    /** Pairs of different pods of which the first reaches the second on TCP 80, by the rules that are read literally. */
    List<String> literally() {
        List<String> open = new ArrayList<>();
        for (Pod source : pods) {
            for (Pod destination : pods) {
                Outcome outcome =
                        network.decide(source, destination, Protocol.TCP, 80).outcome();
                if (!source.equals(destination) && outcome != Outcome.DENIED) {
                    open.add(name(source) + " > " + name(destination) + (outcome == Outcome.UNKNOWN ? " ?" : ""));
                }
            }
        }
        return open;
    }

    private static String name(Pod pod) {
        return pod.object().name();
    }

    /** That rows, what is made of rows, and the rules themselves agree on every packet between two pods that share no node. */
    void agree() {
        for (Pod source : pods) {
            Map<String, PortSet[]> from = reached(source, true);
            Map<String, PortSet[]> to = reached(source, false);
            for (Pod other : pods) {
                if (!source.equals(other) && !onOneNode(source, other)) {
                    for (Protocol protocol : Protocol.values()) {
                        for (int port : PORTS) {
                            same(source, other, protocol, port, from.get(name(other)));
                            same(other, source, protocol, port, to.get(name(other)));
                        }
                    }
                }
            }
        }
        assertThat(network.allowedPairs(Protocol.TCP, 80)).isEqualTo(allowed(80));
        assertThat(network.allowedPairs(Protocol.TCP, 81)).isEqualTo(allowed(81));
    }

    private static boolean onOneNode(Pod a, Pod b) {
        return a.nodeName().isPresent()
                && a.nodeName().equals(b.nodeName())
                && a.spec().hostNetwork() != b.spec().hostNetwork();
    }

    private void same(Pod source, Pod destination, Protocol protocol, int port, PortSet[] reached) {
        Outcome literally = network.decide(source, destination, protocol, port).outcome();
        String packet = source.object() + " to " + destination.object() + " " + protocol + " " + port;
        assertThat(network.outcome(network.classOf(source), network.classOf(destination), protocol, port))
                .as("rows: %s", packet)
                .isEqualTo(literally);
        Outcome expanded = reached == null
                ? Outcome.DENIED
                : reached[0].contains(protocol, port)
                        ? Outcome.ALLOWED
                        : reached[1].contains(protocol, port) ? Outcome.UNKNOWN : Outcome.DENIED;
        assertThat(expanded).as("expanded: %s", packet).isEqualTo(literally);
    }

    /** By the names of pods: the ports that are reached, and those that may be. */
    private Map<String, PortSet[]> reached(Pod pod, boolean forward) {
        Map<String, PortSet[]> reached = new TreeMap<>();
        ReachSink sink = (other, allowed, unknown) -> network.podsOf(other)
                .forEach(one -> assertThat(reached.put(name(one), new PortSet[] {allowed, unknown}))
                        .as("each once")
                        .isNull());
        if (forward) {
            network.reachableFrom(network.classOf(pod), sink);
        } else {
            network.reachedBy(network.classOf(pod), sink);
        }
        return reached;
    }

    private long allowed(int port) {
        long allowed = 0;
        for (Pod source : pods) {
            for (Pod destination : pods) {
                boolean passes =
                        network.decide(source, destination, Protocol.TCP, port).isAllowed();
                allowed += passes && !source.equals(destination) ? 1 : 0;
            }
        }
        return allowed;
    }

    /** Answers of each kind about pods, line by line. */
    List<String> all() {
        List<String> lines = new ArrayList<>();
        for (Pod source : pods) {
            for (Pod other : pods) {
                StringBuilder line = new StringBuilder(source.object() + " to " + other.object() + ": "
                        + network.decide(source, other, Protocol.TCP, 80));
                for (int port : PORTS) {
                    line.append(' ')
                            .append(network.outcome(
                                    network.classOf(source), network.classOf(other), Protocol.TCP, port));
                }
                lines.add(line.toString());
            }
            lines.add(source.object() + " beside " + network.ownNode(source) + ", listens " + network.listeners(source)
                    + ", API server " + network.reachesApiServer(source).outcome());
            lines.add(source.object() + ": bound by " + network.binding(network.classOf(source), true) + " and "
                    + network.binding(network.classOf(source), false));
        }
        lines.add(network.allowedPairs() + " pairs, " + network.allowedPairs(Protocol.TCP, 80));
        network.connections().forEach(connection -> lines.add(connection.toString()));
        network.diagnostics().stream().map(Object::toString).sorted().forEach(lines::add);
        return lines;
    }
}
