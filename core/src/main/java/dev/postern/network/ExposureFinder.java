package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Map<CompiledRule, Set<ConnectionEnd>> named = new IdentityHashMap<>();
        Set<ConnectionEnd> all = new LinkedHashSet<>();
        all.add(CLUSTER);
        for (int policy : row.policies()) {
            List<Rule> rules = compiled.policies().get(policy).rules(direction).stream()
                    .filter(rule -> !rule.isVoid())
                    .toList();
            for (int i = 0; i < rules.size(); i++) {
                Set<ConnectionEnd> found = ends(rules.get(i));
                named.put(compiled.rules(direction, policy).get(i), found);
                all.addAll(found);
            }
        }
        Map<ConnectionEnd, Ports> open = new LinkedHashMap<>();
        for (ConnectionEnd end : all) {
            Ports ports = ports(row, new OfEnd(end, named, compiled.namedPorts(), resolution(row, direction)));
            open.put(end, direction == Direction.EGRESS ? ports : new Ports(ports.numbers(), Set.of()));
        }
        return open;
    }

    private static int resolution(Row row, Direction direction) {
        return direction == Direction.INGRESS ? row.resolution() : NamedPorts.UNRESOLVED;
    }

    private Set<ConnectionEnd> ends(Rule rule) {
        Set<ConnectionEnd> found = new LinkedHashSet<>();
        if (rule.peers().isEmpty()) {
            found.add(CLUSTER);
        }
        for (Peer peer : rule.peers()) {
            ends.of(peer).filter(end -> !ends.isMet(peer, end)).ifPresent(found::add);
        }
        return found;
    }

    /** Pods that the input does not hold: rules match them that name just these, or all. */
    private record OfEnd(
            ConnectionEnd end, Map<CompiledRule, Set<ConnectionEnd>> named, NamedPorts namedPorts, int resolution)
            implements Stage.Question {
        @Override
        public boolean matches(CompiledRule rule) {
            Set<ConnectionEnd> ends = named.getOrDefault(rule, Set.of());
            return ends.contains(end) || ends.contains(CLUSTER);
        }

        @Override
        public boolean mayMatch(CompiledRule rule) {
            return false;
        }

        @Override
        public boolean certainly() {
            return true;
        }

        @Override
        public PortSet ports(CompiledRule rule) {
            return rule.ports(namedPorts, resolution);
        }
    }

    /** The names stand for ports of pods that are not there: each is asked about as a port of its own. */
    private static Ports ports(Row row, OfEnd question) {
        Set<Exposure.PortName> names = new TreeSet<>();
        for (CompiledRule rule : row.rules()) {
            for (NamedPorts.Name name : rule.names()) {
                if (admits(row, question, name)) {
                    names.add(new Exposure.PortName(name.protocol(), name.name()));
                }
            }
        }
        return new Ports(row.ports(question), names).union(Ports.NONE);
    }

    private static boolean admits(Row row, OfEnd question, NamedPorts.Name name) {
        for (Stage stage : row.stages()) {
            Optional<Action> action = stage.rules().stream()
                    .filter(rule -> question.matches(rule)
                            && (rule.names().contains(name)
                                    || rule.ports()
                                            .intersect(PortSet.allOf(name.protocol()))
                                            .equals(PortSet.allOf(name.protocol()))))
                    .map(CompiledRule::action)
                    .findFirst();
            if (action.isPresent() && action.get() != Action.PASS) {
                return action.get() == Action.ALLOW;
            }
            if (action.isEmpty() && stage.closed()) {
                return false;
            }
        }
        return true;
    }
}
