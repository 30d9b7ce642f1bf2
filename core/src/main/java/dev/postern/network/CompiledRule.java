package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Protocol;
import java.util.Optional;

/**
 * One ingress or egress rule of a policy, its peers turned into classes and its ports into numbers where they have any.
 *
 * @param whole where a proxy tells requests apart, what the rule says of those who need all of them: one that allows is without
 *     the ports to which some requests alone get through, and one that refuses some requests denies. Else empty
 */
record CompiledRule(
        Action action,
        PeerSet peers,
        PortSet ports,
        ImmutableList<NamedPorts.Name> names,
        Optional<CompiledRule> whole) {
    /** The ports this rule matches towards destinations of that resolution. */
    PortSet ports(NamedPorts namedPorts, int resolution) {
        PortSet all = ports;
        for (NamedPorts.Name name : names) {
            all = all.union(namedPorts.ports(resolution, name));
        }
        return all;
    }

    /** Whether {@link #ports(NamedPorts, int)} holds a port; without making that set. */
    boolean names(NamedPorts namedPorts, int resolution, Protocol protocol, int port) {
        if (ports.contains(protocol, port)) {
            return true;
        }
        for (NamedPorts.Name name : names) {
            if (namedPorts.ports(resolution, name).contains(protocol, port)) {
                return true;
            }
        }
        return false;
    }
}
