package dev.postern.network;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterators;
import dev.postern.model.Pod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Which workload reaches which, and which addresses outside the cluster, on which ports. Iterates in canonical order
 * (addresses, workloads, the Ingress controller; by source, then destination) and makes each connection when it is asked
 * for: nothing of size workload times workload is held. A workload's connection to itself is left out.
 *
 * <p>A full pass costs, for each workload, the classes of pods that it reaches and the connections it has.
 */
public final class Connections implements Iterable<Connection> {
    /** The ways into a pod that do not lead through a controller. */
    private static final ImmutableSet<String> WITHOUT_CONTROLLER =
            ImmutableSet.of("LoadBalancer", "NodePort", "externalIPs", "hostPort", "hostNetwork");

    private static final Comparator<OutsideReach.Opening> BY_ADDRESS = Comparator.comparing(
                    (OutsideReach.Opening opening) -> opening.range().first())
            .thenComparing(opening -> opening.range().last());

    private final Network network;
    private final WorkloadIndex workloads;
    private final OutsideReach outside;
    private final ImmutableList<Pod> pods;
    private final FlowTable flows;
    private final Supplier<Exposures> exposures;

    Connections(
            Network network,
            WorkloadIndex workloads,
            ImmutableList<Pod> pods,
            FlowTable flows,
            CompiledPolicies compiled,
            Supplier<RuleEnds> ends) {
        this.network = network;
        this.workloads = workloads;
        this.pods = pods;
        this.flows = flows;
        outside = new OutsideReach(compiled);
        exposures = Suppliers.memoize(() -> new ExposureFinder(workloads, compiled, flows, this, ends.get()).find());
    }

    @Override
    public Iterator<Connection> iterator() {
        int[] all = IntStream.range(0, workloads.count()).toArray();
        Sweep sweep = new Sweep(Direction.EGRESS);
        Iterator<Iterator<Connection>> bySource = Iterators.transform(
                Arrays.stream(all).iterator(),
                source -> Stream.concat(outgoing(source), sweep.from(source)).iterator());
        return Iterators.concat(
                incoming(all).iterator(),
                Iterators.concat(bySource),
                throughController(all).iterator());
    }

    /** The same, as a stream. */
    public Stream<Connection> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /** The connections from and to the workloads of that name, in the same order. Costs what these reach. */
    public ImmutableList<Connection> involving(String namespace, String name) {
        int[] wanted = workloads.named(namespace, name);
        ImmutableList.Builder<Connection> all = ImmutableList.builder();
        all.addAll(incoming(wanted));
        Map<Integer, List<Connection>> bySource = new TreeMap<>();
        Sweep backward = new Sweep(Direction.INGRESS);
        for (int own : wanted) {
            backward.each(own, (source, ports, unknown) -> {
                if (Arrays.stream(wanted).noneMatch(also -> also == source)) {
                    bySource.computeIfAbsent(source, first -> new ArrayList<>())
                            .add(new Connection(end(source), end(own), ports, unknown));
                }
            });
        }
        Sweep forward = new Sweep(Direction.EGRESS);
        for (int own : wanted) {
            bySource.put(own, Stream.concat(outgoing(own), forward.from(own)).toList());
        }
        bySource.values().forEach(all::addAll);
        return all.addAll(throughController(wanted)).build();
    }

    /** Whether a workload of that name, or a pod without one, has a pod that runs. */
    public boolean has(String namespace, String name) {
        return workloads.named(namespace, name).length > 0;
    }

    /** What the workloads are exposed to that the input does not hold. O(rules of the policies of each). */
    public Exposures exposures() {
        return exposures.get();
    }

    private ConnectionEnd end(int workload) {
        return new ConnectionEnd.OfWorkload(workloads.workload(workload));
    }

    static ConnectionEnd end(OutsideReach.Opening opening) {
        IpRanges.Range range = opening.range();
        return new ConnectionEnd.OfRange(range.first().toString(), range.last().toString());
    }

    private Stream<Connection> outgoing(int workload) {
        return outside(workload, Direction.EGRESS).stream()
                .map(opening -> new Connection(end(workload), end(opening), opening.ports(), opening.unknown()));
    }

