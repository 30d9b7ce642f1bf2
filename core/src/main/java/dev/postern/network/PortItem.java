package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import java.util.Arrays;
import java.util.Optional;

/**
 * One item of the ports of a rule, whatever kind of policy wrote it.
 *
 * @param protocol empty for any, which only a name can have
 * @param port every port of the protocol where empty
 */
record PortItem(Optional<Protocol> protocol, Optional<PortRef> port, Optional<Integer> endPort) {
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
        return protocol.map(ImmutableList::of).orElse(EVERY).stream()
                .map(each -> new NamedPorts.Name(name, each))
                .collect(ImmutableList.toImmutableList());
    }

    private static final ImmutableList<Protocol> EVERY =
            Arrays.stream(Protocol.values()).collect(ImmutableList.toImmutableList());

    /** The ports it names by number; none for a name. */
    PortSet numbers() {
        if (isNamed() || protocol.isEmpty()) {
            return PortSet.NONE;
        }
        return port.map(first -> PortSet.range(protocol.get(), first.number(), endPort.orElse(first.number())))
                .orElseGet(() -> PortSet.allOf(protocol.get()));
    }
}
