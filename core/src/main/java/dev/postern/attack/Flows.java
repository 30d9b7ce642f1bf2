package dev.postern.attack;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Vertex.NetworkPosition;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.internal.graph.Expander;
import dev.postern.model.Confidence;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.model.Support;
import dev.postern.network.Network;
import dev.postern.network.PortSet;
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
        weight = Efforts.of(TECHNIQUE).effort();
        Map<Vertex, PodGroup> groups = new HashMap<>();
        facts.podGroups().forEach(group -> groups.put(group.vertex(), group));
        Map<Vertex, Integer> positions = new HashMap<>();
        for (PodGroup group : facts.podGroups()) {
            int networkClass = group.networkClass();
            if (networkClass != Network.NO_CLASS) {
                positions.put(position(network, networkClass), networkClass);
            }
        }
        positions.forEach((position, networkClass) -> {
            int vertex = numberOf.applyAsInt(position);
            if (vertex >= 0) {
                classOfPosition.put(vertex, networkClass);
                positionOfClass.put(networkClass, vertex);
            }
        });
        for (int number = 0; number < vertices.length; number++) {
            PodGroup group = vertices[number] instanceof PortReach reach ? groups.get(reach.pod()) : null;
            if (group != null) {
                PortReach reach = (PortReach) vertices[number];
                Pod pod = group.pod();
                int networkClass = group.networkClass();
                Port port = new Port(number, reach.protocol(), reach.port());
                ports.put(number, port);
                classOfPort.put(number, networkClass);
                podOfPort.put(number, pod);
                portsOfClass
                        .computeIfAbsent(networkClass, key -> new ArrayList<>())
                        .add(port);
            }
        }
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
        List<Pod> sources = network.podsOf(networkClass);
        Pod source = sender.filter(pod -> network.classOf(pod) == networkClass && !pod.equals(destination))
                .orElse(sources.get(0).equals(destination) && sources.size() > 1 ? sources.get(1) : sources.get(0));
        PortSet.Range asked = port.port() == 0
                ? anyRange(networkClass, network.classOf(destination))
                : new PortSet.Range(port.protocol(), port.port(), port.port());
        List<Support> supports = network.decide(source, destination, asked.protocol(), asked.first())
                .supports();
        return supports.isEmpty() ? List.of(Support.NONE) : supports;
    }

    /** For a pod that declares no port: some port on which packets pass. */
    private PortSet.Range anyRange(int sourceClass, int destinationClass) {
        List<PortSet.Range> ranges = new ArrayList<>();
        network.reachableFrom(sourceClass, (other, allowed, unknown) -> {
            if (other == destinationClass) {
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

    private void row(int tail, Expander.Sink sink) {
        Integer networkClass = classOfPosition.get(tail);
        if (networkClass != null) {
            Map<Integer, Confidence> heads = new TreeMap<>();
            network.reachableFrom(networkClass, (other, allowed, unknown) -> {
                for (Port port : portsOfClass.getOrDefault(other, List.of())) {
                    Confidence confidence = confidence(port, allowed, unknown);
                    if (confidence != null) {
                        heads.put(port.vertex(), confidence);
                    }
                }
            });
            heads.forEach((head, confidence) -> sink.arc(head, confidence.ordinal()));
        }
    }

    private void into(int head, BitSet known, Expander.Sink sink) {
        Port port = ports.get(head);
        if (port == null) {
            return;
        }
        Map<Integer, Confidence> tails = new TreeMap<>();
        network.reachedBy(classOfPort.getOrDefault(head, Network.NO_CLASS), (other, allowed, unknown) -> {
            Integer tail = positionOfClass.get(other);
            Confidence confidence = confidence(port, allowed, unknown);
            if (tail != null && confidence != null && !known.get(tail)) {
                tails.put(tail, confidence);
            }
        });
        tails.forEach((tail, confidence) -> sink.arc(tail, confidence.ordinal()));
    }

    private static @Nullable Confidence confidence(Port port, PortSet allowed, PortSet unknown) {
        if (port.isIn(allowed)) {
            return Confidence.CERTAIN;
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
