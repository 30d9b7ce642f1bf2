package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.postern.model.CalicoEntity;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CalicoPort;
import dev.postern.model.CalicoProtocol;
import dev.postern.model.CalicoRule;
import dev.postern.model.Cluster;
import dev.postern.model.Pod;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** To whom, on which ports, a packet goes that a rule of Calico matches. */
final class CalicoDestinations {
    static final String FIELD = "destination.ports";
    private static final String NOT_FIELD = "destination.notPorts";

    private final Cluster cluster;
    private final CalicoSets sets;
    private final Map<Set<NamedPorts.Name>, List<Resolved>> resolved = new HashMap<>();
    private int looks;

    /** Pods on which some names of ports stand for the same. */
    private record Resolved(EndSet pods, NamedPorts namedPorts, int number) {
        PortSet of(Set<NamedPorts.Name> names) {
            PortSet ports = PortSet.NONE;
            for (NamedPorts.Name name : names) {
                ports = ports.union(namedPorts.ports(number, name));
            }
            return ports;
        }
    }

    /**
     * Some destinations and the ports that are meant there.
     *
     * @param ports any port where empty
     * @param written of each port
     */
    record One(EndSet ends, ImmutableList<PortItem> ports, ImmutableList<Peer.Written> written) {
        static One of(EndSet ends, PortSet ports, Peer.Written written) {
            ImmutableList<PortItem> items = ports.ranges().stream()
                    .map(range -> item(range.protocol(), range.first(), range.last()))
                    .collect(ImmutableList.toImmutableList());
            return new One(ends, items, items.stream().map(item -> written).collect(ImmutableList.toImmutableList()));
        }
    }

    CalicoDestinations(Cluster cluster, CalicoSets sets) {
        this.cluster = cluster;
        this.sets = sets;
    }

    /** How often it took a look at all pods to tell. */
    int looks() {
        return looks;
    }

    /** The protocols of a rule, of those that have ports. */
    static Set<Protocol> protocols(CalicoRule rule) {
        return Arrays.stream(Protocol.values())
                .filter(protocol ->
                        isNumber(rule.protocol(), protocol, true) && !isNumber(rule.notProtocol(), protocol, false))
                .collect(Sets.toImmutableEnumSet());
    }

    private static boolean isNumber(Optional<CalicoProtocol> written, Protocol protocol, boolean absent) {
        return written.map(known -> known.number() == CalicoProtocol.number(protocol))
                .orElse(absent);
    }

    /** Of a rule without a Service at its destination. */
    List<One> of(CalicoPolicy policy, CalicoRule rule, Set<Protocol> protocols) {
        CalicoEntity end = rule.destination();
        EndSet ends = sets.of(policy, end);
        if (end.ports().isEmpty() && end.notPorts().isEmpty()) {
            return List.of(one(ends, rule, protocols));
        }
        boolean named = end.ports().stream().anyMatch(CalicoPort.Named.class::isInstance);
        if (end.notPorts().isEmpty() && !(named && sets.selectsAddresses(policy, end))) {
            return List.of(listed(ends, end, protocols));
        }
        return apart(policy, end, ends, protocols);
    }

    /** With every port of some protocols. */
    One one(EndSet ends, CalicoRule rule, Set<Protocol> protocols) {
        if (protocols.size() == Protocol.values().length) {
            return new One(ends, ImmutableList.of(), ImmutableList.of());
        }
        ImmutableList<PortItem> items = protocols.stream()
                .map(protocol -> new PortItem(Optional.of(protocol), Optional.empty(), Optional.empty()))
                .collect(ImmutableList.toImmutableList());
        Peer.Written written = CalicoTexts.protocol(rule);
        return new One(ends, items, items.stream().map(item -> written).collect(ImmutableList.toImmutableList()));
    }

    private static One listed(EndSet ends, CalicoEntity end, Set<Protocol> protocols) {
        ImmutableList.Builder<PortItem> items = ImmutableList.builder();
        ImmutableList.Builder<Peer.Written> written = ImmutableList.builder();
        for (int i = 0; i < end.ports().size(); i++) {
            for (Protocol protocol : protocols) {
                PortItem item = item(protocol, end.ports().get(i));
                items.add(item);
                written.add(new Peer.Written(FIELD + "[" + i + "]", Texts.of(item)));
            }
        }
        return new One(ends, items.build(), written.build());
    }

