package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What each workload is exposed to beyond the pods of the input: each distinct peer of the rules that bind it stands for
 * pods that may come. Looks at every rule of a row once.
 */
final class ExposureFinder {
    private static final ConnectionEnd CLUSTER = new ConnectionEnd.EntireCluster();

    private final WorkloadIndex workloads;
    private final CompiledPolicies compiled;
    private final FlowTable flows;
    private final Connections connections;
    private final RuleEnds ends;
    private final Map<Direction, Map<Integer, Map<ConnectionEnd, Ports>>> known = new HashMap<>();

    /** Open ports, by number and by name. */
    private record Ports(PortSet numbers, Set<Exposure.PortName> names) {
        static final Ports NONE = new Ports(PortSet.NONE, Set.of());
        static final Ports ALL = new Ports(PortSet.ALL, Set.of());

        Ports union(Ports other) {
            Set<Exposure.PortName> both = new HashSet<>(names);
            both.addAll(other.names);
            PortSet all = numbers.union(other.numbers);
            both.removeIf(name -> all.intersect(PortSet.allOf(name.protocol())).equals(PortSet.allOf(name.protocol())));
            return new Ports(all, both);
        }

        boolean isEmpty() {
            return numbers.isEmpty() && names.isEmpty();
        }
    }

    ExposureFinder(
            WorkloadIndex workloads,
            CompiledPolicies compiled,
            FlowTable flows,
            Connections connections,
            RuleEnds ends) {
        this.workloads = workloads;
        this.compiled = compiled;
        this.flows = flows;
        this.connections = connections;
        this.ends = ends;
    }

    Exposures find() {
        ImmutableList.Builder<Exposure> exposures = ImmutableList.builder();
        ImmutableList.Builder<Exposures.Unprotected> unprotected = ImmutableList.builder();
        for (Direction direction : List.of(Direction.EGRESS, Direction.INGRESS)) {
            for (int i = 0; i < workloads.count(); i++) {
                exposures.addAll(exposures(i, direction));
            }
        }
        for (int i = 0; i < workloads.count(); i++) {
            for (Direction direction : List.of(Direction.EGRESS, Direction.INGRESS)) {
                if (rows(i, direction).stream().anyMatch(Row::isOpen)) {
                    unprotected.add(new Exposures.Unprotected(end(i), direction == Direction.INGRESS));
                }
            }
        }
        return new Exposures(exposures.build(), unprotected.build());
    }

    private ConnectionEnd.OfWorkload end(int workload) {
        return new ConnectionEnd.OfWorkload(workloads.workload(workload));
    }

    private List<Row> rows(int workload, Direction direction) {
        return Arrays.stream(workloads.classes(workload))
                .mapToObj(networkClass -> flows.row(direction, networkClass))
                .distinct()
                .toList();
    }

    /** Addresses first, then pods in order of their texts. */
    private List<Exposure> exposures(int workload, Direction direction) {
        List<Exposure> all = new ArrayList<>();
        connections.outside(workload, direction).forEach(opening -> {
            Ports ports = new Ports(opening.ports(), Set.of());
            all.add(exposure(workload, direction, Connections.end(opening), ports));
        });
        Map<ConnectionEnd, Ports> open = new LinkedHashMap<>();
        for (Row row : rows(workload, direction)) {
            ofRow(row, direction).forEach((end, ports) -> open.merge(end, ports, Ports::union));
        }
        Ports everybody = open.getOrDefault(CLUSTER, Ports.NONE);
        open.entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), entry.getValue().union(everybody)))
                .filter(entry -> entry.getKey().equals(CLUSTER)
                        ? !everybody.isEmpty()
                        : !entry.getValue().equals(everybody))
                .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                .forEach(entry -> all.add(exposure(workload, direction, entry.getKey(), entry.getValue())));
        return all;
    }

    private Exposure exposure(int workload, Direction direction, ConnectionEnd other, Ports ports) {
        return new Exposure(
                end(workload),
                direction == Direction.INGRESS,
                other,
                ports.numbers(),
                ImmutableSortedSet.copyOf(ports.names()));
    }

    private Map<ConnectionEnd, Ports> ofRow(Row row, Direction direction) {
        return known.computeIfAbsent(direction, first -> new HashMap<>())
                .computeIfAbsent(row.number(), first -> read(row, direction));
    }

    private Map<ConnectionEnd, Ports> read(Row row, Direction direction) {
        Map<ConnectionEnd, Ports> open = new LinkedHashMap<>();
        if (row.isOpen()) {
            open.put(CLUSTER, Ports.ALL);
        }
        for (int policy : row.policies()) {
            NetworkPolicy object = compiled.policies().get(policy);
            List<NetworkPolicyRule> rules = direction.rules(object);
            for (int i = 0; i < rules.size(); i++) {
                Ports ports = ports(compiled.rules(direction, policy).get(i), row, direction);
                for (ConnectionEnd end : ends(object, rules.get(i))) {
                    open.merge(end, ports, Ports::union);
                }
            }
        }
        return open;
    }

    private Set<ConnectionEnd> ends(NetworkPolicy policy, NetworkPolicyRule rule) {
        Set<ConnectionEnd> found = new LinkedHashSet<>();
        if (rule.peers().isEmpty()) {
            found.add(CLUSTER);
        }
        for (NetworkPolicyPeer peer : rule.peers()) {
            ends.of(policy, peer)
                    .filter(end -> !(end instanceof ConnectionEnd.OfSelectors pods) || !ends.isMet(peer, pods))
                    .ifPresent(found::add);
        }
        return found;
    }

    /** The names stand for ports of the workload itself, or for ports of pods that are not there. */
    private Ports ports(CompiledRule rule, Row row, Direction direction) {
        if (direction == Direction.INGRESS) {
            return new Ports(rule.ports(compiled.namedPorts(), row.resolution()), Set.of());
        }
        Set<Exposure.PortName> names = new TreeSet<>();
        rule.names().forEach(name -> names.add(new Exposure.PortName(name.protocol(), name.name())));
        return new Ports(rule.ports(), names).union(Ports.NONE);
    }
}
