package dev.postern.network;

import com.google.common.collect.ImmutableMap;
import dev.postern.model.Container;
import dev.postern.model.ContainerPort;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the port names that policies use stand for, pod by pod. A name is resolved on the destination, together with its
 * protocol, among the ports of main containers and restartable init containers; a pod without such a port leaves it
 * unmatched. Pods with equal answers share one resolution, numbered from 0; number 0 resolves nothing.
 */
final class NamedPorts {
    /** A port name of one protocol. */
    record Name(String name, Protocol protocol) {}

    /** Resolves nothing: also the answer of anything that is not a pod of its own network. */
    static final int UNRESOLVED = 0;

    private final Set<Name> names;
    private final Map<ImmutableMap<Name, PortSet>, Integer> numbers = new HashMap<>();
    private final List<ImmutableMap<Name, PortSet>> resolutions = new ArrayList<>();
    private final Map<List<Container>, Integer> byContainers = new IdentityHashMap<>();

    /** Resolves the given names only: the others cannot matter. */
    NamedPorts(Set<Name> names) {
        this.names = names;
        numbers.put(ImmutableMap.of(), UNRESOLVED);
        resolutions.add(ImmutableMap.of());
    }

    /** A copy that pods may be added to; the resolutions there are keep their numbers. */
    NamedPorts copy() {
        NamedPorts copy = new NamedPorts(names);
        copy.numbers.putAll(numbers);
        copy.resolutions.clear();
        copy.resolutions.addAll(resolutions);
        return copy;
    }

    /** Whether these names are among those that are resolved. */
    boolean knows(Collection<Name> others) {
        return names.containsAll(others);
    }

    /** The number of the resolution of a pod of the pod network. Replicas share their containers, which are looked at once. */
    int resolution(Pod pod) {
        if (names.isEmpty()) {
            return UNRESOLVED;
        }
        return byContainers.computeIfAbsent(pod.spec().containers(), this::resolve);
    }

    private int resolve(List<Container> containers) {
        Map<Name, PortSet> ports = new HashMap<>();
        for (Container container : containers) {
            for (ContainerPort port : serving(container) ? container.ports() : List.<ContainerPort>of()) {
                Name name = new Name(port.name(), port.protocol());
                if (!port.name().isEmpty() && names.contains(name)) {
                    ports.merge(name, PortSet.of(port.protocol(), port.containerPort()), PortSet::union);
                }
            }
        }
        return numbers.computeIfAbsent(ImmutableMap.copyOf(ports), fresh -> {
            resolutions.add(fresh);
            return resolutions.size() - 1;
        });
    }

    /** Whether the ports of a container are ports of its pod: it runs as long as the pod does. */
    static boolean serving(Container container) {
        return container.role() == Container.Role.MAIN || container.role() == Container.Role.SIDECAR;
    }

    /** Every port that some name stands for on some pod. */
    PortSet everyPort() {
        PortSet all = PortSet.NONE;
        for (ImmutableMap<Name, PortSet> resolution : resolutions) {
            for (PortSet ports : resolution.values()) {
                all = all.union(ports);
            }
        }
        return all;
    }

    /** What a name stands for in a resolution; no port where it stands for nothing. */
    PortSet ports(int resolution, Name name) {
        return resolutions.get(resolution).getOrDefault(name, PortSet.NONE);
    }
}
