package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import java.util.Optional;

/**
 * One item of the ports of a rule, whatever kind of policy wrote it.
 *
 * @param protocol empty for any
 * @param port every port of the protocol where empty
 * @param field where in the rule it is written; empty for its place in the list of the rule's ports
 * @param note what else is to be said of packets to these ports, for people
 */
record PortItem(
        Optional<Protocol> protocol, Optional<PortRef> port, Optional<Integer> endPort, String field, String note) {
    PortItem(Optional<Protocol> protocol, Optional<PortRef> port, Optional<Integer> endPort) {
        this(protocol, port, endPort, "", "");
    }

    static PortItem of(NetworkPolicyPort item) {
        return new PortItem(Optional.of(item.protocol()), item.port(), item.endPort());
    }

    boolean isNamed() {
        return port.filter(PortRef::isNamed).isPresent();
    }

    /** What the item calls by name; each destination resolves it for itself. */
    ImmutableList<NamedPorts.Name> names() {
        if (!isNamed()) {
            return ImmutableList.of();
        }
        String name = port.map(PortRef::name).orElse("");
        return protocols().stream()
                .map(each -> new NamedPorts.Name(name, each))
                .collect(ImmutableList.toImmutableList());
    }

    private ImmutableList<Protocol> protocols() {
        return protocol.map(ImmutableList::of).orElseGet(() -> ImmutableList.copyOf(Protocol.values()));
    }

    /** The ports it names by number; none for a name. */
    PortSet numbers() {
        PortSet numbers = PortSet.NONE;
        for (Protocol each : isNamed() ? ImmutableList.<Protocol>of() : protocols()) {
            numbers =
                    numbers.union(port.map(first -> PortSet.range(each, first.number(), endPort.orElse(first.number())))
                            .orElseGet(() -> PortSet.allOf(each)));
        }
        return numbers;
    }
}
