package dev.postern.attack;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Vertex.ClosedPort;
import dev.postern.attack.Vertex.NetworkPosition;
import dev.postern.attack.Vertex.OpenedPosition;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.internal.graph.Expander;
import dev.postern.model.Confidence;
import dev.postern.model.Decision;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.model.Support;
import dev.postern.network.Network;
import dev.postern.network.PortSet;
import dev.postern.network.ReachSink;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The flows between network positions and ports, as implicit edges: the network authority is asked for a row when a
 * search gets there, and for reasons when a plan cites a flow. Immutable; {@link #expander} makes one per search.
 */
final class Flows {
    /** The technique's id; its rule says everything else about it. */
    static final String TECHNIQUE = "NETWORK_REACH";

    private static final Confidence UNKNOWN = Confidence.POSSIBLE;

    private record Port(int vertex, Protocol protocol, int port) {
        boolean isIn(PortSet set) {
            return port == 0 ? !set.isEmpty() : set.contains(protocol, port);
        }
    }

    private final Network network;
    private final int label;
    private final int weight;
    /** Network class of each position vertex, and the position vertex of each class. */
    private final Map<Integer, Integer> classOfPosition = new HashMap<>();

    private final Map<Integer, Integer> positionOfClass = new HashMap<>();
    /** Positions without the policies that bind them, and ports without those that close them. */
    private final Map<Integer, Integer> openedOfClass = new HashMap<>();

    private final BitSet opened = new BitSet();
    private final BitSet closed = new BitSet();
    private final Map<Integer, List<Port>> closedPortsOfClass = new HashMap<>();
    private final Map<Integer, Integer> classOfPort = new HashMap<>();
    private final Map<Integer, Port> ports = new HashMap<>();
    private final Map<Integer, List<Port>> portsOfClass = new HashMap<>();
    private final Map<Integer, Pod> podOfPort = new HashMap<>();

    /** {@code numberOf}: the number of a vertex, or -1. */
    Flows(Facts facts, Vertex[] vertices, ToIntFunction<Vertex> numberOf, Map<EdgeType, Integer> labels) {
        network = facts.network();
        Optional<EdgeType> type = labels.keySet().stream()
                .filter(candidate -> candidate.id().equals(TECHNIQUE))
                .findAny();
        label = type.map(labels::get).orElse(-1);
        weight = facts.surroundings()
                .saidEffort(TECHNIQUE)
                .orElseGet(() -> Efforts.of(TECHNIQUE).effort());
        Map<Vertex, PodGroup> groups = new HashMap<>();
        facts.podGroups().forEach(group -> groups.put(group.vertex(), group));
        Map<Vertex, Integer> positions = new HashMap<>();
        for (PodGroup group : facts.podGroups()) {
            int networkClass = group.networkClass();
            if (networkClass != Network.NO_CLASS) {
                positions.put(position(network, networkClass), networkClass);
            }
        }
        for (Pod newcomer : network.newcomers()) {
            int networkClass = network.classOf(newcomer);
            positions.put(position(network, networkClass), networkClass);
        }
        positions.forEach((position, networkClass) -> {
            int vertex = numberOf.applyAsInt(position);
            if (vertex >= 0) {
                classOfPosition.put(vertex, networkClass);
                positionOfClass.put(networkClass, vertex);
            }
            int free = numberOf.applyAsInt(new OpenedPosition(((NetworkPosition) position).representative()));
            if (free >= 0) {
                classOfPosition.put(free, networkClass);
                openedOfClass.put(networkClass, free);
                opened.set(free);
            }
        });
        for (int number = 0; number < vertices.length; number++) {
            PortReach reach = portOf(vertices[number]);
            PodGroup group = reach == null ? null : groups.get(reach.pod());
            if (reach != null && group != null) {
                boolean isClosed = vertices[number] instanceof ClosedPort;
                closed.set(number, isClosed);
                Pod pod = group.pod();
                int networkClass = group.networkClass();
                Port port = new Port(number, reach.protocol(), reach.port());
                ports.put(number, port);
                classOfPort.put(number, networkClass);
                podOfPort.put(number, pod);
                (isClosed ? closedPortsOfClass : portsOfClass)
                        .computeIfAbsent(networkClass, key -> new ArrayList<>())
                        .add(port);
            }
        }
    }

    private static @Nullable PortReach portOf(Vertex vertex) {
        if (vertex instanceof ClosedPort port) {
            return port.port();
        }
        return vertex instanceof PortReach port ? port : null;
    }

    /** The position vertex of a network class. */
    static NetworkPosition position(Network network, int networkClass) {
        return new NetworkPosition(
                network.podOf(networkClass).object().toString().replace(' ', '/'));
    }

    Expander expander(FactTable facts) {
        return label < 0 ? Expander.NONE : new Rows(facts);
    }

    /**
     * Only the flows to some ports, for searches from many starts: what leads to them is laid out at once, in time and space
     * of the classes that reach each.
     *
     * @param wanted numbers of the ports' vertices
     */
    Some to(BitSet wanted) {
        Map<Integer, Map<Integer, Integer>> rows = new HashMap<>();
        wanted.stream()
                .forEach(head -> into(
                        head,
                        new BitSet(),
                        (tail, confidence) -> rows.computeIfAbsent(tail, key -> new TreeMap<>())
                                .put(head, confidence)));
        return new Some(wanted, rows);
    }

    /** Flows to some ports, laid out; shared by searches. */
    final class Some {
        private final BitSet wanted;
        private final Map<Integer, Map<Integer, Integer>> rows;

        private Some(BitSet wanted, Map<Integer, Map<Integer, Integer>> rows) {
            this.wanted = wanted;
            this.rows = rows;
        }

        Expander expander(FactTable facts) {
            return label < 0 || wanted.isEmpty() ? Expander.NONE : new RowsTo(new Rows(facts), wanted, rows);
        }
    }

    /** The grounds of a flow, asked anew of two pods that are not the same one. */
    List<Support> supports(int tail, int head) {
        return supports(tail, head, Optional.empty());
    }

    /** The grounds of a flow as one pod of the class sends it: all of them send alike, and each by policies that name it. */
    List<Support> supports(int tail, int head, Optional<Pod> sender) {
        int networkClass = classOfPosition.getOrDefault(tail, Network.NO_CLASS);
        Pod destination = podOfPort.get(head);
        Port port = ports.get(head);
        if (networkClass == Network.NO_CLASS || destination == null || port == null) {
            return List.of(Support.NONE);
        }
        List<Pod> there = network.podsOf(networkClass);
        List<Pod> sources = there.isEmpty() ? List.of(network.podOf(networkClass)) : there;
        Pod source = sender.filter(pod -> network.classOf(pod) == networkClass && !pod.equals(destination))
                .orElse(sources.get(0).equals(destination) && sources.size() > 1 ? sources.get(1) : sources.get(0));
        PortSet.Range asked =
                port.port() == 0 ? anyRange(tail, head) : new PortSet.Range(port.protocol(), port.port(), port.port());
        Decision decision = opened.get(tail) || closed.get(head)
                ? network.decideSide(closed.get(head), source, destination, asked.protocol(), asked.first())
                : network.decide(source, destination, asked.protocol(), asked.first());
        List<Support> supports = decision.supports();
        return supports.isEmpty() ? List.of(Support.NONE) : supports;
    }

    /** For a pod that declares no port: some port on which packets pass. */
    private PortSet.Range anyRange(int tail, int head) {
        List<PortSet.Range> ranges = new ArrayList<>();
        reachable(tail, closed.get(head), (other, allowed, unknown) -> {
            if (classOfPort.getOrDefault(head, Network.NO_CLASS) == other) {
                ranges.addAll((allowed.isEmpty() ? unknown : allowed).ranges());
            }
        });
        return ranges.isEmpty() ? new PortSet.Range(Protocol.TCP, 1, 1) : ranges.get(0);
    }

    void forEach(AttackGraph graph, Consumer<AttackEdge> action) {
        new TreeMap<>(classOfPosition)
                .keySet()
                .forEach(tail -> row(
                        tail,
                        (head, confidence) -> action.accept(new AttackEdge(
                                graph.type(label),
                                ImmutableList.of(graph.vertex(tail)),
                                graph.vertex(head),
                                weight,
                                Confidence.values()[confidence],
                                false,
                                ImmutableList.copyOf(supports(tail, head))))));
    }

    /** The classes that a position reaches; or those that it would if they took everything in. */
    private void reachable(int tail, boolean anyoneEnters, ReachSink sink) {
        int networkClass = classOfPosition.getOrDefault(tail, Network.NO_CLASS);
        if (networkClass == Network.NO_CLASS) {
            return;
        }
        if (anyoneEnters) {
            network.mayLeaveFor(networkClass, sink);
        } else if (opened.get(tail)) {
            network.mayEnter(networkClass, sink);
        } else {
            network.reachableFrom(networkClass, sink);
        }
    }

    private void row(int tail, Expander.Sink sink) {
        Map<Integer, Confidence> heads = new TreeMap<>();
        heads(tail, false, portsOfClass, heads);
        if (isBound(tail) && !closed.isEmpty()) {
            heads(tail, true, closedPortsOfClass, heads);
        }
        heads.forEach((head, confidence) -> sink.arc(head, confidence.ordinal()));
    }

    /** Whether policies bind what a position sends; one that is free reaches all closed ports by a stored edge. */
    private boolean isBound(int tail) {
        Integer networkClass = classOfPosition.get(tail);
        return networkClass != null
                && !opened.get(tail)
                && !network.binding(networkClass, true).isEmpty();
    }

    private void heads(int tail, boolean anyoneEnters, Map<Integer, List<Port>> of, Map<Integer, Confidence> heads) {
        int networkClass = classOfPosition.getOrDefault(tail, Network.NO_CLASS);
        reachable(tail, anyoneEnters, (other, allowed, unknown) -> {
            List<Port> there = of.getOrDefault(other, List.of());
            PortSet narrowed = there.isEmpty() ? PortSet.NONE : network.narrowed(networkClass, other);
            for (Port port : there) {
                Confidence confidence = confidence(port, allowed, narrowed, unknown);
                if (confidence != null) {
                    heads.put(port.vertex(), confidence);
                }
            }
        });
    }

    private void into(int head, BitSet known, Expander.Sink sink) {
        Port port = ports.get(head);
        if (port == null) {
            return;
        }
        Map<Integer, Confidence> tails = new TreeMap<>();
        int networkClass = classOfPort.getOrDefault(head, Network.NO_CLASS);
        if (closed.get(head)) {
            network.mayLeaveTowards(networkClass, tails(port, known, positionOfClass, tails));
            tails.keySet().removeIf(tail -> !isBound(tail));
        } else {
            network.reachedBy(networkClass, tails(port, known, positionOfClass, tails));
            if (!opened.isEmpty()) {
                network.mayBeEnteredBy(networkClass, tails(port, known, openedOfClass, tails));
            }
        }
        tails.forEach((tail, confidence) -> sink.arc(tail, confidence.ordinal()));
    }

    private ReachSink tails(
            Port port, BitSet known, Map<Integer, Integer> vertexOfClass, Map<Integer, Confidence> tails) {
        return (other, allowed, unknown) -> {
            Integer tail = vertexOfClass.get(other);
            PortSet narrowed = tail == null
                    ? PortSet.NONE
                    : network.narrowed(other, classOfPort.getOrDefault(port.vertex(), Network.NO_CLASS));
            Confidence confidence = confidence(port, allowed, narrowed, unknown);
            if (tail != null && confidence != null && !known.get(tail)) {
                tails.put(tail, confidence);
            }
        };
    }

    /** Where a proxy judges requests, one that does what the next step needs may not be among those that it lets through. */
    private static @Nullable Confidence confidence(Port port, PortSet allowed, PortSet narrowed, PortSet unknown) {
        if (port.isIn(allowed)) {
            return port.isIn(allowed.minus(narrowed)) ? Confidence.CERTAIN : Confidence.LIKELY;
        }
        return port.isIn(unknown) ? UNKNOWN : null;
    }

    private final class Rows implements Expander {
        private final FactTable facts;

        Rows(FactTable facts) {
            this.facts = facts;
        }

        @Override
        public int label() {
            return label;
        }

        @Override
        public int weight() {
            return weight;
        }

        @Override
        public void outArcs(int tail, BitSet known, Sink sink) {
            row(tail, (head, confidence) -> {
                if (!known.get(head)) {
                    sink.arc(head, confidence);
                }
            });
        }

        @Override
        public void inArcs(int head, BitSet known, Sink sink) {
            into(head, known, sink);
        }

        @Override
        public int[][] supports(int tail, int head) {
            return facts.numbers(Flows.this.supports(tail, head));
        }
    }

    /** Some of the flows, by their tails. */
    private record RowsTo(Rows all, BitSet wanted, Map<Integer, Map<Integer, Integer>> rows) implements Expander {
        @Override
        public int label() {
            return all.label();
        }

        @Override
        public int weight() {
            return all.weight();
        }

        @Override
        public void outArcs(int tail, BitSet known, Sink sink) {
            rows.getOrDefault(tail, Map.of()).forEach((head, confidence) -> {
                if (!known.get(head)) {
                    sink.arc(head, confidence);
                }
            });
        }

        @Override
        public void inArcs(int head, BitSet known, Sink sink) {
            if (wanted.get(head)) {
                all.inArcs(head, known, sink);
            }
        }

        @Override
        public int[][] supports(int tail, int head) {
            return all.supports(tail, head);
        }
    }
}