    /**
     * A name counts on pods alone, and on those that the rule itself selects: destinations are told apart by what the names
     * stand for there.
     */
    private List<One> apart(CalicoPolicy policy, CalicoEntity end, EndSet ends, Set<Protocol> protocols) {
        Set<NamedPorts.Name> names = names(end.ports(), protocols);
        Set<NamedPorts.Name> notNames = names(end.notPorts(), protocols);
        PortSet numbers = end.ports().isEmpty()
                ? union(protocols.stream().map(PortSet::allOf).toList())
                : numbers(end.ports(), protocols);
        PortSet notNumbers = numbers(end.notPorts(), protocols);
        Peer.Written written = CalicoTexts.ports(
                end.notPorts().isEmpty() ? FIELD : NOT_FIELD, end.notPorts().isEmpty() ? end.ports() : end.notPorts());
        List<One> all = new ArrayList<>();
        EndSet pods = sets.pods(policy, end);
        Set<NamedPorts.Name> both = ImmutableSet.copyOf(Sets.union(names, notNames));
        if (both.isEmpty()) {
            add(ends, numbers.minus(notNumbers), written, all);
            return all;
        }
        looks++;
        for (Resolved known : resolved.computeIfAbsent(both, this::resolve)) {
            PortSet ports = numbers.union(known.of(names)).minus(notNumbers).minus(known.of(notNames));
            add(EndSet.all(ends, pods, known.pods()), ports, written, all);
        }
        add(EndSet.all(ends, EndSet.not(pods)), numbers.minus(notNumbers), written, all);
        return all;
    }

    private static void add(EndSet ends, PortSet ports, Peer.Written written, List<One> all) {
        if (!ports.isEmpty()) {
            all.add(One.of(ends, ports, written));
        }
    }

    private List<Resolved> resolve(Set<NamedPorts.Name> names) {
        NamedPorts namedPorts = new NamedPorts(names);
        Set<Integer> numbers = new HashSet<>();
        for (Pod pod : cluster.pods()) {
            numbers.add(namedPorts.resolution(pod));
        }
        Map<Integer, Resolved> byNumber = new TreeMap<>();
        for (Integer number : numbers) {
            EndSet.Mark mark = pod -> namedPorts.resolution(pod) == number;
            byNumber.put(number, new Resolved(new EndSet.Marked(mark), namedPorts, number));
        }
        return List.copyOf(byNumber.values());
    }

    private static Set<NamedPorts.Name> names(List<CalicoPort> ports, Set<Protocol> protocols) {
        Set<NamedPorts.Name> names = new HashSet<>();
        for (CalicoPort port : ports) {
            if (port instanceof CalicoPort.Named named) {
                protocols.forEach(protocol -> names.add(new NamedPorts.Name(named.name(), protocol)));
            }
        }
        return names;
    }

    private static PortSet numbers(List<CalicoPort> ports, Set<Protocol> protocols) {
        List<PortSet> all = new ArrayList<>();
        for (CalicoPort port : ports) {
            if (port instanceof CalicoPort.Numbers numbers) {
                protocols.forEach(protocol -> all.add(PortSet.range(protocol, numbers.first(), numbers.last())));
            }
        }
        return union(all);
    }

    private static PortSet union(List<PortSet> parts) {
        return parts.stream().reduce(PortSet.NONE, PortSet::union);
    }

    private static PortItem item(Protocol protocol, CalicoPort port) {
        if (port instanceof CalicoPort.Numbers numbers) {
            return item(protocol, numbers.first(), numbers.last());
        }
        String name = port instanceof CalicoPort.Named named ? named.name() : "";
        return new PortItem(Optional.of(protocol), Optional.of(PortRef.named(name)), Optional.empty());
    }

    private static PortItem item(Protocol protocol, int first, int last) {
        return new PortItem(
                Optional.of(protocol),
                Optional.of(PortRef.of(first)),
                last > first ? Optional.of(last) : Optional.empty());
    }
}