    private List<Connection> incoming(int[] destinations) {
        record Entry(OutsideReach.Opening opening, int workload) {}
        List<Entry> entries = new ArrayList<>();
        for (int workload : destinations) {
            outside(workload, Direction.INGRESS).forEach(opening -> entries.add(new Entry(opening, workload)));
        }
        // Stable: those of one range stay in the order of the workloads.
        entries.sort(Comparator.comparing(Entry::opening, BY_ADDRESS));
        return entries.stream()
                .map(entry -> new Connection(
                        end(entry.opening()),
                        end(entry.workload()),
                        entry.opening().ports(),
                        entry.opening().unknown()))
                .toList();
    }

    /** Disjoint ranges of addresses outside, each with the ports that are open towards or from a workload. */
    ImmutableList<OutsideReach.Opening> outside(int workload, Direction direction) {
        List<Row> rows = Arrays.stream(workloads.classes(workload))
                .mapToObj(networkClass -> flows.row(direction, networkClass))
                .distinct()
                .toList();
        if (rows.size() == 1) {
            return outside.of(rows.get(0), direction);
        }
        return OutsideReach.union(
                rows.stream().map(row -> outside.of(row, direction)).toList());
    }

    private List<Connection> throughController(int[] destinations) {
        BitSet wanted = new BitSet();
        Arrays.stream(destinations).forEach(wanted::set);
        Map<Integer, PortSet> ports = new TreeMap<>();
        for (EntryPoint entry : network.entryPoints()) {
            int workload = workloads.ofPod(network.position(entry.backend()));
            if (!WITHOUT_CONTROLLER.contains(entry.how()) && workload >= 0 && wanted.get(workload)) {
                ports.merge(workload, PortSet.of(entry.protocol(), entry.port()), PortSet::union);
            }
        }
        List<Connection> connections = new ArrayList<>();
        ConnectionEnd controller = new ConnectionEnd.OfIngressController();
        ports.forEach(
                (workload, open) -> connections.add(new Connection(controller, end(workload), open, PortSet.NONE)));
        return connections;
    }

    /** Receives what one workload reaches, or is reached by. */
    private interface WorkloadSink {
        void accept(int other, PortSet ports, PortSet unknown);
    }

    /** Gathers the ports to all other workloads, one workload after another, in arrays that are used again. */
    private final class Sweep {
        private final Direction near;
        private final PortSet[] ports = filled(i -> PortSet.NONE);
        private final PortSet[] unknown = filled(i -> PortSet.NONE);
        private final BitSet touched = new BitSet();

        Sweep(Direction near) {
            this.near = near;
        }

        private PortSet[] filled(IntFunction<PortSet> element) {
            return IntStream.range(0, workloads.count()).mapToObj(element).toArray(PortSet[]::new);
        }

        Stream<Connection> from(int source) {
            List<Connection> connections = new ArrayList<>();
            ConnectionEnd own = end(source);
            each(source, (other, open, perhaps) -> connections.add(new Connection(own, end(other), open, perhaps)));
            return connections.stream();
        }

        void each(int own, WorkloadSink sink) {
            for (int networkClass : workloads.classes(own)) {
                if (near == Direction.EGRESS) {
                    network.reachableFrom(networkClass, this::add);
                } else {
                    network.reachedBy(networkClass, this::add);
                }
            }
            for (int pod : workloads.pods(own)) {
                for (Pod beside : network.ownNode(pods.get(pod), near)) {
                    PortSet open = near == Direction.EGRESS
                            ? network.ownNodePorts(pods.get(pod), beside)
                            : network.ownNodePorts(beside, pods.get(pod));
                    add(workloads.ofPod(network.position(beside)), open);
                }
            }
            for (int other = touched.nextSetBit(0); other >= 0; other = touched.nextSetBit(other + 1)) {
                if (other != own) {
                    sink.accept(other, ports[other], unknown[other].minus(ports[other]));
                }
                ports[other] = PortSet.NONE;
                unknown[other] = PortSet.NONE;
            }
            touched.clear();
        }

        private void add(int networkClass, PortSet allowed, PortSet perhaps) {
            for (int other : workloads.ofClass(networkClass)) {
                add(other, allowed);
                unknown[other] = unknown[other].union(perhaps);
            }
        }

        private void add(int other, PortSet allowed) {
            ports[other] = ports[other].union(allowed);
            touched.set(other);
        }
    }
}
